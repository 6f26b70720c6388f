/* Members of a server: list, look at, change, kick, leave. */
#include "cgi/access.h"
#include "cgi/grants.h"
#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/resources/departure.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/memberships.h"
#include "cgi/validate.h"
#include "shared/clock.h"

enum { NICKNAME_MAX_CHARS = 32, ROLES_MAX = 250 };
#define TIMEOUT_MAX_MS (28 * INT64_C(86400000))

enum err members_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_FIRST);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = members_list_json(ctx, access.db, &page, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "members", json);
    return err;
}

enum err members_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = members_get_json(ctx, access.db, ctx->user_id, ctx_param_id(ctx, "userId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "member", json);
    return err;
}

static struct member_patch read_patch(struct ctx *ctx)
{
    struct member_patch patch = {0};
    int64_t now_ms = clock_wall_ms();
    patch.has_nickname = body_patch_text(ctx, "nickname", 1, NICKNAME_MAX_CHARS, &patch.nickname);
    patch.roles = body_ids(ctx, "roles", ROLES_MAX, &patch.role_count);
    patch.has_roles = patch.roles != NULL;
    patch.has_timeout = body_patch_time(ctx, "timeoutUntil", &patch.timeout_ms);
    if (patch.timeout_ms > now_ms + TIMEOUT_MAX_MS)
        input_invalid(ctx, "timeoutUntil", "must be at most 28 days ahead");
    if (patch.timeout_ms <= now_ms)
        patch.timeout_ms = 0;
    return patch;
}

static enum err may_rename(struct ctx *ctx, const struct access *access, int64_t user_id)
{
    if (access_has(access, PERMISSION_MANAGE_NICKNAMES) && user_id != ctx->user_id)
        return access_above(ctx, access, user_id);
    bool is_allowed = access_has(access, PERMISSION_MANAGE_NICKNAMES) ||
                      access_has(access, PERMISSION_CHANGE_NICKNAME);
    return user_id == ctx->user_id && is_allowed ? ERR_NONE : ERR_FORBIDDEN;
}

/* Nobody silences whom no rule holds; a timeout he has from before can be lifted. */
static enum err may_time_out(struct ctx *ctx, const struct access *access, int64_t user_id,
                             const struct member_patch *patch)
{
    struct member_standing theirs;
    if (!access_has(access, PERMISSION_MODERATE_MEMBERS))
        return ERR_FORBIDDEN;
    enum err err = access_above(ctx, access, user_id);
    if (err == ERR_NONE)
        err = members_standing(access->db, user_id, &theirs);
    if (err == ERR_NONE && patch->timeout_ms > 0 && (theirs.inputs.base & PERMISSION_ADMINISTRATOR))
        err = ERR_FORBIDDEN;
    return err;
}

/* Those of `ids` that are not among `others`; in the arena. */
static const int64_t *without(struct ctx *ctx, const int64_t *ids, size_t count,
                              const int64_t *others, size_t other_count, size_t *left)
{
    int64_t *out = arena_alloc(ctx->arena, (count + 1) * sizeof(*out));
    *left = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;
        while (j < other_count && others[j] != ids[i])
            j++;
        if (j == other_count)
            out[(*left)++] = ids[i];
    }
    return out;
}

/* What changes is judged role by role. */
static enum err may_assign(struct ctx *ctx, const struct access *access, int64_t user_id,
                           const struct member_patch *patch)
{
    const int64_t *roles;
    size_t count, added_count, removed_count;
    if (!access_has(access, PERMISSION_MANAGE_ROLES))
        return ERR_FORBIDDEN;
    enum err err = user_id == ctx->user_id ? ERR_NONE : access_above(ctx, access, user_id);
    if (err == ERR_NONE)
        err = members_roles(ctx, access->db, user_id, &roles, &count);
    if (err != ERR_NONE)
        return err;
    const int64_t *added =
        without(ctx, patch->roles, patch->role_count, roles, count, &added_count);
    const int64_t *removed =
        without(ctx, roles, count, patch->roles, patch->role_count, &removed_count);
    return grants_check_assign(ctx, access, added, added_count, removed, removed_count);
}

