/* Who may do what: Discord's permission arithmetic. Pure. The bits are in permissions.def. */
#ifndef OHKAY_CGI_DOMAIN_PERMISSIONS_H
#define OHKAY_CGI_DOMAIN_PERMISSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERMISSION(name, bit, meaning)                                                             \
    static const uint64_t PERMISSION_##name __attribute__((unused)) = UINT64_C(1) << (bit);
#include "cgi/domain/permissions.def"
#undef PERMISSION

/* What the rule needs to know of one member, in the order it is applied. An allow and a deny of
 * several roles are or-ed together. */
struct permission_inputs {
    bool is_owner;
    bool is_timed_out;
    uint64_t base; /* of @everyone and all the member's roles */
    /* The channel's overwrites; all 0 for the server itself. */
    uint64_t everyone_deny, everyone_allow;
    uint64_t roles_deny, roles_allow;
    uint64_t member_deny, member_allow;
};

/* Every bit of the table. */
uint64_t permissions_all(void);

/* Those an overwrite of a channel may speak of. */
uint64_t permissions_of_channels(void);

/* What @everyone of a new server may do. */
uint64_t permissions_of_everyone(void);

/* The permissions that result: all for the owner and administrators; otherwise base, less what
 * @everyone's overwrite denies, plus what it allows, then the same with the roles' and the member's
 * own. Who is timed out keeps of these only what it takes to read. */
uint64_t permissions_resolve(const struct permission_inputs *in);

/* --- the same from lists ------------------------------------------------------------------------
 */

struct permission_role {
    int64_t id;
    int64_t position;
    uint64_t permissions;
    bool is_everyone;
};

struct permission_overwrite {
    int64_t channel_id;
    bool is_role; /* its target is a role; else a member. Either may be gone. */
    int64_t target_id;
    uint64_t allow, deny;
};

struct permission_member {
    int64_t user_id;
    bool is_owner;
    bool is_timed_out;
    const int64_t *role_ids; /* without @everyone */
    size_t role_count;
};

/* A server: its roles, and the overwrites of its channels, sorted by channel. */
struct permission_lists {
    const struct permission_role *roles;
    size_t role_count;
    const struct permission_overwrite *overwrites;
    size_t overwrite_count;
};

/* What the rule needs to know of a member in a channel, or in the server as a whole (0). */
struct permission_inputs permissions_gather(const struct permission_lists *lists,
                                            const struct permission_member *member,
                                            int64_t channel_id);

/* What he may do there. */
uint64_t permissions_of(const struct permission_lists *lists,
                        const struct permission_member *member, int64_t channel_id);

/* Whether every member, whatever roles he has, may see the channel: @everyone may, and no other
 * overwrite denies it. */
bool permissions_is_open(const struct permission_lists *lists, int64_t channel_id);

/* Both return NULL when there is none. */
const struct permission_role *permissions_find_role(const struct permission_lists *lists,
                                                    int64_t role_id);
const struct permission_role *permissions_everyone(const struct permission_lists *lists);
const struct permission_overwrite *permissions_find_overwrite(const struct permission_lists *lists,
                                                              int64_t channel_id, bool is_role,
                                                              int64_t target_id);

/* --- who stands above whom ----------------------------------------------------------------------
 */

/* Of two roles at one position the older stands higher; @everyone stands below all. */
bool permissions_role_above(const struct permission_role *a, const struct permission_role *b);

/* The highest of a member's roles, or NULL when he has only @everyone. */
const struct permission_role *permissions_highest(const struct permission_lists *lists,
                                                  const struct permission_member *member);

/* Whether he stands above a role: his highest one does, or he is the owner. */
bool permissions_above_role(const struct permission_lists *lists,
                            const struct permission_member *member,
                            const struct permission_role *role);

/* Whether he stands above another member: never above the owner or himself. */
bool permissions_above_member(const struct permission_lists *lists,
                              const struct permission_member *member,
                              const struct permission_member *other);

#endif
