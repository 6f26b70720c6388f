#include "cgi/store/dms.h"

#include "cgi/order.h"
#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

/* A conversation without its participants, and their ids; t: the caller's participation. */
// clang-format off
#define CONVERSATION_COLUMNS \
    "c.id, json_build_object('id', c.id, 'lastMessage', (SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "t.user_id") \
    " FROM messages m JOIN profiles p ON p.user_id = m.author_id" \
    " WHERE m.conversation_id = c.id AND m.deleted_at IS NULL ORDER BY m.id DESC LIMIT 1)," \
    " 'unreadCount', greatest(c.message_count - t.read_count, 0), 'createdAt', " SHAPE_TIME("c.created_at") ")," \
    " (SELECT string_agg(o.user_id::text, ' ' ORDER BY o.user_id) FROM participants o WHERE o.conversation_id = c.id)"
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
/* Of two who write to each other for the first time at once, one finds the other's conversation. */
DB_STATEMENT(conversation_insert_pair, DMS,
             "WITH made AS (INSERT INTO conversations (pair_low, pair_high)"
             "  VALUES (least($1::bigint, $2::bigint), greatest($1::bigint, $2::bigint))"
             "  ON CONFLICT (pair_low, pair_high) DO NOTHING RETURNING id)"
             " INSERT INTO participants (conversation_id, user_id)"
             " SELECT made.id, u FROM made CROSS JOIN unnest(ARRAY[$1::bigint, $2::bigint]) u"
             " RETURNING conversation_id");
DB_STATEMENT(
    conversation_insert_group, DMS,
    "WITH made AS (INSERT INTO conversations DEFAULT VALUES RETURNING id)"
    " INSERT INTO participants (conversation_id, user_id)"
    " SELECT made.id, u FROM made CROSS JOIN unnest($1::bigint[]) u RETURNING conversation_id");
DB_STATEMENT(
    conversation_participants, DMS,
    "SELECT o.user_id FROM participants o WHERE o.conversation_id = $1::bigint AND EXISTS"
    " (SELECT FROM participants t WHERE t.conversation_id = $1::bigint AND t.user_id = $2::bigint)"
    " ORDER BY o.user_id");
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
DB_STATEMENT(direct_message_list, DMS,
             PAGE_STATEMENT("conversation_id", SHAPE_DIRECT_MESSAGE("m", "p", "$6::bigint")));
DB_STATEMENT(direct_message_author, DMS,
             "SELECT author_id FROM messages WHERE id = $2::bigint AND conversation_id = $1::bigint"
             " AND deleted_at IS NULL");
DB_STATEMENT(
    direct_message_update, DMS,
    "WITH m AS (UPDATE messages SET content = $3::text, edited_at = now(),"
    "  mentions = ARRAY(SELECT t.user_id FROM participants t WHERE t.conversation_id = $1::bigint"
    "   AND t.user_id = ANY($4::bigint[]))"
    "  WHERE id = $2::bigint AND conversation_id = $1::bigint AND deleted_at IS NULL RETURNING *)"
    " SELECT " SHAPE_DIRECT_MESSAGE("m", "p", "0") " FROM m JOIN profiles p ON p.user_id = m.author_id");
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

/* Copy the names of those who will write here. ERR_NOT_FOUND when one has no account. */
static enum err copy_profiles(struct ctx *ctx, const int64_t *ids, size_t count)
{
    struct profile *profiles = arena_alloc(ctx->arena, count * sizeof(*profiles));
    enum err err = users_load_profiles(ctx, ids, count, profiles);
    for (size_t i = 0; err == ERR_NONE && i < count; i++)
        err = profiles_upsert(dms_of(ctx), &profiles[i]);
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
    if (!*created)
        return find_pair(ctx, user_id, conversation_id);
    *conversation_id = db_get_i64(&rows, 0, 0);
    return ERR_NONE;
}

enum err dms_create_group(struct ctx *ctx, const int64_t *user_ids, size_t count,
                          int64_t *conversation_id)
{
    struct db_rows rows;
    enum err err = copy_profiles(ctx, user_ids, count);
    if (err == ERR_NONE)
        err = db_run(dms_of(ctx), &conversation_insert_group, DB_ARGS(db_i64s(user_ids, count)),
                     &rows);
    return answer_i64(err, &rows, conversation_id);
}

enum err dms_participants(struct ctx *ctx, int64_t conversation_id, const int64_t **ids,
                          size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &conversation_participants,
                          DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id)), &rows);
    err = answer_ids(ctx, err, &rows, ids, count);
    return err == ERR_NONE && *count == 0 ? ERR_NOT_FOUND : err;
}

enum err dms_peers(struct ctx *ctx, int64_t user_id, const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &conversation_peers, DB_ARGS(db_i64(user_id)), &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

/* --- messages ----------------------------------------------------------------------------------
 */

enum err dms_insert_message(struct ctx *ctx, int64_t conversation_id, const struct message_draft *d,
                            struct message_stored *out)
{
    struct db_rows rows;
    struct db *db = dms_of(ctx);
    order_send(ctx, db, conversation_id);
    db_send(db, &direct_message_insert,
            DB_ARGS(db_i64(conversation_id), db_i64(ctx->user_id), db_text(d->content),
                    db_id_or_null(d->reply_to_id), db_text_or_null(d->nonce),
                    db_i64s(d->mentions, d->mention_count)));
    enum err lock_err = order_taken(ctx), err = answer_text(db_next(db, &rows), &rows, &out->json);
    if (lock_err != ERR_NONE || err != ERR_NONE)
        return lock_err != ERR_NONE ? lock_err : err;
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

enum err dms_message_author(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            int64_t *author_id)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_message_author,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id)), &rows);
    return answer_i64(err, &rows, author_id);
}

enum err dms_update_message(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            const struct message_draft *d, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(dms_of(ctx), &direct_message_update,
                          DB_ARGS(db_i64(conversation_id), db_i64(message_id), db_text(d->content),
                                  db_i64s(d->mentions, d->mention_count)),
                          &rows);
    return answer_text(err, &rows, json);
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
