#include "cgi/store/upload_drops.h"

DB_STATEMENT(upload_drop_place, REGISTRY,
    "UPDATE uploads SET dropped_at = now() WHERE place = $1::text AND dropped_at IS NULL");
DB_STATEMENT(upload_drop_user, REGISTRY,
    "UPDATE uploads SET dropped_at = now() WHERE dropped_at IS NULL"
    " AND (place = 'avatar:' || $1::bigint OR (user_id = $1::bigint AND place IS NULL))");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

enum err upload_drops_place(struct ctx *ctx, struct str place)
{
    return db_run(registry_of(ctx), &upload_drop_place, DB_ARGS(db_text(place)), NULL);
}

enum err upload_drops_user(struct ctx *ctx, int64_t user_id)
{
    return db_run(registry_of(ctx), &upload_drop_user, DB_ARGS(db_i64(user_id)), NULL);
}
