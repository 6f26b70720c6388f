#include "cgi/store/dms.h"

#include "cgi/order.h"
#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

/* A conversation without its participants, and their ids; t: the caller's participation. */
// clang-format off
#define CONVERSATION_LAST_MESSAGE(viewer) \
    "(SELECT " SHAPE_DIRECT_MESSAGE("m", "p", viewer) \
    " FROM messages m JOIN profiles p ON p.user_id = m.author_id" \
    " WHERE m.conversation_id = c.id AND m.deleted_at IS NULL ORDER BY m.id DESC LIMIT 1)"
#define CONVERSATION_PEOPLE \
    "(SELECT string_agg(o.user_id::text, ' ' ORDER BY o.user_id) FROM participants o" \
    " WHERE o.conversation_id = c.id)"
#define CONVERSATION_COLUMNS \
    "c.id, json_build_object('id', c.id, 'lastMessage', " CONVERSATION_LAST_MESSAGE("t.user_id") "," \
    " 'unreadCount', greatest(c.message_count - t.read_count, 0), 'lastReadId', nullif(t.last_read_id, 0)," \
    " 'createdAt', " SHAPE_TIME("c.created_at") "), " CONVERSATION_PEOPLE

/* Of two people neither is gone, and the other did not block the one who writes; in a group everybody
 * may write. */
#define CONVERSATION_TAKES(c, writer) \
    "(" c ".pair_low IS NULL OR NOT EXISTS (SELECT FROM blocks b WHERE b.blocked_id = " writer \
    "  AND b.user_id IN (" c ".pair_low, " c ".pair_high))" \
    " AND NOT EXISTS (SELECT FROM profiles dp WHERE dp.user_id IN (" c ".pair_low, " c ".pair_high)" \
    "  AND dp.deleted_at IS NOT NULL))"
// clang-format on

DB_STATEMENT(conversation_list, DMS,
             "SELECT " CONVERSATION_COLUMNS
             " FROM participants t JOIN conversations c ON c.id = t.conversation_id"
             " WHERE t.user_id = $1::bigint ORDER BY c.last_active_at DESC, c.id DESC LIMIT 1000");
DB_STATEMENT(conversation_get, DMS,
             "SELECT " CONVERSATION_COLUMNS
             " FROM participants t JOIN conversations c ON c.id = t.conversation_id"
             " WHERE t.user_id = $1::bigint AND c.id = $2::bigint");
DB_STATEMENT(conversation_find_pair, DMS,
             "SELECT id FROM conversations WHERE pair_low = least($1::bigint, $2::bigint)"
             " AND pair_high = greatest($1::bigint, $2::bigint)");
/* As everybody in it hears of it: without what is the reader's own. */
DB_STATEMENT(conversation_get_shared, DMS,
    "SELECT c.id, json_build_object('id', c.id, 'lastMessage', " CONVERSATION_LAST_MESSAGE("0") ","
    " 'createdAt', " SHAPE_TIME("c.created_at") "), " CONVERSATION_PEOPLE
    " FROM conversations c WHERE c.id = $1::bigint");
/* Of two who write to each other for the first time at once, one finds the other's conversation.
 * Nothing is made for somebody whom the other, or one of the others, blocked. */
DB_STATEMENT(conversation_shuts_out, DMS,
    "SELECT EXISTS (SELECT FROM blocks b WHERE b.user_id = ANY($1::bigint[])"
    " AND b.blocked_id = $2::bigint)");
DB_STATEMENT(conversation_insert_pair, DMS,
    "WITH made AS (INSERT INTO conversations (pair_low, pair_high)"
    "  SELECT least($1::bigint, $2::bigint), greatest($1::bigint, $2::bigint) WHERE NOT EXISTS"
    "   (SELECT FROM blocks b WHERE b.user_id = $2::bigint AND b.blocked_id = $1::bigint)"
    "  ON CONFLICT (pair_low, pair_high) DO NOTHING RETURNING id)"
    " INSERT INTO participants (conversation_id, user_id)"
    " SELECT made.id, u FROM made CROSS JOIN unnest(ARRAY[$1::bigint, $2::bigint]) u"
    " RETURNING conversation_id");
