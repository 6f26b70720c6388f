#include "cgi/store/servers.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"
#include "shared/crypto.h"

/* Whoever creates a server holds this lock of the registry's session: so it is known whether
 * somebody is still at it. */
#define CREATION_KEY(id) "hashtextextended('creating', " id ")"

/* The row is seen from its commit on, and the lock is held by then. An earlier creation under the
 * same key was cut off, or its answer is lost: whoever may still be at it fails to activate. */
DB_STATEMENT(server_begin, REGISTRY,
    "WITH cut AS (UPDATE servers SET state = 'deleting'"
    "  WHERE owner_id = $4::bigint AND creation_key = $10::text AND state = 'creating'),"
    " next AS (SELECT nextval(pg_get_serial_sequence('servers', 'id')) AS id),"
    " new AS (INSERT INTO servers (id, name, description, is_public, owner_id, db_host, db_port, db_name,"
    "   db_role, db_password_sealed, creation_key) OVERRIDING SYSTEM VALUE"
    "  SELECT next.id, $1::text, $2::text, $3::boolean, $4::bigint, $5::text, $6::bigint::integer,"
    "   $7::text || next.id, $8::text, $9::text, $10::text FROM next RETURNING id, db_name)"
    " SELECT id, db_name, pg_advisory_lock(" CREATION_KEY("id") ") FROM new");
DB_STATEMENT(server_let_go, REGISTRY, "SELECT pg_advisory_unlock(" CREATION_KEY("$1::bigint") ")");
DB_STATEMENT(server_created, REGISTRY,
    "SELECT id FROM servers WHERE owner_id = $1::bigint AND creation_key = $2::text AND state = 'active'"
    " AND created_at > now() - interval '1 day'");
DB_STATEMENT(server_activate, REGISTRY,
    "WITH done AS (UPDATE servers SET state = 'active', member_count = 1"
    "  WHERE id = $1::bigint AND state = 'creating' RETURNING id)"
    " INSERT INTO memberships (server_id, user_id) SELECT done.id, $2::bigint FROM done");
DB_STATEMENT(server_give_up, REGISTRY,
    "UPDATE servers SET state = 'deleting' WHERE id = $1::bigint AND state = 'creating'");
DB_STATEMENT(server_give_up_cut, REGISTRY,
    "UPDATE servers SET state = 'deleting' WHERE state = 'creating'"
    " AND pg_try_advisory_xact_lock(" CREATION_KEY("id") ") RETURNING id");
DB_STATEMENT(server_remains, REGISTRY,
    "SELECT id, db_host, db_port, db_name FROM servers WHERE state = 'deleting'"
    " AND ($1::bigint = 0 OR id = $1::bigint) ORDER BY id");
/* Its files go, too: see the sweep of uploads. */
DB_STATEMENT(server_remove, REGISTRY,
    "WITH gone AS (DELETE FROM servers WHERE id = $1::bigint AND state = 'deleting' RETURNING id)"
    " UPDATE uploads SET dropped_at = now() FROM gone WHERE dropped_at IS NULL"
    " AND (place IN ('icon:' || gone.id, 'emoji:' || gone.id)"
    "  OR starts_with(place, 'channel:' || gone.id || ':'))");
DB_STATEMENT(server_unknown, REGISTRY,
    "SELECT i FROM unnest($1::bigint[]) i WHERE NOT EXISTS (SELECT FROM servers s WHERE s.id = i)");
DB_STATEMENT(server_owned, REGISTRY,
    "SELECT EXISTS (SELECT FROM servers WHERE owner_id = $1::bigint AND state <> 'deleting')");
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
/* What the audit log compares. */
#define SERVER_CHANGEABLE(s)                                                                       \
    "json_build_object('name', " s ".name, 'description', " s ".description, 'iconUrl', " s        \
    ".icon_url,"                                                                                   \
    " 'isPublic', " s ".is_public)"
