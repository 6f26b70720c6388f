#include "cgi/domain/audit.h"

static const struct audit_info table[] = {
#define AUDIT(action, target) {#action, #target},
#include "cgi/domain/audit.def"
#undef AUDIT
};

const struct audit_info *audit_info(enum audit_action action)
{
    return &table[action];
}
