#include "cgi/store/health.h"

DB_STATEMENT(health_ping, REGISTRY, "SELECT 1");

bool health_ask(struct ctx *ctx, enum db_kind kind)
{
    return db_run(databases_get(ctx->worker->databases, kind), &health_ping, DB_NO_ARGS, NULL) ==
           ERR_NONE;
}
