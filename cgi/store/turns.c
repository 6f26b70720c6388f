#include "cgi/store/turns.h"

/* Locks of the registry's session. */
DB_STATEMENT(turn_take, REGISTRY,
             "SELECT pg_try_advisory_lock(hashtextextended('turn ' || $1::text, 0))");
DB_STATEMENT(turn_end, REGISTRY,
             "SELECT pg_advisory_unlock(hashtextextended('turn ' || $1::text, 0))");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

enum err turns_take(struct ctx *ctx, struct str work, bool *mine)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &turn_take, DB_ARGS(db_text(work)), &rows);
    *mine = err == ERR_NONE && db_get_bool(&rows, 0, 0);
    return err;
}

void turns_end(struct ctx *ctx, struct str work)
{
    db_run(registry_of(ctx), &turn_end, DB_ARGS(db_text(work)), NULL);
}
