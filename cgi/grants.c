#include "cgi/grants.h"

#include "cgi/store/rights.h"
#include "cgi/validate.h"

static enum err load(struct ctx *ctx, const struct access *a, struct permission_lists *lists,
                     struct permission_member *caller)
{
    enum err err = rights_load(ctx, a->db, lists);
    return err == ERR_NONE ? rights_load_caller(ctx, a->db, caller) : err;
}

enum err grants_check_assign(struct ctx *ctx, const struct access *a, const int64_t *added,
                             size_t added_count, const int64_t *removed, size_t removed_count)
{
    struct permission_lists lists;
    struct permission_member caller;
    enum err err = load(ctx, a, &lists, &caller);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < added_count; i++) {
        const struct permission_role *role = permissions_find_role(&lists, added[i]);
        if (!role || role->is_everyone) {
            input_invalid(ctx, "roles", "must be roles of this server other than @everyone");
            return ERR_INVALID_INPUT;
        }
        if (!grants_may_give(&lists, &caller, role))
            err = ERR_FORBIDDEN;
    }
    for (size_t i = 0; i < removed_count; i++) {
        const struct permission_role *role = permissions_find_role(&lists, removed[i]);
        if (role && !grants_may_take(&lists, &caller, role))
            err = ERR_FORBIDDEN;
    }
    return err;
}
