/* Webhooks: create, list and delete them; and what other programs do with one: look at it, write.
 *
 * The latter take and give what Discord does, so that its senders work by changing the host. */
#include "cgi/store/webhooks.h"
#include "cgi/access.h"
#include "cgi/domain/discord.h"
#include "cgi/domain/embeds.h"
#include "cgi/domain/mentions.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/resources/message_input.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/validate.h"
#include "shared/room.h"
#include "shared/token.h"

enum { NAME_MAX_CHARS = 80, CONTENT_MAX_CHARS = 4000, LINK_MAX_CHARS = 2048, REPLY_MAX = 1 << 20 };

/* --- members' side -----------------------------------------------------------------------------
 */

enum err webhooks_list(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, PERMISSION_MANAGE_WEBHOOKS, &access);
    if (err == ERR_NONE)
        err = webhooks_list_json(ctx, access.db, access.server_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "webhooks", json);
    return err;
}

/* Two databases: the webhook first, whose id the entry of the audit log tells. Cut in between there
 * is a webhook without an entry, whose token nobody ever saw; it can be listed and deleted. */
static enum err insert(struct ctx *ctx, const struct access *access, struct webhook *webhook,
                       struct str token)
{
    enum err err = webhooks_insert(ctx, webhook, token);
    if (err != ERR_NONE)
        return err;
    struct audit_entry entry = {.action = AUDIT_webhook_create,
                                .target_id = webhook->id,
                                .after = webhooks_describe(ctx, webhook)};
    err = audit_add(ctx, access->db, &entry);
    if (err != ERR_NONE)
        webhooks_remove(ctx, webhook->server_id, webhook->id);
    return err;
}

static void reply_created(struct ctx *ctx, const struct webhook *webhook, struct str json,
                          struct str token)
{
    struct str url = arena_printf(ctx->arena, "/api/webhooks/%lld/%.*s", (long long) webhook->id,
                                  STR_FMT(token));
    ctx_reply(ctx, 201, "webhook",
              payload_with_text(ctx, payload_with_text(ctx, json, "token", token), "url", url));
}

