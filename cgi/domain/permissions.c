#include "cgi/domain/permissions.h"

uint64_t permissions_all(void)
{
    return 0
#define PERMISSION(name, bit, meaning) | PERMISSION_##name
#include "cgi/domain/permissions.def"
#undef PERMISSION
        ;
}

uint64_t permissions_of_channels(void)
{
    const uint64_t of_servers =
        PERMISSION_KICK_MEMBERS | PERMISSION_BAN_MEMBERS | PERMISSION_ADMINISTRATOR |
        PERMISSION_MANAGE_GUILD | PERMISSION_VIEW_AUDIT_LOG | PERMISSION_CHANGE_NICKNAME |
        PERMISSION_MANAGE_NICKNAMES | PERMISSION_MANAGE_EMOJIS | PERMISSION_MODERATE_MEMBERS;
    return permissions_all() & ~of_servers;
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

/* --- the same from lists ------------------------------------------------------------------------
 */

static bool has_role(const struct permission_member *member, int64_t role_id)
{
    for (size_t i = 0; i < member->role_count; i++) {
        if (member->role_ids[i] == role_id)
            return true;
    }
    return false;
}

const struct permission_role *permissions_find_role(const struct permission_lists *lists,
                                                    int64_t role_id)
{
    for (size_t i = 0; i < lists->role_count; i++) {
        if (lists->roles[i].id == role_id)
            return &lists->roles[i];
    }
    return NULL;
}

const struct permission_role *permissions_everyone(const struct permission_lists *lists)
{
    for (size_t i = 0; i < lists->role_count; i++) {
        if (lists->roles[i].is_everyone)
            return &lists->roles[i];
    }
    return NULL;
}

const struct permission_overwrite *permissions_find_overwrite(const struct permission_lists *lists,
                                                              int64_t channel_id, bool is_role,
                                                              int64_t target_id)
{
    for (size_t i = 0; i < lists->overwrite_count; i++) {
        const struct permission_overwrite *o = &lists->overwrites[i];
        if (o->channel_id == channel_id && o->is_role == is_role && o->target_id == target_id)
            return o;
    }
    return NULL;
}

static void gather_overwrite(const struct permission_overwrite *o,
                             const struct permission_role *everyone,
                             const struct permission_member *member, struct permission_inputs *in)
{
    if (!o->is_role && o->target_id == member->user_id) {
        in->member_deny |= o->deny;
        in->member_allow |= o->allow;
    } else if (o->is_role && everyone && o->target_id == everyone->id) {
        in->everyone_deny |= o->deny;
        in->everyone_allow |= o->allow;
    } else if (o->is_role && has_role(member, o->target_id)) {
        in->roles_deny |= o->deny;
        in->roles_allow |= o->allow;
    }
}

struct permission_inputs permissions_gather(const struct permission_lists *lists,
                                            const struct permission_member *member,
                                            int64_t channel_id)
{
    struct permission_inputs in = {.is_owner = member->is_owner,
                                   .is_timed_out = member->is_timed_out};
    const struct permission_role *everyone = permissions_everyone(lists);
    for (size_t i = 0; i < lists->role_count; i++) {
        if (lists->roles[i].is_everyone || has_role(member, lists->roles[i].id))
            in.base |= lists->roles[i].permissions;
    }
    for (size_t i = 0; channel_id != 0 && i < lists->overwrite_count; i++) {
        if (lists->overwrites[i].channel_id == channel_id)
            gather_overwrite(&lists->overwrites[i], everyone, member, &in);
    }
    return in;
}

uint64_t permissions_of(const struct permission_lists *lists,
                        const struct permission_member *member, int64_t channel_id)
{
    struct permission_inputs in = permissions_gather(lists, member, channel_id);
    return permissions_resolve(&in);
}

bool permissions_is_open(const struct permission_lists *lists, int64_t channel_id)
{
    const struct permission_member nobody = {0};
    const struct permission_role *everyone = permissions_everyone(lists);
    for (size_t i = 0; i < lists->overwrite_count; i++) {
        const struct permission_overwrite *o = &lists->overwrites[i];
        bool is_everyones = o->is_role && everyone && o->target_id == everyone->id;
        if (o->channel_id == channel_id && !is_everyones && (o->deny & PERMISSION_VIEW_CHANNEL))
            return false;
    }
    return (permissions_of(lists, &nobody, channel_id) & PERMISSION_VIEW_CHANNEL) != 0;
}

/* --- who stands above whom ----------------------------------------------------------------------
 */

bool permissions_role_above(const struct permission_role *a, const struct permission_role *b)
{
    if (a->is_everyone || b->is_everyone)
        return !a->is_everyone && b->is_everyone;
    return a->position != b->position ? a->position > b->position : a->id < b->id;
}

const struct permission_role *permissions_highest(const struct permission_lists *lists,
                                                  const struct permission_member *member)
{
    const struct permission_role *highest = NULL;
    for (size_t i = 0; i < lists->role_count; i++) {
        const struct permission_role *role = &lists->roles[i];
        if (!role->is_everyone && has_role(member, role->id) &&
            (!highest || permissions_role_above(role, highest)))
            highest = role;
    }
    return highest;
}

bool permissions_above_role(const struct permission_lists *lists,
                            const struct permission_member *member,
                            const struct permission_role *role)
{
    const struct permission_role *highest = permissions_highest(lists, member);
    return member->is_owner || (highest && permissions_role_above(highest, role));
}

bool permissions_above_member(const struct permission_lists *lists,
                              const struct permission_member *member,
                              const struct permission_member *other)
{
    const struct permission_role *theirs = permissions_highest(lists, other);
    if (other->is_owner || other->user_id == member->user_id)
        return false;
    if (theirs)
        return permissions_above_role(lists, member, theirs);
    return member->is_owner || permissions_highest(lists, member) != NULL;
}
