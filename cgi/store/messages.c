#include "cgi/store/messages.h"

#include "cgi/order.h"
#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

/* $1 channel, $2 author, $3 content, $4 reply, $5 nonce, $6 mentions, $7 server. */
DB_STATEMENT(
    message_insert, SERVER,
    "WITH earlier AS (SELECT id FROM messages WHERE author_id = $2::bigint AND nonce = $5::text"
    "  AND channel_id = $1::bigint AND created_at > now() - interval '1 day' LIMIT 1),"
    " place AS (UPDATE channels SET last_message_id = nextval('messages_id_seq'),"
    "  message_count = message_count + 1 WHERE id = $1::bigint AND NOT EXISTS (SELECT FROM earlier)"
    "  AND ($4::bigint IS NULL OR EXISTS (SELECT FROM messages o WHERE o.id = $4::bigint"
    "   AND o.channel_id = $1::bigint AND o.deleted_at IS NULL))"
    "  RETURNING id, last_message_id, message_count, is_open),"
    " mentioned AS (SELECT user_id FROM members WHERE user_id = ANY($6::bigint[])),"
    " stored AS (INSERT INTO messages (id, channel_id, author_id, content, reply_to_id, nonce, "
    "mentions)"
    "  SELECT place.last_message_id, place.id, $2::bigint, $3::text, $4::bigint, $5::text,"
    "   ARRAY(SELECT user_id FROM mentioned) FROM place RETURNING *),"
    " read_up AS (INSERT INTO read_states AS rs (channel_id, user_id, last_read_id, read_count)"
    "  SELECT place.id, $2::bigint, place.last_message_id, place.message_count FROM place"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET last_read_id = excluded.last_read_id,"
    "   read_count = excluded.read_count, mention_count = 0),"
    " counted AS (INSERT INTO read_states AS rs (channel_id, user_id, mention_count)"
    "  SELECT place.id, mentioned.user_id, 1 FROM place CROSS JOIN mentioned"
    "  WHERE mentioned.user_id <> $2::bigint"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET mention_count = rs.mention_count + 1)"
    " SELECT " SHAPE_MESSAGE("m", "p", "$7::bigint", "$2::bigint") ", 0, (SELECT is_open FROM place)"
    " FROM stored m LEFT JOIN profiles p ON p.user_id = m.author_id"
    " UNION ALL SELECT " SHAPE_MESSAGE("m", "p", "$7::bigint", "$2::bigint") ","
    " CASE WHEN m.deleted_at IS NULL THEN 1 ELSE 2 END, c.is_open"
    " FROM messages m JOIN earlier ON earlier.id = m.id JOIN channels c ON c.id = m.channel_id"
    " LEFT JOIN profiles p ON p.user_id = m.author_id");
DB_STATEMENT(message_list, SERVER,
    PAGE_STATEMENT("channel_id", SHAPE_TEXT_MESSAGE("m", "p", "$6::bigint", "$7::bigint")));
DB_STATEMENT(message_get, SERVER,
    "SELECT " SHAPE_MESSAGE("m", "p", "$3::bigint", "$4::bigint") " FROM messages m"
    " LEFT JOIN profiles p ON p.user_id = m.author_id"
    " WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL");
DB_STATEMENT(message_author, SERVER,
             "SELECT author_id FROM messages WHERE id = $2::bigint AND channel_id = $1::bigint"
             " AND deleted_at IS NULL");
/* Who has not read it counts it among his mentions as long as it mentions him. */
DB_STATEMENT(
    message_update, SERVER,
    "WITH old AS (SELECT id, author_id, mentions FROM messages"
    "  WHERE id = $2::bigint AND channel_id = $1::bigint AND deleted_at IS NULL),"
    " m AS (UPDATE messages SET content = $3::text, edited_at = now(),"
    "  mentions = ARRAY(SELECT user_id FROM members WHERE user_id = ANY($4::bigint[]))"
    "  WHERE id = $2::bigint AND channel_id = $1::bigint AND deleted_at IS NULL RETURNING *),"
    " more AS (INSERT INTO read_states AS rs (channel_id, user_id, mention_count)"
    "  SELECT $1::bigint, u, 1 FROM m JOIN old ON old.id = m.id CROSS JOIN unnest(m.mentions) u"
    "  WHERE u <> m.author_id AND NOT old.mentions @> ARRAY[u]"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET mention_count = rs.mention_count + 1"
    "  WHERE rs.last_read_id < $2::bigint),"
    " fewer AS (UPDATE read_states rs SET mention_count = greatest(rs.mention_count - 1, 0)"
    "  FROM m JOIN old ON old.id = m.id CROSS JOIN unnest(old.mentions) u"
    "  WHERE u <> m.author_id AND NOT m.mentions @> ARRAY[u]"
    "  AND rs.channel_id = $1::bigint AND rs.user_id = u AND rs.last_read_id < $2::bigint)"
    " SELECT " SHAPE_MESSAGE("m", "p", "$5::bigint", "0")
    " FROM m LEFT JOIN profiles p ON p.user_id = m.author_id");