DB_STATEMENT(server_update, REGISTRY,
    "WITH o AS (SELECT * FROM servers WHERE id = $1::bigint AND state = 'active' FOR UPDATE)"
    " UPDATE servers s SET name = CASE WHEN $2::boolean THEN $3::text ELSE s.name END,"
    " description = CASE WHEN $4::boolean THEN $5::text ELSE s.description END,"
    " is_public = CASE WHEN $6::boolean THEN $7::boolean ELSE s.is_public END,"
    " icon_url = CASE WHEN $8::boolean THEN $9::text ELSE s.icon_url END"
    " FROM o WHERE s.id = o.id RETURNING json_build_object(" SHAPE_SERVER_BODY("s") "),"
    " " SERVER_CHANGEABLE("o") ", " SERVER_CHANGEABLE("s") ", o.icon_url");
DB_STATEMENT(server_set_owner, REGISTRY,
    "UPDATE servers s SET owner_id = $2::bigint WHERE s.id = $1::bigint AND s.state = 'active'"
    " RETURNING json_build_object(" SHAPE_SERVER_BODY("s") ")");
DB_STATEMENT(server_begin_deleting, REGISTRY,
    "UPDATE servers SET state = 'deleting'"
    " WHERE id = $1::bigint AND state = 'active' AND name = $2::text");
DB_STATEMENT(server_is_deleting, REGISTRY,
    "SELECT id FROM servers"
    " WHERE id = $1::bigint AND state = 'deleting' AND owner_id = $2::bigint AND name = $3::text");
DB_STATEMENT(server_is_public, REGISTRY,
    "SELECT id FROM servers WHERE id = $1::bigint AND state = 'active' AND is_public");
/* $1 the pattern, $2 whose membership is told, $3 how many. */
DB_STATEMENT(server_list_public, REGISTRY,
    "SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'description', s.description,"
    "  'iconUrl', s.icon_url, 'memberCount', s.member_count, 'joined', s.joined)"
    "  ORDER BY s.member_count DESC, s.id), '[]')"
    " FROM (SELECT p.*, EXISTS (SELECT FROM memberships m WHERE m.server_id = p.id"
    "   AND m.user_id = $2::bigint) AS joined FROM servers p WHERE p.is_public AND p.state = 'active'"
    "  AND (p.name ILIKE $1::text OR p.description ILIKE $1::text)"
    "  ORDER BY p.member_count DESC, p.id LIMIT $3::bigint) s");

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
    enum err err =
        db_run(registry_of(ctx), &server_begin,
               DB_ARGS(db_text(draft->name), db_text_or_null(draft->description),
                       db_bool(draft->is_public), db_i64(draft->owner_id),
                       db_text(str_from(c->server_db_host)), db_i64(c->server_db_port),
                       db_text(str_from(c->server_db_prefix)), db_text(str_from(c->db_user)),
                       db_text(buf_str(&sealed)), db_text_or_null(draft->creation_key)),
               &rows);
    buf_cleanup(&sealed);
    if (err != ERR_NONE)
        return err;
    *server_id = db_get_i64(&rows, 0, 0);
    *db_name = arena_str(ctx->arena, db_get(&rows, 0, 1)).ptr;
    return ERR_NONE;
}

void servers_let_go(struct ctx *ctx, int64_t server_id)
{
    db_send_quietly(registry_of(ctx), &server_let_go, DB_ARGS(db_i64(server_id)));
}

enum err servers_find_created(struct ctx *ctx, struct str creation_key, int64_t *server_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_created,
                          DB_ARGS(db_i64(ctx->user_id), db_text(creation_key)), &rows);
    return answer_i64(err, &rows, server_id);
}

enum err servers_activate(struct ctx *ctx, int64_t server_id, int64_t owner_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_activate,
                          DB_ARGS(db_i64(server_id), db_i64(owner_id)), &rows);
    return err == ERR_NONE && rows.affected == 0 ? ERR_UNAVAILABLE : err;
}

enum err servers_give_up(struct ctx *ctx, int64_t server_id, bool *given_up)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_give_up, DB_ARGS(db_i64(server_id)), &rows);
    *given_up = err == ERR_NONE && rows.affected > 0;
    return err;
}

enum err servers_give_up_cut(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_give_up_cut, DB_NO_ARGS, &rows);
    *count = err == ERR_NONE ? rows.count : 0;
    return err;
}

