BEGIN TRANSACTION;
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'',NULL,0,'author','','',1,1,'2026-11-29 16:11:47.157371','');
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'journal','page');
INSERT INTO "django_content_type" VALUES(2,'journal','tag');
INSERT INTO "django_content_type" VALUES(3,'journal','address');
INSERT INTO "django_content_type" VALUES(4,'journal','edition');
INSERT INTO "django_content_type" VALUES(5,'journal','entry');
INSERT INTO "django_content_type" VALUES(6,'journal','tagging');
INSERT INTO "django_content_type" VALUES(7,'journal','tally');
INSERT INTO "django_content_type" VALUES(8,'journal','topic');
INSERT INTO "django_content_type" VALUES(9,'journal','link');
INSERT INTO "django_content_type" VALUES(10,'journal','snippet');
INSERT INTO "django_content_type" VALUES(11,'journal','attachment');
INSERT INTO "django_content_type" VALUES(12,'journal','repository');
INSERT INTO "django_content_type" VALUES(13,'journal','source');
INSERT INTO "django_content_type" VALUES(14,'journal','draft');
INSERT INTO "django_content_type" VALUES(15,'journal','revision');
INSERT INTO "django_content_type" VALUES(16,'journal','attachmentuse');
INSERT INTO "django_content_type" VALUES(17,'journal','trashedentry');
INSERT INTO "django_content_type" VALUES(18,'journal','searchdocument');
INSERT INTO "django_content_type" VALUES(19,'journal','failure');
INSERT INTO "django_content_type" VALUES(20,'admin','logentry');
INSERT INTO "django_content_type" VALUES(21,'auth','permission');
INSERT INTO "django_content_type" VALUES(22,'auth','group');
INSERT INTO "django_content_type" VALUES(23,'auth','user');
INSERT INTO "django_content_type" VALUES(24,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(25,'sessions','session');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-29 16:11:45.728982');
INSERT INTO "django_migrations" VALUES(2,'auth','0001_initial','2026-11-29 16:11:45.744518');
INSERT INTO "django_migrations" VALUES(3,'admin','0001_initial','2026-11-29 16:11:45.753389');
INSERT INTO "django_migrations" VALUES(4,'admin','0002_logentry_remove_auto_add','2026-11-29 16:11:45.762757');
INSERT INTO "django_migrations" VALUES(5,'admin','0003_logentry_add_action_flag_choices','2026-11-29 16:11:45.770446');
INSERT INTO "django_migrations" VALUES(6,'contenttypes','0002_remove_content_type_name','2026-11-29 16:11:45.791518');
INSERT INTO "django_migrations" VALUES(7,'auth','0002_alter_permission_name_max_length','2026-11-29 16:11:45.801877');
INSERT INTO "django_migrations" VALUES(8,'auth','0003_alter_user_email_max_length','2026-11-29 16:11:45.812098');
INSERT INTO "django_migrations" VALUES(9,'auth','0004_alter_user_username_opts','2026-11-29 16:11:45.820328');
INSERT INTO "django_migrations" VALUES(10,'auth','0005_alter_user_last_login_null','2026-11-29 16:11:45.829357');
INSERT INTO "django_migrations" VALUES(11,'auth','0006_require_contenttypes_0002','2026-11-29 16:11:45.830803');
INSERT INTO "django_migrations" VALUES(12,'auth','0007_alter_validators_add_error_messages','2026-11-29 16:11:45.837831');
INSERT INTO "django_migrations" VALUES(13,'auth','0008_alter_user_username_max_length','2026-11-29 16:11:45.847845');
INSERT INTO "django_migrations" VALUES(14,'auth','0009_alter_user_last_name_max_length','2026-11-29 16:11:45.858250');
INSERT INTO "django_migrations" VALUES(15,'auth','0010_alter_group_name_max_length','2026-11-29 16:11:45.871650');
INSERT INTO "django_migrations" VALUES(16,'auth','0011_update_proxy_permissions','2026-11-29 16:11:45.879430');
INSERT INTO "django_migrations" VALUES(17,'auth','0012_alter_user_first_name_max_length','2026-11-29 16:11:45.888795');
INSERT INTO "django_migrations" VALUES(18,'journal','0001_initial','2026-11-29 16:11:46.131745');
INSERT INTO "django_migrations" VALUES(19,'journal','0002_repositories','2026-11-29 16:11:46.208459');
INSERT INTO "django_migrations" VALUES(20,'journal','0003_revisions_and_drafts','2026-11-29 16:11:46.229714');
INSERT INTO "django_migrations" VALUES(21,'journal','0004_trash_and_attachment_uses','2026-11-29 16:11:46.368097');
INSERT INTO "django_migrations" VALUES(22,'journal','0005_search','2026-11-29 16:11:46.439815');
INSERT INTO "django_migrations" VALUES(23,'sessions','0001_initial','2026-11-29 16:11:46.442971');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "journal_address" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "noun" varchar(10) NOT NULL, "slug" varchar(120) NOT NULL, "target_id" bigint unsigned NOT NULL CHECK ("target_id" >= 0), CONSTRAINT "address_unique" UNIQUE ("noun", "slug"));
CREATE TABLE "journal_attachment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(40) NOT NULL UNIQUE, "label" varchar(200) NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0), "created_at" datetime NOT NULL);
CREATE TABLE "journal_attachment_uploaded_by" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "attachment_id" bigint NOT NULL REFERENCES "journal_attachment" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "journal_attachmentuse" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(40) NOT NULL, "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "attachment_use_once" UNIQUE ("name", "entry_id"));
INSERT INTO "journal_attachmentuse" VALUES(1,'0123456789abcdef0123456789abcdef.png',1);
CREATE TABLE "journal_draft" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "title" varchar(200) NOT NULL, "body" text NOT NULL, "saved_at" datetime NOT NULL, "author_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "entry_id" bigint NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "ended" varchar(36) NOT NULL, "sitting" varchar(36) NOT NULL, CONSTRAINT "draft_once" UNIQUE ("author_id", "entry_id"));
CREATE TABLE "journal_edition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" bigint unsigned NOT NULL CHECK ("number" >= 0), CONSTRAINT "edition_is_one_row" CHECK ("id" = 1));
INSERT INTO "journal_edition" VALUES(1,45);
CREATE TABLE "journal_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL UNIQUE, "kind" varchar(10) NOT NULL, "title" varchar(200) NOT NULL, "summary" varchar(300) NOT NULL, "body" text NOT NULL, "visibility" varchar(10) NOT NULL, "published_at" datetime NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "card_html" text NOT NULL, "head_html" text NOT NULL, "excerpt" varchar(300) NOT NULL, "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0), "headings" text NOT NULL CHECK ((JSON_VALID("headings") OR "headings" IS NULL)), "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "tallied" text NOT NULL CHECK ((JSON_VALID("tallied") OR "tallied" IS NULL)), "pipeline_version" integer unsigned NOT NULL CHECK ("pipeline_version" >= 0), "html" text NOT NULL, "text" text NOT NULL, "author_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "stage_id" bigint NOT NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "code_marks" text NOT NULL, "code_words" text NOT NULL, "pair_words" text NOT NULL, CONSTRAINT "entry_kind_known" CHECK ("kind" IN ('note', 'practice', 'project', 'bug')), CONSTRAINT "entry_visibility_known" CHECK ("visibility" IN ('public', 'unlisted', 'private')), CONSTRAINT "entry_has_title" CHECK (NOT ("title" = '')));
INSERT INTO "journal_entry" VALUES(1,'first','note','First, again','','See [[second]] and ![x](/attachments/0123456789abcdef0123456789abcdef.png).

```python
print(1)
```
','public','2026-03-01 09:00:00','2026-11-29 16:11:47.361885','2026-11-29 16:11:47.552686',2,'<article class="card" data-kind="note">
<p class="card__meta"><span class="kind">Note</span> <a href="/topics/the-orm/">The ORM</a> <span>1 min</span></p>
<h3 class="card__title"><a href="/entries/first/">First, again</a></h3>
<p class="card__lead">See second and .</p>
<p class="tags"><a href="/tags/sql/" rel="tag">sql</a> </p>

</article>
','<header class="entry__head">
  <h1 class="entry__title">First, again</h1>
</header>
<div class="entry__margin">
  <div class="facts">
    <p class="facts__date"><time datetime="2026-03-01T09:00:00+00:00">1 March 2026</time></p>
    <p><span class="kind">Note</span> in <a href="/topics/the-orm/">The ORM</a></p>
    <p>1 min to read, <a href="/entries/first.md">as Markdown</a></p>
    <p class="tags"><a href="/tags/sql/" rel="tag">sql</a> </p>


  </div>
</div>
','See second and .',1,'[]','[]','[["topic", "2", "note"], ["year", "2026", "note"], ["tag", "1", "note"], ["language", "python", "note"]]',4,'<div class="prose"><p>See <a href="/entries/second/">second</a> and <img alt="x" src="/attachments/0123456789abcdef0123456789abcdef.png">.</p>
<figure class="snippet" id="code-1">
<figcaption class="snippet__caption"><span class="snippet__language">Python</span> <a class="snippet__link" href="/snippets/1/" title="Permanent link to Python code 1">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="Python code 1"><code class="highlight"><span class="nb">print</span><span class="p">(</span><span class="mi">1</span><span class="p">)</span></code></pre>
</figure>
</div>','See second and .',1,1,2,'hascode lang707974686f6e','print 1','');
INSERT INTO "journal_entry" VALUES(2,'second','note','Second','','A *draft*.
','public',NULL,'2026-11-29 16:11:47.525676','2026-11-29 16:11:47.531754',1,'<article class="card" data-kind="note">
<p class="card__meta"><span class="kind">Note</span> <a href="/topics/the-orm/">The ORM</a> <span>1 min</span></p>
<h3 class="card__title"><a href="/entries/second/">Second</a></h3>
<p class="card__lead">A draft.</p>

</article>
','<header class="entry__head">
  <h1 class="entry__title">Second</h1>
</header>
<div class="entry__margin">
  <div class="facts">
    <p><span class="kind">Note</span> in <a href="/topics/the-orm/">The ORM</a></p>
    <p>1 min to read, <a href="/entries/second.md">as Markdown</a></p>
    

  </div>
</div>
','A draft.',1,'[]','[]','[]',4,'<div class="prose"><p>A <em>draft</em>.</p>
</div>','A draft.',1,1,2,'','','');
CREATE TABLE "journal_failure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "exception" varchar(120) NOT NULL, "message" varchar(300) NOT NULL, "frames" text NOT NULL CHECK ((JSON_VALID("frames") OR "frames" IS NULL)), "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "journal_link" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL, "label" varchar(200) NOT NULL, "kind" varchar(10) NOT NULL, "source_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "target_id" bigint NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "context" varchar(500) NOT NULL, CONSTRAINT "link_once" UNIQUE ("source_id", "slug"));
INSERT INTO "journal_link" VALUES(2,'second','second','wiki',1,2,'See second and .');
CREATE TABLE "journal_page" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(50) NOT NULL UNIQUE, "title" varchar(200) NOT NULL, "summary" text NOT NULL, "body" text NOT NULL, "html" text NOT NULL, "pipeline_version" integer unsigned NOT NULL CHECK ("pipeline_version" >= 0), "updated_at" datetime NOT NULL);
CREATE TABLE "journal_repository" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(200) NOT NULL UNIQUE, "root" varchar(1100) NOT NULL, "location" text NOT NULL, "paths_digest" varchar(64) NOT NULL, "imported_at" datetime NOT NULL);
CREATE TABLE "journal_revision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "title" varchar(200) NOT NULL, "body" text NOT NULL, "saved_at" datetime NOT NULL, "note" varchar(200) NOT NULL, "is_notable" bool NOT NULL, "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "saved_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "revision_once" UNIQUE ("entry_id", "version"));
INSERT INTO "journal_revision" VALUES(1,1,'First','See [[second]] and ![x](/attachments/0123456789abcdef0123456789abcdef.png).

```python
print(1)
```
','2026-11-29 16:11:47.413226','',0,1,1);
INSERT INTO "journal_revision" VALUES(2,2,'First, again','See [[second]] and ![x](/attachments/0123456789abcdef0123456789abcdef.png).

```python
print(1)
```
','2026-11-29 16:11:47.552686','',0,1,NULL);
CREATE TABLE "journal_searchdocument" ("id" bigint NOT NULL PRIMARY KEY, "entry" bigint NOT NULL UNIQUE, "author" bigint NULL, "visibility" varchar(10) NOT NULL, "published_at" datetime NULL, "names" text NOT NULL, "marks" text NOT NULL);
CREATE TABLE "journal_snippet" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "name" varchar(80) NOT NULL, "language" varchar(40) NOT NULL, "language_label" varchar(60) NOT NULL, "title" varchar(200) NOT NULL, "code" text NOT NULL, "output" text NULL, "hl_lines" text NOT NULL CHECK ((JSON_VALID("hl_lines") OR "hl_lines" IS NULL)), "linenums" bool NOT NULL, "isolated" bool NOT NULL, "norun" bool NOT NULL, "raises" varchar(80) NOT NULL, "html" text NOT NULL, "published_at" datetime NULL, "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "journal_snippet" VALUES(1,0,'','python','Python','','print(1)',NULL,'[]',0,0,0,'','<figure class="snippet" id="code-1">
<figcaption class="snippet__caption"><span class="snippet__language">Python</span> <a class="snippet__link" href="/snippets/1/" title="Permanent link to Python code 1">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="Python code 1"><code class="highlight"><span class="nb">print</span><span class="p">(</span><span class="mi">1</span><span class="p">)</span></code></pre>
</figure>','2026-03-01 09:00:00',1);
CREATE TABLE "journal_source" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" text NOT NULL, "format" varchar(10) NOT NULL, "encoding" varchar(40) NOT NULL, "content" BLOB NOT NULL, "digest" varchar(64) NOT NULL, "brought" text NOT NULL CHECK ((JSON_VALID("brought") OR "brought" IS NULL)), "gone_at" datetime NULL, "attachment_id" bigint NULL REFERENCES "journal_attachment" ("id") DEFERRABLE INITIALLY DEFERRED, "entry_id" bigint NULL UNIQUE REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "repository_id" bigint NOT NULL REFERENCES "journal_repository" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "source_once" UNIQUE ("repository_id", "path", "format"));
CREATE TABLE "journal_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL UNIQUE, "name" varchar(60) NOT NULL UNIQUE);
INSERT INTO "journal_tag" VALUES(1,'sql','sql');
CREATE TABLE "journal_tagging" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "published_at" datetime NULL, "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "tag_id" bigint NOT NULL REFERENCES "journal_tag" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "tagging_unique" UNIQUE ("entry_id", "tag_id"));
INSERT INTO "journal_tagging" VALUES(1,'2026-03-01 09:00:00',1,1);
CREATE TABLE "journal_tally" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group" varchar(10) NOT NULL, "name" varchar(40) NOT NULL, "kind" varchar(10) NOT NULL, "count" integer NOT NULL, CONSTRAINT "tally_unique" UNIQUE ("group", "name", "kind"));
INSERT INTO "journal_tally" VALUES(1,'language','python','note',1);
INSERT INTO "journal_tally" VALUES(2,'tag','1','note',1);
INSERT INTO "journal_tally" VALUES(3,'topic','2','note',1);
INSERT INTO "journal_tally" VALUES(4,'year','2026','note',1);
CREATE TABLE "journal_topic" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL UNIQUE, "title" varchar(200) NOT NULL, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "summary" varchar(300) NOT NULL, "why" text NOT NULL, "target_on" date NULL, "why_html" text NOT NULL, "body" text NOT NULL, "body_html" text NOT NULL, "parent_id" bigint NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "topic_not_its_own_stage" CHECK (NOT ("parent_id" = ("id") AND "parent_id" IS NOT NULL)));
INSERT INTO "journal_topic" VALUES(1,'django','Django',0,'','',NULL,'','','',NULL);
INSERT INTO "journal_topic" VALUES(2,'the-orm','The ORM',0,'','',NULL,'','','',1);
CREATE TABLE "journal_trashedentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(200) NOT NULL, "slug" varchar(120) NOT NULL, "trashed_at" datetime NOT NULL, "contents" text NOT NULL CHECK ((JSON_VALID("contents") OR "contents" IS NULL)), "author_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "trashed_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "snippet_name_unique" ON "journal_snippet" ("entry_id", "name") WHERE NOT ("name" = '');
CREATE INDEX "journal_snippet_entry_id_96838dff" ON "journal_snippet" ("entry_id");
CREATE INDEX "snippet_in_entry" ON "journal_snippet" ("entry_id", "position");
CREATE INDEX "snippet_by_date" ON "journal_snippet" ("published_at", "id");
CREATE INDEX "snippet_by_language" ON "journal_snippet" ("language", "published_at", "id");
CREATE INDEX "journal_tagging_entry_id_44c1f1dc" ON "journal_tagging" ("entry_id");
CREATE INDEX "journal_tagging_tag_id_5f2edd40" ON "journal_tagging" ("tag_id");
CREATE INDEX "tagging_by_date" ON "journal_tagging" ("tag_id", "published_at", "entry_id");
CREATE INDEX "journal_topic_parent_id_ff5366a0" ON "journal_topic" ("parent_id");
CREATE UNIQUE INDEX "repository_root_unique" ON "journal_repository" ("root") WHERE NOT ("root" = '');
CREATE INDEX "journal_source_attachment_id_6ddc1aae" ON "journal_source" ("attachment_id");
CREATE INDEX "journal_source_repository_id_42677b08" ON "journal_source" ("repository_id");
CREATE INDEX "journal_source_topic_id_732f6933" ON "journal_source" ("topic_id");
CREATE INDEX "journal_revision_entry_id_d419ef49" ON "journal_revision" ("entry_id");
CREATE INDEX "journal_revision_saved_by_id_d336438a" ON "journal_revision" ("saved_by_id");
CREATE INDEX "journal_trashedentry_slug_143551ac" ON "journal_trashedentry" ("slug");
CREATE UNIQUE INDEX "journal_attachment_uploaded_by_attachment_id_user_id_80307e3a_uniq" ON "journal_attachment_uploaded_by" ("attachment_id", "user_id");
CREATE INDEX "journal_attachment_uploaded_by_attachment_id_fab62426" ON "journal_attachment_uploaded_by" ("attachment_id");
CREATE INDEX "journal_attachment_uploaded_by_user_id_bdf94031" ON "journal_attachment_uploaded_by" ("user_id");
CREATE UNIQUE INDEX "draft_of_new_once" ON "journal_draft" ("author_id") WHERE "entry_id" IS NULL;
CREATE INDEX "journal_draft_author_id_03a80252" ON "journal_draft" ("author_id");
CREATE INDEX "journal_draft_entry_id_3f2529ae" ON "journal_draft" ("entry_id");
CREATE INDEX "journal_link_source_id_0a5d56a1" ON "journal_link" ("source_id");
CREATE INDEX "journal_link_target_id_0503b389" ON "journal_link" ("target_id");
CREATE INDEX "link_broken" ON "journal_link" ("slug") WHERE "target_id" IS NULL;
CREATE INDEX "journal_trashedentry_author_id_267f8bd7" ON "journal_trashedentry" ("author_id");
CREATE INDEX "journal_trashedentry_trashed_by_id_4e59e5e9" ON "journal_trashedentry" ("trashed_by_id");
CREATE INDEX "journal_attachmentuse_entry_id_8d873d5f" ON "journal_attachmentuse" ("entry_id");
CREATE INDEX "journal_entry_author_id_d97c183d" ON "journal_entry" ("author_id");
CREATE INDEX "journal_entry_stage_id_2e9ba87c" ON "journal_entry" ("stage_id");
CREATE INDEX "journal_entry_topic_id_9f14aaf3" ON "journal_entry" ("topic_id");
CREATE INDEX "entry_by_date" ON "journal_entry" ("published_at", "id");
CREATE INDEX "entry_in_topic" ON "journal_entry" ("topic_id", "published_at", "id");
CREATE INDEX "entry_in_stage" ON "journal_entry" ("stage_id", "published_at", "id");
CREATE INDEX "entry_of_kind" ON "journal_entry" ("kind", "published_at", "id");
CREATE INDEX "entry_to_render" ON "journal_entry" ("pipeline_version");
CREATE INDEX "entry_by_change" ON "journal_entry" ("updated_at", "id");
CREATE INDEX "journal_failure_entry_id_b497f7e7" ON "journal_failure" ("entry_id");
CREATE INDEX "failure_by_exception" ON "journal_failure" ("exception", "entry_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',23);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',0);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',25);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',100);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('auth_user',1);
INSERT INTO "sqlite_sequence" VALUES('journal_tagging',1);
INSERT INTO "sqlite_sequence" VALUES('journal_topic',2);
INSERT INTO "sqlite_sequence" VALUES('journal_draft',0);
INSERT INTO "sqlite_sequence" VALUES('journal_link',2);
INSERT INTO "sqlite_sequence" VALUES('journal_attachmentuse',2);
INSERT INTO "sqlite_sequence" VALUES('journal_entry',2);
INSERT INTO "sqlite_sequence" VALUES('journal_edition',1);
INSERT INTO "sqlite_sequence" VALUES('journal_tag',1);
INSERT INTO "sqlite_sequence" VALUES('journal_snippet',1);
INSERT INTO "sqlite_sequence" VALUES('journal_tally',4);
INSERT INTO "sqlite_sequence" VALUES('journal_revision',2);
COMMIT;
