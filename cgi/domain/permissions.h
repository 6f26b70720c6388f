/* Who may do what: Discord's permission arithmetic. Pure. The bits are in permissions.def. */
#ifndef OHKAY_CGI_DOMAIN_PERMISSIONS_H
#define OHKAY_CGI_DOMAIN_PERMISSIONS_H

#include <stdbool.h>
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

/* What @everyone of a new server may do. */
uint64_t permissions_of_everyone(void);

/* The permissions that result: all for the owner and administrators; otherwise base, less what
 * @everyone's overwrite denies, plus what it allows, then the same with the roles' and the member's
 * own. Who is timed out keeps of these only what it takes to read. */
uint64_t permissions_resolve(const struct permission_inputs *in);

#endif
