/* Overwrites of a channel: what a role or a member may do there and what not. */
#include "cgi/store/overwrites.h"
#include "cgi/grants.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/rights.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum { ROOM_BYTES_MAX = 32 };

/* A change of one overwrite. */
struct change {
    struct permission_overwrite wanted;     /* without bits when it is to be removed */
    const struct permission_overwrite *now; /* NULL: none */
    const struct permission_member *target; /* NULL: a role, or somebody who is gone */
};

static struct change change_of(struct ctx *ctx, bool is_role)
{
    return (struct change){.wanted = {
                               .channel_id = ctx_param_id(ctx, "channelId"),
                               .is_role = is_role,
                               .target_id = ctx_param_id(ctx, is_role ? "roleId" : "userId"),
                           }};
}

/* Find what the change is about, and whether the caller may. */
static enum err check(struct ctx *ctx, const struct access *access, struct grants *g,
                      struct change *change)
{
    const struct permission_overwrite *wanted = &change->wanted;
    size_t count = 0;
    enum err err = grants_load(ctx, access, g);
    if (err == ERR_NONE && !wanted->is_role)
        err = rights_load_members(ctx, access->db, &wanted->target_id, 1, &change->target, &count);
    if (err != ERR_NONE)
        return err;
    if (count == 0)
        change->target = NULL;
    change->now = permissions_find_overwrite(&g->lists, wanted->channel_id, wanted->is_role,
                                             wanted->target_id);
    bool is_there =
        change->target || (wanted->is_role && permissions_find_role(&g->lists, wanted->target_id));
    if (!change->now && !is_there)
        return ERR_NOT_FOUND;
    return grants_check_overwrite(g, wanted, change->target);
}

/* The rooms of those who saw the channel and do not any more. */
static enum err find_blinded(struct ctx *ctx, const struct access *access,
                             const struct permission_lists *before,
                             const struct permission_lists *after, struct str *rooms)
{
    const struct permission_member *members;
    size_t count = 0;
    struct buf out;
    enum err err = rights_load_all_members(ctx, access->db, &members, &count);
    if (err != ERR_NONE)
        return err;
    buf_init(&out, ROOM_BYTES_MAX * (count + 1));
    for (size_t i = 0; i < count; i++) {
        uint64_t was = permissions_of(before, &members[i], access->channel_id);
        uint64_t is = permissions_of(after, &members[i], access->channel_id);
        if (was & ~is & PERMISSION_VIEW_CHANNEL)
            buf_printf(&out, "%s%.*s", out.len > 0 ? " " : "",
                       STR_FMT(room_user(ctx->arena, members[i].user_id)));
    }
    *rooms = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return ERR_NONE;
}

/* Who may no longer see it hears that it is gone, then sockets change rooms, then the others hear
 * how it is. */
static void tell(struct ctx *ctx, const struct access *access, const struct change *change,
                 struct str blinded, struct str channel)
{
    if (blinded.len > 0) {
        struct ctx_event *event = ctx_emit(ctx, EVENT_channel_deleted, blinded,
                                           PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id),
                                                   PAYLOAD_I64("channelId", access->channel_id)));
        ctx_also_to(ctx, event, room_turn(ctx->arena, access->server_id));
    }
    ctx_recheck(ctx, room_server(ctx->arena, access->server_id),
                change->wanted.is_role ? 0 : change->wanted.target_id);
    ctx_emit(
        ctx, EVENT_channel_updated, access->room,
        PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id), PAYLOAD_JSON("channel", channel)));
}

/* An entry tells by its keys whose overwrite it was. */
static struct str audit_of(struct ctx *ctx, const struct permission_overwrite *o)
{
    const char *type = o->is_role ? "role" : "member";
    struct str key = arena_printf(ctx->arena, "%s:%lld", type, (long long) o->target_id);
    return PAYLOAD(ctx, PAYLOAD_JSON(key.ptr, overwrites_json(ctx, o)));
}

static enum err write_and_tell(struct ctx *ctx, struct access *access, const struct grants *g,
                               const struct change *change, bool is_removal)
{
    struct audit_entry entry = {
        .action = is_removal ? AUDIT_overwrite_delete : AUDIT_overwrite_update,
        .target_id = access->channel_id,
    };
    struct permission_lists after;
    struct str blinded = {0}, channel;
    if (change->now)
        entry.before = audit_of(ctx, change->now);
    if (!is_removal)
        entry.after = audit_of(ctx, &change->wanted);
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = is_removal ? overwrites_remove(access->db, &change->wanted)
                         : overwrites_put(access->db, &change->wanted);
    if (err == ERR_NONE)
        err = rights_renew_openness(ctx, access->db, &after);
    if (err == ERR_NONE)
        err = find_blinded(ctx, access, &g->lists, &after, &blinded);
    if (err == ERR_NONE)
        err = channels_get_json(access->db, access->channel_id, 0, &channel);
    if (err == ERR_NONE)
        err = audit_add(ctx, access->db, &entry);
    if (err != ERR_NONE)
        return err;
    access_set_room(ctx, access, permissions_is_open(&after, access->channel_id));
    tell(ctx, access, change, blinded, channel);
    return ERR_NONE;
}

static enum err put(struct ctx *ctx, bool is_role)
{
    struct change change = change_of(ctx, is_role);
    struct access access;
    struct grants grants;
    change.wanted.allow = body_bits_or(ctx, "allow", permissions_of_channels(), 0);
    change.wanted.deny = body_bits_or(ctx, "deny", permissions_of_channels(), 0);
    if (change.wanted.allow & change.wanted.deny)
        input_invalid(ctx, "deny", "cannot have what is allowed");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_channel_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = check(ctx, &access, &grants, &change);
    if (err == ERR_NONE)
        err = write_and_tell(ctx, &access, &grants, &change, false);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "overwrite", overwrites_json(ctx, &change.wanted));
    return err;
}

static enum err remove_one(struct ctx *ctx, bool is_role)
{
    struct change change = change_of(ctx, is_role);
    struct access access;
    struct grants grants;
    enum err err = access_channel_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = check(ctx, &access, &grants, &change);
    if (err == ERR_NONE && !change.now)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = write_and_tell(ctx, &access, &grants, &change, true);
    if (err == ERR_NONE)
        ctx_reply_nothing(ctx);
    return err;
}

enum err overwrites_put_role(struct ctx *ctx)
{
    return put(ctx, true);
}

enum err overwrites_put_member(struct ctx *ctx)
{
    return put(ctx, false);
}

enum err overwrites_delete_role(struct ctx *ctx)
{
    return remove_one(ctx, true);
}

enum err overwrites_delete_member(struct ctx *ctx)
{
    return remove_one(ctx, false);
}