/* Those who had read it counted it as read; those who had not, and were mentioned, have one mention
 * less. */
DB_STATEMENT(
    message_delete, SERVER,
    "WITH gone AS (UPDATE messages SET deleted_at = now()"
    "  WHERE id = $2::bigint AND channel_id = $1::bigint AND deleted_at IS NULL RETURNING id, "
    "mentions),"
    " fewer AS (UPDATE channels SET message_count = message_count - 1"
    "  WHERE id = $1::bigint AND EXISTS (SELECT FROM gone)),"
    " corrected AS (UPDATE read_states rs SET"
    "  read_count = rs.read_count - CASE WHEN rs.last_read_id >= $2::bigint THEN 1 ELSE 0 END,"
    "  mention_count = greatest(rs.mention_count - CASE WHEN rs.last_read_id < $2::bigint"
    "   AND gone.mentions @> ARRAY[rs.user_id] THEN 1 ELSE 0 END, 0)"
    "  FROM gone WHERE rs.channel_id = $1::bigint"
    "   AND (rs.last_read_id >= $2::bigint OR gone.mentions @> ARRAY[rs.user_id]))"
    " SELECT id FROM gone");

enum err messages_insert(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         const struct message_draft *d, struct message_stored *out)
{
    struct db_rows rows;
    order_send(ctx, db, channel_id);
    db_send(db, &message_insert,
            DB_ARGS(db_i64(channel_id), db_i64(ctx->user_id), db_text(d->content),
                    db_id_or_null(d->reply_to_id), db_text_or_null(d->nonce),
                    db_i64s(d->mentions, d->mention_count), db_i64(server_id)));
    enum err lock_err = order_taken(ctx), err = answer_text(db_next(db, &rows), &rows, &out->json);
    if (lock_err != ERR_NONE || err != ERR_NONE)
        return lock_err != ERR_NONE ? lock_err : err;
    out->written = (enum message_written) db_get_i64(&rows, 0, 1);
    out->is_open = db_get_bool(&rows, 0, 2);
    return ERR_NONE;
}

enum err messages_list_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                            const struct page *page, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &message_list,
                          DB_ARGS(db_i64(channel_id), db_i64(page->before_id), db_i64(page->older),
                                  db_i64(page->after_id), db_i64(page->newer), db_i64(server_id),
                                  db_i64(ctx->user_id)),
                          &rows);
    return answer_text(err, &rows, json);
}

enum err messages_get_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                           int64_t message_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(
        db, &message_get,
        DB_ARGS(db_i64(channel_id), db_i64(message_id), db_i64(server_id), db_i64(ctx->user_id)),
        &rows);
    return answer_text(err, &rows, json);
}

enum err messages_author(struct db *db, int64_t channel_id, int64_t message_id, int64_t *author_id)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &message_author, DB_ARGS(db_i64(channel_id), db_i64(message_id)), &rows);
    return answer_i64(err, &rows, author_id);
}

enum err messages_update(struct db *db, int64_t server_id, int64_t channel_id, int64_t message_id,
                         const struct message_draft *d, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &message_update,
                          DB_ARGS(db_i64(channel_id), db_i64(message_id), db_text(d->content),
                                  db_i64s(d->mentions, d->mention_count), db_i64(server_id)),
                          &rows);
    return answer_text(err, &rows, json);
}

enum err messages_remove(struct db *db, int64_t channel_id, int64_t message_id)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &message_delete, DB_ARGS(db_i64(channel_id), db_i64(message_id)), &rows);
    return answer_row(err, &rows);
}
