#include "cgi/store/dms_reactions.h"

#include "cgi/store/answers.h"

/* $1 conversation, $2 message, $3 emoji, $4 user. How many kinds there are is counted only when one
 * more would begin. */
DB_STATEMENT(direct_reaction_add, DMS,
    "WITH verdict AS (SELECT m.id, CASE"
    "   WHEN EXISTS (SELECT FROM reactions r WHERE r.message_id = m.id AND r.emoji = $3::text"
    "    AND r.user_id = $4::bigint) THEN 'as it was'"
    "   WHEN NOT EXISTS (SELECT FROM reactions r WHERE r.message_id = m.id AND r.emoji = $3::text)"
    "    AND (SELECT count(DISTINCT r.emoji) FROM reactions r WHERE r.message_id = m.id) >= 20"
    "   THEN 'too many' ELSE 'changed' END AS result"
    "  FROM messages m"
    "  WHERE m.id = $2::bigint AND m.conversation_id = $1::bigint AND m.deleted_at IS NULL),"
    " added AS (INSERT INTO reactions (message_id, emoji, user_id)"
    "  SELECT id, $3::text, $4::bigint FROM verdict WHERE result = 'changed'),"
    " marked AS (UPDATE messages m SET has_reactions = true FROM verdict"
    "  WHERE m.id = verdict.id AND verdict.result = 'changed' AND NOT m.has_reactions)"
    " SELECT result = 'changed', result = 'too many' FROM verdict");
DB_STATEMENT(direct_reaction_remove, DMS,
    "WITH place AS (SELECT m.id FROM messages m"
    "  WHERE m.id = $2::bigint AND m.conversation_id = $1::bigint AND m.deleted_at IS NULL),"
    " gone AS (DELETE FROM reactions r USING place"
    "  WHERE r.message_id = place.id AND r.emoji = $3::text AND r.user_id = $4::bigint"
    "  RETURNING r.message_id),"
    " unmarked AS (UPDATE messages m SET has_reactions = false FROM gone WHERE m.id = gone.message_id"
    "  AND NOT EXISTS (SELECT FROM reactions r WHERE r.message_id = gone.message_id"
    "   AND (r.emoji <> $3::text OR r.user_id <> $4::bigint)))"
    " SELECT EXISTS (SELECT FROM gone) FROM place");
/* As PAGE_STATEMENT: $4 before, $5 how many, $6 after, $7 how many. A message to which nobody
 * reacted so is one row without a user. */
DB_STATEMENT(direct_reaction_users, DMS,
    "SELECT u.user_id FROM messages m LEFT JOIN ("
    "(SELECT o.user_id FROM reactions o WHERE o.message_id = $2::bigint AND o.emoji = $3::text"
    "  AND o.user_id < $4::bigint ORDER BY o.user_id DESC LIMIT $5::bigint)"
    " UNION ALL"
    " (SELECT n.user_id FROM reactions n WHERE n.message_id = $2::bigint AND n.emoji = $3::text"
    "  AND n.user_id > $6::bigint ORDER BY n.user_id LIMIT $7::bigint)) u ON true"
    " WHERE m.id = $2::bigint AND m.conversation_id = $1::bigint AND m.deleted_at IS NULL"
    " ORDER BY u.user_id");

static struct db *dms_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_DMS);
}

enum err dms_reactions_add(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                           const struct emoji *emoji, bool *changed)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_reaction_add,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id),
                                  db_text(emoji_text(emoji)), db_i64(ctx->user_id)),
                          &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *changed = db_get_bool(&rows, 0, 0);
    return db_get_bool(&rows, 0, 1) ? ERR_REACTION_LIMIT : ERR_NONE;
}

enum err dms_reactions_remove(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                              const struct emoji *emoji, bool *changed)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_reaction_remove,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id),
                                  db_text(emoji_text(emoji)), db_i64(ctx->user_id)),
                          &rows);
    err = answer_row(err, &rows);
    *changed = err == ERR_NONE && db_get_bool(&rows, 0, 0);
    return err;
}

enum err dms_reactions_users(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                             const struct emoji *emoji, const struct page *page,
                             const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_reaction_users,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id),
                                  db_text(emoji_text(emoji)), db_i64(page->before_id),
                                  db_i64(page->older), db_i64(page->after_id), db_i64(page->newer)),
                          &rows);
    err = answer_ids(ctx, answer_row(err, &rows), &rows, ids, count);
    if (err == ERR_NONE && db_is_null(&rows, 0, 0))
        *count = 0;
    return err;
}
