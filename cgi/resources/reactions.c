/* Reactions to messages of a server's channels: who, react, take back, take another's away. */
#include "cgi/store/reactions.h"
#include "cgi/access.h"
#include "cgi/payload.h"
#include "cgi/resources/message_input.h"
#include "cgi/routes.h"
#include "cgi/store/users.h"
#include "cgi/validate.h"

enum err reactions_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_FIRST);
    struct emoji emoji = message_input_emoji(ctx);
    struct access access;
    const int64_t *ids;
    size_t count;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, &access);
    if (err == ERR_NONE)
        err = reactions_users(ctx, access.db, access.channel_id, ctx_param_id(ctx, "messageId"),
                              &emoji, &page, &ids, &count);
    if (err == ERR_NONE)
        err = users_list_json(ctx, ids, count, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "users", json);
    return err;
}

/* Nobody reacts who is silenced; who reads may join those who reacted, and take back his own. */
static enum err hold(struct ctx *ctx, struct access *access)
{
    enum err err = access_messages(ctx, PERMISSION_READ_MESSAGE_HISTORY, access);
    return err == ERR_NONE ? access_hold(ctx, access) : err;
}

static void tell(struct ctx *ctx, enum event event, const struct access *access,
                 const struct emoji *emoji, int64_t user_id)
{
    struct str what = PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id),
                              PAYLOAD_I64("channelId", access->channel_id),
                              PAYLOAD_I64("messageId", ctx_param_id(ctx, "messageId")),
                              PAYLOAD_I64("userId", user_id));
    ctx_emit(ctx, event, access->room, payload_with_text(ctx, what, "emoji", emoji_text(emoji)));
}

static enum err refusal_of(struct ctx *ctx, enum reaction_result result)
{
    switch (result) {
    case REACTION_NOT_ALLOWED:
        return ERR_FORBIDDEN;
    case REACTION_NO_SUCH_EMOJI:
        input_invalid(ctx, "emoji", "is no emoji of this server");
        return ERR_INVALID_INPUT;
    case REACTION_TOO_MANY:
        return ERR_REACTION_LIMIT;
    default:
        return ERR_NONE;
    }
}

enum err reactions_put(struct ctx *ctx)
{
    struct emoji emoji = message_input_emoji(ctx);
    struct access access;
    enum reaction_result result;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold(ctx, &access);
    if (err == ERR_NONE && access.is_silenced)
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = reactions_add(ctx, access.db, access.channel_id, ctx_param_id(ctx, "messageId"),
                            &emoji, access_has(&access, PERMISSION_ADD_REACTIONS), &result);
    if (err == ERR_NONE)
        err = refusal_of(ctx, result);
    if (err != ERR_NONE)
        return err;
    if (result == REACTION_CHANGED)
        tell(ctx, EVENT_reaction_added, &access, &emoji, ctx->user_id);
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

static enum err take_away(struct ctx *ctx, int64_t user_id)
{
    struct emoji emoji = message_input_emoji(ctx);
    struct access access;
    enum reaction_result result;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold(ctx, &access);
    if (err == ERR_NONE && user_id != ctx->user_id &&
        !access_has(&access, PERMISSION_MANAGE_MESSAGES))
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = reactions_remove(access.db, access.channel_id, ctx_param_id(ctx, "messageId"), &emoji,
                               user_id, &result);
    if (err != ERR_NONE)
        return err;
    if (result == REACTION_CHANGED)
        tell(ctx, EVENT_reaction_removed, &access, &emoji, user_id);
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

enum err reactions_delete(struct ctx *ctx)
{
    return take_away(ctx, ctx->user_id);
}

enum err reactions_delete_of(struct ctx *ctx)
{
    return take_away(ctx, ctx_param_id(ctx, "userId"));
}
