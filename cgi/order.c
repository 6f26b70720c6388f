#include "cgi/order.h"

#include <assert.h>

/* Both databases that have such places know these; statements are prepared per connection. */
DB_STATEMENT(order_lock, SERVER, "SELECT pg_advisory_lock($1::bigint)");
DB_STATEMENT(order_unlock, SERVER, "SELECT pg_advisory_unlock($1::bigint)");

void order_send(struct ctx *ctx, struct db *db, int64_t key)
{
    assert(!ctx->ordered_db);
    ctx->ordered_db = db;
    ctx->ordered_key = key;
    db_send_joined(db, &order_lock, DB_ARGS(db_i64(key)));
}

enum err order_taken(struct ctx *ctx)
{
    struct db *db = ctx->ordered_db;
    enum err err = db_next(db, NULL);
    if (err != ERR_NONE)
        ctx->ordered_db = NULL;
    return err;
}

enum err order_take(struct ctx *ctx, struct db *db, int64_t key)
{
    assert(!ctx->ordered_db);
    enum err err = db_run(db, &order_lock, DB_ARGS(db_i64(key)), NULL);
    if (err != ERR_NONE)
        return err;
    ctx->ordered_db = db;
    ctx->ordered_key = key;
    return ERR_NONE;
}

void order_release(struct ctx *ctx)
{
    if (ctx->ordered_db)
        db_send_quietly(ctx->ordered_db, &order_unlock, DB_ARGS(db_i64(ctx->ordered_key)));
    ctx->ordered_db = NULL;
}