DB_STATEMENT(conversation_insert_group, DMS,
    "WITH made AS (INSERT INTO conversations (pair_low) SELECT NULL WHERE NOT EXISTS"
    "   (SELECT FROM blocks b WHERE b.user_id = ANY($1::bigint[]) AND b.blocked_id = $2::bigint)"
    "  RETURNING id)"
    " INSERT INTO participants (conversation_id, user_id)"
    " SELECT made.id, u FROM made CROSS JOIN unnest($1::bigint[]) u RETURNING conversation_id");
DB_STATEMENT(conversation_find, DMS,
    "SELECT o.user_id, c.pair_low IS NULL, " CONVERSATION_TAKES("c", "$2::bigint")
    " FROM conversations c JOIN participants o ON o.conversation_id = c.id"
    " WHERE c.id = $1::bigint AND EXISTS"
    "  (SELECT FROM participants t WHERE t.conversation_id = c.id AND t.user_id = $2::bigint)"
    " ORDER BY o.user_id");
DB_STATEMENT(conversation_leave, DMS,
    "DELETE FROM participants WHERE conversation_id = $1::bigint AND user_id = $2::bigint");
/* With its messages, which nobody could read any more. */
DB_STATEMENT(conversation_remove, DMS, "DELETE FROM conversations WHERE id = $1::bigint");
DB_STATEMENT(conversation_peers, DMS,
             "SELECT DISTINCT o.user_id FROM participants t JOIN participants o"
             " ON o.conversation_id = t.conversation_id"
             " WHERE t.user_id = $1::bigint AND o.user_id <> $1::bigint LIMIT 1000");

/* $1 conversation, $2 author, $3 content, $4 reply, $5 nonce. */
DB_STATEMENT(
    direct_message_insert, DMS,
    "WITH earlier AS (SELECT id FROM messages WHERE author_id = $2::bigint AND nonce = $5::text"
    "  AND conversation_id = $1::bigint AND created_at > now() - interval '1 day' LIMIT 1),"
    " place AS (UPDATE conversations SET last_message_id = "
    "nextval('messages_id_seq'),"
    "  message_count = message_count + 1, last_active_at = now()"
    "  WHERE id = $1::bigint AND NOT EXISTS (SELECT FROM earlier)"
    "  AND ($4::bigint IS NULL OR EXISTS (SELECT FROM messages o WHERE o.id = $4::bigint"
    "   AND o.conversation_id = $1::bigint AND o.deleted_at IS NULL))"
    "  RETURNING id, last_message_id, message_count),"
    " stored AS (INSERT INTO messages (id, conversation_id, author_id, content, reply_to_id, "
    "nonce, mentions)"
    "  SELECT place.last_message_id, place.id, $2::bigint, $3::text, $4::bigint, $5::text,"
    "   ARRAY(SELECT t.user_id FROM participants t WHERE t.conversation_id = $1::bigint"
    "    AND t.user_id = ANY($6::bigint[])) FROM place RETURNING *),"
    " read_up AS (UPDATE participants t SET last_read_id = place.last_message_id,"
    "  read_count = place.message_count FROM place"
    "  WHERE t.conversation_id = place.id AND t.user_id = $2::bigint)"
    " SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "$2::bigint") ", 0"
    " FROM stored m JOIN profiles p ON p.user_id = m.author_id"
    " UNION ALL SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "$2::bigint") ","
    " CASE WHEN m.deleted_at IS NULL THEN 1 ELSE 2 END"
    " FROM messages m JOIN profiles p ON p.user_id = m.author_id JOIN earlier ON earlier.id = m.id");
