-- The search index on PostgreSQL: a weighted tsvector for each entry with a GIN index, kept by triggers. It cannot be
-- a generated column, which sees one row: an entry is found by its tags and its topic too.

DO $do$ BEGIN
  CREATE TEXT SEARCH DICTIONARY journal_stem (TEMPLATE = snowball, LANGUAGE = porter);
EXCEPTION WHEN unique_violation THEN NULL;
END $do$;
DO $do$ BEGIN
  CREATE TEXT SEARCH CONFIGURATION journal_words (COPY = simple);
EXCEPTION WHEN unique_violation THEN NULL;
END $do$;
ALTER TEXT SEARCH CONFIGURATION journal_words ALTER MAPPING FOR asciiword, word, numword WITH journal_stem;

-- The letters of a text that are not plain already, each once; signs that stand over letters last.
CREATE OR REPLACE FUNCTION journal_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$sql$
  SELECT coalesce(string_agg(letter, '' ORDER BY letter ~ '[{marks}]'), '') FROM (
    SELECT DISTINCT letter FROM string_to_table(regexp_replace(words, '[^{accented}{marks}]+', '', 'g'), NULL) AS letter
  ) AS found
$sql$;

-- Words as they are compared: small, without accents, and without signs, which the parser would take for addresses.
-- `translate` looks for each character in the whole of its list, so it is given no more letters than there are.
CREATE OR REPLACE FUNCTION journal_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS
$sql$
  -- A word of two letters has no stem, and the stemmer does not know.
  SELECT regexp_replace(
    regexp_replace(translate(small, letters, translate(letters, '{accented}{marks}', '{plain}')), $signs$[{signs}]+$signs$, ' ', 'g'),
    '\m([a-z]s)\M', '\1q9', 'g')
  FROM (
    SELECT small, CASE WHEN octet_length(small) = length(small) THEN '' ELSE journal_letters(small) END AS letters
    FROM lower(words) AS small
  ) AS given
$sql$;

-- Weights are not in the GIN index, so a title's words stand in the vector once more, as '<word': by them alone it is
-- found in the index who has a word in the title.
CREATE OR REPLACE FUNCTION journal_vector(title text, names text, body text, code text, marks text, most integer)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS
$sql$
  SELECT setweight(titled || to_tsvector('journal_words', 'fieldend'), 'A')
    || setweight(to_tsvector('journal_words', journal_plain(left(names, most)) || ' fieldend'), 'B')
    || setweight(to_tsvector('journal_words', journal_plain(left(body, most)) || ' fieldend'), 'C')
    || setweight(to_tsvector('journal_words', left(code, most)), 'D')
    || array_to_tsvector(ARRAY(SELECT '<' || word FROM unnest(tsvector_to_array(titled)) AS word))
    || array_to_tsvector(string_to_array('=' || replace(marks, ' ', ' ='), ' '))
  FROM to_tsvector('journal_words', journal_plain(left(title, most))) AS titled
$sql$;

ALTER TABLE journal_searchdocument ADD COLUMN IF NOT EXISTS vector tsvector;
-- Vectors stay in their rows, uncompressed: a common word is looked for in thousands of them, newest first.
ALTER TABLE journal_searchdocument ALTER COLUMN vector SET STORAGE MAIN;
ALTER TABLE journal_searchdocument SET (toast_tuple_target = 8160);
CREATE INDEX IF NOT EXISTS journal_search_vector ON journal_searchdocument USING gin (vector);

-- What the index should know of each entry; nothing of one that is being saved. Its key has the date first, so that the newest come first by key alone.
CREATE VIEW journal_searchrow AS
SELECT
  (floor(extract(epoch FROM coalesce(e.published_at, e.created_at)))::bigint << 24) | (e.id & 16777215) AS id,
  e.id AS entry,
  e.author_id::bigint AS author,
  e.visibility,
  e.published_at,
  t.title || CASE WHEN s.id <> t.id THEN ' ' || s.title ELSE '' END || coalesce(g.names, '') AS names,
  'every kind' || e.kind || ' topic' || e.topic_id || ' stage' || e.stage_id || coalesce(g.marks, '')
    || CASE WHEN e.code_marks <> '' THEN ' ' || e.code_marks ELSE '' END AS marks
