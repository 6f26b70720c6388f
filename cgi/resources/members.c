/* Members of a server: list, kick, leave. */
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/memberships.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum err members_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_FIRST);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = members_list_json(ctx, access.db, &page, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "members", json);
    return err;
}

/* Take a user out of a server. His rights end with the server's own database, so that comes first;
 * should the registry not be reached then, a repeat finishes the work. */
static enum err remove_member(struct ctx *ctx, int64_t server_id, struct db *db, int64_t user_id,
                              struct str reason)
{
    bool was_member, was_registered;
    enum err err = order_take(ctx, db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = members_remove(db, user_id, &was_member);
    if (err != ERR_NONE)
        return err;
    if (was_member) {
        struct str room = room_server(ctx->arena, server_id);
        struct ctx_event *event =
            ctx_emit(ctx, EVENT_member_left, room,
                     PAYLOAD(ctx, PAYLOAD_I64("serverId", server_id),
                             PAYLOAD_I64("userId", user_id), PAYLOAD_JSON("reason", reason)));
        ctx_also_to(ctx, event, room_user(ctx->arena, user_id));
        ctx_then_leave(event, user_id, room);
        ctx_settle(ctx);
    }
    err = memberships_remove(ctx, server_id, user_id, &was_registered);
    if (err == ERR_NONE && !was_member && !was_registered)
        err = ERR_NOT_FOUND;
    ctx_reply_nothing(ctx);
    return err;
}

enum err members_kick(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct access access;
    enum err err = access_server(ctx, PERMISSION_KICK_MEMBERS, &access);
    if (err == ERR_NONE)
        err = access_above(ctx, &access, user_id);
    /* Gone from the server's database already: an earlier kick was cut off before the registry. */
    if (err != ERR_NONE && !(err == ERR_NOT_FOUND && access_has(&access, PERMISSION_KICK_MEMBERS)))
        return err;
    return remove_member(ctx, access.server_id, access.db, user_id, STR("\"kick\""));
}

enum err members_leave(struct ctx *ctx)
{
    struct access access;
    enum err err = access_server(ctx, 0, &access);
    /* As above. */
    if (err != ERR_NONE && !(err == ERR_NOT_FOUND && access.db))
        return err;
    if (err == ERR_NONE && access.is_owner)
        return ERR_OWNER_MUST_TRANSFER;
    return remove_member(ctx, access.server_id, access.db, ctx->user_id, STR("\"leave\""));
}
