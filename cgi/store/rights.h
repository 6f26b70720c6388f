/* The lists that the permission rules speak of, as a server's database has them: for those who
 * change them. One member in one place is asked about with permission_columns.h, in one statement.
 */
#ifndef OHKAY_CGI_STORE_RIGHTS_H
#define OHKAY_CGI_STORE_RIGHTS_H

#include "cgi/ctx.h"
#include "cgi/domain/permissions.h"

/* All roles and overwrites. In the arena. */
enum err rights_load(struct ctx *ctx, struct db *db, struct permission_lists *out);

/* Those of the users who are members, in the arena; others are left out. */
enum err rights_load_members(struct ctx *ctx, struct db *db, const int64_t *user_ids, size_t count,
                             const struct permission_member **members, size_t *member_count);

/* Every member. */
enum err rights_load_all_members(struct ctx *ctx, struct db *db,
                                 const struct permission_member **members, size_t *member_count);

/* The caller, as one of them. ERR_NOT_FOUND when he is not a member. */
enum err rights_load_caller(struct ctx *ctx, struct db *db, struct permission_member *out);

/* Write down anew which channels every member may see, after roles or overwrites have changed.
 * `after`, unless it is NULL, gets the lists as they are now. */
enum err rights_renew_openness(struct ctx *ctx, struct db *db, struct permission_lists *after);

#endif
