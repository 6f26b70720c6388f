/* Invites: create, look at, join by one. */
#include "cgi/store/invites.h"
#include "cgi/access.h"
#include "cgi/resources/entrance.h"
#include "cgi/routes.h"
#include "cgi/store/servers.h"
#include "cgi/validate.h"
#include "shared/token.h"

enum { CODE_LENGTH = 10, MAX_USES_MAX = 1000000, EXPIRES_HOURS_MAX = 87600 };

enum err invites_create(struct ctx *ctx)
{
    int64_t max_uses = body_i64_or(ctx, "maxUses", 0, MAX_USES_MAX, 0);
    int64_t expires_in_hours = body_i64_or(ctx, "expiresInHours", 0, EXPIRES_HOURS_MAX, 0);
    struct access access;
    struct user_list users;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_CREATE_INSTANT_INVITE, &access);
    if (err == ERR_NONE)
        err = users_load(ctx, 0, &ctx->user_id, 1, &users);
    if (err == ERR_NONE)
        err = invites_insert(ctx, token_code(ctx->arena, CODE_LENGTH), access.server_id, max_uses,
                             expires_in_hours, users_in(&users, ctx->user_id), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 201, "invite", json);
    return err;
}

enum err invites_preview(struct ctx *ctx)
{
    struct str json;
    enum err err = invites_preview_json(ctx, ctx_param_text(ctx, "inviteCode"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "invite", json);
    return err;
}

/* The registry first, then the server: cut in between, a repeat finishes. Both under the server's
 * order lock, as when somebody leaves: so the two databases agree, whatever happens at once. */
enum err invites_join(struct ctx *ctx)
{
    struct str code = ctx_param_text(ctx, "inviteCode"), body;
    int64_t server_id;
    uint64_t permissions;
    struct db *db;
    enum err err = invites_find_server(ctx, code, &server_id);
    if (err == ERR_NONE)
        err = entrance_open(ctx, server_id, &db);
    if (err == ERR_NONE)
        err = invites_use(ctx, code, server_id, ctx->user_id);
    if (err == ERR_NONE)
        err = entrance_enter(ctx, server_id, db, &permissions);
    if (err == ERR_NONE)
        err = servers_get_body(ctx, server_id, &body);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, permissions));
    return err;
}