/* As message_attach. */
DB_STATEMENT(direct_message_attach, DMS,
    "WITH m AS (UPDATE messages SET has_attachments = true"
    "  WHERE id = (SELECT last_message_id FROM conversations WHERE id = $1::bigint) AND conversation_id = $1::bigint"
    "  AND author_id = $2::bigint AND xmin = pg_current_xact_id()::xid RETURNING *),"
    " attachments AS (" ATTACHMENTS_INSERT("m", "$3::text::json") ")"
    " SELECT " SHAPE_TEXT_DIRECT_MESSAGE("m", "p", "$2::bigint")
    " FROM m JOIN profiles p ON p.user_id = m.author_id");
DB_STATEMENT(direct_message_list, DMS,
             PAGE_STATEMENT("conversation_id", SHAPE_TEXT_DIRECT_MESSAGE("m", "p", "$6::bigint")));
DB_STATEMENT(direct_message_author, DMS,
             "SELECT author_id FROM messages WHERE id = $2::bigint AND conversation_id = $1::bigint"
             " AND deleted_at IS NULL");
DB_STATEMENT(direct_message_get, DMS,
    "SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "$3::bigint") " FROM messages m"
    " JOIN profiles p ON p.user_id = m.author_id"
    " WHERE m.id = $2::bigint AND m.conversation_id = $1::bigint AND m.deleted_at IS NULL");
/* What it said before is kept; the first JSON is everybody's, the second the author's. */
DB_STATEMENT(direct_message_update, DMS,
    "WITH kept AS (INSERT INTO message_edits (message_id, content, written_at)"
    "  SELECT o.id, o.content, coalesce(o.edited_at, o.created_at) FROM messages o"
    "  WHERE o.id = $2::bigint AND o.conversation_id = $1::bigint AND o.deleted_at IS NULL"
    "  AND o.content <> $3::text),"
    " m AS (UPDATE messages SET content = $3::text, edited_at = now(),"
    "  mentions = ARRAY(SELECT t.user_id FROM participants t WHERE t.conversation_id = $1::bigint"
    "   AND t.user_id = ANY($4::bigint[]))"
    "  WHERE id = $2::bigint AND conversation_id = $1::bigint AND deleted_at IS NULL RETURNING *)"
    " SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "0") ", " SHAPE_DIRECT_MESSAGE("m", "p", "m.author_id")
    " FROM m JOIN profiles p ON p.user_id = m.author_id");
DB_STATEMENT(
    direct_message_delete, DMS,
    "WITH gone AS (UPDATE messages SET deleted_at = now()"
    "  WHERE id = $2::bigint AND conversation_id = $1::bigint AND deleted_at IS NULL RETURNING id),"
    " fewer AS (UPDATE conversations SET message_count = message_count - 1"
    "  WHERE id = $1::bigint AND EXISTS (SELECT FROM gone)),"
    " corrected AS (UPDATE participants SET read_count = read_count - 1"
    "  WHERE conversation_id = $1::bigint AND last_read_id >= $2::bigint AND EXISTS (SELECT FROM "
    "gone))"
    " SELECT id FROM gone");
DB_STATEMENT(
    conversation_mark_read, DMS,
    "WITH behind AS (SELECT count(*) AS all_of_them FROM messages m"
    "  WHERE m.conversation_id = $1::bigint AND m.id > $3::bigint AND m.deleted_at IS NULL)"
    " UPDATE participants t SET last_read_id = greatest(t.last_read_id, $3::bigint),"
    "  read_count = CASE WHEN $3::bigint >= t.last_read_id"
    "   THEN c.message_count - behind.all_of_them ELSE t.read_count END"
    " FROM conversations c, behind"
    " WHERE c.id = $1::bigint AND t.conversation_id = c.id AND t.user_id = $2::bigint"
    "  AND EXISTS (SELECT FROM messages m WHERE m.id = $3::bigint AND m.conversation_id = c.id)"
    " RETURNING t.last_read_id");

