/* Who may give and take permissions: nobody grants, or comes to, what he does not hold. Pure.
 *
 * The promise behind each rule: whatever a member may do after a change and could not do before, in
 * the server or in any channel, the one who made the change may do there himself. So neither he nor
 * those who act with him together ever reach more than they began with. Every bit is judged by
 * itself. To keep the promise without asking about every member, a change is refused already when
 * some member could gain by it. Owner and administrators hold everything.
 *
 * Whether he may manage roles at all (MANAGE_ROLES) is for the caller to ask. */
#ifndef OHKAY_CGI_DOMAIN_GRANTS_H
#define OHKAY_CGI_DOMAIN_GRANTS_H

#include "cgi/domain/permissions.h"

/* Make a role with these permissions, which nobody has yet. */
bool grants_may_create(const struct permission_lists *lists, const struct permission_member *actor,
                       uint64_t permissions);

/* Change what a role permits, @everyone included. */
bool grants_may_permit(const struct permission_lists *lists, const struct permission_member *actor,
                       const struct permission_role *role, uint64_t permissions);

/* Give a role to somebody: all it permits, and all that overwrites allow it anywhere. */
bool grants_may_give(const struct permission_lists *lists, const struct permission_member *actor,
                     const struct permission_role *role);

/* Take a role from somebody, or delete it: that lifts whatever overwrites deny it. */
bool grants_may_take(const struct permission_lists *lists, const struct permission_member *actor,
                     const struct permission_role *role);

/* Put an overwrite in the place of the one its target has in the channel now; without any bits,
 * remove it. `target` is the member it is for, NULL for a role or for somebody who is gone. */
bool grants_may_overwrite(const struct permission_lists *lists,
                          const struct permission_member *actor,
                          const struct permission_overwrite *wanted,
                          const struct permission_member *target);

/* --- the order of roles -------------------------------------------------------------------------
 */

/* Where a role is to stand: 1 is just above @everyone. */
struct grants_place {
    int64_t role_id;
    int64_t position;
};

/* Put roles to their new places and let the others keep their order in those that are left. `out`
 * gets the ids from the lowest to the highest, one for each role but @everyone. Returns false when
 * a role is not there or named twice, or a place is taken twice or beyond the last. */
bool grants_arrange(const struct permission_lists *lists, const struct grants_place *places,
                    size_t count, int64_t *out);

/* Bring all roles but @everyone, whose ids are given from the lowest to the highest, into that
 * order: those that do not stand below him must stay where they are. */
bool grants_may_arrange(const struct permission_lists *lists, const struct permission_member *actor,
                        const int64_t *arranged);

#endif
