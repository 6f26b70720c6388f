/* Roles of a server: list, create, change, bring into order, delete. */
#include "cgi/store/roles.h"
#include "cgi/grants.h"
#include "cgi/payload.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/rights.h"
#include "cgi/validate.h"

enum { ROLES_MAX = 250, NAME_MAX_CHARS = 100, COLOR_MAX = 0xFFFFFF, PLACE_LOWEST = 1 };

enum err roles_list(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = roles_list_json(access.db, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "roles", json);
    return err;
}

static void tell_role(struct ctx *ctx, const struct access *access, enum event event,
                      struct str json)
{
    ctx_emit(ctx, event, access->room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id), PAYLOAD_JSON("role", json)));
}

/* Where all roles stand now. */
static enum err tell_order(struct ctx *ctx, const struct access *access)
{
    struct str json;
    enum err err = roles_order_json(access->db, &json);
    if (err == ERR_NONE)
        ctx_emit(
            ctx, EVENT_roles_reordered, access->room,
            PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id), PAYLOAD_JSON("roles", json)));
    return err;
}

/* null is as if it were not sent. */
static struct role_draft read_draft(struct ctx *ctx)
{
    struct role_draft draft = {
        .name = body_text_or(ctx, "name", 1, NAME_MAX_CHARS, (struct str){0}),
        .color = body_i64_or(ctx, "color", 0, COLOR_MAX, -1),
        .permissions = body_bits_or(ctx, "permissions", permissions_all(), UINT64_MAX),
        .has_hoist = body_has(ctx, "hoist"),
        .hoist = body_bool_or(ctx, "hoist", false),
        .has_mentionable = body_has(ctx, "mentionable"),
        .mentionable = body_bool_or(ctx, "mentionable", false),
    };
    draft.has_name = draft.name.ptr != NULL;
    draft.has_color = draft.color >= 0;
    draft.has_permissions = draft.permissions != UINT64_MAX;
    return draft;
}

/* --- create -------------------------------------------------------------------------------------
 */

static enum err check_new(struct ctx *ctx, const struct grants *g, const struct role_draft *draft,
                          int64_t *position)
{
    /* With @everyone, whose position is 0: as many as there are, and the new one on top. */
    if (*position > (int64_t) g->lists.role_count)
        *position = (int64_t) g->lists.role_count;
    if (g->lists.role_count >= ROLES_MAX) {
        input_invalid(ctx, "roles", "a server has at most 250");
        return ERR_INVALID_INPUT;
    }
    return grants_check_create(g, draft->has_permissions ? draft->permissions : 0, *position);
}

enum err roles_create(struct ctx *ctx)
{
    struct role_draft draft = read_draft(ctx);
    int64_t position = body_i64_or(ctx, "position", 1, ROLES_MAX, PLACE_LOWEST);
    struct audit_entry entry = {.action = AUDIT_role_create};
    struct access access;
    struct grants grants;
    draft.name = draft.has_name ? draft.name : STR("new role");
    draft.color = draft.has_color ? draft.color : 0;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = grants_load(ctx, &access, &grants);
    if (err == ERR_NONE)
        err = check_new(ctx, &grants, &draft, &position);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = roles_insert(access.db, &draft, position, &entry.target_id, &entry.after);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db, &entry);
    if (err != ERR_NONE)
        return err;
    tell_role(ctx, &access, EVENT_role_created, entry.after);
    ctx_reply(ctx, 201, "role", entry.after);
    return tell_order(ctx, &access);
}

/* --- change -------------------------------------------------------------------------------------
 */

/* A change of one role, and where it is to stand (0: where it stands). */
struct revision {
    int64_t role_id, position;
    struct role_draft draft;
    const int64_t *arranged; /* the order of all then; NULL: as it is */
};

static enum err check_everyone(struct ctx *ctx, const struct revision *r)
{
    const struct role_draft *d = &r->draft;
    if (d->has_name || d->has_color || d->has_hoist || d->has_mentionable || r->position > 0)
        input_invalid(ctx, "roleId", "only the permissions of @everyone can be changed");
    return input_ok(ctx) ? ERR_NONE : ERR_INVALID_INPUT;
}

static enum err check_revision(struct ctx *ctx, const struct grants *g, struct revision *r)
{
    const struct permission_role *role = permissions_find_role(&g->lists, r->role_id);
    struct grants_place place = {r->role_id, r->position};
    enum err err = grants_check_role(g, r->role_id);
    if (err == ERR_NONE && role->is_everyone)
        err = check_everyone(ctx, r);
    if (err == ERR_NONE && r->draft.has_permissions)
        err = grants_check_permit(g, r->role_id, r->draft.permissions);
    if (err == ERR_NONE && r->position > 0) {
        if (place.position >= (int64_t) g->lists.role_count)
            place.position = (int64_t) g->lists.role_count - 1;
        err = grants_check_arrange(ctx, g, &place, 1, &r->arranged);
    }
    return err;
}

