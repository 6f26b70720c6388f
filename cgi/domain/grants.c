#include "cgi/domain/grants.h"

/* What happens to those who have a role, or get it, or lose it. */
struct change {
    uint64_t base;                           /* permissions they get */
    const struct permission_role *given;     /* its overwrites begin to speak for them */
    const struct permission_role *withdrawn; /* its overwrites no longer do */
};

static bool holds(const struct permission_lists *lists, const struct permission_member *actor,
                  int64_t channel_id, uint64_t bits)
{
    return (bits & ~permissions_of(lists, actor, channel_id)) == 0;
}

static bool holds_everything(const struct permission_lists *lists,
                             const struct permission_member *actor)
{
    return actor->is_owner || holds(lists, actor, 0, PERMISSION_ADMINISTRATOR);
}

static struct permission_overwrite overwrite_of(const struct permission_lists *lists,
                                                int64_t channel_id,
                                                const struct permission_role *role)
{
    const struct permission_overwrite *found =
        role ? permissions_find_overwrite(lists, channel_id, true, role->id) : NULL;
    return found ? *found : (struct permission_overwrite){0};
}

/* The bits somebody may gain in a channel. Permissions count where @everyone has not got them
 * anyway and its overwrite leaves them alone; a lifted deny counts unless @everyone's overwrite
 * still denies the bit, for any other role's allow was stronger before, too. */
static uint64_t gain_in(const struct permission_lists *lists, int64_t channel_id,
                        const struct change *change)
{
    const struct permission_role *everyone = permissions_everyone(lists);
    struct permission_overwrite for_all = overwrite_of(lists, channel_id, everyone);
    struct permission_overwrite given = overwrite_of(lists, channel_id, change->given);
    struct permission_overwrite withdrawn = overwrite_of(lists, channel_id, change->withdrawn);
    uint64_t of_all = everyone ? everyone->permissions : 0;
    uint64_t base = change->base & ~of_all & ~(for_all.allow | for_all.deny);
    uint64_t lifted = withdrawn.deny & ~withdrawn.allow & ~(for_all.deny & ~for_all.allow);
    return base | given.allow | lifted;
}

/* Channels without overwrites are like the server itself. */
static bool may_change(const struct permission_lists *lists, const struct permission_member *actor,
                       const struct change *change)
{
    if (holds_everything(lists, actor))
        return true;
    if (!holds(lists, actor, 0, change->base))
        return false;
    for (size_t i = 0; i < lists->overwrite_count; i++) {
        int64_t channel_id = lists->overwrites[i].channel_id;
        bool is_next = i == 0 || lists->overwrites[i - 1].channel_id != channel_id;
        if (is_next && !holds(lists, actor, channel_id, gain_in(lists, channel_id, change)))
            return false;
    }
    return true;
}

bool grants_may_create(const struct permission_lists *lists, const struct permission_member *actor,
                       uint64_t permissions)
{
    bool has_any = permissions_highest(lists, actor) != NULL;
    return actor->is_owner || (has_any && holds(lists, actor, 0, permissions));
}

bool grants_may_permit(const struct permission_lists *lists, const struct permission_member *actor,
                       const struct permission_role *role, uint64_t permissions)
{
    const struct change change = {.base = permissions & ~role->permissions};
    return permissions_above_role(lists, actor, role) && may_change(lists, actor, &change);
}

bool grants_may_give(const struct permission_lists *lists, const struct permission_member *actor,
                     const struct permission_role *role)
{
    const struct change change = {.base = role->permissions, .given = role};
    return permissions_above_role(lists, actor, role) && may_change(lists, actor, &change);
}

bool grants_may_take(const struct permission_lists *lists, const struct permission_member *actor,
                     const struct permission_role *role)
{
    const struct change change = {.withdrawn = role};
    return permissions_above_role(lists, actor, role) && may_change(lists, actor, &change);
}

static bool above_target(const struct permission_lists *lists,
                         const struct permission_member *actor,
                         const struct permission_overwrite *wanted,
                         const struct permission_member *target)
{
    const struct permission_role *role =
        wanted->is_role ? permissions_find_role(lists, wanted->target_id) : NULL;
    if (actor->is_owner)
        return true;
    if (target)
        return permissions_above_member(lists, actor, target);
    return !role || role->is_everyone || permissions_above_role(lists, actor, role);
}

bool grants_may_overwrite(const struct permission_lists *lists,
                          const struct permission_member *actor,
                          const struct permission_overwrite *wanted,
                          const struct permission_member *target)
{
    const struct permission_overwrite *found =
        permissions_find_overwrite(lists, wanted->channel_id, wanted->is_role, wanted->target_id);
    struct permission_overwrite now = found ? *found : (struct permission_overwrite){0};
    uint64_t touched = (now.allow ^ wanted->allow) | (now.deny ^ wanted->deny);
    return above_target(lists, actor, wanted, target) &&
           holds(lists, actor, wanted->channel_id, touched);
}

/* --- the order of roles -------------------------------------------------------------------------
 */

/* How many roles but @everyone stand below a role: its index in the order. */
static size_t index_of(const struct permission_lists *lists, const struct permission_role *role)
{
    size_t below = 0;
    for (size_t i = 0; i < lists->role_count; i++) {
        const struct permission_role *other = &lists->roles[i];
        below += !other->is_everyone && permissions_role_above(role, other);
    }
    return below;
}

/* Ids begin at 1: 0 marks a place that is free. */
static bool contains(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

static const struct permission_role *role_at(const struct permission_lists *lists, size_t index)
{
    for (size_t i = 0; i < lists->role_count; i++) {
        if (!lists->roles[i].is_everyone && index_of(lists, &lists->roles[i]) == index)
            return &lists->roles[i];
    }
    return NULL;
}

static size_t count_arranged(const struct permission_lists *lists)
{
    return lists->role_count - (permissions_everyone(lists) ? 1 : 0);
}

bool grants_arrange(const struct permission_lists *lists, const struct grants_place *places,
                    size_t count, int64_t *out)
{
    size_t total = count_arranged(lists), next = 0;
    for (size_t i = 0; i < total; i++)
        out[i] = 0;
    for (size_t i = 0; i < count; i++) {
        const struct permission_role *role = permissions_find_role(lists, places[i].role_id);
        int64_t position = places[i].position;
        if (!role || role->is_everyone || position < 1 || position > (int64_t) total ||
            out[position - 1] != 0 || contains(out, total, role->id))
            return false;
        out[position - 1] = role->id;
    }
    for (size_t i = 0; i < total; i++) {
        const struct permission_role *role = role_at(lists, i);
        bool is_placed = false;
        for (size_t k = 0; k < count; k++)
            is_placed = is_placed || places[k].role_id == role->id;
        if (is_placed)
            continue;
        while (out[next] != 0)
            next++;
        out[next] = role->id;
    }
    return true;
}

bool grants_may_arrange(const struct permission_lists *lists, const struct permission_member *actor,
                        const int64_t *arranged)
{
    for (size_t i = 0; i < count_arranged(lists); i++) {
        const struct permission_role *role = role_at(lists, i);
        if (!permissions_above_role(lists, actor, role) && arranged[i] != role->id)
            return false;
    }
    return true;
}
