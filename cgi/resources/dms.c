/* Direct messages: conversations, and what is written in them. */
#include "cgi/store/dms.h"
#include "cgi/resources/message_input.h"
#include "cgi/resources/typing.h"
#include "cgi/routes.h"
#include "cgi/store/dms_reactions.h"
#include "cgi/store/upload_drops.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum { GROUP_MAX = 10 };

/* For the {conversationId} of the path. ERR_NOT_FOUND when the caller does not take part. */
static enum err open_conversation(struct ctx *ctx, struct conversation *out)
{
    return dms_find(ctx, ctx_param_id(ctx, "conversationId"), out);
}

/* The same, held: nobody joins, leaves or blocks until this request's events are out. */
static enum err hold_conversation(struct ctx *ctx, struct conversation *out)
{
    return dms_hold(ctx, ctx_param_id(ctx, "conversationId"), out);
}

/* The same, to write in it. */
static enum err hold_to_write(struct ctx *ctx, struct conversation *out)
{
    enum err err = hold_conversation(ctx, out);
    return err == ERR_NONE && !out->may_write ? ERR_FORBIDDEN : err;
}

/* The participants' own rooms: every device hears, whether it has the conversation open or not. */
static struct str rooms_of(struct ctx *ctx, const struct conversation *c)
{
    struct str rooms = room_user(ctx->arena, c->participants[0]);
    for (size_t i = 1; i < c->count; i++)
        rooms = arena_printf(ctx->arena, "%.*s %.*s", STR_FMT(rooms),
                             STR_FMT(room_user(ctx->arena, c->participants[i])));
    return rooms;
}

/* --- conversations -----------------------------------------------------------------------------
 */

enum err dms_list(struct ctx *ctx)
{
    struct str json;
    enum err err = dms_list_json(ctx, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "conversations", json);
    return err;
}

enum err dms_get(struct ctx *ctx)
{
    struct str json;
    enum err err = dms_get_json(ctx, ctx_param_id(ctx, "conversationId"), ctx->user_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "conversation", json);
    return err;
}

static enum err tell_created(struct ctx *ctx, int64_t conversation_id)
{
    struct conversation c;
    struct str json;
    enum err err = dms_find(ctx, conversation_id, &c);
    if (err == ERR_NONE)
        err = dms_get_json(ctx, conversation_id, 0, &json);
    if (err == ERR_NONE)
        ctx_emit(ctx, EVENT_conversation_created, rooms_of(ctx, &c),
                 PAYLOAD(ctx, PAYLOAD_JSON("conversation", json)));
    return err;
}

/* The people of a new conversation besides the caller, from userId or userIds. */
static const int64_t *read_people(struct ctx *ctx, size_t *count)
{
    int64_t *one = arena_alloc(ctx->arena, sizeof(*one));
    if (body_has(ctx, "userIds")) {
        const int64_t *several = body_ids(ctx, "userIds", GROUP_MAX - 1, count);
        if (*count == 0 && input_ok(ctx))
            input_invalid(ctx, "userIds", "must name somebody");
        for (size_t i = 0; i < *count; i++) {
            if (several[i] == ctx->user_id)
                input_invalid(ctx, "userIds", "must not name yourself");
        }
        return several;
    }
    *one = body_id(ctx, "userId");
    *count = 1;
    if (*one == ctx->user_id)
        input_invalid(ctx, "userId", "must be somebody else");
    return one;
}

static enum err open_group(struct ctx *ctx, const int64_t *people, size_t count,
                           int64_t *conversation_id)
{
    int64_t all[GROUP_MAX] = {ctx->user_id};
    for (size_t i = 0; i < count; i++)
        all[i + 1] = people[i];
    return dms_create_group(ctx, all, count + 1, conversation_id);
}

enum err dms_create(struct ctx *ctx)
{
    size_t count;
    const int64_t *people = read_people(ctx, &count);
    int64_t conversation_id;
    bool created = true;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = count == 1 ? dms_open_pair(ctx, people[0], &conversation_id, &created)
                              : open_group(ctx, people, count, &conversation_id);
    if (err == ERR_NONE)
        err = dms_get_json(ctx, conversation_id, ctx->user_id, &json);
    if (err == ERR_NONE && created)
        err = tell_created(ctx, conversation_id);
    if (err == ERR_NONE)
        ctx_reply(ctx, created ? 201 : 200, "conversation", json);
    return err;
}

/* Everybody hears of it who took part till now: whom it concerns learns it by not finding himself
 * among the participants, and hears no more. */
