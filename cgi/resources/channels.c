/* Channels of a server: list, create, look at, typing and reading in one. */
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/resources/typing.h"
#include "cgi/routes.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum { SLOWMODE_MAX_SECONDS = 21600, POSITION_MAX = 10000, PLACE_BEHIND = -1 };

enum err channels_list(struct ctx *ctx)
{
    struct db *db;
    struct str json;
    enum err err = databases_get_server(ctx->worker->databases, ctx_param_id(ctx, "serverId"), &db);
    if (err == ERR_NONE)
        err = channels_list_json(ctx, db, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "channels", json);
    return err;
}

static void check_type(struct ctx *ctx, struct str type)
{
    static const char *const types[] = {"text", "voice", "announcement", "category"};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_eq_cstr(type, types[i]))
            return;
    }
    input_invalid(ctx, "type", "must be text, voice, announcement or category");
}

static struct channel_draft read_draft(struct ctx *ctx)
{
    struct channel_draft draft = {
        .name = body_text(ctx, "name", 1, 100),
        .type = body_text(ctx, "type", 1, 20),
        .description = body_text_or(ctx, "description", 0, 1000, (struct str){0}),
        .topic = body_text_or(ctx, "topic", 0, 1024, (struct str){0}),
        .parent_id = body_id_or_none(ctx, "parentId"),
        .position = body_i64_or(ctx, "position", 0, POSITION_MAX, PLACE_BEHIND),
        .slowmode_seconds = body_i64_or(ctx, "slowmodeSeconds", 0, SLOWMODE_MAX_SECONDS, 0),
        .nsfw = body_bool_or(ctx, "nsfw", false),
    };
    if (draft.type.len > 0)
        check_type(ctx, draft.type);
    if (draft.parent_id != 0 && str_eq(draft.type, STR("category")))
        input_invalid(ctx, "parentId", "a category cannot be in another");
    return draft;
}

enum err channels_create(struct ctx *ctx)
{
    struct channel_draft draft = read_draft(ctx);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_MANAGE_CHANNELS, &access);
    if (err == ERR_NONE)
        err = order_take(ctx, access.db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = channels_insert(access.db, access.server_id, &draft, &json);
    if (err == ERR_NOT_FOUND && draft.parent_id != 0) {
        input_invalid(ctx, "parentId", "must be a category of this server");
        return ERR_INVALID_INPUT;
    }
    if (err != ERR_NONE)
        return err;
    ctx_emit(
        ctx, EVENT_channel_created, access.room,
        PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id), PAYLOAD_JSON("channel", json)));
    ctx_reply(ctx, 201, "channel", json);
    return ERR_NONE;
}

enum err channels_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_channel(ctx, 0, &access);
    if (err == ERR_NONE)
        err = channels_get_json(ctx, access.db, access.channel_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "channel", json);
    return err;
}

enum err channels_typing(struct ctx *ctx)
{
    struct access access;
    enum err err = access_messages(ctx, PERMISSION_SEND_MESSAGES, &access);
    if (err != ERR_NONE)
        return err;
    const struct payload_member where[] = {PAYLOAD_I64("serverId", access.server_id),
                                           PAYLOAD_I64("channelId", access.channel_id)};
    return typing_tell(ctx, access.room, where, 2);
}

enum err channels_read(struct ctx *ctx)
{
    int64_t message_id = body_id(ctx, "messageId"), last_read_id;
    struct access access;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages(ctx, 0, &access);
    /* What is counted must stay until it is written down. */
    if (err == ERR_NONE)
        err = access_hold(ctx, &access);
    if (err == ERR_NONE)
        err = channels_mark_read(access.db, access.channel_id, ctx->user_id, message_id,
                                 &last_read_id);
    if (err != ERR_NONE)
        return err;
    ctx_touch_user(ctx, access.server_id, ctx->user_id);
    ctx_emit(ctx, EVENT_read_state_updated, room_user(ctx->arena, ctx->user_id),
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id),
                     PAYLOAD_I64("lastReadId", last_read_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}