static enum err revise(struct ctx *ctx, const struct access *access, const struct grants *g,
                       const struct revision *r, struct audit_entry *entry)
{
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = roles_get_json(access->db, r->role_id, &entry->before);
    if (err == ERR_NONE && r->arranged)
        err = roles_place(access->db, r->arranged, g->lists.role_count - 1);
    if (err == ERR_NONE)
        err = roles_update(access->db, r->role_id, &r->draft, &entry->after);
    if (err == ERR_NONE && r->draft.has_permissions)
        err = rights_renew_openness(ctx, access->db, NULL);
    return err == ERR_NONE ? audit_add(ctx, access->db, entry) : err;
}

/* Whether a change of what a role permits can change who sees a channel. */
static bool changes_sight(const struct grants *g, const struct revision *r)
{
    const struct permission_role *role = permissions_find_role(&g->lists, r->role_id);
    uint64_t touched = role->permissions ^ r->draft.permissions;
    return r->draft.has_permissions &&
           (touched & (PERMISSION_VIEW_CHANNEL | PERMISSION_ADMINISTRATOR));
}

enum err roles_patch(struct ctx *ctx)
{
    struct revision revision = {
        .role_id = ctx_param_id(ctx, "roleId"),
        .position = body_i64_or(ctx, "position", 1, ROLES_MAX, 0),
        .draft = read_draft(ctx),
    };
    struct audit_entry entry = {.action = AUDIT_role_update, .target_id = revision.role_id};
    struct access access;
    struct grants grants;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = grants_load(ctx, &access, &grants);
    if (err == ERR_NONE)
        err = check_revision(ctx, &grants, &revision);
    if (err == ERR_NONE)
        err = revise(ctx, &access, &grants, &revision, &entry);
    if (err != ERR_NONE)
        return err;
    /* First what sockets may hear, then that they should look what they may see. */
    if (changes_sight(&grants, &revision))
        ctx_recheck(ctx, access.room, 0);
    tell_role(ctx, &access, EVENT_role_updated, entry.after);
    ctx_reply(ctx, 200, "role", entry.after);
    return revision.arranged ? tell_order(ctx, &access) : ERR_NONE;
}

/* --- order --------------------------------------------------------------------------------------
 */

static void read_place(struct ctx *ctx, void *into, size_t index)
{
    struct grants_place *places = into;
    places[index] = (struct grants_place){.role_id = body_id(ctx, "id")};
    if (!body_has(ctx, "position"))
        input_invalid(ctx, "position", "is required");
    else
        places[index].position = body_i64_or(ctx, "position", 1, ROLES_MAX, 0);
}

static struct str order_audit(struct ctx *ctx, struct str order)
{
    return PAYLOAD(ctx, PAYLOAD_JSON("roles", order));
}

static enum err reorder(struct ctx *ctx, const struct access *access, const int64_t *arranged,
                        size_t count)
{
    struct audit_entry entry = {.action = AUDIT_roles_reorder, .target_id = access->server_id};
    struct str before, after;
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = roles_order_json(access->db, &before);
    if (err == ERR_NONE)
        err = roles_place(access->db, arranged, count);
    if (err == ERR_NONE)
        err = roles_order_json(access->db, &after);
    if (err != ERR_NONE)
        return err;
    entry.before = order_audit(ctx, before);
    entry.after = order_audit(ctx, after);
    return audit_add(ctx, access->db, &entry);
}

enum err roles_reorder(struct ctx *ctx)
{
    struct grants_place *places = arena_alloc(ctx->arena, ROLES_MAX * sizeof(*places));
    size_t count = body_list(ctx, ROLES_MAX, read_place, places);
    struct access access;
    struct grants grants;
    const int64_t *arranged;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = grants_load(ctx, &access, &grants);
    if (err == ERR_NONE)
        err = grants_check_arrange(ctx, &grants, places, count, &arranged);
    if (err == ERR_NONE)
        err = reorder(ctx, &access, arranged, grants.lists.role_count - 1);
    if (err == ERR_NONE)
        err = roles_list_json(access.db, &json);
    if (err != ERR_NONE)
        return err;
    ctx_reply(ctx, 200, "roles", json);
    return tell_order(ctx, &access);
}

/* --- delete -------------------------------------------------------------------------------------
 */

enum err roles_delete(struct ctx *ctx)
{
    int64_t role_id = ctx_param_id(ctx, "roleId");
    struct audit_entry entry = {.action = AUDIT_role_delete, .target_id = role_id};
    struct access access;
    struct grants grants;
    enum err err = access_server_held(ctx, PERMISSION_MANAGE_ROLES, &access);
    if (err == ERR_NONE)
        err = grants_load(ctx, &access, &grants);
    if (err == ERR_NONE)
        err = grants_check_delete(&grants, role_id);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = roles_get_json(access.db, role_id, &entry.before);
    if (err == ERR_NONE)
        err = roles_remove(access.db, role_id);
    if (err == ERR_NONE)
        err = rights_renew_openness(ctx, access.db, NULL);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db, &entry);
    if (err != ERR_NONE)
        return err;
    ctx_recheck(ctx, access.room, 0);
    ctx_emit(
        ctx, EVENT_role_deleted, access.room,
        PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id), PAYLOAD_I64("roleId", role_id)));
    ctx_reply_nothing(ctx);
    return tell_order(ctx, &access);
}