DB_STATEMENT(profile_bury, DMS,
    "WITH forgotten AS (DELETE FROM blocks WHERE user_id = $1::bigint)"
    " INSERT INTO profiles AS p (user_id, username, display_name, avatar_url, version, deleted_at)"
    " VALUES ($1::bigint, $2::text, $3::text, $4::text, $5::bigint, now())"
    " ON CONFLICT (user_id) DO UPDATE SET username = excluded.username, display_name = excluded.display_name,"
    "  avatar_url = excluded.avatar_url, version = excluded.version, deleted_at = excluded.deleted_at");

static struct db *dms_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_DMS);
}

/* --- conversations -----------------------------------------------------------------------------
 */

/* Ids of a space-separated list; `*ids` grows behind `*count`. */
static void add_ids(struct str list, int64_t *ids, size_t *count)
{
    while (list.len > 0) {
        int64_t id = 0;
        if (str_to_i64(str_cut(&list, ' '), &id))
            ids[(*count)++] = id;
    }
}

static void add_participants(struct buf *out, const struct user_list *users, struct str list)
{
    bool first = true;
    json_add_key(out, "participants");
    buf_add_char(out, '[');
    while (list.len > 0) {
        int64_t id = 0;
        str_to_i64(str_cut(&list, ' '), &id);
        struct str user = users_in(users, id);
        if (user.len == 0)
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        buf_add(out, user);
    }
    buf_add_char(out, ']');
}

/* Put conversations and the people in them together: one more statement, however many they are. */
static enum err join_participants(struct ctx *ctx, int64_t viewer_id, const struct db_rows *rows,
                                  struct buf *out)
{
    size_t most = 1, count = 0;
    struct user_list users;
    for (int i = 0; i < rows->count; i++)
        most += db_get(rows, i, 2).len;
    int64_t *ids = arena_alloc(ctx->arena, most * sizeof(*ids));
    for (int i = 0; i < rows->count; i++)
        add_ids(db_get(rows, i, 2), ids, &count);
    enum err err = users_load(ctx, viewer_id, ids, count, &users);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++) {
        struct str body = db_get(rows, i, 1);
        if (out->len > 0)
            buf_add_char(out, ',');
        buf_add(out, str_slice(body, 0, body.len - 1));
        add_participants(out, &users, db_get(rows, i, 2));
        buf_add_char(out, '}');
    }
    return err;
}

enum err dms_list_json(struct ctx *ctx, struct str *json)
{
    struct db_rows rows;
    struct buf list;
    enum err err = db_run(dms_of(ctx), &conversation_list, DB_ARGS(db_i64(ctx->user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&list, 8 * 1024 * 1024);
    err = join_participants(ctx, ctx->user_id, &rows, &list);
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list)));
    buf_cleanup(&list);
    return err;
}

enum err dms_get_json(struct ctx *ctx, int64_t conversation_id, int64_t viewer_id, struct str *json)
{
    struct db_rows rows;
    struct buf one;
    enum err err = db_run(dms_of(ctx), &conversation_get,
                          DB_ARGS(db_i64(ctx->user_id), db_i64(conversation_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&one, 256 * 1024);
    err = join_participants(ctx, viewer_id, &rows, &one);
    *json = arena_str(ctx->arena, buf_str(&one));
    buf_cleanup(&one);
    return err;
}

enum err dms_get_shared_json(struct ctx *ctx, int64_t conversation_id, struct str *json)
{
    struct db_rows rows;
    struct buf one;
    enum err err =
        db_run(dms_of(ctx), &conversation_get_shared, DB_ARGS(db_i64(conversation_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&one, 256 * 1024);
    err = join_participants(ctx, 0, &rows, &one);
    *json = arena_str(ctx->arena, buf_str(&one));
    buf_cleanup(&one);
    return err;
}

/* Copy the names of those who will write here. ERR_NOT_FOUND when one never had an account,
 * ERR_FORBIDDEN when his is deleted (he can be seen, but not written to), or he blocks the caller:
 * asked here, too, so that a refusal leaves nothing behind. */
static enum err copy_profiles(struct ctx *ctx, const int64_t *ids, size_t count)
{
    struct profile *profiles = arena_alloc(ctx->arena, count * sizeof(*profiles));
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &conversation_shuts_out,
                          DB_ARGS(db_i64s(ids, count), db_i64(ctx->user_id)), &rows);
    if (err == ERR_NONE && db_get_bool(&rows, 0, 0))
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = users_load_profiles(ctx, ids, count, profiles);
    for (size_t i = 0; err == ERR_NONE && i < count; i++)
        err = profiles[i].is_deleted ? ERR_FORBIDDEN : ERR_NONE;
    if (err == ERR_NONE)
        err = profiles_upsert_all(ctx, dms_of(ctx), profiles, count);
    return err;
}

static enum err find_pair(struct ctx *ctx, int64_t user_id, int64_t *conversation_id)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &conversation_find_pair,
                          DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)), &rows);
    *conversation_id = err == ERR_NONE && rows.count > 0 ? db_get_i64(&rows, 0, 0) : 0;
    return err;
}

