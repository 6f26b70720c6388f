#include "cgi/resources/message_input.h"

#include "cgi/domain/mentions.h"
#include "cgi/payload.h"
#include "cgi/validate.h"

enum { CONTENT_MAX = 4000, NONCE_MAX = 64 };

static struct message_draft read_content(struct ctx *ctx)
{
    int64_t *ids = arena_alloc(ctx->arena, MENTIONS_MAX * sizeof(*ids));
    struct message_draft draft = {.content = body_text(ctx, "content", 1, CONTENT_MAX)};
    draft.mention_count = mentions_find(draft.content, ids);
    draft.mentions = ids;
    return draft;
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
    struct message_draft draft = read_content(ctx);
    draft.reply_to_id = body_id_or_none(ctx, "replyToId");
    draft.nonce = read_nonce(ctx);
    return draft;
}

struct message_draft message_input_edit(struct ctx *ctx)
{
    return read_content(ctx);
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