static enum err may_patch(struct ctx *ctx, const struct access *access, int64_t user_id,
                          const struct member_patch *patch)
{
    struct member_standing theirs;
    enum err err = members_standing(access->db, user_id, &theirs);
    if (err == ERR_NONE && patch->has_nickname)
        err = may_rename(ctx, access, user_id);
    if (err == ERR_NONE && patch->has_timeout)
        err = may_time_out(ctx, access, user_id, patch);
    if (err == ERR_NONE && patch->has_roles)
        err = may_assign(ctx, access, user_id, patch);
    return err;
}

/* The change and its entry of the audit log, in one transaction that the dispatcher commits. */
static enum err update(struct ctx *ctx, const struct access *access, int64_t user_id,
                       const struct member_patch *patch, bool *is_changed)
{
    struct audit_entry entry = {.action = AUDIT_member_update, .target_id = user_id};
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = members_update(access->db, user_id, patch, &entry.before, &entry.after);
    if (err == ERR_NONE)
        err = audit_add(ctx, access->db, &entry);
    *is_changed = err == ERR_NONE && !str_eq(entry.before, entry.after);
    return err;
}

enum err members_patch(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct member_patch patch = read_patch(ctx);
    struct access access;
    struct str shown, seen;
    bool is_changed;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE)
        err = may_patch(ctx, &access, user_id, &patch);
    if (err == ERR_NONE)
        err = update(ctx, &access, user_id, &patch, &is_changed);
    if (err == ERR_NONE)
        err = members_get_json(ctx, access.db, 0, user_id, &shown);
    if (err == ERR_NONE)
        err = members_get_json(ctx, access.db, ctx->user_id, user_id, &seen);
    if (err != ERR_NONE)
        return err;
    if (is_changed)
        ctx_emit(
            ctx, EVENT_member_updated, access.room,
            PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id), PAYLOAD_JSON("member", shown)));
    if (is_changed && patch.has_roles)
        ctx_recheck(ctx, access.room, user_id);
    ctx_reply(ctx, 200, "member", seen);
    return ERR_NONE;
}

/* Take a user out of a server whose order lock is held. His rights end with the server's own
 * database, so that comes first; should the registry not be reached then, a repeat finishes the
 * work. `entry` is for the audit log, NULL when he goes by himself. */
static enum err remove_member(struct ctx *ctx, const struct access *access, int64_t user_id,
                              const char *reason, const struct audit_entry *entry)
{
    bool was_member, was_registered;
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = members_remove(access->db, user_id, &was_member);
    if (err == ERR_NONE && was_member && entry)
        err = audit_add(ctx, access->db, entry);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    if (was_member)
        departure_tell(ctx, access->server_id, user_id, reason);
    ctx_settle(ctx);
    err = memberships_remove(ctx, access->server_id, user_id, &was_registered);
    if (err == ERR_NONE && !was_member && !was_registered)
        err = ERR_NOT_FOUND;
    ctx_reply_nothing(ctx);
    return err;
}

enum err members_kick(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct audit_entry entry = {.action = AUDIT_member_kick, .target_id = user_id};
    struct access access;
    enum err err = access_server_held(ctx, PERMISSION_KICK_MEMBERS, &access);
    if (err != ERR_NONE)
        return err;
    err = access_above(ctx, &access, user_id);
    /* Gone from the server's database already: an earlier kick was cut off before the registry. */
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    return remove_member(ctx, &access, user_id, "kick", &entry);
}

enum err members_leave(struct ctx *ctx)
{
    struct access access;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE && access.is_owner)
        return ERR_OWNER_MUST_TRANSFER;
    /* As above; a stranger finds nothing to take away. */
    if (err == ERR_NOT_FOUND && access.db && !ctx->ordered_db)
        err = order_take(ctx, access.db, ORDER_SERVER_KEY);
    if (err != ERR_NONE && !(err == ERR_NOT_FOUND && access.db))
        return err;
    return remove_member(ctx, &access, ctx->user_id, "leave", NULL);
}
