/* Servers: create, list, look at, change. */
#include "cgi/store/servers.h"
#include "cgi/access.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/provisioning.h"
#include "cgi/store/summaries.h"
#include "cgi/validate.h"
#include "shared/log.h"

enum { NAME_MAX_CHARS = 100, DESCRIPTION_MAX_CHARS = 1000, LIST_BYTES_MAX = 4 * 1024 * 1024 };

/* What came of a creation that failed: nobody's to see, unless it was activated and only the answer
 * was lost. What cannot be removed now, a sweep removes. */
static bool is_active_after_all(struct ctx *ctx, int64_t server_id)
{
    bool given_up;
    int64_t removed;
    struct str body;
    log_error("server_not_created", "server=%lld", (long long) server_id);
    if (servers_give_up(ctx, server_id, &given_up) != ERR_NONE)
        return false;
    if (!given_up && servers_get_body(ctx, server_id, &body) == ERR_NONE)
        return true;
    provisioning_remove(ctx, server_id, &removed);
    return false;
}

static enum err create(struct ctx *ctx, const struct server_draft *draft, int64_t *server_id)
{
    const char *db_name = NULL;
    int64_t channel_id;
    struct profile owner;
    enum err err = users_load_profiles(ctx, &ctx->user_id, 1, &owner);
    if (err == ERR_NONE)
        err = servers_begin(ctx, draft, server_id, &db_name);
    if (err != ERR_NONE)
        return err;
    err = provisioning_create(ctx, *server_id, db_name, &owner, &channel_id);
    /* Before anybody can know of the server. */
    if (err == ERR_NONE)
        summaries_plant(ctx, *server_id, channel_id);
    if (err == ERR_NONE)
        err = servers_activate(ctx, *server_id, owner.user_id);
    if (err != ERR_NONE && is_active_after_all(ctx, *server_id))
        err = ERR_NONE;
    servers_let_go(ctx, *server_id);
    return err;
}

/* A repeat under the same key whose first answer was never kept finds what came of it. */
static enum err find_or_create(struct ctx *ctx, const struct server_draft *draft,
                               int64_t *server_id)
{
    enum err err = draft->creation_key.ptr
                       ? servers_find_created(ctx, draft->creation_key, server_id)
                       : ERR_NOT_FOUND;
    return err == ERR_NOT_FOUND ? create(ctx, draft, server_id) : err;
}

enum err servers_create(struct ctx *ctx)
{
    struct server_draft draft = {
        .name = body_text(ctx, "name", 1, NAME_MAX_CHARS),
        .description = body_text_or(ctx, "description", 0, DESCRIPTION_MAX_CHARS, (struct str){0}),
        .is_public = body_bool_or(ctx, "isPublic", false),
        .owner_id = ctx->user_id,
    };
    struct str body;
    int64_t server_id;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    if (ctx->request.idempotency_key.len > 0)
        draft.creation_key = ctx->request.idempotency_key;
    enum err err = find_or_create(ctx, &draft, &server_id);
    if (err == ERR_NONE)
        err = servers_get_body(ctx, server_id, &body);
    if (err == ERR_NONE)
        ctx_reply(ctx, 201, "server", servers_json_for(ctx, body, permissions_all()));
    return err;
}

/* A server whose database cannot be reached now is still listed, so that people see it is there;
 * one he was just removed from is not. */
static void add_listed(struct str json, const struct summary *summary, struct buf *list)
{
    if (summary->is_known && !summary->is_member)
        return;
    buf_add_cstr(list, list->len > 0 ? "," : "");
    buf_add(list, str_slice(json, 0, json.len - 1));
    buf_printf(list, ",\"permissions\":\"%llu\"", (unsigned long long) summary->permissions);
    json_add_i64(list, "unreadCount", summary->unread_count);
    json_add_i64(list, "mentionCount", summary->mention_count);
    buf_add_char(list, '}');
}

enum err servers_list(struct ctx *ctx)
{
    struct db_rows rows;
    struct buf list;
    enum err err = servers_list_bodies(ctx, ctx->user_id, &rows);
    if (err != ERR_NONE)
        return err;
    struct summary *summaries =
        arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*summaries));
    for (int i = 0; i < rows.count; i++)
        summaries[i].server_id = db_get_i64(&rows, i, 0);
    summaries_load(ctx, summaries, (size_t) rows.count);
    buf_init(&list, LIST_BYTES_MAX);
    for (int i = 0; i < rows.count; i++)
        add_listed(db_get(&rows, i, 1), &summaries[i], &list);
    ctx_reply(ctx, 200, "servers", arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list))));
    buf_cleanup(&list);
    return ERR_NONE;
}

enum err servers_get(struct ctx *ctx)
{
    struct access access;
    struct str body;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = servers_get_body(ctx, access.server_id, &body);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, access.permissions));
    return err;
}

static struct server_patch read_patch(struct ctx *ctx)
{
    struct server_patch patch = {0};
    patch.has_name = body_patch_text(ctx, "name", 1, NAME_MAX_CHARS, &patch.name);
    patch.has_description =
        body_patch_text(ctx, "description", 0, DESCRIPTION_MAX_CHARS, &patch.description);
    patch.has_is_public = body_has(ctx, "isPublic");
    patch.is_public = body_bool_or(ctx, "isPublic", false);
    if (patch.has_name && !patch.name.ptr)
        input_invalid(ctx, "name", "must be a string");
    return patch;
}

enum err servers_patch(struct ctx *ctx)
{
    struct server_patch patch = read_patch(ctx);
    struct access access;
    struct str body;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_MANAGE_GUILD, &access);
    if (err == ERR_NONE)
        err = order_take(ctx, access.db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = servers_update(ctx, access.server_id, &patch, &body);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_server_updated, access.room,
             PAYLOAD(ctx, PAYLOAD_JSON("server", servers_json(ctx, body))));
    ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, access.permissions));
    return ERR_NONE;
}
