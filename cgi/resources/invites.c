/* Invites: create, list, look at, delete, join by one. */
#include "cgi/store/invites.h"
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/resources/entrance.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/servers.h"
#include "cgi/validate.h"
#include "shared/token.h"

enum { CODE_LENGTH = 10, MAX_USES_MAX = 1000000, EXPIRES_HOURS_MAX = 87600 };

/* The caller may do this in the server, which stays as it is, and a transaction of the registry is
 * open. Nobody else's rights change. */
static enum err open_held(struct ctx *ctx, uint64_t needed, struct access *access)
{
    enum err err = access_server(ctx, needed, access);
    if (err == ERR_NONE)
        err = order_take_for_one(ctx, access->db);
    if (err == ERR_NONE)
        err = access_server(ctx, needed, access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, databases_get(ctx->worker->databases, DB_REGISTRY));
    return err;
}

enum err invites_create(struct ctx *ctx)
{
    int64_t max_uses = body_i64_or(ctx, "maxUses", 0, MAX_USES_MAX, 0);
    int64_t expires_in_hours = body_i64_or(ctx, "expiresInHours", 0, EXPIRES_HOURS_MAX, 0);
    struct str code = token_code(ctx->arena, CODE_LENGTH), json;
    struct access access;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = open_held(ctx, PERMISSION_CREATE_INSTANT_INVITE, &access);
    if (err == ERR_NONE)
        err = invites_insert(ctx, code, access.server_id, max_uses, expires_in_hours, &json);
    /* Cut between this and the commit, the log tells of one that nobody got. */
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db,
                        &(struct audit_entry){.action = AUDIT_invite_create, .after = json});
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_invite_created, access.room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id), PAYLOAD_JSON("invite", json)));
    ctx_reply(ctx, 201, "invite", json);
    return ERR_NONE;
}

enum err invites_list(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, PERMISSION_MANAGE_GUILD, &access);
    if (err == ERR_NONE)
        err = invites_list_json(ctx, access.server_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "invites", json);
    return err;
}

enum err invites_delete(struct ctx *ctx)
{
    struct str code = ctx_param_text(ctx, "inviteCode"), before;
    struct access access;
    int64_t inviter_id;
    enum err err = open_held(ctx, 0, &access);
    if (err == ERR_NONE)
        err = invites_find_inviter(ctx, code, access.server_id, &inviter_id);
    if (err == ERR_NONE && inviter_id != ctx->user_id &&
        !access_has(&access, PERMISSION_MANAGE_GUILD))
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = invites_remove(ctx, code, access.server_id, &before);
    /* As above. */
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db,
                        &(struct audit_entry){.action = AUDIT_invite_delete, .before = before});
    if (err == ERR_NONE)
        ctx_reply_nothing(ctx);
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
