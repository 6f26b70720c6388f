#include "cgi/store/overwrites.h"

DB_STATEMENT(overwrite_put, SERVER,
    "INSERT INTO overwrites AS o (channel_id, target_type, target_id, allow, deny)"
    " VALUES ($1::bigint, $2::text, $3::bigint, $4::bigint, $5::bigint)"
    " ON CONFLICT (channel_id, target_type, target_id)"
    " DO UPDATE SET allow = excluded.allow, deny = excluded.deny");
DB_STATEMENT(overwrite_remove, SERVER,
    "DELETE FROM overwrites WHERE channel_id = $1::bigint AND target_type = $2::text AND target_id = $3::bigint");

static struct str type_of(const struct permission_overwrite *o)
{
    return o->is_role ? STR("role") : STR("member");
}

enum err overwrites_put(struct db *db, const struct permission_overwrite *o)
{
    return db_run(db, &overwrite_put,
                  DB_ARGS(db_i64(o->channel_id), db_text(type_of(o)), db_i64(o->target_id),
                          db_i64((int64_t) o->allow), db_i64((int64_t) o->deny)),
                  NULL);
}

enum err overwrites_remove(struct db *db, const struct permission_overwrite *o)
{
    return db_run(db, &overwrite_remove,
                  DB_ARGS(db_i64(o->channel_id), db_text(type_of(o)), db_i64(o->target_id)), NULL);
}

struct str overwrites_json(struct ctx *ctx, const struct permission_overwrite *o)
{
    return arena_printf(ctx->arena,
                        "{\"type\":\"%s\",\"id\":%lld,\"allow\":\"%llu\",\"deny\":\"%llu\"}",
                        type_of(o).ptr, (long long) o->target_id, (unsigned long long) o->allow,
                        (unsigned long long) o->deny);
}
