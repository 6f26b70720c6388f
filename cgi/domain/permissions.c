#include "cgi/domain/permissions.h"

uint64_t permissions_all(void)
{
    return 0
#define PERMISSION(name, bit, meaning) | PERMISSION_##name
#include "cgi/domain/permissions.def"
#undef PERMISSION
        ;
}

uint64_t permissions_of_everyone(void)
{
    return PERMISSION_CREATE_INSTANT_INVITE | PERMISSION_ADD_REACTIONS | PERMISSION_STREAM |
           PERMISSION_VIEW_CHANNEL | PERMISSION_SEND_MESSAGES | PERMISSION_EMBED_LINKS |
           PERMISSION_ATTACH_FILES | PERMISSION_READ_MESSAGE_HISTORY |
           PERMISSION_USE_EXTERNAL_EMOJIS | PERMISSION_CONNECT | PERMISSION_SPEAK |
           PERMISSION_USE_VAD | PERMISSION_CHANGE_NICKNAME;
}

uint64_t permissions_resolve(const struct permission_inputs *in)
{
    if (in->is_owner || (in->base & PERMISSION_ADMINISTRATOR))
        return permissions_all();
    uint64_t result = in->base;
    result = (result & ~in->everyone_deny) | in->everyone_allow;
    result = (result & ~in->roles_deny) | in->roles_allow;
    result = (result & ~in->member_deny) | in->member_allow;
    if (in->is_timed_out)
        result &= PERMISSION_VIEW_CHANNEL | PERMISSION_READ_MESSAGE_HISTORY;
    return result;
}
