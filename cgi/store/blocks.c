#include "cgi/store/blocks.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"
#include "cgi/store/users.h"

enum { LIST_BYTES_MAX = 4 * 1024 * 1024 };

DB_STATEMENT(block_list, DMS,
    "SELECT blocked_id, " SHAPE_TIME("created_at") " FROM blocks WHERE user_id = $1::bigint"
    " ORDER BY created_at DESC, blocked_id DESC LIMIT 1000");
DB_STATEMENT(block_get, DMS,
    "SELECT blocked_id, " SHAPE_TIME("created_at") " FROM blocks"
    " WHERE user_id = $1::bigint AND blocked_id = $2::bigint");
DB_STATEMENT(block_add, DMS,
    "INSERT INTO blocks (user_id, blocked_id) VALUES ($1::bigint, $2::bigint) ON CONFLICT DO NOTHING");
/* Waits until nobody holds the conversation of the two (see order.h), and lets go at once. */
DB_STATEMENT(block_settle, DMS,
    "SELECT pg_advisory_xact_lock(id) FROM conversations"
    " WHERE pair_low = least($1::bigint, $2::bigint) AND pair_high = greatest($1::bigint, $2::bigint)");
DB_STATEMENT(block_remove, DMS,
    "DELETE FROM blocks WHERE user_id = $1::bigint AND blocked_id = $2::bigint");

static struct db *dms_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_DMS);
}

/* Put blocks and users together. */
static enum err join_users(struct ctx *ctx, const struct db_rows *rows, struct buf *out)
{
    struct user_list users;
    int64_t *ids = arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*ids));
    for (int i = 0; i < rows->count; i++)
        ids[i] = db_get_i64(rows, i, 0);
    enum err err = users_load(ctx, ctx->user_id, ids, (size_t) rows->count, &users);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++) {
        struct str user = users_in(&users, ids[i]);
        if (user.len == 0)
            continue;
        buf_add_cstr(out, out->len > 0 ? ",{" : "{");
        json_add_raw(out, "user", user);
        json_add_text(out, "createdAt", db_get(rows, i, 1));
        buf_add_char(out, '}');
    }
    return err;
}

enum err blocks_list_json(struct ctx *ctx, struct str *json)
{
    struct db_rows rows;
    struct buf list;
    enum err err = db_run(dms_of(ctx), &block_list, DB_ARGS(db_i64(ctx->user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&list, LIST_BYTES_MAX);
    err = join_users(ctx, &rows, &list);
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list)));
    buf_cleanup(&list);
    return err;
}

enum err blocks_get_json(struct ctx *ctx, int64_t user_id, struct str *json)
{
    struct db_rows rows;
    struct buf one;
    enum err err =
        db_run(dms_of(ctx), &block_get, DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&one, LIST_BYTES_MAX);
    err = join_users(ctx, &rows, &one);
    *json = arena_str(ctx->arena, buf_str(&one));
    buf_cleanup(&one);
    return err == ERR_NONE && json->len == 0 ? ERR_NOT_FOUND : err;
}

/* The block is committed before the wait begins: who takes the conversation's lock after that sees
 * it, and who had the lock is done when the wait ends. */
enum err blocks_add(struct ctx *ctx, int64_t user_id)
{
    struct db *db = dms_of(ctx);
    db_send(db, &block_add, DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)));
    db_send(db, &block_settle, DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)));
    enum err err = db_next(db, NULL), settle_err = db_next(db, NULL);
    return err != ERR_NONE ? err : settle_err;
}

enum err blocks_remove(struct ctx *ctx, int64_t user_id)
{
    return db_run(dms_of(ctx), &block_remove, DB_ARGS(db_i64(ctx->user_id), db_i64(user_id)), NULL);
}
