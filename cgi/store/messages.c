#include "cgi/store/messages.h"

#include "cgi/order.h"
#include "cgi/store/answers.h"
#include "cgi/store/messages_gone.h"
#include "cgi/store/shapes.h"

/* Whom a text mentions, of those there are: `named` and `called` are shown, `counted` are the
 * members it is counted for. The author's own mention of himself counts nothing, and who is
 * mentioned twice counts once; what mentions everyone is counted by the channel. */
// clang-format off
#define MENTIONED(author, users, roles, any_role, everyone) \
    " named AS (SELECT user_id FROM members WHERE user_id = ANY(" users "))," \
    " called AS (SELECT id FROM roles" \
    "  WHERE id = ANY(" roles ") AND NOT is_everyone AND (mentionable OR " any_role "))," \
    " counted AS (SELECT u.user_id FROM (SELECT user_id FROM named UNION" \
    "   SELECT mr.user_id FROM member_roles mr JOIN called ON called.id = mr.role_id) u" \
    "  WHERE NOT " everyone " AND u.user_id <> " author ")"
#define NAMED "ARRAY(SELECT user_id FROM named ORDER BY user_id)"
#define CALLED "ARRAY(SELECT id FROM called ORDER BY id)"
#define COUNTED "ARRAY(SELECT user_id FROM counted ORDER BY user_id)"
// clang-format on

/* $1 channel, $2 author (a webhook, if $12 shows him), $3 content, $4 reply, $5 nonce, $6 users
 * and $8 roles mentioned, $7 server, $9 any role, $10 everyone, $11 not slowed down, $13 embeds. A
 * member who is none any more stores nothing. */
DB_STATEMENT(message_insert, SERVER,
    "WITH earlier AS (SELECT id, deleted_at FROM messages WHERE author_id = $2::bigint AND nonce = $5::text"
    "  AND channel_id = $1::bigint AND created_at > now() - interval '1 day' LIMIT 1),"
    " slowed AS (SELECT ceil(extract(epoch FROM rs.last_wrote_at - clock_timestamp())"
    "   + c.slowmode_seconds)::bigint AS seconds"
    "  FROM channels c JOIN read_states rs ON rs.channel_id = c.id"
    "  WHERE c.id = $1::bigint AND rs.user_id = $2::bigint AND NOT $11::boolean AND c.slowmode_seconds > 0"
    "   AND rs.last_wrote_at + c.slowmode_seconds * interval '1 second' > clock_timestamp()"
    "   AND NOT EXISTS (SELECT FROM earlier)),"
    " place AS (UPDATE channels SET last_message_id = nextval('messages_id_seq'),"
    "  message_count = message_count + 1, everyone_count = everyone_count + $10::boolean::integer"
    "  WHERE id = $1::bigint AND NOT EXISTS (SELECT FROM earlier) AND NOT EXISTS (SELECT FROM slowed)"
    "  AND ($12::text IS NOT NULL OR EXISTS (SELECT FROM members WHERE user_id = $2::bigint))"
    "  AND ($4::bigint IS NULL OR EXISTS (SELECT FROM messages o WHERE o.id = $4::bigint"
    "   AND o.channel_id = $1::bigint AND o.deleted_at IS NULL))"
    "  RETURNING id, last_message_id, message_count, everyone_count, is_open),"
    MENTIONED("$2::bigint", "$6::bigint[]", "$8::bigint[]", "$9::boolean", "$10::boolean") ","
    " stored AS (INSERT INTO messages (id, channel_id, author_id, content, reply_to_id, nonce, mentions,"
    "   mention_roles, mention_everyone, counted_for, author, embeds)"
    "  SELECT place.last_message_id, place.id, $2::bigint, $3::text, $4::bigint, $5::text, " NAMED ","
    "   " CALLED ", $10::boolean, " COUNTED ", $12::text::json, $13::text::json FROM place RETURNING *),"
    " read_up AS (INSERT INTO read_states AS rs"
    "   (channel_id, user_id, last_read_id, read_count, everyone_read_count, last_wrote_at)"
    "  SELECT place.id, $2::bigint, place.last_message_id, place.message_count, place.everyone_count,"
    "   clock_timestamp() FROM place WHERE $12::text IS NULL"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET last_read_id = excluded.last_read_id,"
    "   read_count = excluded.read_count, everyone_read_count = excluded.everyone_read_count,"
    "   mention_count = 0, last_wrote_at = excluded.last_wrote_at),"
    " told AS (INSERT INTO read_states AS rs (channel_id, user_id, mention_count)"
    "  SELECT place.id, counted.user_id, 1 FROM place CROSS JOIN counted"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET mention_count = rs.mention_count + 1)"
    " SELECT " SHAPE_TEXT_NEW_MESSAGE("m", "p", "$7::bigint") ", 0, place.is_open, place.message_count,"
    "  place.everyone_count, m.id FROM stored m CROSS JOIN place LEFT JOIN profiles p ON p.user_id = m.author_id"
    " UNION ALL SELECT NULL, CASE WHEN earlier.deleted_at IS NULL THEN 1 ELSE 2 END, c.is_open, c.message_count,"
    "  c.everyone_count, earlier.id FROM earlier JOIN channels c ON c.id = $1::bigint"
    " UNION ALL SELECT NULL, 3, NULL, slowed.seconds, NULL, NULL FROM slowed");
