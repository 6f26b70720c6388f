#include "cgi/resources/typing.h"

#include "cgi/store/users.h"

enum { TYPING_PAUSE_MS = 3000 };

/* Whether the caller was passed on here a moment ago. When Redis cannot tell, nobody would hear it
 * anyway. */
static bool is_too_soon(struct ctx *ctx, struct str room)
{
    redisReply *reply =
        redis_command(ctx->worker->redis, "SET ohkay:typing:%lld:%b 1 NX PX %d",
                      (long long) ctx->user_id, room.ptr, room.len, TYPING_PAUSE_MS);
    bool is_first = reply && reply->type == REDIS_REPLY_STATUS;
    freeReplyObject(reply);
    return !is_first;
}

enum err typing_tell(struct ctx *ctx, struct str room, const struct payload_member *where,
                     size_t count)
{
    struct payload_member members[4];
    struct user_list users;
    ctx_reply_nothing(ctx);
    if (is_too_soon(ctx, room))
        return ERR_NONE;
    enum err err = users_load(ctx, 0, &ctx->user_id, 1, &users);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < count; i++)
        members[i] = where[i];
    members[count] = PAYLOAD_JSON("user", users_in(&users, ctx->user_id));
    struct ctx_event *event =
        ctx_emit(ctx, EVENT_user_typing, room, payload_of(ctx, members, count + 1));
    event->except_user = ctx->user_id;
    return ERR_NONE;
}
