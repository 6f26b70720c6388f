/* Messages of a server's channels: list, write, look at, edit, delete, and what they said before.
 */
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/resources/message_input.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/validate.h"

enum { BULK_LEAST = 2, BULK_MAX = 100 };

enum err messages_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_NEWEST);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages_ask(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err != ERR_NONE)
        return err;
    messages_send_page(ctx, access.db, access.server_id, access.channel_id, &page);
    err = access_messages_answer(ctx, &access);
    enum err page_err = messages_take_page(access.db, &json);
    if (err == ERR_NONE)
        err = page_err;
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
    if (err != ERR_NONE)
        return err;
    message_input_permit(&draft, &access);
    err = message_input_store(ctx, &access, &draft, &stored);
    /* Either what he replies to is gone, or the channel is, for him. */
    if (err == ERR_NOT_FOUND && draft.reply_to_id != 0 &&
        access_messages(ctx, 0, &access) == ERR_NONE) {
        input_invalid(ctx, "replyToId", "must be a message of this channel");
        return ERR_INVALID_INPUT;
    }
    if (err != ERR_NONE)
        return err;
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

enum err messages_history(struct ctx *ctx)
{
    struct access access;
    int64_t author_id;
    struct str json;
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err == ERR_NONE)
        err = messages_edits_json(access.db, access.channel_id, ctx_param_id(ctx, "messageId"),
                                  &author_id, &json);
    if (err == ERR_NONE && author_id != ctx->user_id &&
        !access_has(&access, PERMISSION_MANAGE_MESSAGES))
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "edits", json);
    return err;
}

/* Who was silenced says nothing by an edit either. */
static enum err hold_to_write(struct ctx *ctx, struct access *access)
{
    enum err err = access_messages(ctx, 0, access);
    if (err == ERR_NONE)
        err = access_hold(ctx, access);
    return err == ERR_NONE && access->is_silenced ? ERR_FORBIDDEN : err;
}

enum err messages_patch(struct ctx *ctx)
{
    struct message_draft draft = message_input_edit(ctx);
    struct access access;
    struct message_edited edited;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_to_write(ctx, &access);
    if (err != ERR_NONE)
        return err;
    message_input_permit(&draft, &access);
    err = messages_update(ctx, access.db, access.server_id, access.channel_id,
                          ctx_param_id(ctx, "messageId"), &draft, &edited);
    if (err != ERR_NONE)
        return err;
    if (edited.recounted)
        ctx_touch_server(ctx, access.server_id);
    if (edited.changed)
        ctx_emit(ctx, EVENT_message_edited, access.room, edited.shared_json);
    ctx_reply(ctx, 200, "message", edited.json);
    return ERR_NONE;
}

/* Hold the channel to delete there. What a moderator does is logged: with the log, in one
 * transaction. */
static enum err hold_to_delete(struct ctx *ctx, uint64_t needed, struct access *access)
{
    enum err err = access_messages(ctx, needed, access);
    if (err == ERR_NONE)
        err = access_hold(ctx, access);
    if (err == ERR_NONE && access_has(access, PERMISSION_MANAGE_MESSAGES))
        err = ctx_begin(ctx, access->db);
    return err;
}

static struct audit_entry deletion(struct ctx *ctx, const struct access *access, int64_t message_id,
                                   int64_t author_id)
{
    return (struct audit_entry){
        .action = AUDIT_message_delete,
        .target_id = message_id,
        .before = PAYLOAD(ctx, PAYLOAD_I64("channelId", access->channel_id),
                          PAYLOAD_I64("authorId", author_id)),
    };
}

enum err messages_delete(struct ctx *ctx)
{
    int64_t message_id = ctx_param_id(ctx, "messageId"), author_id;
    struct access access;
    enum err err = hold_to_delete(ctx, 0, &access);
    if (err == ERR_NONE)
        err = messages_remove(ctx, access.db, access.channel_id, message_id,
                              access_has(&access, PERMISSION_MANAGE_MESSAGES), &author_id);
    if (err == ERR_NONE && author_id != ctx->user_id) {
        struct audit_entry entry = deletion(ctx, &access, message_id, author_id);
        err = audit_add(ctx, access.db, &entry);
    }
    if (err != ERR_NONE)
        return err;
    ctx_touch_server(ctx, access.server_id);
    ctx_emit(ctx, EVENT_message_deleted, access.room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id), PAYLOAD_I64("id", message_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

/* Of several deleted at once: how many. */
static enum err log_deletions(struct ctx *ctx, const struct access *access, size_t count)
{
    struct audit_entry entry = {
        .action = AUDIT_messages_bulk_delete,
        .target_id = access->channel_id,
        .before = PAYLOAD(ctx, PAYLOAD_I64("count", (int64_t) count)),
    };
    return audit_add(ctx, access->db, &entry);
}

enum err messages_bulk_delete(struct ctx *ctx)
{
    size_t count, gone_count;
    const int64_t *ids = body_ids(ctx, "ids", BULK_MAX, &count), *gone;
    struct access access;
    if (input_ok(ctx) && count < BULK_LEAST)
        input_invalid(ctx, "ids", "must hold 2 to 100 different ids");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_to_delete(ctx, PERMISSION_MANAGE_MESSAGES, &access);
    if (err == ERR_NONE)
        err =
            messages_remove_many(ctx, access.db, access.channel_id, ids, count, &gone, &gone_count);
    if (err == ERR_NONE)
        err = log_deletions(ctx, &access, gone_count);
    if (err != ERR_NONE)
        return err;
    ctx_touch_server(ctx, access.server_id);
    ctx_emit(ctx, EVENT_messages_deleted, access.room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id),
                     PAYLOAD_JSON("ids", payload_ids(ctx, gone, gone_count))));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}