/* The earlier one, deleted or not. */
DB_STATEMENT(message_repeated, SERVER,
    "SELECT " SHAPE_TEXT_MESSAGE("m", "p", "$2::bigint", "$3::bigint") " FROM messages m"
    " LEFT JOIN profiles p ON p.user_id = m.author_id WHERE m.id = $1::bigint");
/* In the transaction of the message at $1's end, and only if that was stored in it. $2 its author,
 * $3 the files, $4 server. In what follows `attachments` are those just stored. */
DB_STATEMENT(message_attach, SERVER,
    "WITH m AS (UPDATE messages SET has_attachments = true"
    "  WHERE id = (SELECT last_message_id FROM channels WHERE id = $1::bigint) AND channel_id = $1::bigint"
    "  AND author_id = $2::bigint AND xmin = pg_current_xact_id()::xid RETURNING *),"
    " attachments AS (" ATTACHMENTS_INSERT("m", "$3::text::json") ")"
    " SELECT " SHAPE_TEXT_MESSAGE("m", "p", "$4::bigint", "$2::bigint")
    " FROM m LEFT JOIN profiles p ON p.user_id = m.author_id");
DB_STATEMENT(message_list, SERVER,
    PAGE_STATEMENT("channel_id", SHAPE_TEXT_MESSAGE("m", "p", "$6::bigint", "$7::bigint")));
DB_STATEMENT(message_get, SERVER,
    "SELECT " SHAPE_TEXT_MESSAGE("m", "p", "$3::bigint", "$4::bigint") " FROM messages m"
    " LEFT JOIN profiles p ON p.user_id = m.author_id"
    " WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL");
/* The last ones, the oldest first. */
DB_STATEMENT(message_edits, SERVER,
    "SELECT m.author_id, (SELECT coalesce(json_agg(json_build_object('content', e.content,"
    "   'writtenAt', " SHAPE_TIME("e.written_at") ") ORDER BY e.id), '[]')"
    "  FROM (SELECT * FROM message_edits WHERE message_id = m.id ORDER BY id DESC LIMIT 100) e)"
    " FROM messages m WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL");
/* $1 channel, $2 message, $3 content, $4 users and $7 roles mentioned, $5 server, $6 the caller, $8
 * any role, $9 everyone. Who has not read it counts it among his mentions as long as it mentions
 * him. The same text again changes nothing; what was there is kept. */
