/* Servers: create, list, look at, change, find, join, hand over, delete. */
#include "cgi/store/servers.h"
#include "cgi/access.h"
#include "cgi/payload.h"
#include "cgi/resources/entrance.h"
#include "cgi/resources/public_pictures.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/memberships.h"
#include "cgi/store/provisioning.h"
#include "cgi/store/summaries.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"
#include "shared/log.h"

enum { NAME_MAX_CHARS = 100, DESCRIPTION_MAX_CHARS = 1000, LIST_BYTES_MAX = 4 * 1024 * 1024 };
enum { PUBLIC_LIMIT = 50, PUBLIC_LIMIT_MAX = 100 };

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

static void tell_updated(struct ctx *ctx, const struct access *access, struct str body)
{
    ctx_emit(ctx, EVENT_server_updated, access->room,
             PAYLOAD(ctx, PAYLOAD_JSON("server", servers_json(ctx, body))));
}

enum err servers_patch(struct ctx *ctx)
{
    struct server_patch patch = read_patch(ctx);
    struct server_change change;
    struct access access;
    struct public_picture icon = {0};
    patch.has_icon_url = body_has(ctx, "iconId");
    body_id_or_none(ctx, "iconId");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_MANAGE_GUILD, &access);
    /* Before the server is held: it takes a while. */
    if (err == ERR_NONE)
        err = public_picture_make(ctx, "iconId", "icon", access.server_id, &icon);
    patch.icon_url = icon.url;
    if (err == ERR_NONE)
        err = access_server_held(ctx, PERMISSION_MANAGE_GUILD, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, databases_get(ctx->worker->databases, DB_REGISTRY));
    if (err == ERR_NONE)
        err = servers_update(ctx, access.server_id, &patch, &change);
    /* Cut between this and the commit, the log tells of what was tried, and a repeat does it. */
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db,
                        &(struct audit_entry){.action = AUDIT_server_update,
                                              .target_id = access.server_id,
                                              .before = change.before,
                                              .after = change.after});
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    if (patch.has_icon_url)
        uploads_drop_public(ctx, icon.place, change.old_icon_url);
    tell_updated(ctx, &access, change.body);
    ctx_reply(ctx, 200, "server", servers_json_for(ctx, change.body, access.permissions));
    return ERR_NONE;
}

/* --- another owner -----------------------------------------------------------------------------
 */

/* What is shown changes first: until the rights follow, the old owner can repeat it. */
static enum err transfer(struct ctx *ctx, const struct access *access, int64_t user_id,
                         struct str *body)
{
    struct member_standing standing;
    const struct payload_member before = PAYLOAD_I64("ownerId", ctx->user_id);
    const struct payload_member after = PAYLOAD_I64("ownerId", user_id);
    enum err err = members_standing(access->db, user_id, &standing);
    if (err == ERR_NONE)
        err = servers_set_owner(ctx, access->server_id, user_id, body);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = provisioning_set_owner(access->db, user_id);
    if (err == ERR_NONE)
        err = audit_add(ctx, access->db,
                        &(struct audit_entry){.action = AUDIT_owner_transfer,
                                              .target_id = user_id,
                                              .before = payload_of(ctx, &before, 1),
                                              .after = payload_of(ctx, &after, 1)});
    return err == ERR_NONE ? ctx_commit(ctx) : err;
}

enum err servers_transfer(struct ctx *ctx)
{
    int64_t user_id = body_id(ctx, "userId");
    struct access access;
    struct member_standing mine;
    struct str body;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE && !access.is_owner)
        err = ERR_FORBIDDEN;
    if (err == ERR_NONE && user_id == ctx->user_id)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = transfer(ctx, &access, user_id, &body);
    if (err == ERR_NONE)
        err = members_standing(access.db, ctx->user_id, &mine);
    if (err != ERR_NONE)
        return err;
    tell_updated(ctx, &access, body);
    ctx_recheck(ctx, access.room, ctx->user_id);
    ctx_recheck(ctx, access.room, user_id);
    ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, permissions_resolve(&mine.inputs)));
    return ERR_NONE;
}

/* --- the end -----------------------------------------------------------------------------------
 */

/* What cannot be removed now, a sweep removes: the server is nobody's already. Whoever waits for
 * its order lock is thrown out with the database, so nothing is written there any more. */
static void remove_all(struct ctx *ctx, int64_t server_id)
{
    int64_t removed;
    if (provisioning_remove(ctx, server_id, &removed) != ERR_NONE)
        log_warn("server_left_to_sweep", "server=%lld", (long long) server_id);
    ctx->ordered_db = NULL; /* its lock went with the connection */
    databases_close_server(ctx->worker->databases, server_id);
    ctx_reply_nothing(ctx);
}

static enum err delete_whole(struct ctx *ctx, const struct access *access, struct str name)
{
    enum err err = servers_begin_deleting(ctx, access->server_id, name);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_server_deleted, access->room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id)));
    ctx_recheck(ctx, access->room, 0);
    ctx_settle(ctx);
    provisioning_empty(access->db);
    remove_all(ctx, access->server_id);
    return ERR_NONE;
}

enum err servers_delete(struct ctx *ctx)
{
    struct str name = body_text(ctx, "name", 1, NAME_MAX_CHARS);
    struct access access;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE)
        return access.is_owner ? delete_whole(ctx, &access, name) : ERR_FORBIDDEN;
    /* An earlier one was cut off. */
    if (err == ERR_NOT_FOUND && servers_check_deleting(ctx, access.server_id, name) == ERR_NONE) {
        remove_all(ctx, access.server_id);
        return ERR_NONE;
    }
    return err;
}

/* --- servers everybody may join ----------------------------------------------------------------
 */

enum err servers_list_public(struct ctx *ctx)
{
    struct str query = query_text(ctx, "query", NAME_MAX_CHARS), json;
    int64_t limit = query_i64_or(ctx, "limit", 1, PUBLIC_LIMIT_MAX, PUBLIC_LIMIT);
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = servers_list_public_json(ctx, query, limit, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "servers", json);
    return err;
}

/* The registry first, then the server, as by an invite. Whether it is public is asked twice: who
 * may not come in makes nobody wait and is not told that he is banned, and it may change. */
enum err servers_join(struct ctx *ctx)
{
    int64_t server_id = ctx_param_id(ctx, "serverId");
    uint64_t permissions;
    struct str body;
    struct db *db;
    bool added;
    enum err err = servers_check_public(ctx, server_id);
    if (err == ERR_NONE)
        err = entrance_open(ctx, server_id, &db);
    if (err == ERR_NONE)
        err = servers_check_public(ctx, server_id);
    if (err == ERR_NONE)
        err = memberships_add(ctx, server_id, ctx->user_id, &added);
    if (err == ERR_NONE)
        err = entrance_enter(ctx, server_id, db, &permissions);
    if (err == ERR_NONE)
        err = servers_get_body(ctx, server_id, &body);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "server", servers_json_for(ctx, body, permissions));
    return err;
}
