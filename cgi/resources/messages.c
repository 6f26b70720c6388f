/* Messages of a server's channels: list, write, look at, edit, delete. */
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/resources/message_input.h"
#include "cgi/routes.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum err messages_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_NEWEST);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err == ERR_NONE)
        err = messages_list_json(ctx, access.db, access.server_id, access.channel_id, &page, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "messages", json);
    return err;
}

enum err messages_create(struct ctx *ctx)
{
    struct message_draft draft = message_input_draft(ctx);
    struct access access;
    struct message_stored stored;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages(ctx, PERMISSION_SEND_MESSAGES, &access);
    if (err == ERR_NONE)
        err = messages_insert(ctx, access.db, access.server_id, access.channel_id, &draft, &stored);
    if (err == ERR_NOT_FOUND && draft.reply_to_id != 0) {
        input_invalid(ctx, "replyToId", "must be a message of this channel");
        return ERR_INVALID_INPUT;
    }
    if (err != ERR_NONE)
        return err;
    access_set_room(ctx, &access, stored.is_open);
    stored.json = message_input_echo(ctx, stored.json);
    ctx_touch_server(ctx, access.server_id);
    message_input_emit(ctx, EVENT_new_message,
                       room_channel(ctx->arena, access.server_id, access.channel_id), access.room,
                       &stored, &draft);
    ctx_reply(ctx, 201, "message", stored.json);
    return ERR_NONE;
}

enum err messages_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err == ERR_NONE)
        err = messages_get_json(ctx, access.db, access.server_id, access.channel_id,
                                ctx_param_id(ctx, "messageId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "message", json);
    return err;
}

/* The caller may see the message of the path; what he may do with it depends on who wrote it. */
static enum err find(struct ctx *ctx, struct access *access, int64_t *message_id,
                     int64_t *author_id)
{
    *message_id = ctx_param_id(ctx, "messageId");
    enum err err = access_messages(ctx, 0, access);
    return err == ERR_NONE ? messages_author(access->db, access->channel_id, *message_id, author_id)
                           : err;
}

enum err messages_patch(struct ctx *ctx)
{
    struct message_draft draft = message_input_edit(ctx);
    struct access access;
    int64_t message_id, author_id;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = find(ctx, &access, &message_id, &author_id);
    if (err == ERR_NONE && author_id != ctx->user_id)
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = access_hold(ctx, &access);
    if (err == ERR_NONE)
        err = messages_update(access.db, access.server_id, access.channel_id, message_id, &draft,
                              &json);
    if (err != ERR_NONE)
        return err;
    ctx_touch_server(ctx, access.server_id);
    ctx_emit(ctx, EVENT_message_edited, access.room, json);
    ctx_reply(ctx, 200, "message", json);
    return ERR_NONE;
}

enum err messages_delete(struct ctx *ctx)
{
    struct access access;
    int64_t message_id, author_id;
    enum err err = find(ctx, &access, &message_id, &author_id);
    if (err == ERR_NONE && author_id != ctx->user_id &&
        !access_has(&access, PERMISSION_MANAGE_MESSAGES))
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = access_hold(ctx, &access);
    if (err == ERR_NONE)
        err = messages_remove(access.db, access.channel_id, message_id);
    if (err != ERR_NONE)
        return err;
    ctx_touch_server(ctx, access.server_id);
    ctx_emit(ctx, EVENT_message_deleted, access.room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id), PAYLOAD_I64("id", message_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}