DB_STATEMENT(message_update, SERVER,
    "WITH old AS (SELECT * FROM messages"
    "  WHERE id = $2::bigint AND channel_id = $1::bigint AND deleted_at IS NULL),"
    " change AS (SELECT old.*, $9::boolean::integer - old.mention_everyone::integer AS everyone FROM old"
    "  WHERE old.author_id = $6::bigint AND old.content <> $3::text),"
    MENTIONED("$6::bigint", "$4::bigint[]", "$7::bigint[]", "$8::boolean", "$9::boolean") ","
    " kept AS (INSERT INTO message_edits (message_id, content, written_at)"
    "  SELECT id, content, coalesce(edited_at, created_at) FROM change),"
    " m AS (UPDATE messages SET content = $3::text, edited_at = now(), mentions = " NAMED ","
    "   mention_roles = " CALLED ", mention_everyone = $9::boolean, counted_for = " COUNTED
    "  WHERE id IN (SELECT id FROM change) RETURNING *),"
    " more AS (INSERT INTO read_states AS rs (channel_id, user_id, mention_count)"
    "  SELECT change.channel_id, u.user_id, 1 FROM change CROSS JOIN (SELECT user_id FROM counted"
    "   WHERE NOT EXISTS (SELECT FROM read_states r WHERE r.channel_id = $1::bigint"
    "    AND r.user_id = counted.user_id AND r.last_read_id >= $2::bigint)"
    "   EXCEPT SELECT unnest(counted_for) FROM change) u"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET mention_count = rs.mention_count + 1),"
    " fewer AS (UPDATE read_states rs SET mention_count = greatest(rs.mention_count - 1, 0)"
    "  FROM (SELECT unnest(counted_for) AS user_id FROM change EXCEPT SELECT user_id FROM counted) u"
    "  WHERE rs.channel_id = $1::bigint AND rs.user_id = u.user_id AND rs.last_read_id < $2::bigint),"
    " everyone AS (UPDATE channels c SET everyone_count = c.everyone_count + change.everyone FROM change"
    "  WHERE c.id = change.channel_id AND change.everyone <> 0),"
    " everyone_read AS (UPDATE read_states rs"
    "  SET everyone_read_count = rs.everyone_read_count + change.everyone FROM change"
    "  WHERE rs.channel_id = change.channel_id AND change.everyone <> 0 AND rs.last_read_id >= $2::bigint)"
    " SELECT " SHAPE_TEXT_MESSAGE("m", "p", "$5::bigint", "$6::bigint") ", true, true,"
    "  CASE WHEN m.has_reactions THEN " SHAPE_TEXT_MESSAGE("m", "p", "$5::bigint", "0") " END,"
    "  change.everyone <> 0 OR change.counted_for <> m.counted_for"
    " FROM m JOIN change ON change.id = m.id LEFT JOIN profiles p ON p.user_id = m.author_id"
    " UNION ALL SELECT " SHAPE_TEXT_MESSAGE("m", "p", "$5::bigint", "$6::bigint") ","
    "  m.author_id = $6::bigint, false, NULL, false"
    " FROM old m LEFT JOIN profiles p ON p.user_id = m.author_id WHERE NOT EXISTS (SELECT FROM change)");

/* $3 the caller, $4 whether he may delete what others wrote. */
DB_STATEMENT(message_delete, SERVER,
    MESSAGES_GONE("m.id = $2::bigint AND m.channel_id = $1::bigint"
                  " AND (m.author_id = $3::bigint OR $4::boolean)")
    " SELECT o.author_id, EXISTS (SELECT FROM gone) FROM messages o"
    " WHERE o.id = $2::bigint AND o.channel_id = $1::bigint AND o.deleted_at IS NULL");
DB_STATEMENT(message_delete_many, SERVER,
    MESSAGES_GONE("m.id = ANY($2::bigint[]) AND m.channel_id = $1::bigint")
    " SELECT id FROM gone ORDER BY id");

/* The message again, now that it has its files. None was given when it was not stored just now. */
static enum err take_attached(struct db *db, enum err err, struct message_stored *out)
{
    struct db_rows rows;
    enum err attach_err = db_next(db, &rows);
    if (err == ERR_NONE && attach_err == ERR_NONE && rows.count > 0)
        out->json = db_get(&rows, 0, 0);
    return err != ERR_NONE ? err : attach_err;
}

