/* Bans of a server: list, look at, ban, lift. */
#include "cgi/store/bans.h"
#include "cgi/access.h"
#include "cgi/resources/departure.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/memberships.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum { REASON_MAX_CHARS = 512, DELETE_HOURS_MAX = 168 };

enum err bans_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_FIRST);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_BAN_MEMBERS, &access);
    if (err == ERR_NONE)
        err = bans_list_json(access.db, &page, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "bans", json);
    return err;
}

enum err bans_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, PERMISSION_BAN_MEMBERS, &access);
    if (err == ERR_NONE)
        err = bans_get_json(access.db, ctx_param_id(ctx, "userId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "ban", json);
    return err;
}

/* A ban as it is asked for. */
struct order {
    int64_t user_id;
    struct str reason; /* a NULL pointer: none */
    int64_t delete_hours;
};

/* All that the server's own database knows of a ban, in one transaction. */
static enum err ban(struct ctx *ctx, const struct access *access, const struct order *order,
                    bool *was_member, struct deleted_messages *deleted)
{
    struct audit_entry entry = {
        .action = AUDIT_ban_create, .target_id = order->user_id, .reason = order->reason};
    struct profile whom;
    enum err err = users_load_profiles(ctx, &order->user_id, 1, &whom);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = bans_insert(ctx, access->db, &whom, order->reason, &entry.before, &entry.after);
    if (err == ERR_NONE)
        err = members_remove(access->db, order->user_id, was_member);
    if (err == ERR_NONE && order->delete_hours > 0)
        err = bans_delete_messages(access->db, access->server_id, order->user_id,
                                   order->delete_hours, deleted);
    if (err == ERR_NONE)
        err = audit_add(ctx, access->db, &entry);
    return err == ERR_NONE ? ctx_commit(ctx) : err;
}

static void tell_deleted(struct ctx *ctx, const struct access *access,
                         const struct deleted_messages *deleted)
{
    for (int i = 0; i < deleted->rows.count; i++) {
        struct access channel = *access;
        channel.channel_id = db_get_i64(&deleted->rows, i, 0);
        access_set_room(ctx, &channel, db_get_bool(&deleted->rows, i, 1));
        ctx_emit(ctx, EVENT_messages_deleted, channel.room, db_get(&deleted->rows, i, 2));
    }
}

/* The ban and the end of the membership stand together; the registry is told after. Cut in between,
 * the user is out and cannot come back, and a repeat finishes. */
enum err bans_put(struct ctx *ctx)
{
    struct order order = {
        .user_id = ctx_param_id(ctx, "userId"),
        .reason = body_text_or(ctx, "reason", 0, REASON_MAX_CHARS, ctx->audit_reason),
        .delete_hours = body_i64_or(ctx, "deleteMessageHours", 0, DELETE_HOURS_MAX, 0),
    };
    struct deleted_messages deleted = {0};
    struct access access;
    bool was_member, was_registered;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, PERMISSION_BAN_MEMBERS, &access);
    if (err != ERR_NONE)
        return err;
    err = access_above(ctx, &access, order.user_id);
    if (err == ERR_NONE || err == ERR_NOT_FOUND) /* whoever is no member stands above nobody */
        err = ban(ctx, &access, &order, &was_member, &deleted);
    if (err != ERR_NONE)
        return err;
    if (was_member)
        departure_tell(ctx, access.server_id, order.user_id, "ban");
    tell_deleted(ctx, &access, &deleted);
    ctx_settle(ctx);
    ctx_reply_nothing(ctx);
    return memberships_remove(ctx, access.server_id, order.user_id, &was_registered);
}

enum err bans_delete(struct ctx *ctx)
{
    struct audit_entry entry = {.action = AUDIT_ban_delete,
                                .target_id = ctx_param_id(ctx, "userId")};
    struct access access;
    enum err err = access_server_held(ctx, PERMISSION_BAN_MEMBERS, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = bans_remove(access.db, entry.target_id, &entry.before);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db, &entry);
    if (err == ERR_NONE)
        ctx_reply_nothing(ctx);
    return err;
}