enum err servers_remains(struct ctx *ctx, int64_t server_id, const struct server_remains **out,
                         size_t *count)
{
    struct db_rows rows;
    *count = 0;
    enum err err = db_run(registry_of(ctx), &server_remains, DB_ARGS(db_i64(server_id)), &rows);
    if (err != ERR_NONE)
        return err;
    struct server_remains *list =
        arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*list));
    for (int i = 0; i < rows.count; i++)
        list[i] = (struct server_remains){
            .server_id = db_get_i64(&rows, i, 0),
            .host = arena_str(ctx->arena, db_get(&rows, i, 1)).ptr,
            .port = (int) db_get_i64(&rows, i, 2),
            .db_name = arena_str(ctx->arena, db_get(&rows, i, 3)).ptr,
        };
    *out = list;
    *count = (size_t) rows.count;
    return ERR_NONE;
}

enum err servers_remove(struct ctx *ctx, int64_t server_id)
{
    return db_run(registry_of(ctx), &server_remove, DB_ARGS(db_i64(server_id)), NULL);
}

enum err servers_unknown(struct ctx *ctx, const int64_t *ids, size_t count, const int64_t **unknown,
                         size_t *unknown_count)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_unknown, DB_ARGS(db_i64s(ids, count)), &rows);
    return answer_ids(ctx, err, &rows, unknown, unknown_count);
}

enum err servers_owned(struct ctx *ctx, int64_t user_id, bool *owns)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_owned, DB_ARGS(db_i64(user_id)), &rows);
    *owns = err == ERR_NONE && db_get_bool(&rows, 0, 0);
    return err;
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
                        struct server_change *out)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_update,
                          DB_ARGS(db_i64(server_id), db_bool(p->has_name), db_text_or_null(p->name),
                                  db_bool(p->has_description), db_text_or_null(p->description),
                                  db_bool(p->has_is_public), db_bool(p->is_public),
                                  db_bool(p->has_icon_url), db_text_or_null(p->icon_url)),
                          &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    out->body = without_braces(db_get(&rows, 0, 0));
    out->before = db_get(&rows, 0, 1);
    out->after = db_get(&rows, 0, 2);
    out->old_icon_url = db_get(&rows, 0, 3);
    return ERR_NONE;
}

enum err servers_set_owner(struct ctx *ctx, int64_t server_id, int64_t owner_id, struct str *body)
{
    struct db_rows rows;
    struct str json;
    enum err err = db_run(registry_of(ctx), &server_set_owner,
                          DB_ARGS(db_i64(server_id), db_i64(owner_id)), &rows);
    err = answer_text(err, &rows, &json);
    if (err == ERR_NONE)
        *body = without_braces(json);
    return err;
}

enum err servers_begin_deleting(struct ctx *ctx, int64_t server_id, struct str name)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_begin_deleting,
                          DB_ARGS(db_i64(server_id), db_text(name)), &rows);
    return err == ERR_NONE && rows.affected == 0 ? ERR_NAME_MISMATCH : err;
}

enum err servers_check_deleting(struct ctx *ctx, int64_t server_id, struct str name)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_is_deleting,
                          DB_ARGS(db_i64(server_id), db_i64(ctx->user_id), db_text(name)), &rows);
    return answer_row(err, &rows);
}

enum err servers_check_public(struct ctx *ctx, int64_t server_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &server_is_public, DB_ARGS(db_i64(server_id)), &rows);
    return answer_row(err, &rows);
}

/* `%`, `_` and `\` of what people type mean themselves. */
static struct str pattern_of(struct ctx *ctx, struct str text)
{
    char *to = arena_alloc(ctx->arena, 2 * text.len + 3);
    size_t len = 0;
    to[len++] = '%';
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '%' || text.ptr[i] == '_' || text.ptr[i] == '\\')
            to[len++] = '\\';
        to[len++] = text.ptr[i];
    }
    to[len++] = '%';
    return str_of(to, len);
}

enum err servers_list_public_json(struct ctx *ctx, struct str query, int64_t limit,
                                  struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(
        registry_of(ctx), &server_list_public,
        DB_ARGS(db_text(pattern_of(ctx, query)), db_i64(ctx->user_id), db_i64(limit)), &rows);
    return answer_text(err, &rows, json);
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
