-- The search index on SQLite: an FTS5 table over a view, kept by triggers, so that nothing that changes an entry
-- can forget it. Made after `migrate`, dropped before it (a table that a migration rebuilds loses its triggers).

-- What the index should know of each entry; nothing of one that is being saved. Its key has the date first, so that the newest come first by key alone.
CREATE VIEW journal_searchrow AS
SELECT
  (CAST(strftime('%s', coalesce(e.published_at, e.created_at)) AS INTEGER) << 24) | (e.id & 16777215) AS id,
  e.id AS entry,
  e.author_id AS author,
  e.visibility,
  e.published_at,
  t.title || CASE WHEN s.id <> t.id THEN ' ' || s.title ELSE '' END || coalesce(
    (SELECT ' ' || group_concat(name, ' ') FROM (
      SELECT g.name FROM journal_tagging x JOIN journal_tag g ON g.id = x.tag_id WHERE x.entry_id = e.id ORDER BY g.id
    )), '') AS names,
  'every kind' || e.kind || ' topic' || e.topic_id || ' stage' || e.stage_id || coalesce(
    (SELECT ' ' || group_concat('tag' || tag_id, ' ') FROM (
      SELECT tag_id FROM journal_tagging WHERE entry_id = e.id ORDER BY tag_id
    )), '') || CASE WHEN e.code_marks <> '' THEN ' ' || e.code_marks ELSE '' END AS marks
FROM journal_entry e
JOIN journal_topic t ON t.id = e.topic_id
JOIN journal_topic s ON s.id = e.stage_id
WHERE e.pipeline_version > 0;

CREATE VIEW journal_searchsource AS
SELECT d.id, e.title, d.names, e.summary || char(10) || e.text AS body, e.code_words AS code, e.pair_words AS pairs,
  d.marks
FROM journal_searchdocument d
JOIN journal_entry e ON e.id = d.entry;

CREATE VIRTUAL TABLE journal_search USING fts5(
  title, names, body, code, pairs, marks,
  content = 'journal_searchsource', content_rowid = 'id',
  tokenize = "porter unicode61 remove_diacritics 2 categories 'L* Nd Co'"
);

-- Every stem that is indexed, in order: what begins with something is looked up there.
CREATE VIRTUAL TABLE journal_searchwords USING fts5vocab(journal_search, 'row');

-- A document is what is indexed now. It is never changed: it goes, with its words, and another one comes.
CREATE TRIGGER journal_search_document_inserted AFTER INSERT ON journal_searchdocument BEGIN
  INSERT INTO journal_search (rowid, title, names, body, code, pairs, marks)
  SELECT id, title, names, body, code, pairs, marks FROM journal_searchsource WHERE id = new.id;
END;
CREATE TRIGGER journal_search_document_deleted BEFORE DELETE ON journal_searchdocument BEGIN
  INSERT INTO journal_search (journal_search, rowid, title, names, body, code, pairs, marks)
  SELECT 'delete', id, title, names, body, code, pairs, marks FROM journal_searchsource WHERE id = old.id;
END;

CREATE TRIGGER journal_search_entry_inserted AFTER INSERT ON journal_entry BEGIN
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow WHERE entry = new.id;
END;
CREATE TRIGGER journal_search_entry_changes BEFORE UPDATE ON journal_entry
WHEN (old.title, old.summary, old.text, old.code_words, old.pair_words, old.code_marks, old.kind, old.topic_id,
      old.stage_id, old.author_id, old.visibility, old.published_at, old.created_at, old.pipeline_version > 0)
  IS NOT (new.title, new.summary, new.text, new.code_words, new.pair_words, new.code_marks, new.kind, new.topic_id,
      new.stage_id, new.author_id, new.visibility, new.published_at, new.created_at, new.pipeline_version > 0)
BEGIN
  DELETE FROM journal_searchdocument WHERE entry = old.id;
END;
CREATE TRIGGER journal_search_entry_changed AFTER UPDATE ON journal_entry
WHEN NOT EXISTS (SELECT 1 FROM journal_searchdocument WHERE entry = new.id)
BEGIN
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow WHERE entry = new.id;
END;
CREATE TRIGGER journal_search_entry_deleted BEFORE DELETE ON journal_entry BEGIN
  DELETE FROM journal_searchdocument WHERE entry = old.id;
END;

CREATE TRIGGER journal_search_tagging_inserted AFTER INSERT ON journal_tagging BEGIN
  DELETE FROM journal_searchdocument WHERE entry = new.entry_id;
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow WHERE entry = new.entry_id;
END;
CREATE TRIGGER journal_search_tagging_changed AFTER UPDATE OF tag_id, entry_id ON journal_tagging BEGIN
  DELETE FROM journal_searchdocument WHERE entry IN (old.entry_id, new.entry_id);
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow WHERE entry IN (old.entry_id, new.entry_id);
END;
CREATE TRIGGER journal_search_tagging_deleted AFTER DELETE ON journal_tagging BEGIN
  DELETE FROM journal_searchdocument WHERE entry = old.entry_id;
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow WHERE entry = old.entry_id;
END;
CREATE TRIGGER journal_search_tag_renamed AFTER UPDATE OF name ON journal_tag WHEN old.name IS NOT new.name BEGIN
  DELETE FROM journal_searchdocument WHERE entry IN (SELECT entry_id FROM journal_tagging WHERE tag_id = new.id);
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow
  WHERE entry IN (SELECT entry_id FROM journal_tagging WHERE tag_id = new.id);
END;
CREATE TRIGGER journal_search_topic_renamed AFTER UPDATE OF title ON journal_topic WHEN old.title IS NOT new.title BEGIN
  DELETE FROM journal_searchdocument
  WHERE entry IN (SELECT id FROM journal_entry WHERE topic_id = new.id OR stage_id = new.id);
  INSERT INTO journal_searchdocument SELECT * FROM journal_searchrow
  WHERE entry IN (SELECT id FROM journal_entry WHERE topic_id = new.id OR stage_id = new.id);
END;
