#include "cgi/store/invites.h"

#include "cgi/store/answers.h"
#include "cgi/store/memberships.h"
#include "cgi/store/shapes.h"
#include "cgi/store/users.h"

#define INVITE_IS_OPEN                                                                             \
    "(i.max_uses = 0 OR i.uses < i.max_uses) AND (i.expires_at IS NULL OR i.expires_at > now())"

/* The members of an invite's JSON behind its inviter. */
#define INVITE_BODY                                                                                \
    "json_build_object('code', i.code, 'serverId', i.server_id, 'channelId', null, 'maxUses', "    \
    "i.max_uses,"                                                                                  \
    " 'uses', i.uses, 'expiresAt', " SHAPE_TIME("i.expires_at") ","                                \
                                                                " 'createdAt', " SHAPE_TIME(       \
                                                                    "i.created_at") ")"

DB_STATEMENT(invite_insert, REGISTRY,
    "INSERT INTO invites AS i (code, server_id, inviter_id, max_uses, expires_at)"
    " SELECT $1::text, $2::bigint, $3::bigint, $4::bigint::integer,"
    "  CASE WHEN $5::bigint > 0 THEN now() + make_interval(hours => $5::bigint::integer) END"
    " RETURNING i.inviter_id, " INVITE_BODY);
DB_STATEMENT(invite_list, REGISTRY,
    "SELECT i.inviter_id, " INVITE_BODY " FROM invites i"
    " WHERE i.server_id = $1::bigint AND " INVITE_IS_OPEN " ORDER BY i.created_at DESC, i.code LIMIT 1000");
DB_STATEMENT(invite_inviter, REGISTRY,
    "SELECT i.inviter_id FROM invites i WHERE i.code = $1::text AND i.server_id = $2::bigint");
DB_STATEMENT(invite_delete, REGISTRY,
    "DELETE FROM invites i WHERE i.code = $1::text AND i.server_id = $2::bigint RETURNING " INVITE_BODY);
DB_STATEMENT(
    invite_preview, REGISTRY,
    "SELECT json_build_object('code', i.code, 'server', json_build_object('id', s.id, 'name', "
    "s.name,"
    "  'description', s.description, 'iconUrl', s.icon_url, 'memberCount', s.member_count),"
    "  'expiresAt', " SHAPE_TIME(
        "i.expires_at") ")"
                        " FROM invites i JOIN servers s ON s.id = i.server_id"
                        " WHERE i.code = $1::text AND s.state = 'active' AND " INVITE_IS_OPEN);
DB_STATEMENT(invite_server, REGISTRY,
    "SELECT i.server_id FROM invites i JOIN servers s ON s.id = i.server_id"
    " WHERE i.code = $1::text AND s.state = 'active'");
/* Whoever comes by the same invite at the same time waits here. */
DB_STATEMENT(invite_lock, REGISTRY,
             "SELECT " INVITE_IS_OPEN " FROM invites i WHERE i.code = $1::text FOR UPDATE");
DB_STATEMENT(invite_count_use, REGISTRY,
             "UPDATE invites SET uses = uses + 1, last_used_at = now() WHERE code = $1::text");
DB_STATEMENT(invite_sweep, REGISTRY,
    "DELETE FROM invites i WHERE i.expires_at < now() - interval '7 days'"
    " OR (i.max_uses > 0 AND i.uses >= i.max_uses"
    "  AND coalesce(i.last_used_at, i.created_at) < now() - interval '7 days')");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

/* Put invites and their inviters together, as anybody may see them. Those of accounts that are gone
 * are left out. */
static enum err with_inviters(struct ctx *ctx, const struct db_rows *rows, struct buf *out)
{
    struct user_list users;
    int64_t *ids = arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*ids));
    for (int i = 0; i < rows->count; i++)
        ids[i] = db_get_i64(rows, i, 0);
    enum err err = users_load(ctx, 0, ids, (size_t) rows->count, &users);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++) {
        struct str user = users_in(&users, ids[i]), body = db_get(rows, i, 1);
        if (user.len == 0)
            continue;
        buf_add_cstr(out, out->len > 0 ? ",{" : "{");
        json_add_raw(out, "inviter", user);
        buf_add_char(out, ',');
        buf_add(out, str_slice(body, 1, body.len));
    }
    return err;
}

enum err invites_insert(struct ctx *ctx, struct str code, int64_t server_id, int64_t max_uses,
                        int64_t expires_in_hours, struct str *json)
{
    struct db_rows rows;
    struct buf one;
    enum err err = db_run(registry_of(ctx), &invite_insert,
                          DB_ARGS(db_text(code), db_i64(server_id), db_i64(ctx->user_id),
                                  db_i64(max_uses), db_i64(expires_in_hours)),
                          &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&one, 64 * 1024);
    err = with_inviters(ctx, &rows, &one);
    *json = arena_str(ctx->arena, buf_str(&one));
    buf_cleanup(&one);
    return err;
}

enum err invites_list_json(struct ctx *ctx, int64_t server_id, struct str *json)
{
    struct db_rows rows;
    struct buf list;
    enum err err = db_run(registry_of(ctx), &invite_list, DB_ARGS(db_i64(server_id)), &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&list, 2 * 1024 * 1024);
    err = with_inviters(ctx, &rows, &list);
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list)));
    buf_cleanup(&list);
    return err;
}

enum err invites_find_inviter(struct ctx *ctx, struct str code, int64_t server_id,
                              int64_t *inviter_id)
{
    struct db_rows rows;
    enum err err =
        db_run(registry_of(ctx), &invite_inviter, DB_ARGS(db_text(code), db_i64(server_id)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_INVITE_NOT_FOUND;
    return answer_i64(err, &rows, inviter_id);
}

enum err invites_remove(struct ctx *ctx, struct str code, int64_t server_id, struct str *before)
{
    struct db_rows rows;
    enum err err =
        db_run(registry_of(ctx), &invite_delete, DB_ARGS(db_text(code), db_i64(server_id)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_INVITE_NOT_FOUND;
    return answer_text(err, &rows, before);
}

enum err invites_preview_json(struct ctx *ctx, struct str code, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &invite_preview, DB_ARGS(db_text(code)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_INVITE_NOT_FOUND;
    return answer_text(err, &rows, json);
}

enum err invites_find_server(struct ctx *ctx, struct str code, int64_t *server_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &invite_server, DB_ARGS(db_text(code)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_INVITE_NOT_FOUND;
    return answer_i64(err, &rows, server_id);
}

enum err invites_use(struct ctx *ctx, struct str code, int64_t server_id, int64_t user_id)
{
    struct db_rows rows;
    bool is_new;
    enum err err = ctx_begin(ctx, registry_of(ctx));
    if (err == ERR_NONE)
        err = db_run(registry_of(ctx), &invite_lock, DB_ARGS(db_text(code)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_INVITE_NOT_FOUND;
    if (err == ERR_NONE)
        err = memberships_add(ctx, server_id, user_id, &is_new);
    if (err != ERR_NONE)
        return err;
    if (is_new && !db_get_bool(&rows, 0, 0))
        return ERR_INVITE_NOT_FOUND; /* and the membership is taken back with the transaction */
    if (is_new)
        err = db_run(registry_of(ctx), &invite_count_use, DB_ARGS(db_text(code)), NULL);
    return err == ERR_NONE ? ctx_commit(ctx) : err;
}

enum err invites_sweep(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &invite_sweep, DB_NO_ARGS, &rows);
    *count = err == ERR_NONE ? rows.affected : 0;
    return err;
}
