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

bool audit_is_action(struct str name)
{
    for (int i = 0; i < AUDIT_COUNT; i++) {
        if (str_eq_cstr(name, table[i].name))
            return true;
    }
    return false;
}
