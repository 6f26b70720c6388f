-- Fills one server's database with messages as people write them: words by Zipf's law; half English, a fifth French, the rest Russian,
-- Chinese and Japanese; 5 to 25 words; one in twenty with a link, one in fifty with a mention, one in a hundred with a picture.
--
--   psql -d ohkay_server_… -v messages=1000000 -f tests/bench/fill-messages.sql
--
-- The server must exist, with its channels; messages are spread over its text channels and over the members, and 50 writers are made up
-- beside them. Takes about a minute and a half for a million. Numbers are repeatable: the same random seed gives the same texts.
\set ON_ERROR_STOP on
\if :{?messages}
\else
    \set messages 1000000
\endif
SET client_min_messages = warning;
SET work_mem = '256MB';
SET jit = off;
SELECT setseed(0.42) \gset
BEGIN;

-- The first words are those that every text is full of; the others are made of syllables, as many as a community uses.
CREATE TEMP TABLE words (lang text, rank integer, word text);
INSERT INTO words SELECT 'en', n, w FROM unnest(string_to_array(
    'the to and a of i you it in that is for on with this be have not are we can do what just so my if but at like as was your or all get me '
    'they now one know how no good think up from he time will about there out here when who would make see go then some thanks really too server '
    'channel message please work want need people game play today tomorrow nice yes help update release problem question weather music river', ' '))
    WITH ORDINALITY AS t (w, n);
INSERT INTO words SELECT 'fr', n, w FROM unnest(string_to_array(
    'de la le et les à un une est que je pas vous nous en des il on ça pour dans qui ce avec sur plus mais être très déjà voilà où même après '
    'fête élève garçon français forêt château hôtel noël cœur réponse problème', ' ')) WITH ORDINALITY AS t (w, n);
INSERT INTO words SELECT 'ru', n, w FROM unnest(string_to_array(
    'и в не на я что он с это как а то все она так его но да ты к у же вы за бы по только мне было вот от меня ещё нет о из ему теперь когда '
    'даже ну вдруг ли если уже или ни быть был привет сервер сообщение канал погода музыка спасибо', ' ')) WITH ORDINALITY AS t (w, n);
INSERT INTO words SELECT 'zh', n, w FROM unnest(regexp_split_to_array(
    '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运', ''))
    WITH ORDINALITY AS t (w, n);
INSERT INTO words SELECT 'ja', n, w FROM unnest(string_to_array(
    'の に は て た を が と で し も な い る れ す です ます した から こと ない さん これ それ ある いる する 今日 明日 日本 東京 天気 音楽 サーバー チャンネル メッセージ ありがとう お願い ゲーム 問題 電車 学校 時間 友達 写真',
    ' ')) WITH ORDINALITY AS t (w, n);
CREATE TEMP TABLE syllables (lang text, n integer, s text);
INSERT INTO syllables SELECT 'en', row_number() OVER (), a || b || c FROM unnest('{b,c,d,f,g,h,l,m,n,p,r,s,t,st,tr,sh,ch}'::text[]) a,
    unnest('{a,e,i,o,u,ea,ou}'::text[]) b, unnest('{"",n,r,s,l,ck}'::text[]) c;
INSERT INTO syllables SELECT 'fr', row_number() OVER (), a || b || c FROM unnest('{b,c,d,f,g,j,l,m,n,p,qu,r,s,t,v,ç}'::text[]) a,
    unnest('{a,é,i,o,u,è,ai,eau,ê}'::text[]) b, unnest('{"",n,r,s,l}'::text[]) c;
INSERT INTO syllables SELECT 'ru', row_number() OVER (), a || b || c FROM unnest('{б,в,г,д,ж,з,к,л,м,н,п,р,с,т,ш,ст,пр}'::text[]) a,
    unnest('{а,е,и,о,у,я,ю}'::text[]) b, unnest('{"",й,н,р,с,ть}'::text[]) c;
