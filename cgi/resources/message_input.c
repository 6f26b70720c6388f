#include "cgi/resources/message_input.h"

#include "cgi/domain/mentions.h"
#include "cgi/payload.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"
#include "shared/room.h"

enum { CONTENT_MAX = 4000, NONCE_MAX = 64, ATTACHMENTS_MAX = 10 };

/* Where there are files, the text may be missing. */
static struct message_draft read_content(struct ctx *ctx, bool has_files)
{
    struct mentions *found = arena_alloc(ctx->arena, sizeof(*found));
    struct str content = has_files ? body_text_or(ctx, "content", 0, CONTENT_MAX, STR(""))
                                   : body_text(ctx, "content", 1, CONTENT_MAX);
    mentions_find(content, found);
    return (struct message_draft){
        .content = content,
        .mentions = found->users,
        .mention_count = found->user_count,
        .role_mentions = found->roles,
        .role_mention_count = found->role_count,
        .mentions_everyone = found->everyone,
    };
}

static struct str read_nonce(struct ctx *ctx)
{
    struct str key = ctx->request.idempotency_key;
    struct str nonce = body_text_or(ctx, "nonce", 1, NONCE_MAX, (struct str){0});
    if (nonce.ptr || key.len == 0)
        return nonce;
    if (str_is_utf8(key) && key.len <= NONCE_MAX)
        return key;
    input_invalid(ctx, "Idempotency-Key", "must have at most 64 characters");
    return nonce;
}

struct message_draft message_input_draft(struct ctx *ctx)
{
    size_t count;
    const int64_t *ids = body_ids(ctx, "attachmentIds", ATTACHMENTS_MAX, &count);
    struct message_draft draft = read_content(ctx, count > 0);
    draft.attachment_ids = ids;
    draft.attachment_count = count;
    draft.reply_to_id = body_id_or_none(ctx, "replyToId");
    draft.nonce = read_nonce(ctx);
    return draft;
}

struct message_draft message_input_edit(struct ctx *ctx)
{
    return read_content(ctx, false);
}

void message_input_permit(struct message_draft *draft, const struct access *access)
{
    draft->may_mention_all = access_has(access, PERMISSION_MENTION_EVERYONE);
    draft->mentions_everyone = draft->mentions_everyone && draft->may_mention_all;
    draft->passes_slowmode = access_has(access, PERMISSION_MANAGE_CHANNELS) ||
                             access_has(access, PERMISSION_MANAGE_MESSAGES);
}

struct str message_input_echo(struct ctx *ctx, struct str json)
{
    struct str nonce = body_text_or(ctx, "nonce", 1, NONCE_MAX, (struct str){0});
    return nonce.ptr ? payload_with_text(ctx, json, "nonce", nonce) : json;
}

void message_input_emit(struct ctx *ctx, enum event event, struct str place, struct str rooms,
                        const struct message_stored *stored, const struct message_draft *draft)
{
    if (stored->written == MESSAGE_GONE)
        return;
    struct ctx_event *queued = ctx_emit(ctx, event, rooms, stored->json);
    queued->is_repeat = stored->written == MESSAGE_REPEATED;
    if (draft->nonce.ptr)
        queued->once = arena_printf(ctx->arena, "%.*s:%lld:%.*s", STR_FMT(place),
                                    (long long) ctx->user_id, STR_FMT(draft->nonce));
}

/* Whose lists count otherwise now. Of a role only the database knows who has it. */
static void touch_counts(struct ctx *ctx, const struct access *access,
                         const struct message_draft *draft, const struct message_stored *stored)
{
    ctx_touch_channel(ctx, access->server_id, access->channel_id, stored->message_count,
                      stored->everyone_count);
    if (draft->role_mention_count > 0) {
        ctx_touch_server(ctx, access->server_id);
        return;
    }
    if (ctx->user_id != 0)
        ctx_touch_user(ctx, access->server_id, ctx->user_id);
    for (size_t i = 0; i < draft->mention_count; i++)
        ctx_touch_user(ctx, access->server_id, draft->mentions[i]);
}

enum err message_input_claim(struct ctx *ctx, struct str place, struct message_draft *draft)
{
    enum err err = uploads_claim(ctx, place, draft->attachment_ids, draft->attachment_count,
                                 &draft->attachments);
    if (err != ERR_CONFLICT)
        return err;
    input_invalid(ctx, "attachmentIds", "must be files of yours that no message has");
    return ERR_INVALID_INPUT;
}

enum err message_input_settle(struct ctx *ctx, struct str place, const struct message_draft *draft,
                              enum err err, const struct message_stored *stored)
{
    if (err == ERR_CONFLICT) {
        input_invalid(ctx, "attachmentIds", "must be files of yours that no message has");
        return ERR_INVALID_INPUT;
    }
    /* Whether a commit that broke off took place is not known: then the sweep asks. */
    if (err != ERR_NONE && err != ERR_UNAVAILABLE)
        uploads_unclaim(ctx, place, draft->attachment_ids, draft->attachment_count);
    else if (err == ERR_NONE && stored->written == MESSAGE_NEW)
        uploads_bind(ctx, place, draft->attachment_ids, draft->attachment_count);
    return err;
}

/* With files: the channel's lock first, and his rights looked at under it; then the claim, the
 * message with its files in one transaction, and what came of the claim. */
static enum err insert(struct ctx *ctx, struct access *access, struct message_draft *draft,
                       struct message_stored *out)
{
    if (draft->attachment_count == 0)
        return messages_insert(ctx, access->db, access->server_id, access->channel_id, draft, out);
    struct str place = uploads_channel_place(ctx, access->server_id, access->channel_id);
    access->needed |= PERMISSION_ATTACH_FILES;
    enum err err = access_hold(ctx, access);
    if (err == ERR_NONE)
        err = message_input_claim(ctx, place, draft);
    if (err != ERR_NONE)
        return err;
    err = messages_insert(ctx, access->db, access->server_id, access->channel_id, draft, out);
    return message_input_settle(ctx, place, draft, err, out);
}

enum err message_input_store(struct ctx *ctx, struct access *access, struct message_draft *draft,
                             struct message_stored *out)
{
    enum err err = insert(ctx, access, draft, out);
    if (err != ERR_NONE)
        return err;
    access_set_room(ctx, access, out->is_open);
    touch_counts(ctx, access, draft, out);
    out->json = message_input_echo(ctx, out->json);
    message_input_emit(ctx, EVENT_new_message,
                       room_channel(ctx->arena, access->server_id, access->channel_id),
                       access->room, out, draft);
    return ERR_NONE;
}

struct emoji message_input_emoji(struct ctx *ctx)
{
    struct emoji emoji;
    if (!emoji_read(ctx_param_text(ctx, "emoji"), &emoji))
        input_invalid(ctx, "emoji", "must be one emoji, or name:id of a custom one");
    return emoji;
}
