BEGIN TRANSACTION;
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'',NULL,0,'author','','',1,1,'2026-11-29 16:11:38.027475','');
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
INSERT INTO "django_content_type" VALUES(14,'admin','logentry');
INSERT INTO "django_content_type" VALUES(15,'auth','permission');
INSERT INTO "django_content_type" VALUES(16,'auth','group');
INSERT INTO "django_content_type" VALUES(17,'auth','user');
INSERT INTO "django_content_type" VALUES(18,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(19,'sessions','session');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-29 16:11:37.298961');
INSERT INTO "django_migrations" VALUES(2,'auth','0001_initial','2026-11-29 16:11:37.309067');
INSERT INTO "django_migrations" VALUES(3,'admin','0001_initial','2026-11-29 16:11:37.315106');
INSERT INTO "django_migrations" VALUES(4,'admin','0002_logentry_remove_auto_add','2026-11-29 16:11:37.323177');
INSERT INTO "django_migrations" VALUES(5,'admin','0003_logentry_add_action_flag_choices','2026-11-29 16:11:37.327952');
INSERT INTO "django_migrations" VALUES(6,'contenttypes','0002_remove_content_type_name','2026-11-29 16:11:37.339376');
INSERT INTO "django_migrations" VALUES(7,'auth','0002_alter_permission_name_max_length','2026-11-29 16:11:37.346239');
INSERT INTO "django_migrations" VALUES(8,'auth','0003_alter_user_email_max_length','2026-11-29 16:11:37.352841');
INSERT INTO "django_migrations" VALUES(9,'auth','0004_alter_user_username_opts','2026-11-29 16:11:37.357555');
INSERT INTO "django_migrations" VALUES(10,'auth','0005_alter_user_last_login_null','2026-11-29 16:11:37.363939');
INSERT INTO "django_migrations" VALUES(11,'auth','0006_require_contenttypes_0002','2026-11-29 16:11:37.365009');
INSERT INTO "django_migrations" VALUES(12,'auth','0007_alter_validators_add_error_messages','2026-11-29 16:11:37.369325');
INSERT INTO "django_migrations" VALUES(13,'auth','0008_alter_user_username_max_length','2026-11-29 16:11:37.377319');
INSERT INTO "django_migrations" VALUES(14,'auth','0009_alter_user_last_name_max_length','2026-11-29 16:11:37.383961');
INSERT INTO "django_migrations" VALUES(15,'auth','0010_alter_group_name_max_length','2026-11-29 16:11:37.390231');
INSERT INTO "django_migrations" VALUES(16,'auth','0011_update_proxy_permissions','2026-11-29 16:11:37.394691');
INSERT INTO "django_migrations" VALUES(17,'auth','0012_alter_user_first_name_max_length','2026-11-29 16:11:37.400553');
INSERT INTO "django_migrations" VALUES(18,'journal','0001_initial','2026-11-29 16:11:37.545564');
INSERT INTO "django_migrations" VALUES(19,'journal','0002_repositories','2026-11-29 16:11:37.568042');
INSERT INTO "django_migrations" VALUES(20,'sessions','0001_initial','2026-11-29 16:11:37.570249');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "journal_address" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "noun" varchar(10) NOT NULL, "slug" varchar(120) NOT NULL, "target_id" bigint unsigned NOT NULL CHECK ("target_id" >= 0), CONSTRAINT "address_unique" UNIQUE ("noun", "slug"));
CREATE TABLE "journal_attachment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(40) NOT NULL UNIQUE, "label" varchar(200) NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0), "created_at" datetime NOT NULL);
CREATE TABLE "journal_edition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" bigint unsigned NOT NULL CHECK ("number" >= 0), CONSTRAINT "edition_is_one_row" CHECK ("id" = 1));
INSERT INTO "journal_edition" VALUES(1,43);
CREATE TABLE "journal_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL UNIQUE, "kind" varchar(10) NOT NULL, "title" varchar(200) NOT NULL, "summary" varchar(300) NOT NULL, "body" text NOT NULL, "visibility" varchar(10) NOT NULL, "published_at" datetime NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "card_html" text NOT NULL, "head_html" text NOT NULL, "excerpt" varchar(300) NOT NULL, "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0), "headings" text NOT NULL CHECK ((JSON_VALID("headings") OR "headings" IS NULL)), "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "tallied" text NOT NULL CHECK ((JSON_VALID("tallied") OR "tallied" IS NULL)), "pipeline_version" integer unsigned NOT NULL CHECK ("pipeline_version" >= 0), "html" text NOT NULL, "text" text NOT NULL, "author_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "stage_id" bigint NOT NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "entry_kind_known" CHECK ("kind" IN ('note', 'practice', 'project', 'bug')), CONSTRAINT "entry_visibility_known" CHECK ("visibility" IN ('public', 'unlisted', 'private')), CONSTRAINT "entry_has_title" CHECK (NOT ("title" = '')));
INSERT INTO "journal_entry" VALUES(1,'first','note','First, again','','See [[second]] and ![x](/attachments/0123456789abcdef0123456789abcdef.png).

```python
print(1)
```
','public','2026-03-01 09:00:00','2026-11-29 16:11:38.211977','2026-11-29 16:11:38.308504',2,'<article class="card" data-kind="note">
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
','See second and .',1,'[]','[]','[["topic", "2", "note"], ["year", "2026", "note"], ["tag", "1", "note"], ["language", "python", "note"]]',2,'<div class="prose"><p>See <a href="/entries/second/">second</a> and <img alt="x" src="/attachments/0123456789abcdef0123456789abcdef.png">.</p>
<figure class="snippet" id="code-1">
<figcaption class="snippet__caption"><span class="snippet__language">Python</span> <a class="snippet__link" href="/snippets/1/" title="Permanent link to Python code 1">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="Python code 1"><code class="highlight"><span class="nb">print</span><span class="p">(</span><span class="mi">1</span><span class="p">)</span></code></pre>
</figure>
</div>','See second and .',1,1,2);
INSERT INTO "journal_entry" VALUES(2,'second','note','Second','','A *draft*.
','public',NULL,'2026-11-29 16:11:38.294707','2026-11-29 16:11:38.298250',1,'<article class="card" data-kind="note">
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
','A draft.',1,'[]','[]','[]',2,'<div class="prose"><p>A <em>draft</em>.</p>
</div>','A draft.',1,1,2);
CREATE TABLE "journal_link" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(120) NOT NULL, "label" varchar(200) NOT NULL, "kind" varchar(10) NOT NULL, "source_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "target_id" bigint NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "link_once" UNIQUE ("source_id", "slug"));
INSERT INTO "journal_link" VALUES(2,'second','second','wiki',1,2);
CREATE TABLE "journal_page" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(50) NOT NULL UNIQUE, "title" varchar(200) NOT NULL, "summary" text NOT NULL, "body" text NOT NULL, "html" text NOT NULL, "pipeline_version" integer unsigned NOT NULL CHECK ("pipeline_version" >= 0), "updated_at" datetime NOT NULL);
CREATE TABLE "journal_repository" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(200) NOT NULL UNIQUE, "root" varchar(1100) NOT NULL, "paths_digest" varchar(64) NOT NULL, "imported_at" datetime NOT NULL);
CREATE TABLE "journal_snippet" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "name" varchar(80) NOT NULL, "language" varchar(40) NOT NULL, "language_label" varchar(60) NOT NULL, "title" varchar(200) NOT NULL, "code" text NOT NULL, "output" text NULL, "hl_lines" text NOT NULL CHECK ((JSON_VALID("hl_lines") OR "hl_lines" IS NULL)), "linenums" bool NOT NULL, "isolated" bool NOT NULL, "norun" bool NOT NULL, "raises" varchar(80) NOT NULL, "html" text NOT NULL, "published_at" datetime NULL, "entry_id" bigint NOT NULL REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "journal_snippet" VALUES(1,0,'','python','Python','','print(1)',NULL,'[]',0,0,0,'','<figure class="snippet" id="code-1">
<figcaption class="snippet__caption"><span class="snippet__language">Python</span> <a class="snippet__link" href="/snippets/1/" title="Permanent link to Python code 1">#</a></figcaption>
<pre class="snippet__code" tabindex="0" role="group" aria-label="Python code 1"><code class="highlight"><span class="nb">print</span><span class="p">(</span><span class="mi">1</span><span class="p">)</span></code></pre>
</figure>','2026-03-01 09:00:00',1);
CREATE TABLE "journal_source" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" text NOT NULL, "format" varchar(10) NOT NULL, "encoding" varchar(40) NOT NULL, "content" BLOB NOT NULL, "digest" varchar(64) NOT NULL, "brought" text NOT NULL CHECK ((JSON_VALID("brought") OR "brought" IS NULL)), "attachment_id" bigint NULL REFERENCES "journal_attachment" ("id") DEFERRABLE INITIALLY DEFERRED, "entry_id" bigint NULL UNIQUE REFERENCES "journal_entry" ("id") DEFERRABLE INITIALLY DEFERRED, "repository_id" bigint NOT NULL REFERENCES "journal_repository" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NULL REFERENCES "journal_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "source_once" UNIQUE ("repository_id", "path", "format"));
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
CREATE INDEX "journal_link_source_id_0a5d56a1" ON "journal_link" ("source_id");
CREATE INDEX "journal_link_target_id_0503b389" ON "journal_link" ("target_id");
CREATE INDEX "link_broken" ON "journal_link" ("slug") WHERE "target_id" IS NULL;
CREATE UNIQUE INDEX "snippet_name_unique" ON "journal_snippet" ("entry_id", "name") WHERE NOT ("name" = '');
CREATE INDEX "journal_snippet_entry_id_96838dff" ON "journal_snippet" ("entry_id");
CREATE INDEX "snippet_in_entry" ON "journal_snippet" ("entry_id", "position");
CREATE INDEX "snippet_by_date" ON "journal_snippet" ("published_at", "id");
CREATE INDEX "snippet_by_language" ON "journal_snippet" ("language", "published_at", "id");
CREATE INDEX "journal_tagging_entry_id_44c1f1dc" ON "journal_tagging" ("entry_id");
CREATE INDEX "journal_tagging_tag_id_5f2edd40" ON "journal_tagging" ("tag_id");
CREATE INDEX "tagging_by_date" ON "journal_tagging" ("tag_id", "published_at", "entry_id");
CREATE INDEX "journal_entry_author_id_d97c183d" ON "journal_entry" ("author_id");
CREATE INDEX "journal_entry_stage_id_2e9ba87c" ON "journal_entry" ("stage_id");
CREATE INDEX "journal_entry_topic_id_9f14aaf3" ON "journal_entry" ("topic_id");
CREATE INDEX "entry_by_date" ON "journal_entry" ("published_at", "id");
CREATE INDEX "entry_in_topic" ON "journal_entry" ("topic_id", "published_at", "id");
CREATE INDEX "entry_in_stage" ON "journal_entry" ("stage_id", "published_at", "id");
CREATE INDEX "entry_of_kind" ON "journal_entry" ("kind", "published_at", "id");
CREATE INDEX "entry_to_render" ON "journal_entry" ("pipeline_version");
CREATE INDEX "journal_topic_parent_id_ff5366a0" ON "journal_topic" ("parent_id");
CREATE UNIQUE INDEX "repository_root_unique" ON "journal_repository" ("root") WHERE NOT ("root" = '');
CREATE INDEX "journal_source_attachment_id_6ddc1aae" ON "journal_source" ("attachment_id");
CREATE INDEX "journal_source_repository_id_42677b08" ON "journal_source" ("repository_id");
CREATE INDEX "journal_source_topic_id_732f6933" ON "journal_source" ("topic_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',20);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',0);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',19);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',76);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('auth_user',1);
INSERT INTO "sqlite_sequence" VALUES('journal_tagging',1);
INSERT INTO "sqlite_sequence" VALUES('journal_entry',2);
INSERT INTO "sqlite_sequence" VALUES('journal_topic',2);
INSERT INTO "sqlite_sequence" VALUES('journal_edition',1);
INSERT INTO "sqlite_sequence" VALUES('journal_tag',1);
INSERT INTO "sqlite_sequence" VALUES('journal_snippet',1);
INSERT INTO "sqlite_sequence" VALUES('journal_link',2);
INSERT INTO "sqlite_sequence" VALUES('journal_tally',4);
COMMIT;
