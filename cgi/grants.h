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

#endif