INSERT INTO syllables SELECT 'ja', n, chr(12449 + n) FROM generate_series(0, 82) n;
INSERT INTO syllables SELECT 'zh', n, chr(19968 + 7 * n) FROM generate_series(0, 2900) n;
-- Each syllable has its number within its language.
CREATE TEMP TABLE counts AS SELECT lang, count(*)::integer AS count FROM syllables GROUP BY lang;
CREATE TEMP TABLE numbered AS SELECT lang, (row_number() OVER (PARTITION BY lang ORDER BY n) - 1)::integer AS n, s FROM syllables;
ANALYZE counts, numbered;
INSERT INTO words
    SELECT p.lang, 100 + p.n, string_agg(s.s, '' ORDER BY p.k)
    FROM (SELECT l.lang, n, k, ((n::bigint * 7919 + k * 104729 + n / 13 * k) % c.count)::integer AS at
        FROM (VALUES ('en', 30000), ('fr', 15000), ('ru', 20000), ('ja', 8000), ('zh', 2800)) l (lang, size) JOIN counts c USING (lang)
        CROSS JOIN LATERAL generate_series(1, l.size) n CROSS JOIN LATERAL generate_series(1, CASE WHEN l.lang = 'zh' THEN 1 ELSE 2 + n % 3 END) k) p
    JOIN numbered s ON s.lang = p.lang AND s.n = p.at
    GROUP BY p.lang, p.n;
CREATE TEMP TABLE vocabulary AS SELECT lang, (row_number() OVER (PARTITION BY lang ORDER BY rank))::integer AS rank, word FROM words;
CREATE TEMP TABLE sizes AS SELECT lang, max(rank) AS size FROM vocabulary GROUP BY lang;
ANALYZE vocabulary;

INSERT INTO profiles (user_id, username, display_name, version)
    SELECT 900000000 + n, 'writer' || n, 'Writer ' || n, 0 FROM generate_series(1, 50) n ON CONFLICT DO NOTHING;
CREATE TEMP TABLE writers AS SELECT (row_number() OVER (ORDER BY user_id))::integer AS n, user_id FROM profiles;
CREATE TEMP TABLE places AS SELECT (row_number() OVER (ORDER BY id))::integer AS n, id FROM channels WHERE type IN ('text', 'announcement');

CREATE TEMP TABLE drafts AS
    SELECT n, CASE WHEN r < 0.5 THEN 'en' WHEN r < 0.7 THEN 'fr' WHEN r < 0.85 THEN 'ru' WHEN r < 0.93 THEN 'zh' ELSE 'ja' END AS lang,
        5 + floor(20 * power(random(), 2))::integer AS length, random() AS extra
    FROM (SELECT n, random() AS r FROM generate_series(1, :messages) n) x;
CREATE TEMP TABLE texts AS
    SELECT w.n, string_agg(v.word, CASE WHEN w.lang IN ('zh', 'ja') THEN '' ELSE ' ' END) AS text
    FROM (SELECT d.n, d.lang, floor(exp(random() * ln(s.size)))::integer AS rank
        FROM drafts d JOIN sizes s USING (lang) CROSS JOIN LATERAL generate_series(1, d.length)) w
    JOIN vocabulary v ON v.lang = w.lang AND v.rank = w.rank GROUP BY w.n, w.lang;
CREATE UNIQUE INDEX ON texts (n);
ANALYZE texts;

INSERT INTO messages (channel_id, author_id, content, mentions, has_attachments, created_at)
    SELECT p.id, a.user_id,
        upper(left(t.text, 1)) || substr(t.text, 2)
            || CASE WHEN d.extra < 0.05 THEN ' https://example.com/' || d.n % 1000 WHEN d.extra < 0.07 THEN ' <@' || m.user_id || '>' ELSE '' END,
        CASE WHEN d.extra BETWEEN 0.05 AND 0.07 THEN ARRAY[m.user_id] ELSE '{}' END,
        d.extra > 0.99, now() - (:messages - d.n) * interval '30 seconds'
    FROM drafts d JOIN texts t USING (n)
    JOIN places p ON p.n = 1 + floor(power(d.n::bigint * 7919 % 1000 / 1000.0, 2) * (SELECT count(*) FROM places))::integer
    JOIN writers a ON a.n = 1 + (d.n::bigint * 31 + d.length) % (SELECT count(*) FROM writers)
    JOIN writers m ON m.n = 1 + d.n % (SELECT count(*) FROM writers)
    ORDER BY d.n;
INSERT INTO attachments (id, message_id, position, url, file_name, content_type, size, width, height)
    SELECT 900000000 + id, id, 0, '/uploads/bench.png', 'bench.png', 'image/png', 1000, 100, 100 FROM messages m
    WHERE has_attachments AND NOT EXISTS (SELECT FROM attachments a WHERE a.message_id = m.id);
UPDATE channels c SET last_message_id = t.last, message_count = t.count
    FROM (SELECT channel_id, max(id) AS last, count(*) AS count FROM messages WHERE deleted_at IS NULL GROUP BY channel_id) t WHERE t.channel_id = c.id;
COMMIT;
VACUUM ANALYZE messages;
