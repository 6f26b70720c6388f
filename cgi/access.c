#include "cgi/access.h"

#include "cgi/order.h"
#include "shared/room.h"

static enum err open_server(struct ctx *ctx, int64_t server_id, struct access *out)
{
    *out = (struct access){.server_id = server_id};
    return databases_get_server(ctx->worker->databases, out->server_id, &out->db);
}

enum err access_server(struct ctx *ctx, uint64_t needed, struct access *out)
{
    struct member_standing standing;
    enum err err = open_server(ctx, ctx_param_id(ctx, "serverId"), out);
    if (err == ERR_NONE)
        err = members_standing(out->db, ctx->user_id, &standing);
    if (err != ERR_NONE)
        return err;
    out->permissions = permissions_resolve(&standing.inputs);
    out->is_owner = standing.inputs.is_owner;
    out->highest_position = standing.highest_position;
    out->room = room_server(ctx->arena, out->server_id);
    return access_has(out, needed) ? ERR_NONE : ERR_FORBIDDEN;
}

enum err access_server_held(struct ctx *ctx, uint64_t needed, struct access *out)
{
    /* Twice: who may not does not make others wait. */
    enum err err = access_server(ctx, needed, out);
    if (err == ERR_NONE)
        err = order_take(ctx, out->db, ORDER_SERVER_KEY);
    return err == ERR_NONE ? access_server(ctx, needed, out) : err;
}

/* What a standing makes of the caller in the channel, asked for `out->needed`. */
static enum err judge(struct ctx *ctx, const struct channel_standing *standing, struct access *out)
{
    out->permissions = permissions_resolve(&standing->inputs);
    out->is_owner = standing->inputs.is_owner;
    out->is_silenced = standing->inputs.is_timed_out && !access_has(out, PERMISSION_ADMINISTRATOR);
    out->is_textual = standing->is_textual;
    access_set_room(ctx, out, standing->is_open);
    if (!access_has(out, PERMISSION_VIEW_CHANNEL))
        return ERR_NOT_FOUND;
    return access_has(out, out->needed) ? ERR_NONE : ERR_FORBIDDEN;
}

enum err access_channel(struct ctx *ctx, uint64_t needed, struct access *out)
{
    return access_channel_at(ctx, ctx_param_id(ctx, "serverId"), ctx_param_id(ctx, "channelId"),
                             needed, out);
}

enum err access_channel_at(struct ctx *ctx, int64_t server_id, int64_t channel_id, uint64_t needed,
                           struct access *out)
{
    struct channel_standing standing;
    enum err err = open_server(ctx, server_id, out);
    out->channel_id = channel_id;
    out->needed = needed;
    if (err == ERR_NONE)
        err = channels_standing(out->db, out->channel_id, ctx->user_id, &standing);
    return err == ERR_NONE ? judge(ctx, &standing, out) : err;
}

enum err access_channel_held(struct ctx *ctx, uint64_t needed, struct access *out)
{
    enum err err = access_channel(ctx, needed, out);
    if (err == ERR_NONE)
        err = order_take(ctx, out->db, ORDER_SERVER_KEY);
    return err == ERR_NONE ? access_channel(ctx, needed, out) : err;
}

void access_set_room(struct ctx *ctx, struct access *a, bool is_open)
{
    a->room = is_open ? room_server(ctx->arena, a->server_id)
                      : room_channel(ctx->arena, a->server_id, a->channel_id);
}

enum err access_hold(struct ctx *ctx, struct access *a)
{
    struct channel_standing standing;
    order_send(ctx, a->db, a->channel_id);
    channels_send_standing(a->db, a->channel_id, ctx->user_id);
    enum err lock_err = order_taken(ctx), err = channels_take_standing(a->db, &standing);
    if (lock_err != ERR_NONE)
        return lock_err;
    return err == ERR_NONE ? judge(ctx, &standing, a) : err;
}

enum err access_messages_ask(struct ctx *ctx, uint64_t needed, struct access *out)
{
    enum err err = open_server(ctx, ctx_param_id(ctx, "serverId"), out);
    out->channel_id = ctx_param_id(ctx, "channelId");
    out->needed = needed;
    if (err == ERR_NONE)
        channels_send_standing(out->db, out->channel_id, ctx->user_id);
    return err;
}

enum err access_messages_answer(struct ctx *ctx, struct access *out)
{
    struct channel_standing standing;
    enum err err = channels_take_standing(out->db, &standing);
    if (err == ERR_NONE)
        err = judge(ctx, &standing, out);
    return err == ERR_NONE && !out->is_textual ? ERR_NOT_TEXTUAL : err;
}

enum err access_messages(struct ctx *ctx, uint64_t needed, struct access *out)
{
    enum err err = access_messages_ask(ctx, needed, out);
    return err == ERR_NONE ? access_messages_answer(ctx, out) : err;
}

enum err access_above(struct ctx *ctx, const struct access *a, int64_t user_id)
{
    struct member_standing theirs;
    enum err err = members_standing(a->db, user_id, &theirs);
    if (err != ERR_NONE)
        return err;
    if (user_id == ctx->user_id || theirs.inputs.is_owner)
        return ERR_FORBIDDEN;
    return a->is_owner || a->highest_position > theirs.highest_position ? ERR_NONE : ERR_FORBIDDEN;
}
