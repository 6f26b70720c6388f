/* Whether the caller may give what he is about to give: the rules of domain/grants.h for whoever
 * changes roles, who has them, or overwrites.
 *
 * Ask with the server's order lock held (access_server_held), so that what is decided on stays as
 * it is until the change is written. Each answers ERR_FORBIDDEN when he may not. */
#ifndef OHKAY_CGI_GRANTS_H
#define OHKAY_CGI_GRANTS_H

#include "cgi/access.h"
#include "cgi/domain/grants.h"

/* Give somebody, or the caller himself, the roles `added`, and take the roles `removed` from him.
 * An added role that is not there, or @everyone, makes ERR_INVALID_INPUT that names `roles`; a
 * removed one that is not there does not matter. Whether the caller may manage roles at all is
 * asked before (PERMISSION_MANAGE_ROLES), and whether he stands above that member is not asked. */
enum err grants_check_assign(struct ctx *ctx, const struct access *a, const int64_t *added,
                             size_t added_count, const int64_t *removed, size_t removed_count);

/* What the rules need for all other changes: the roles and overwrites, and the caller. */
struct grants {
    struct permission_lists lists;
    struct permission_member caller;
};
enum err grants_load(struct ctx *ctx, const struct access *a, struct grants *out);

/* Make a role with these permissions at that position. */
enum err grants_check_create(const struct grants *g, uint64_t permissions, int64_t position);

/* Touch a role at all. ERR_NOT_FOUND when it is not there. */
enum err grants_check_role(const struct grants *g, int64_t role_id);

/* Have a role permit this. ERR_NOT_FOUND too. */
enum err grants_check_permit(const struct grants *g, int64_t role_id, uint64_t permissions);

/* Delete a role. ERR_NOT_FOUND too. */
enum err grants_check_delete(const struct grants *g, int64_t role_id);

/* Put roles to new places: `*arranged` gets the order of all but @everyone, from the lowest to the
 * highest, in the arena. What cannot be makes ERR_INVALID_INPUT that names `position`. */
enum err grants_check_arrange(struct ctx *ctx, const struct grants *g,
                              const struct grants_place *places, size_t count,
                              const int64_t **arranged);

/* Put an overwrite; see grants_may_overwrite. */
enum err grants_check_overwrite(const struct grants *g, const struct permission_overwrite *wanted,
                                const struct permission_member *target);

#endif