FROM journal_entry e
JOIN journal_topic t ON t.id = e.topic_id
JOIN journal_topic s ON s.id = e.stage_id
LEFT JOIN LATERAL (
  SELECT string_agg(' ' || tag.name, '' ORDER BY tag.id) AS names, string_agg(' tag' || tag.id, '' ORDER BY tag.id) AS marks
  FROM journal_tagging x JOIN journal_tag tag ON tag.id = x.tag_id WHERE x.entry_id = e.id
) g ON true
WHERE e.pipeline_version > 0;

CREATE OR REPLACE FUNCTION journal_search_index(entries bigint[], most integer) RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS
$sql$
  -- Whoever indexes an entry holds it, so that two do not write its document at once.
  SELECT FROM journal_entry WHERE id = ANY (entries) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM journal_searchdocument WHERE entry = ANY (entries);
  INSERT INTO journal_searchdocument (id, entry, author, visibility, published_at, names, marks, vector)
  SELECT r.*, journal_vector(e.title, r.names, e.summary || E'\n' || e.text, e.code_words || ' ' || e.pair_words, r.marks, most)
  FROM journal_searchrow r JOIN journal_entry e ON e.id = r.entry WHERE r.entry = ANY (entries);
$sql$;

-- A vector has a megabyte at most. A text that needs more is found by its first words; it is never refused.
CREATE OR REPLACE FUNCTION journal_search_refresh(entries bigint[]) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  PERFORM journal_search_index(entries, 200000);
EXCEPTION WHEN program_limit_exceeded THEN
  IF cardinality(entries) > 1 THEN
    PERFORM journal_search_refresh(ARRAY[one]) FROM unnest(entries) AS one;
  ELSE
    PERFORM journal_search_index(entries, 20000);
  END IF;
END $body$;

CREATE OR REPLACE FUNCTION journal_search_entry() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM journal_searchdocument;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM journal_searchdocument WHERE entry = OLD.id;
  ELSE
    PERFORM journal_search_refresh(ARRAY[NEW.id]);
  END IF;
  RETURN NULL;
END $body$;
-- Once a statement, however many tags it gives or takes; `changed` are its rows.
CREATE OR REPLACE FUNCTION journal_search_tagged() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  PERFORM journal_search_refresh(ARRAY(SELECT DISTINCT entry_id FROM changed));
  RETURN NULL;
END $body$;
CREATE OR REPLACE FUNCTION journal_search_retagged() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  PERFORM journal_search_refresh(ARRAY[OLD.entry_id, NEW.entry_id]);
  RETURN NULL;
END $body$;
CREATE OR REPLACE FUNCTION journal_search_tag() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  PERFORM journal_search_refresh(ARRAY(SELECT entry_id FROM journal_tagging WHERE tag_id = NEW.id));
  RETURN NULL;
END $body$;
CREATE OR REPLACE FUNCTION journal_search_topic() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$body$ BEGIN
  PERFORM journal_search_refresh(ARRAY(SELECT id FROM journal_entry WHERE NEW.id IN (topic_id, stage_id)));
  RETURN NULL;
END $body$;

CREATE TRIGGER journal_search_inserted AFTER INSERT OR DELETE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_search_entry();
CREATE TRIGGER journal_search_emptied AFTER TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_search_entry();
CREATE TRIGGER journal_search_changed AFTER UPDATE ON journal_entry
FOR EACH ROW WHEN (
  (OLD.title, OLD.summary, OLD.text, OLD.code_words, OLD.pair_words, OLD.code_marks, OLD.kind, OLD.topic_id,
   OLD.stage_id, OLD.author_id, OLD.visibility, OLD.published_at, OLD.created_at, OLD.pipeline_version > 0)
  IS DISTINCT FROM
  (NEW.title, NEW.summary, NEW.text, NEW.code_words, NEW.pair_words, NEW.code_marks, NEW.kind, NEW.topic_id,
   NEW.stage_id, NEW.author_id, NEW.visibility, NEW.published_at, NEW.created_at, NEW.pipeline_version > 0)
) EXECUTE FUNCTION journal_search_entry();
CREATE TRIGGER journal_search_tagged AFTER INSERT ON journal_tagging REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION journal_search_tagged();
CREATE TRIGGER journal_search_untagged AFTER DELETE ON journal_tagging REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION journal_search_tagged();
CREATE TRIGGER journal_search_changed AFTER UPDATE OF tag_id, entry_id ON journal_tagging
FOR EACH ROW EXECUTE FUNCTION journal_search_retagged();
CREATE TRIGGER journal_search_renamed AFTER UPDATE ON journal_tag
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION journal_search_tag();
CREATE TRIGGER journal_search_renamed AFTER UPDATE ON journal_topic
FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION journal_search_topic();
