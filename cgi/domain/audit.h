/* The actions of the audit log: the one table is audit.def. Pure. */
#ifndef OHKAY_CGI_DOMAIN_AUDIT_H
#define OHKAY_CGI_DOMAIN_AUDIT_H

#include "shared/str.h"

enum audit_action {
#define AUDIT(action, target) AUDIT_##action,
#include "cgi/domain/audit.def"
#undef AUDIT
    AUDIT_COUNT
};

struct audit_info {
    const char *name;
    const char *target_type;
};

/* What the table says of an action. */
const struct audit_info *audit_info(enum audit_action action);

/* Whether there is an action of that name. */
bool audit_is_action(struct str name);

#endif
