#include "cgi/grants.h"

#include "cgi/store/rights.h"
#include "cgi/validate.h"

static enum err allow_if(bool may)
{
    return may ? ERR_NONE : ERR_FORBIDDEN;
}

enum err grants_load(struct ctx *ctx, const struct access *a, struct grants *out)
{
    enum err err = rights_load(ctx, a->db, &out->lists);
    return err == ERR_NONE ? rights_load_caller(ctx, a->db, &out->caller) : err;
}

enum err grants_check_assign(struct ctx *ctx, const struct access *a, const int64_t *added,
                             size_t added_count, const int64_t *removed, size_t removed_count)
{
    struct grants g;
    enum err err = grants_load(ctx, a, &g);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < added_count; i++) {
        const struct permission_role *role = permissions_find_role(&g.lists, added[i]);
        if (!role || role->is_everyone) {
            input_invalid(ctx, "roles", "must be roles of this server other than @everyone");
            return ERR_INVALID_INPUT;
        }
        if (!grants_may_give(&g.lists, &g.caller, role))
            err = ERR_FORBIDDEN;
    }
    for (size_t i = 0; i < removed_count; i++) {
        const struct permission_role *role = permissions_find_role(&g.lists, removed[i]);
        if (role && !grants_may_take(&g.lists, &g.caller, role))
            err = ERR_FORBIDDEN;
    }
    return err;
}

enum err grants_check_create(const struct grants *g, uint64_t permissions, int64_t position)
{
    const struct permission_role *highest = permissions_highest(&g->lists, &g->caller);
    bool is_below = g->caller.is_owner || (highest && position <= highest->position);
    return allow_if(is_below && grants_may_create(&g->lists, &g->caller, permissions));
}

enum err grants_check_role(const struct grants *g, int64_t role_id)
{
    const struct permission_role *role = permissions_find_role(&g->lists, role_id);
    return role ? allow_if(permissions_above_role(&g->lists, &g->caller, role)) : ERR_NOT_FOUND;
}

enum err grants_check_permit(const struct grants *g, int64_t role_id, uint64_t permissions)
{
    const struct permission_role *role = permissions_find_role(&g->lists, role_id);
    return role ? allow_if(grants_may_permit(&g->lists, &g->caller, role, permissions))
                : ERR_NOT_FOUND;
}

enum err grants_check_delete(const struct grants *g, int64_t role_id)
{
    const struct permission_role *role = permissions_find_role(&g->lists, role_id);
    if (!role)
        return ERR_NOT_FOUND;
    return allow_if(!role->is_everyone && grants_may_take(&g->lists, &g->caller, role));
}

enum err grants_check_arrange(struct ctx *ctx, const struct grants *g,
                              const struct grants_place *places, size_t count,
                              const int64_t **arranged)
{
    int64_t *order = arena_alloc(ctx->arena, (g->lists.role_count + 1) * sizeof(*order));
    if (!grants_arrange(&g->lists, places, count, order)) {
        input_invalid(ctx, "position",
                      "each role must be named once and stand somewhere above @everyone");
        return ERR_INVALID_INPUT;
    }
    *arranged = order;
    return allow_if(grants_may_arrange(&g->lists, &g->caller, order));
}

enum err grants_check_overwrite(const struct grants *g, const struct permission_overwrite *wanted,
                                const struct permission_member *target)
{
    return allow_if(grants_may_overwrite(&g->lists, &g->caller, wanted, target));
}
