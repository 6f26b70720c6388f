#include "cgi/order.h"

#include "cgi/store/summaries.h"

#include <assert.h>

/* Both databases that have such places know these; statements are prepared per connection. */
DB_STATEMENT(order_lock_all, SERVER, "SELECT pg_advisory_lock($1::bigint)");
DB_STATEMENT(order_lock_one, SERVER,
             "SELECT pg_advisory_lock_shared(0), pg_advisory_lock($1::bigint)");
DB_STATEMENT(order_lock_still, SERVER, "SELECT pg_advisory_lock_shared(0)");
DB_STATEMENT(order_unlock, SERVER, "SELECT pg_advisory_unlock_all()");

static struct db_statement *lock_for(int64_t key)
{
    return key == ORDER_SERVER_KEY ? &order_lock_all : &order_lock_one;
}

void order_send(struct ctx *ctx, struct db *db, int64_t key)
{
    assert(!ctx->ordered_db);
    assert(key != ORDER_SERVER_KEY);
    ctx->ordered_db = db;
    db_send_joined(db, lock_for(key), DB_ARGS(db_i64(key)));
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
    enum err err = db_run(db, lock_for(key), DB_ARGS(db_i64(key)), NULL);
    if (err != ERR_NONE)
        return err;
    ctx->ordered_db = db;
    if (key == ORDER_SERVER_KEY)
        summaries_forget_server(ctx, databases_server_of(ctx->worker->databases, db));
    return ERR_NONE;
}

enum err order_take_for_one(struct ctx *ctx, struct db *db)
{
    assert(!ctx->ordered_db);
    enum err err = db_run(db, &order_lock_all, DB_ARGS(db_i64(ORDER_SERVER_KEY)), NULL);
    if (err != ERR_NONE)
        return err;
    ctx->ordered_db = db;
    summaries_forget_mine(ctx, databases_server_of(ctx->worker->databases, db));
    return ERR_NONE;
}

enum err order_hold_still(struct ctx *ctx, struct db *db)
{
    assert(!ctx->ordered_db);
    enum err err = db_run(db, &order_lock_still, DB_NO_ARGS, NULL);
    if (err == ERR_NONE)
        ctx->ordered_db = db;
    return err;
}

void order_release(struct ctx *ctx)
{
    if (ctx->ordered_db)
        db_send_quietly(ctx->ordered_db, &order_unlock, DB_NO_ARGS);
    ctx->ordered_db = NULL;
}