enum err messages_insert(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         const struct message_draft *d, struct message_stored *out)
{
    struct db_rows rows, repeated;
    int64_t author_id = d->webhook_id ? d->webhook_id : ctx->user_id;
    bool has_files = d->attachments.ptr != NULL;
    if (!has_files)
        order_send(ctx, db, channel_id);
    (has_files ? db_send_joined : db_send)(
        db, &message_insert,
        DB_ARGS(db_i64(channel_id), db_i64(author_id), db_text(d->content),
                db_id_or_null(d->reply_to_id), db_text_or_null(d->nonce),
                db_i64s(d->mentions, d->mention_count), db_i64(server_id),
                db_i64s(d->role_mentions, d->role_mention_count), db_bool(d->may_mention_all),
                db_bool(d->mentions_everyone), db_bool(d->passes_slowmode || d->webhook_id),
                db_text_or_null(d->author), db_text_or_null(d->embeds)));
    if (has_files)
        db_send(db, &message_attach,
                DB_ARGS(db_i64(channel_id), db_i64(author_id), db_text(d->attachments),
                        db_i64(server_id)));
    enum err lock_err = has_files ? ERR_NONE : order_taken(ctx);
    enum err err = answer_text(db_next(db, &rows), &rows, &out->json);
    if (has_files)
        err = take_attached(db, err, out);
    if (lock_err != ERR_NONE || err != ERR_NONE)
        return lock_err != ERR_NONE ? lock_err : err;
    out->written = (enum message_written) db_get_i64(&rows, 0, 1);
    out->is_open = db_get_bool(&rows, 0, 2);
    out->message_count = db_get_i64(&rows, 0, 3);
    out->everyone_count = db_get_i64(&rows, 0, 4);
    switch (out->written) {
    case MESSAGE_NEW:
        return ERR_NONE;
    case MESSAGE_REPEATED:
    case MESSAGE_GONE:
        err = db_run(db, &message_repeated,
                     DB_ARGS(db_i64(db_get_i64(&rows, 0, 5)), db_i64(server_id), db_i64(author_id)),
                     &repeated);
        return answer_text(err, &repeated, &out->json);
    case MESSAGE_SLOWED:
        ctx->retry_after_s = (int) db_get_i64(&rows, 0, 3);
        return ERR_SLOWMODE;
    }
    return ERR_INTERNAL;
}

void messages_send_page(const struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                        const struct page *page)
{
    db_send(db, &message_list,
            DB_ARGS(db_i64(channel_id), db_i64(page->before_id), db_i64(page->older),
                    db_i64(page->after_id), db_i64(page->newer), db_i64(server_id),
                    db_i64(ctx->user_id)));
}

enum err messages_take_page(struct db *db, struct str *json)
{
    struct db_rows rows;
    enum err err = db_next(db, &rows);
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

enum err messages_edits_json(struct db *db, int64_t channel_id, int64_t message_id,
                             int64_t *author_id, struct str *json)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &message_edits, DB_ARGS(db_i64(channel_id), db_i64(message_id)), &rows);
    err = answer_i64(err, &rows, author_id);
    if (err == ERR_NONE)
        *json = db_get(&rows, 0, 1);
    return err;
}

enum err messages_update(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         int64_t message_id, const struct message_draft *d,
                         struct message_edited *out)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &message_update,
               DB_ARGS(db_i64(channel_id), db_i64(message_id), db_text(d->content),
                       db_i64s(d->mentions, d->mention_count), db_i64(server_id),
                       db_i64(ctx->user_id), db_i64s(d->role_mentions, d->role_mention_count),
                       db_bool(d->may_mention_all), db_bool(d->mentions_everyone)),
               &rows);
    err = answer_text(err, &rows, &out->json);
    if (err != ERR_NONE)
        return err;
    out->changed = db_get_bool(&rows, 0, 2);
    out->recounted = db_get_bool(&rows, 0, 4);
    out->shared_json = db_is_null(&rows, 0, 3) ? out->json : db_get(&rows, 0, 3);
    return db_get_bool(&rows, 0, 1) ? ERR_NONE : ERR_FORBIDDEN;
}

enum err messages_remove(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                         bool may_any, int64_t *author_id)
{
    struct db_rows rows;
    enum err err = db_run(
        db, &message_delete,
        DB_ARGS(db_i64(channel_id), db_i64(message_id), db_i64(ctx->user_id), db_bool(may_any)),
        &rows);
    err = answer_i64(err, &rows, author_id);
    if (err != ERR_NONE)
        return err;
    return db_get_bool(&rows, 0, 1) ? ERR_NONE : ERR_FORBIDDEN;
}

enum err messages_remove_many(struct ctx *ctx, struct db *db, int64_t channel_id,
                              const int64_t *ids, size_t count, const int64_t **gone,
                              size_t *gone_count)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &message_delete_many, DB_ARGS(db_i64(channel_id), db_i64s(ids, count)), &rows);
    return answer_ids(ctx, answer_row(err, &rows), &rows, gone, gone_count);
}
