#include "cgi/store/servers.h"

#include "cgi/store/shapes.h"
#include "shared/crypto.h"

DB_STATEMENT(
    server_begin, REGISTRY,
    "INSERT INTO servers (name, description, is_public, owner_id, db_host, db_port, db_role,"
    "  db_password_sealed) VALUES ($1::text, $2::text, $3::boolean, $4::bigint, $5::text,"
    "  $6::bigint::integer, $7::text, $8::text) RETURNING id");
DB_STATEMENT(server_set_database, REGISTRY,
             "UPDATE servers SET db_name = $2::text WHERE id = $1::bigint");
DB_STATEMENT(
    server_activate, REGISTRY,
    "WITH joined AS (INSERT INTO memberships (server_id, user_id) VALUES ($1::bigint, $2::bigint))"
    " UPDATE servers SET state = 'active', member_count = 1"
    " WHERE id = $1::bigint AND state = 'creating'");
DB_STATEMENT(server_abandon, REGISTRY,
             "DELETE FROM servers WHERE id = $1::bigint AND state = 'creating'");
DB_STATEMENT(server_get_body, REGISTRY,
             "SELECT json_build_object(" SHAPE_SERVER_BODY(
                 "s") ") FROM servers s"
                      " WHERE s.id = $1::bigint AND s.state = 'active'");
DB_STATEMENT(
    server_list_bodies, REGISTRY,
    "SELECT s.id, json_build_object(" SHAPE_SERVER_BODY(
        "s") ")"
             " FROM memberships m JOIN servers s ON s.id = m.server_id"
             " WHERE m.user_id = $1::bigint AND s.state = 'active' ORDER BY m.joined_at, s.id");
DB_STATEMENT(server_update, REGISTRY,
             "UPDATE servers s SET name = CASE WHEN $2::boolean THEN $3::text ELSE s.name END,"
             " description = CASE WHEN $4::boolean THEN $5::text ELSE s.description END,"
             " is_public = CASE WHEN $6::boolean THEN $7::boolean ELSE s.is_public END"
             " WHERE s.id = $1::bigint AND s.state = 'active'"
             " RETURNING json_build_object(" SHAPE_SERVER_BODY("s") ")");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

enum err servers_begin(struct ctx *ctx, const struct server_draft *draft, int64_t *server_id,
                       const char **db_name)
{
    const struct config *c = ctx->worker->config;
    struct db_rows rows;
    struct buf sealed;
    buf_init(&sealed, 4096);
    crypto_seal(str_from(c->db_encryption_key), str_from(c->db_password), &sealed);
    enum err err = db_run(registry_of(ctx), &server_begin,
                          DB_ARGS(db_text(draft->name), db_text_or_null(draft->description),
                                  db_bool(draft->is_public), db_i64(draft->owner_id),
                                  db_text(str_from(c->server_db_host)), db_i64(c->server_db_port),
                                  db_text(str_from(c->db_user)), db_text(buf_str(&sealed))),
                          &rows);
    buf_cleanup(&sealed);
    if (err != ERR_NONE)
        return err;
    *server_id = db_get_i64(&rows, 0, 0);
    *db_name = arena_printf(ctx->arena, "%s%lld", c->server_db_prefix, (long long) *server_id).ptr;
    return db_run(registry_of(ctx), &server_set_database,
                  DB_ARGS(db_i64(*server_id), db_text(str_from(*db_name))), NULL);
}

enum err servers_activate(struct ctx *ctx, int64_t server_id, int64_t owner_id)
{
    return db_run(registry_of(ctx), &server_activate, DB_ARGS(db_i64(server_id), db_i64(owner_id)),
                  NULL);
}

enum err servers_abandon(struct ctx *ctx, int64_t server_id)
{
    return db_run(registry_of(ctx), &server_abandon, DB_ARGS(db_i64(server_id)), NULL);
}

/* PostgreSQL writes a whole object; others add members of their own. */
static struct str without_braces(struct str json)
{
    return str_slice(json, 1, json.len - 1);
}

enum err servers_get_body(struct ctx *ctx, int64_t server_id, struct str *body)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_get_body, DB_ARGS(db_i64(server_id)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *body = without_braces(db_get(&rows, 0, 0));
    return err;
}

enum err servers_list_bodies(struct ctx *ctx, int64_t user_id, struct db_rows *rows)
{
    return db_run(registry_of(ctx), &server_list_bodies, DB_ARGS(db_i64(user_id)), rows);
}

enum err servers_update(struct ctx *ctx, int64_t server_id, const struct server_patch *p,
                        struct str *body)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_update,
                          DB_ARGS(db_i64(server_id), db_bool(p->has_name), db_text_or_null(p->name),
                                  db_bool(p->has_description), db_text_or_null(p->description),
                                  db_bool(p->has_is_public), db_bool(p->is_public)),
                          &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *body = without_braces(db_get(&rows, 0, 0));
    return err;
}

struct str servers_json(struct ctx *ctx, struct str body)
{
    return arena_printf(ctx->arena, "{%.*s}", STR_FMT(body));
}

struct str servers_json_for(struct ctx *ctx, struct str body, uint64_t permissions)
{
    return arena_printf(ctx->arena, "{%.*s,\"permissions\":\"%llu\"}", STR_FMT(body),
                        (unsigned long long) permissions);
}
