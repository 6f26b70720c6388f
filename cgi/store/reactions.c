#include "cgi/store/reactions.h"

#include "cgi/store/answers.h"

/* $1 channel, $2 message, $3 emoji, $4 user, $5 whether he may begin a kind, $6 and $7 id and name
 * of a custom emoji. How many kinds there are is counted only when one more would begin. */
DB_STATEMENT(reaction_add, SERVER,
    "WITH verdict AS (SELECT m.id, CASE"
    "   WHEN EXISTS (SELECT FROM reactions r WHERE r.message_id = m.id AND r.emoji = $3::text"
    "    AND r.user_id = $4::bigint) THEN 1"
    "   WHEN EXISTS (SELECT FROM reactions r WHERE r.message_id = m.id AND r.emoji = $3::text) THEN 0"
    "   WHEN NOT $5::boolean THEN 2"
    "   WHEN $6::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM emojis e"
    "    WHERE e.id = $6::bigint AND e.name = $7::text) THEN 3"
    "   WHEN (SELECT count(DISTINCT r.emoji) FROM reactions r WHERE r.message_id = m.id) >= 20 THEN 4"
    "   ELSE 0 END AS result"
    "  FROM messages m"
    "  WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL),"
    " added AS (INSERT INTO reactions (message_id, emoji, user_id)"
    "  SELECT id, $3::text, $4::bigint FROM verdict WHERE result = 0),"
    " marked AS (UPDATE messages m SET has_reactions = true FROM verdict"
    "  WHERE m.id = verdict.id AND verdict.result = 0 AND NOT m.has_reactions)"
    " SELECT result FROM verdict");
DB_STATEMENT(reaction_remove, SERVER,
    "WITH place AS (SELECT m.id FROM messages m"
    "  WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL),"
    " gone AS (DELETE FROM reactions r USING place"
    "  WHERE r.message_id = place.id AND r.emoji = $3::text AND r.user_id = $4::bigint"
    "  RETURNING r.message_id),"
    " unmarked AS (UPDATE messages m SET has_reactions = false FROM gone WHERE m.id = gone.message_id"
    "  AND NOT EXISTS (SELECT FROM reactions r WHERE r.message_id = gone.message_id"
    "   AND (r.emoji <> $3::text OR r.user_id <> $4::bigint)))"
    " SELECT CASE WHEN EXISTS (SELECT FROM gone) THEN 0 ELSE 1 END FROM place");
/* As PAGE_STATEMENT: $4 before, $5 how many, $6 after, $7 how many. */
DB_STATEMENT(reaction_users, SERVER,
    "SELECT u.user_id FROM messages m LEFT JOIN ("
    "(SELECT o.user_id FROM reactions o WHERE o.message_id = $2::bigint AND o.emoji = $3::text"
    "  AND o.user_id < $4::bigint ORDER BY o.user_id DESC LIMIT $5::bigint)"
    " UNION ALL"
    " (SELECT n.user_id FROM reactions n WHERE n.message_id = $2::bigint AND n.emoji = $3::text"
    "  AND n.user_id > $6::bigint ORDER BY n.user_id LIMIT $7::bigint)) u ON true"
    " WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL"
    " ORDER BY u.user_id");

static enum err take_result(enum err err, const struct db_rows *rows, enum reaction_result *out)
{
    int64_t result = 0;
    err = answer_i64(err, rows, &result);
    *out = (enum reaction_result) result;
    return err;
}

enum err reactions_add(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                       const struct emoji *emoji, bool may_begin, enum reaction_result *out)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &reaction_add,
               DB_ARGS(db_i64(channel_id), db_i64(message_id), db_text(emoji_text(emoji)),
                       db_i64(ctx->user_id), db_bool(may_begin), db_id_or_null(emoji->custom_id),
                       db_text(emoji_name(emoji))),
               &rows);
    return take_result(err, &rows, out);
}

enum err reactions_remove(struct db *db, int64_t channel_id, int64_t message_id,
                          const struct emoji *emoji, int64_t user_id, enum reaction_result *out)
{
    struct db_rows rows;
    enum err err = db_run(db, &reaction_remove,
                          DB_ARGS(db_i64(channel_id), db_i64(message_id),
                                  db_text(emoji_text(emoji)), db_i64(user_id)),
                          &rows);
    return take_result(err, &rows, out);
}

enum err reactions_users(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                         const struct emoji *emoji, const struct page *page, const int64_t **ids,
                         size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(db, &reaction_users,
                          DB_ARGS(db_i64(channel_id), db_i64(message_id),
                                  db_text(emoji_text(emoji)), db_i64(page->before_id),
                                  db_i64(page->older), db_i64(page->after_id), db_i64(page->newer)),
                          &rows);
    err = answer_ids(ctx, answer_row(err, &rows), &rows, ids, count);
    /* A message to which nobody reacted so is one row without a user. */
    if (err == ERR_NONE && db_is_null(&rows, 0, 0))
        *count = 0;
    return err;
}
