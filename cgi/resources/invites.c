/* Invites: create, look at, join by one. */
#include "cgi/store/invites.h"
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/servers.h"
#include "cgi/validate.h"
#include "shared/room.h"
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

/* Make the user a member in the server's own database; nothing happens when he is one. */
static enum err enter(struct ctx *ctx, int64_t server_id, struct db *db, uint64_t *permissions)
{
    struct profile profile;
    struct member_standing standing;
    struct str member;
    bool joined = false;
    enum err err = users_load_profiles(ctx, &ctx->user_id, 1, &profile);
    if (err == ERR_NONE)
        err = members_add(db, &profile, &joined);
    if (err == ERR_NONE)
        err = members_standing(db, ctx->user_id, &standing);
    if (err == ERR_NONE && joined)
        err = members_get_json(ctx, db, ctx->user_id, &member);
    if (err != ERR_NONE)
        return err;
    if (joined)
        ctx_emit(ctx, EVENT_member_joined, room_server(ctx->arena, server_id),
                 PAYLOAD(ctx, PAYLOAD_I64("serverId", server_id), PAYLOAD_JSON("member", member)));
    ctx_settle(ctx);
    *permissions = permissions_resolve(&standing.inputs);
    return ERR_NONE;
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
        err = databases_get_server(ctx->worker->databases, server_id, &db);
    if (err == ERR_NONE)
        err = order_take(ctx, db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = invites_use(ctx, code, server_id, ctx->user_id);
    if (err == ERR_NONE)
        err = enter(ctx, server_id, db, &permissions);
    if (err == ERR_NONE)
        err = servers_get_body(ctx, server_id, &body);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, permissions));
    return err;
}