enum err dms_open_pair(struct ctx *ctx, int64_t user_id, int64_t *conversation_id, bool *created)
{
    const int64_t both[] = {ctx->user_id, user_id};
    struct db_rows rows;
    *created = false;
    enum err err = find_pair(ctx, user_id, conversation_id);
    if (err != ERR_NONE || *conversation_id != 0)
        return err;
    err = copy_profiles(ctx, both, 2);
    if (err == ERR_NONE)
        err = db_run(dms_of(ctx), &conversation_insert_pair,
                     DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    *created = rows.count > 0;
    if (!*created) {
        err = find_pair(ctx, user_id, conversation_id);
        return err == ERR_NONE && *conversation_id == 0 ? ERR_FORBIDDEN : err;
    }
    *conversation_id = db_get_i64(&rows, 0, 0);
    return ERR_NONE;
}

enum err dms_create_group(struct ctx *ctx, const int64_t *user_ids, size_t count,
                          int64_t *conversation_id)
{
    struct db_rows rows;
    enum err err = copy_profiles(ctx, user_ids, count);
    if (err == ERR_NONE)
        err = db_run(dms_of(ctx), &conversation_insert_group,
                     DB_ARGS(db_i64s(user_ids, count), db_i64(ctx->user_id)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        return ERR_FORBIDDEN;
    return answer_i64(err, &rows, conversation_id);
}

static enum err read_conversation(struct ctx *ctx, enum err err, const struct db_rows *rows,
                                  struct conversation *out)
{
    err = answer_ids(ctx, answer_row(err, rows), rows, &out->participants, &out->count);
    if (err != ERR_NONE)
        return err;
    out->is_group = db_get_bool(rows, 0, 1);
    out->may_write = db_get_bool(rows, 0, 2);
    return ERR_NONE;
}

enum err dms_find(struct ctx *ctx, int64_t conversation_id, struct conversation *out)
{
    struct db_rows rows;
    *out = (struct conversation){.id = conversation_id};
    enum err err = db_run(dms_of(ctx), &conversation_find,
                          DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id)), &rows);
    return read_conversation(ctx, err, &rows, out);
}

enum err dms_hold(struct ctx *ctx, int64_t conversation_id, struct conversation *out)
{
    struct db_rows rows;
    struct db *db = dms_of(ctx);
    *out = (struct conversation){.id = conversation_id};
    order_send(ctx, db, conversation_id);
    db_send(db, &conversation_find, DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id)));
    enum err lock_err = order_taken(ctx), err = db_next(db, &rows);
    return lock_err != ERR_NONE ? lock_err : read_conversation(ctx, err, &rows, out);
}