enum err dms_leave_group(struct ctx *ctx)
{
    struct conversation c;
    struct str json;
    enum err err = hold_conversation(ctx, &c);
    if (err == ERR_NONE && !c.is_group)
        err = ERR_NOT_A_GROUP;
    if (err == ERR_NONE)
        err = dms_leave(ctx, &c, &json);
    /* Before the messages are gone for good: cut in between, he is still there and leaves again. */
    if (err == ERR_NONE && c.count == 1)
        err = upload_drops_place(ctx, uploads_conversation_place(ctx, c.id));
    if (err != ERR_NONE)
        return err;
    struct ctx_event *event = ctx_emit(ctx, EVENT_conversation_updated, rooms_of(ctx, &c),
                                       PAYLOAD(ctx, PAYLOAD_JSON("conversation", json)));
    ctx_then_leave(event, ctx->user_id, room_conversation(ctx->arena, c.id));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

/* Who may not write is not told so here: he types, and nobody hears it. */
enum err dms_typing(struct ctx *ctx)
{
    struct conversation c;
    enum err err = open_conversation(ctx, &c);
    ctx_reply_nothing(ctx);
    if (err != ERR_NONE || !c.may_write)
        return err;
    const struct payload_member where[] = {PAYLOAD_I64("conversationId", c.id)};
    return typing_tell(ctx, room_conversation(ctx->arena, c.id), where, 1);
}

enum err dms_read(struct ctx *ctx)
{
    int64_t message_id = body_id(ctx, "messageId"), last_read_id;
    struct conversation c;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    /* What is counted must stay until it is written down. */
    enum err err = hold_conversation(ctx, &c);
    if (err == ERR_NONE)
        err = dms_mark_read(ctx, c.id, message_id, &last_read_id);
    if (err != ERR_NONE)
        return err;
    ctx_emit(
        ctx, EVENT_read_state_updated, room_user(ctx->arena, ctx->user_id),
        PAYLOAD(ctx, PAYLOAD_I64("conversationId", c.id), PAYLOAD_I64("lastReadId", last_read_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

/* --- messages ----------------------------------------------------------------------------------
 */

enum err dms_messages_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_NEWEST);
    struct conversation c;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = open_conversation(ctx, &c);
    if (err == ERR_NONE)
        err = dms_list_messages_json(ctx, c.id, &page, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "messages", json);
    return err;
}

enum err dms_messages_get(struct ctx *ctx)
{
    struct conversation c;
    struct str json;
    enum err err = open_conversation(ctx, &c);
    if (err == ERR_NONE)
        err = dms_get_message_json(ctx, c.id, ctx_param_id(ctx, "messageId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "message", json);
    return err;
}

/* Write in a conversation that is held. */
static enum err write_message(struct ctx *ctx, const struct conversation *c,
                              struct message_draft *draft)
{
    struct message_stored stored;
    struct str place = uploads_conversation_place(ctx, c->id);
    enum err err = ERR_NONE;
    if (draft->attachment_count > 0)
        err = message_input_claim(ctx, place, draft);
    if (err != ERR_NONE)
        return err;
    err = dms_insert_message(ctx, c->id, draft, &stored);
    if (draft->attachment_count > 0)
        err = message_input_settle(ctx, place, draft, err, &stored);
    if (err == ERR_NOT_FOUND && draft->reply_to_id != 0) {
        input_invalid(ctx, "replyToId", "must be a message of this conversation");
        return ERR_INVALID_INPUT;
    }
    if (err != ERR_NONE)
        return err;
    stored.json = message_input_echo(ctx, stored.json);
    message_input_emit(ctx, EVENT_new_private_message, room_conversation(ctx->arena, c->id),
                       rooms_of(ctx, c), &stored, draft);
    ctx_reply(ctx, 201, "message", stored.json);
    return ERR_NONE;
}

enum err dms_messages_create(struct ctx *ctx)
{
    struct message_draft draft = message_input_draft(ctx);
    struct conversation c;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_to_write(ctx, &c);
    return err == ERR_NONE ? write_message(ctx, &c, &draft) : err;
}

/* send_private_message to a person: opens the conversation first. */
enum err dms_messages_create_for(struct ctx *ctx)
{
    struct message_draft draft = message_input_draft(ctx);
    int64_t recipient_id = ctx_param_id(ctx, "recipientId"), conversation_id;
    struct conversation c;
    bool created;
    if (recipient_id == ctx->user_id)
        input_invalid(ctx, "recipientId", "must be somebody else");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = dms_open_pair(ctx, recipient_id, &conversation_id, &created);
    if (err == ERR_NONE && created)
        err = tell_created(ctx, conversation_id);
    if (err == ERR_NONE)
        ctx_settle(ctx);
    if (err == ERR_NONE)
        err = dms_hold(ctx, conversation_id, &c);
    if (err == ERR_NONE && !c.may_write)
        err = ERR_FORBIDDEN;
    return err == ERR_NONE ? write_message(ctx, &c, &draft) : err;
}

/* The caller's own message of the path, in a conversation that is held: nobody else's can be
 * changed here. */
static enum err hold_own(struct ctx *ctx, struct conversation *c, int64_t *message_id)
{
    int64_t author_id = 0;
    *message_id = ctx_param_id(ctx, "messageId");
    enum err err = hold_conversation(ctx, c);
    if (err == ERR_NONE)
        err = dms_message_author(ctx, c->id, *message_id, &author_id);
    return err == ERR_NONE && author_id != ctx->user_id ? ERR_FORBIDDEN : err;
}

enum err dms_messages_patch(struct ctx *ctx)
{
    struct message_draft draft = message_input_edit(ctx);
    struct conversation c;
    int64_t message_id;
    struct str json, own;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_own(ctx, &c, &message_id);
    /* New text in an old message would be a way around a block. */
    if (err == ERR_NONE && !c.may_write)
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE)
        err = dms_update_message(ctx, c.id, message_id, &draft, &json, &own);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_private_message_edited, rooms_of(ctx, &c), json);
    ctx_reply(ctx, 200, "message", own);
    return ERR_NONE;
}

enum err dms_messages_delete(struct ctx *ctx)
{
    struct conversation c;
    int64_t message_id;
    enum err err = hold_own(ctx, &c, &message_id);
    if (err == ERR_NONE)
        err = dms_delete_message(ctx, c.id, message_id);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_private_message_deleted, rooms_of(ctx, &c),
             PAYLOAD(ctx, PAYLOAD_I64("conversationId", c.id), PAYLOAD_I64("id", message_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}

/* --- reactions ---------------------------------------------------------------------------------
 */

/* Custom emoji belong to servers. */
static struct emoji read_emoji(struct ctx *ctx)
{
    struct emoji emoji = message_input_emoji(ctx);
    if (input_ok(ctx) && emoji.custom_id != 0)
        input_invalid(ctx, "emoji", "must be a Unicode emoji here");
    return emoji;
}

enum err dms_reactions_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_FIRST);
    struct emoji emoji = read_emoji(ctx);
    struct conversation c;
    const int64_t *ids;
    size_t count = 0;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = open_conversation(ctx, &c);
    if (err == ERR_NONE)
        err = dms_reactions_users(ctx, c.id, ctx_param_id(ctx, "messageId"), &emoji, &page, &ids,
                                  &count);
    if (err == ERR_NONE)
        err = users_list_json(ctx, ids, count, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "users", json);
    return err;
}

static void tell_reaction(struct ctx *ctx, enum event event, const struct conversation *c,
                          const struct emoji *emoji)
{
    struct str what = PAYLOAD(ctx, PAYLOAD_I64("conversationId", c->id),
                              PAYLOAD_I64("messageId", ctx_param_id(ctx, "messageId")),
                              PAYLOAD_I64("userId", ctx->user_id));
    ctx_emit(ctx, event, rooms_of(ctx, c),
             payload_with_text(ctx, what, "emoji", emoji_text(emoji)));
}

enum err dms_reactions_put(struct ctx *ctx)
{
    struct emoji emoji = read_emoji(ctx);
    struct conversation c;
    bool changed = false;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_to_write(ctx, &c);
    if (err == ERR_NONE)
        err = dms_reactions_add(ctx, c.id, ctx_param_id(ctx, "messageId"), &emoji, &changed);
    if (err == ERR_NONE && changed)
        tell_reaction(ctx, EVENT_reaction_added, &c, &emoji);
    ctx_reply_nothing(ctx);
    return err;
}

enum err dms_reactions_delete(struct ctx *ctx)
{
    struct emoji emoji = read_emoji(ctx);
    struct conversation c;
    bool changed = false;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = hold_conversation(ctx, &c);
    if (err == ERR_NONE)
        err = dms_reactions_remove(ctx, c.id, ctx_param_id(ctx, "messageId"), &emoji, &changed);
    if (err == ERR_NONE && changed)
        tell_reaction(ctx, EVENT_reaction_removed, &c, &emoji);
    ctx_reply_nothing(ctx);
    return err;
}
