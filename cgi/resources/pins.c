/* Pinned messages of a server's channels: list, pin, unpin. */
#include "cgi/store/pins.h"
#include "cgi/access.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"

enum err pins_list(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err == ERR_NONE)
        err = pins_list_json(ctx, access.db, access.server_id, access.channel_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "messages", json);
    return err;
}

static enum err log_pin(struct ctx *ctx, const struct access *access, int64_t message_id,
                        bool is_pinned)
{
    struct str where = PAYLOAD(ctx, PAYLOAD_I64("channelId", access->channel_id)), nowhere = {0};
    struct audit_entry entry = {
        .action = is_pinned ? AUDIT_message_pin : AUDIT_message_unpin,
        .target_id = message_id,
        .before = is_pinned ? nowhere : where,
        .after = is_pinned ? where : nowhere,
    };
    return audit_add(ctx, access->db, &entry);
}

static enum err set(struct ctx *ctx, bool is_pinned)
{
    int64_t message_id = ctx_param_id(ctx, "messageId");
    struct access access;
    enum pin_result result = PIN_AS_IT_WAS;
    enum err err = access_messages(ctx, PERMISSION_MANAGE_MESSAGES, &access);
    if (err == ERR_NONE)
        err = access_hold(ctx, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = pins_set(access.db, access.channel_id, message_id, is_pinned, &result);
    if (err == ERR_NONE && result == PIN_TOO_MANY)
        err = ERR_PIN_LIMIT;
    if (err == ERR_NONE && result == PIN_CHANGED)
        err = log_pin(ctx, &access, message_id, is_pinned);
    if (err != ERR_NONE)
        return err;
    if (result == PIN_CHANGED)
        ctx_emit(ctx, EVENT_pins_updated, access.room,
                 PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                         PAYLOAD_I64("channelId", access.channel_id),
                         PAYLOAD_I64("messageId", message_id),
                         PAYLOAD_JSON("pinned", is_pinned ? STR("true") : STR("false"))));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

enum err pins_put(struct ctx *ctx)
{
    return set(ctx, true);
}

enum err pins_delete(struct ctx *ctx)
{
    return set(ctx, false);
}
