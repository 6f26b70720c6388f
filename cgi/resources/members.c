/* Members of a server: list, look at, kick, leave. */
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/resources/departure.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/memberships.h"
#include "cgi/validate.h"

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

enum err members_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = members_get_json(ctx, access.db, ctx->user_id, ctx_param_id(ctx, "userId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "member", json);
    return err;
}

/* Take a user out of a server whose order lock is held. His rights end with the server's own
 * database, so that comes first; should the registry not be reached then, a repeat finishes the
 * work. `entry` is for the audit log, NULL when he goes by himself. */
static enum err remove_member(struct ctx *ctx, const struct access *access, int64_t user_id,
                              const char *reason, const struct audit_entry *entry)
{
    bool was_member, was_registered;
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = members_remove(access->db, user_id, &was_member);
    if (err == ERR_NONE && was_member && entry)
        err = audit_add(ctx, access->db, entry);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    if (was_member)
        departure_tell(ctx, access->server_id, user_id, reason);
    ctx_settle(ctx);
    err = memberships_remove(ctx, access->server_id, user_id, &was_registered);
    if (err == ERR_NONE && !was_member && !was_registered)
        err = ERR_NOT_FOUND;
    ctx_reply_nothing(ctx);
    return err;
}

enum err members_kick(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct audit_entry entry = {.action = AUDIT_member_kick, .target_id = user_id};
    struct access access;
    enum err err = access_server_held(ctx, PERMISSION_KICK_MEMBERS, &access);
    if (err != ERR_NONE)
        return err;
    err = access_above(ctx, &access, user_id);
    /* Gone from the server's database already: an earlier kick was cut off before the registry. */
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    return remove_member(ctx, &access, user_id, "kick", &entry);
}

enum err members_leave(struct ctx *ctx)
{
    struct access access;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE && access.is_owner)
        return ERR_OWNER_MUST_TRANSFER;
    /* As above; a stranger finds nothing to take away. */
    if (err == ERR_NOT_FOUND && access.db && !ctx->ordered_db)
        err = order_take(ctx, access.db, ORDER_SERVER_KEY);
    if (err != ERR_NONE && !(err == ERR_NOT_FOUND && access.db))
        return err;
    return remove_member(ctx, &access, ctx->user_id, "leave", NULL);
}