enum err dms_leave(struct ctx *ctx, const struct conversation *c, struct str *json)
{
    struct db *db = dms_of(ctx);
    enum err err = ctx_begin(ctx, db);
    if (err == ERR_NONE)
        err = db_run(db, &conversation_leave, DB_ARGS(db_i64(c->id), db_i64(ctx->user_id)), NULL);
    if (err == ERR_NONE)
        err = dms_get_shared_json(ctx, c->id, json);
    if (err == ERR_NONE && c->count == 1)
        err = db_run(db, &conversation_remove, DB_ARGS(db_i64(c->id)), NULL);
    return err;
}

enum err dms_peers(struct ctx *ctx, int64_t user_id, const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &conversation_peers, DB_ARGS(db_i64(user_id)), &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

enum err dms_bury(struct ctx *ctx, const struct profile *p)
{
    return db_run(dms_of(ctx), &profile_bury,
                  DB_ARGS(db_i64(p->user_id), db_text(p->username), db_text(p->display_name),
                          db_text_or_null(p->avatar_url), db_i64(p->version)),
                  NULL);
}

/* --- messages ----------------------------------------------------------------------------------
 */

enum err dms_insert_message(struct ctx *ctx, int64_t conversation_id, const struct message_draft *d,
                            struct message_stored *out)
{
    struct db_rows rows, attached;
    struct db *db = dms_of(ctx);
    bool has_files = d->attachments.ptr != NULL;
    (has_files ? db_send_joined : db_send)(
        db, &direct_message_insert,
        DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id), db_text(d->content),
                db_id_or_null(d->reply_to_id), db_text_or_null(d->nonce),
                db_i64s(d->mentions, d->mention_count)));
    if (has_files)
        db_send(db, &direct_message_attach,
                DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id), db_text(d->attachments)));
    enum err err = answer_text(db_next(db, &rows), &rows, &out->json);
    enum err attach_err = has_files ? db_next(db, &attached) : ERR_NONE;
    if (err != ERR_NONE || attach_err != ERR_NONE)
        return err != ERR_NONE ? err : attach_err;
    if (has_files && attached.count > 0)
        out->json = db_get(&attached, 0, 0);
    out->written = (enum message_written) db_get_i64(&rows, 0, 1);
    out->is_open = false;
    return ERR_NONE;
}

enum err dms_list_messages_json(struct ctx *ctx, int64_t conversation_id, const struct page *page,
                                struct str *json)
{
    struct db_rows rows;
    enum err err =
        db_run(dms_of(ctx), &direct_message_list,
               DB_ARGS(db_i64(conversation_id), db_i64(page->before_id), db_i64(page->older),
                       db_i64(page->after_id), db_i64(page->newer), db_i64(ctx->user_id)),
               &rows);
    return answer_text(err, &rows, json);
}

enum err dms_get_message_json(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                              struct str *json)
{
    struct db_rows rows;
    enum err err =
        db_run(dms_of(ctx), &direct_message_get,
               DB_ARGS(db_i64(conversation_id), db_i64(message_id), db_i64(ctx->user_id)), &rows);
    return answer_text(err, &rows, json);
}

enum err dms_message_author(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            int64_t *author_id)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_message_author,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id)), &rows);
    return answer_i64(err, &rows, author_id);
}

enum err dms_update_message(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            const struct message_draft *d, struct str *json, struct str *own)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_message_update,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id), db_text(d->content),
                                  db_i64s(d->mentions, d->mention_count)),
                          &rows);
    err = answer_text(err, &rows, json);
    if (err == ERR_NONE)
        *own = db_get(&rows, 0, 1);
    return err;
}

enum err dms_delete_message(struct ctx *ctx, int64_t conversation_id, int64_t message_id)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_message_delete,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id)), &rows);
    return answer_row(err, &rows);
}

enum err dms_mark_read(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                       int64_t *last_read_id)
{
    struct db_rows rows;
    enum err err =
        db_run(dms_of(ctx), &conversation_mark_read,
               DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id), db_i64(message_id)), &rows);
    return answer_i64(err, &rows, last_read_id);
}
