-- Search in messages (docs/adr/0018-search.md). Both extensions are trusted: the owner of a database may make them.
SET LOCAL statement_timeout = 0; -- a server with a million messages takes a minute or two
SET LOCAL maintenance_work_mem = '128MB';
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Without case, accents and width: what fold.def of the workers is made of. й stays й; the dots of ё go.
-- In PL/pgSQL, which a session parses once: functions in SQL are planned again for each row, which cost half of an insert.
CREATE FUNCTION search_fold(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN CASE WHEN octet_length(content) = length(content) THEN lower(content) ELSE
        replace(replace(replace(translate(normalize(regexp_replace(normalize(lower(content), NFKD),
            '(?<!\u0438)\u0306|[\u0300-\u0305\u0307-\u036f]', '', 'g'), NFKC), 'łøđðħıς', 'loddhiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') END;
END $$;

-- The same with a space before it and for each line break, so that words begin behind a space; and one on both sides of each character of
-- the scripts that put none between words (Han, Kana, Hangul, Bopomofo): so one such character alone has trigrams of its own.
CREATE FUNCTION search_text(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN ' ' || translate(CASE WHEN octet_length(content) = length(content) THEN lower(content) ELSE
        regexp_replace(public.search_fold(content), '([\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff'
            || '\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003FFFF])', ' \1 ', 'g') END, E'\n\r\t', '   ');
END $$;

-- What a message has besides words.
CREATE FUNCTION search_kinds(content text, has_files boolean, has_embeds boolean) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN array_remove(ARRAY[CASE WHEN has_files THEN 'file' END, CASE WHEN has_embeds THEN 'embed' END,
        CASE WHEN content ~ 'https?://' THEN 'link' END], NULL);
END $$;

-- A column, not only an expression of the index: each hit is checked against it, and folding costs more than reading.
ALTER TABLE messages ADD COLUMN search text GENERATED ALWAYS AS (search_text(content)) STORED;
-- The statements search in bounded steps whatever the words: their frequencies need not be known, nor kept in the catalog.
ALTER TABLE messages ALTER COLUMN search SET STATISTICS 0;

-- One index for all filters at once. id >> 14 is the step a message belongs to: newest first, and none more than needed.
CREATE INDEX messages_search ON messages USING gin ((id >> 14), channel_id, author_id, mentions,
    search_kinds(content, has_attachments, embeds IS NOT NULL), search gin_trgm_ops)
    WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL; -- kB: each step of a search reads what is pending
-- For times: as good as nothing to keep, and steps before and behind are not looked at.
CREATE INDEX messages_by_time ON messages USING brin (created_at) WITH (pages_per_range = 64);