enum err webhooks_create(struct ctx *ctx)
{
    struct webhook webhook = {
        .server_id = ctx_param_id(ctx, "serverId"),
        .channel_id = body_id(ctx, "channelId"),
        .creator_id = ctx->user_id,
        .name = body_text(ctx, "name", 1, NAME_MAX_CHARS),
    };
    struct str token = token_random(ctx->arena, WEBHOOK_TOKEN_BYTES), json;
    struct access access;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_channel_at(ctx, webhook.server_id, webhook.channel_id,
                                     PERMISSION_MANAGE_WEBHOOKS, &access);
    if (err == ERR_NONE)
        err = order_take(ctx, access.db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = access_channel_at(ctx, webhook.server_id, webhook.channel_id,
                                PERMISSION_MANAGE_WEBHOOKS, &access);
    if (err == ERR_NONE && !access.is_textual)
        err = ERR_NOT_TEXTUAL;
    if (err == ERR_NONE)
        err = insert(ctx, &access, &webhook, token);
    if (err == ERR_CONFLICT) {
        input_invalid(ctx, "channelId", "has 15 webhooks already, and takes no more");
        return ERR_INVALID_INPUT;
    }
    if (err == ERR_NONE)
        err = webhooks_json(ctx, access.db, &webhook, &json);
    if (err == ERR_NONE)
        reply_created(ctx, &webhook, json, token);
    return err;
}

/* The entry is committed last: it never tells of what did not happen. */
enum err webhooks_delete(struct ctx *ctx)
{
    struct webhook webhook;
    struct access access;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = webhooks_find(ctx, access.server_id, ctx_param_id(ctx, "webhookId"), &webhook);
    if (err == ERR_NONE)
        err = access_channel_at(ctx, webhook.server_id, webhook.channel_id,
                                PERMISSION_MANAGE_WEBHOOKS, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err != ERR_NONE)
        return err;
    struct audit_entry entry = {.action = AUDIT_webhook_delete,
                                .target_id = webhook.id,
                                .before = webhooks_describe(ctx, &webhook)};
    err = audit_add(ctx, access.db, &entry);
    if (err == ERR_NONE)
        err = webhooks_remove(ctx, webhook.server_id, webhook.id);
    if (err == ERR_NONE)
        ctx_reply_nothing(ctx);
    return err;
}

/* --- senders' side -----------------------------------------------------------------------------
 */

/* The webhook of the path, for whoever knows its token. */
static enum err find(struct ctx *ctx, struct webhook *out)
{
    return webhooks_check(ctx, ctx_param_id(ctx, "webhookId"), ctx_param_text(ctx, "token"), out);
}

enum err webhooks_get(struct ctx *ctx)
{
    struct webhook webhook;
    struct buf out;
    enum err err = find(ctx, &webhook);
    if (err != ERR_NONE)
        return err;
    buf_init(&out, REPLY_MAX);
    discord_add_webhook(&out,
                        &(struct discord_webhook){webhook.id, webhook.server_id, webhook.channel_id,
                                                  webhook.name, ctx_param_text(ctx, "token")});
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
    return ERR_NONE;
}

/* Texts that are absent, null or empty are the same to such senders. */
static struct str text_or_none(struct ctx *ctx, const char *name, size_t most)
{
    struct str text = body_text_or(ctx, name, 0, most, (struct str){0});
    const struct str none = {0};
    return text.len == 0 || str_is_blank(text) ? none : text;
}

static struct str read_author(struct ctx *ctx, const struct webhook *webhook)
{
    struct str name = text_or_none(ctx, "username", NAME_MAX_CHARS);
    struct str avatar = text_or_none(ctx, "avatar_url", LINK_MAX_CHARS);
    struct buf out;
    if (avatar.ptr && !embeds_is_link(avatar))
        input_invalid(ctx, "avatar_url", "must begin with http:// or https://");
    if (!name.ptr)
        name = webhook->name;
    if (!avatar.ptr)
        avatar = webhook->avatar_url;
    buf_init(&out, REPLY_MAX);
    buf_add_char(&out, '{');
    json_add_i64(&out, "id", webhook->id);
    json_add_text(&out, "username", name);
    json_add_text(&out, "displayName", name);
    if (avatar.ptr)
        json_add_text(&out, "avatarUrl", avatar);
    else
        json_add_raw(&out, "avatarUrl", STR("null"));
    buf_add_char(&out, '}');
    struct str json = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return json;
}

static struct str read_embeds(struct ctx *ctx, size_t *count)
{
    struct buf out;
    buf_init(&out, EMBEDS_BYTES_MAX);
    const char *why = embeds_read(json_object_object_get(ctx->body, "embeds"), &out, count);
    if (why)
        input_invalid(ctx, "embeds", why);
    struct str json = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return json;
}

static void read_mentions(struct ctx *ctx, struct message_draft *draft)
{
    struct mentions *mentions = arena_alloc(ctx->arena, sizeof(*mentions));
    mentions_find(draft->content, mentions);
    if (!discord_allow_mentions(json_object_object_get(ctx->body, "allowed_mentions"), mentions))
        input_invalid(ctx, "allowed_mentions", "must be an object with parse, users and roles");
    draft->mentions = mentions->users;
    draft->mention_count = mentions->user_count;
    draft->role_mentions = mentions->roles;
    draft->role_mention_count = mentions->role_count;
    draft->mentions_everyone = mentions->everyone;
    draft->may_mention_all = true;
}

static struct message_draft read_draft(struct ctx *ctx, const struct webhook *webhook)
{
    size_t embed_count;
    json_object_object_del(ctx->body, "nonce"); /* it is another thing there */
    struct message_draft draft = {
        .content = text_or_none(ctx, "content", CONTENT_MAX_CHARS),
        .webhook_id = webhook->id,
        .author = read_author(ctx, webhook),
        .embeds = read_embeds(ctx, &embed_count),
    };
    read_mentions(ctx, &draft);
    if (draft.content.len == 0 && embed_count == 0 && input_ok(ctx))
        input_invalid(ctx, "content", "must not be empty without embeds");
    if (!draft.content.ptr)
        draft.content = STR("");
    return draft;
}

static bool wants_answer(struct ctx *ctx)
{
    struct str wait = query_text(ctx, "wait", 8);
    return str_ieq(wait, STR("true")) || str_eq(wait, STR("1"));
}

static void reply_written(struct ctx *ctx, struct str json)
{
    struct json_object *message = json_parse(json);
    struct buf out;
    buf_init(&out, REPLY_MAX);
    discord_add_message(&out, message);
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
    json_object_put(message);
}

enum err webhooks_execute(struct ctx *ctx)
{
    struct webhook webhook;
    struct message_stored stored;
    bool waits = wants_answer(ctx);
    enum err err = find(ctx, &webhook);
    if (err != ERR_NONE)
        return err;
    struct message_draft draft = read_draft(ctx, &webhook);
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    struct access place = {.server_id = webhook.server_id, .channel_id = webhook.channel_id};
    err = databases_get_server(ctx->worker->databases, webhook.server_id, &place.db);
    if (err == ERR_NONE)
        err = message_input_store(ctx, &place, &draft, &stored);
    if (err != ERR_NONE)
        return err;
    if (waits)
        reply_written(ctx, stored.json);
    else
        ctx_reply_nothing(ctx);
    return ERR_NONE;
}

/* Discord numbers its addresses: every v<number> is the same here. */
static bool is_version(struct ctx *ctx)
{
    struct str version = ctx_param_text(ctx, "apiVersion");
    bool is_one = version.len >= 2 && version.len <= 3 && version.ptr[0] == 'v';
    for (size_t i = 1; i < version.len; i++)
        is_one = is_one && version.ptr[i] >= '0' && version.ptr[i] <= '9';
    return is_one;
}

enum err webhooks_get_versioned(struct ctx *ctx)
{
    return is_version(ctx) ? webhooks_get(ctx) : ERR_NOT_FOUND;
}

enum err webhooks_execute_versioned(struct ctx *ctx)
{
    return is_version(ctx) ? webhooks_execute(ctx) : ERR_NOT_FOUND;
}
