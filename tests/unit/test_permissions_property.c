/* cgi/domain/permissions and grants, against a second implementation that knows nothing of them:
 * Discord's documentation of permissions, loop for loop and one bit at a time. Random servers;
 * OHKAY_SEED=… repeats a run, OHKAY_CASES=… sets how many. */
#include "tests/unit/unit.h"

#include "cgi/domain/grants.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROLES_MAX = 7, MEMBERS_MAX = 5, CHANNELS = 3, OVERWRITES_MAX = 12, STEPS = 10 };

static uint64_t random_state;
static uint64_t seed = 20260103;
static unsigned cases = 100000;

/* --- a random server ----------------------------------------------------------------------------
 */

struct world {
    struct permission_role roles[ROLES_MAX + STEPS];
    size_t role_count;
    struct permission_overwrite overwrites[OVERWRITES_MAX + STEPS];
    size_t overwrite_count;
    struct permission_member members[MEMBERS_MAX];
    int64_t role_ids[MEMBERS_MAX][ROLES_MAX + STEPS];
    size_t member_count;
    int64_t next_role_id;
};

static uint64_t draw(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * UINT64_C(2685821657736338717);
}

static size_t below(size_t count)
{
    return (size_t) ((draw() >> 33) % count);
}

/* Few bits, so that they meet; ADMINISTRATOR is rare, for it ends all questions. */
static uint64_t random_bits(void)
{
    const uint64_t pool[] = {PERMISSION_VIEW_CHANNEL,    PERMISSION_SEND_MESSAGES,
                             PERMISSION_MANAGE_ROLES,    PERMISSION_KICK_MEMBERS,
                             PERMISSION_SPEAK,           PERMISSION_READ_MESSAGE_HISTORY,
                             PERMISSION_MANAGE_CHANNELS, PERMISSION_MODERATE_MEMBERS};
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof(pool) / sizeof(pool[0]); i++)
        bits |= below(3) == 0 ? pool[i] : 0;
    if (below(12) == 0)
        bits |= PERMISSION_ADMINISTRATOR;
    return bits;
}

static int by_channel(const void *a, const void *b)
{
    const struct permission_overwrite *x = a, *y = b;
    return (x->channel_id > y->channel_id) - (x->channel_id < y->channel_id);
}

static struct permission_overwrite *find_overwrite(struct world *w,
                                                   const struct permission_overwrite *like)
{
    for (size_t i = 0; i < w->overwrite_count; i++) {
        struct permission_overwrite *o = &w->overwrites[i];
        if (o->channel_id == like->channel_id && o->is_role == like->is_role &&
            o->target_id == like->target_id)
            return o;
    }
    return NULL;
}

/* Targets are sometimes roles and members that are no longer there. */
static struct permission_overwrite random_overwrite(const struct world *w)
{
    struct permission_overwrite o = {.channel_id = 1 + (int64_t) below(CHANNELS),
                                     .is_role = below(3) != 0};
    o.target_id = o.is_role ? 1 + (int64_t) below((size_t) w->next_role_id)
                            : 100 + (int64_t) below(w->member_count + 1);
    o.allow = random_bits() & permissions_of_channels();
    o.deny = random_bits() & permissions_of_channels() & ~o.allow;
    return o;
}

static void put_overwrite(struct world *w, const struct permission_overwrite *wanted)
{
    struct permission_overwrite *found = find_overwrite(w, wanted);
    if (found && (wanted->allow | wanted->deny) == 0)
        *found = w->overwrites[--w->overwrite_count];
    else if (found)
        *found = *wanted;
    else if ((wanted->allow | wanted->deny) != 0 && w->overwrite_count < OVERWRITES_MAX + STEPS)
        w->overwrites[w->overwrite_count++] = *wanted;
    qsort(w->overwrites, w->overwrite_count, sizeof(w->overwrites[0]), by_channel);
}

static void random_world(struct world *w)
{
    memset(w, 0, sizeof(*w));
    w->role_count = 1 + below(ROLES_MAX);
    w->member_count = 2 + below(MEMBERS_MAX - 1);
    size_t everyone = below(w->role_count);
    for (size_t i = 0; i < w->role_count; i++) {
        bool is_everyone = i == everyone;
        w->roles[i] = (struct permission_role){.id = (int64_t) i + 1,
                                               .position = is_everyone ? 0 : 1 + (int64_t) below(4),
                                               .permissions = random_bits(),
                                               .is_everyone = is_everyone};
    }
    w->next_role_id = (int64_t) w->role_count + 1;
    for (size_t m = 0; m < w->member_count; m++) {
        size_t count = 0;
        for (size_t i = 0; i < w->role_count; i++) {
            if (!w->roles[i].is_everyone && below(3) == 0)
                w->role_ids[m][count++] = w->roles[i].id;
        }
        w->members[m] = (struct permission_member){.user_id = 100 + (int64_t) m,
                                                   .is_owner = m == 0 && below(2) == 0,
                                                   .is_timed_out = below(6) == 0,
                                                   .role_count = count};
    }
    for (size_t i = below(OVERWRITES_MAX); i > 0; i--) {
        struct permission_overwrite o = random_overwrite(w);
        o.deny |= below(4) == 0 ? o.allow : 0;
        if (!find_overwrite(w, &o))
            put_overwrite(w, &o);
    }
}

/* Members point into their world: after it was copied they must be led there again. */
static struct permission_lists lists_of(struct world *w)
{
    for (size_t m = 0; m < w->member_count; m++)
        w->members[m].role_ids = w->role_ids[m];
    return (struct permission_lists){w->roles, w->role_count, w->overwrites, w->overwrite_count};
}

/* --- the naive implementation --------------------------------------------------------------------
 */

static bool naive_has_role(const struct world *w, size_t m, int64_t role_id)
{
    for (size_t i = 0; i < w->members[m].role_count; i++) {
        if (w->role_ids[m][i] == role_id)
            return true;
    }
    return false;
}

/* compute_base_permissions */
static bool naive_base(const struct world *w, size_t m, uint64_t bit)
{
    if (w->members[m].is_owner)
        return true;
    for (size_t i = 0; i < w->role_count; i++) {
        bool applies = w->roles[i].is_everyone || naive_has_role(w, m, w->roles[i].id);
        if (applies && (w->roles[i].permissions & bit) != 0)
            return true;
        if (applies && (w->roles[i].permissions & 8) != 0)
            return true;
    }
    return false;
}

static bool is_everyones(const struct world *w, const struct permission_overwrite *o)
{
    for (size_t i = 0; i < w->role_count; i++) {
        if (o->is_role && w->roles[i].is_everyone && w->roles[i].id == o->target_id)
            return true;
    }
    return false;
}

/* compute_overwrites */
static bool naive_untimed(const struct world *w, size_t m, int64_t channel_id, uint64_t bit)
{
    bool has = naive_base(w, m, bit), role_allows = false, role_denies = false;
    if (naive_base(w, m, 8) || channel_id == 0)
        return has;
    for (size_t i = 0; i < w->overwrite_count; i++) {
        const struct permission_overwrite *o = &w->overwrites[i];
        if (o->channel_id != channel_id || !is_everyones(w, o))
            continue;
        if (o->deny & bit)
            has = false;
        if (o->allow & bit)
            has = true;
    }
    for (size_t i = 0; i < w->overwrite_count; i++) {
        const struct permission_overwrite *o = &w->overwrites[i];
        if (o->channel_id != channel_id || !o->is_role || is_everyones(w, o) ||
            !naive_has_role(w, m, o->target_id))
            continue;
        if (o->deny & bit)
            role_denies = true;
        if (o->allow & bit)
            role_allows = true;
    }
    if (role_denies)
        has = false;
    if (role_allows)
        has = true;
    for (size_t i = 0; i < w->overwrite_count; i++) {
        const struct permission_overwrite *o = &w->overwrites[i];
        if (o->channel_id != channel_id || o->is_role || o->target_id != w->members[m].user_id)
            continue;
        if (o->deny & bit)
            has = false;
        if (o->allow & bit)
            has = true;
    }
    return has;
}

static bool naive(const struct world *w, size_t m, int64_t channel_id, uint64_t bit)
{
    bool is_muzzled = w->members[m].is_timed_out && !naive_base(w, m, 8);
    if (is_muzzled && bit != (1 << 10) && bit != (1 << 16))
        return false;
    return naive_untimed(w, m, channel_id, bit);
}

static uint64_t every(bool (*ask)(const struct world *, size_t, int64_t, uint64_t),
                      const struct world *w, size_t m, int64_t channel_id)
{
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) {
        uint64_t bit = UINT64_C(1) << i;
        if ((permissions_all() & bit) && ask(w, m, channel_id, bit))
            bits |= bit;
    }
    return bits;
}

static bool naive_open(const struct world *w, int64_t channel_id)
{
    struct world stranger = *w;
    stranger.member_count = 1;
    stranger.members[0] = (struct permission_member){.user_id = 1000000};
    for (size_t i = 0; i < w->overwrite_count; i++) {
        const struct permission_overwrite *o = &w->overwrites[i];
        if (o->channel_id == channel_id && !is_everyones(w, o) && (o->deny & (1 << 10)))
            return false;
    }
    return naive(&stranger, 0, channel_id, 1 << 10);
}

/* Rank by counting, in place of comparing. */
static size_t naive_rank(const struct world *w, int64_t role_id)
{
    size_t rank = 0, me = 0;
    for (size_t i = 0; i < w->role_count; i++) {
        if (w->roles[i].id == role_id)
            me = i;
    }
    if (w->roles[me].is_everyone)
        return 0;
    for (size_t i = 0; i < w->role_count; i++) {
        if (w->roles[i].is_everyone || w->roles[i].position < w->roles[me].position)
            rank++;
        else if (w->roles[i].position == w->roles[me].position && w->roles[i].id > w->roles[me].id)
            rank++;
    }
    return rank;
}

static size_t naive_standing(const struct world *w, size_t m)
{
    size_t standing = 0;
    for (size_t i = 0; i < w->members[m].role_count; i++) {
        size_t rank = naive_rank(w, w->role_ids[m][i]);
        standing = rank > standing ? rank : standing;
    }
    return standing;
}

/* --- what members may do -------------------------------------------------------------------------
 */

static void check_world(struct world *w)
{
    struct permission_lists lists = lists_of(w);
    for (int64_t channel_id = 0; channel_id <= CHANNELS; channel_id++) {
        bool is_open = channel_id > 0 && permissions_is_open(&lists, channel_id);
        assert_int_equal(is_open, channel_id > 0 && naive_open(w, channel_id));
        for (size_t m = 0; m < w->member_count; m++) {
            uint64_t expected = every(naive, w, m, channel_id);
            if (permissions_of(&lists, &w->members[m], channel_id) != expected)
                fail_msg("member %zu in channel %d", m, (int) channel_id);
            assert_true(!is_open || (expected & PERMISSION_VIEW_CHANNEL));
        }
    }
}

static void check_standing(struct world *w)
{
    struct permission_lists lists = lists_of(w);
    for (size_t m = 0; m < w->member_count; m++) {
        for (size_t i = 0; i < w->role_count; i++)
            assert_int_equal(permissions_above_role(&lists, &w->members[m], &w->roles[i]),
                             w->members[m].is_owner ||
                                 naive_standing(w, m) > naive_rank(w, w->roles[i].id));
        for (size_t n = 0; n < w->member_count; n++)
            assert_int_equal(
                permissions_above_member(&lists, &w->members[m], &w->members[n]),
                m != n && !w->members[n].is_owner &&
                    (w->members[m].is_owner || naive_standing(w, m) > naive_standing(w, n)));
    }
}

static void members_may_what_discords_documentation_says(void **state)
{
    (void) state;
    random_state = seed;
    for (unsigned i = 0; i < cases; i++) {
        struct world w;
        random_world(&w);
        check_world(&w);
        check_standing(&w);
    }
}

/* --- what changes may give -----------------------------------------------------------------------
 */

static struct permission_role *random_role(struct world *w)
{
    return &w->roles[below(w->role_count)];
}

static void give(struct world *w, size_t m, int64_t role_id)
{
    if (!naive_has_role(w, m, role_id))
        w->role_ids[m][w->members[m].role_count++] = role_id;
}

static void take(struct world *w, size_t m, int64_t role_id)
{
    for (size_t i = 0; i < w->members[m].role_count; i++) {
        if (w->role_ids[m][i] == role_id)
            w->role_ids[m][i--] = w->role_ids[m][--w->members[m].role_count];
    }
}

static bool try_create(struct world *w, const struct permission_lists *lists,
                       const struct permission_member *actor)
{
    uint64_t bits = random_bits();
    if (!grants_may_create(lists, actor, bits))
        return false;
    for (size_t i = 0; i < w->role_count; i++)
        w->roles[i].position += !w->roles[i].is_everyone;
    w->roles[w->role_count++] =
        (struct permission_role){.id = w->next_role_id++, .position = 1, .permissions = bits};
    return true;
}

static bool try_permit(struct world *w, const struct permission_lists *lists,
                       const struct permission_member *actor)
{
    struct permission_role *role = random_role(w);
    uint64_t bits = below(2) ? random_bits() : role->permissions | random_bits();
    if (!grants_may_permit(lists, actor, role, bits))
        return false;
    role->permissions = bits;
    return true;
}

/* One role given and another taken at once. */
static bool try_assign(struct world *w, const struct permission_lists *lists,
                       const struct permission_member *actor)
{
    size_t m = below(w->member_count);
    struct permission_role *given = below(3) ? random_role(w) : NULL,
                           *taken = below(3) ? random_role(w) : NULL;
    if ((given && (given->is_everyone || !grants_may_give(lists, actor, given))) ||
        (taken && (taken->is_everyone || !grants_may_take(lists, actor, taken))))
        return false;
    if (given)
        give(w, m, given->id);
    if (taken && taken != given)
        take(w, m, taken->id);
    return true;
}

static bool try_delete(struct world *w, const struct permission_lists *lists,
                       const struct permission_member *actor)
{
    struct permission_role *role = random_role(w);
    int64_t id = role->id;
    if (role->is_everyone || !grants_may_take(lists, actor, role))
        return false;
    for (size_t m = 0; m < w->member_count; m++)
        take(w, m, id);
    for (int64_t c = 1; c <= CHANNELS; c++)
        put_overwrite(
            w, &(struct permission_overwrite){.channel_id = c, .is_role = true, .target_id = id});
    *role = w->roles[--w->role_count];
    return true;
}

static bool try_overwrite(struct world *w, const struct permission_lists *lists,
                          const struct permission_member *actor)
{
    struct permission_overwrite wanted = random_overwrite(w);
    struct permission_overwrite *found = find_overwrite(w, &wanted);
    size_t m = (size_t) wanted.target_id - 100;
    const struct permission_member *target =
        !wanted.is_role && m < w->member_count ? &w->members[m] : NULL;
    if (found && below(2)) /* close to what is there: those are allowed more often */
        wanted.allow = found->allow, wanted.deny = found->deny & random_bits();
    if (below(4) == 0)
        wanted.allow = wanted.deny = 0;
    if (!grants_may_overwrite(lists, actor, &wanted, target))
        return false;
    put_overwrite(w, &wanted);
    return true;
}

static bool try_arrange(struct world *w, const struct permission_lists *lists,
                        const struct permission_member *actor)
{
    int64_t arranged[ROLES_MAX + STEPS];
    struct grants_place places[2];
    for (size_t i = 0; i < 2; i++)
        places[i] = (struct grants_place){random_role(w)->id, 1 + (int64_t) below(w->role_count)};
    if (!grants_arrange(lists, places, 1 + below(2), arranged) ||
        !grants_may_arrange(lists, actor, arranged))
        return false;
    for (size_t i = 0; i < w->role_count - 1; i++) {
        for (size_t k = 0; k < w->role_count; k++)
            w->roles[k].position =
                w->roles[k].id == arranged[i] ? (int64_t) i + 1 : w->roles[k].position;
    }
    return true;
}

static bool (*const changes[])(struct world *, const struct permission_lists *,
                               const struct permission_member *) = {
    try_create, try_permit, try_assign, try_delete, try_overwrite, try_arrange};
enum { CHANGES = sizeof(changes) / sizeof(changes[0]) };
static unsigned allowed[CHANGES], refused[CHANGES];

/* Whoever can do something after the change that he could not before: the actor could. */
static void check_gains(const struct world *before, const struct world *after, size_t actor,
                        size_t change)
{
    for (int64_t channel_id = 0; channel_id <= CHANNELS; channel_id++) {
        uint64_t held = every(naive, before, actor, channel_id);
        for (size_t m = 0; m < after->member_count; m++) {
            uint64_t gained = every(naive_untimed, after, m, channel_id) &
                              ~every(naive_untimed, before, m, channel_id);
            if (gained & ~held)
                fail_msg("change %zu by %zu gave %zu %llx in channel %d", change, actor, m,
                         (unsigned long long) (gained & ~held), (int) channel_id);
        }
    }
}

/* Roles at or above the actor's highest are as they were. */
static void check_heights(const struct world *before, const struct world *after, size_t actor)
{
    for (size_t i = 0; i < before->role_count && !before->members[actor].is_owner; i++) {
        const struct permission_role *was = &before->roles[i], *is = NULL;
        if (naive_rank(before, was->id) < naive_standing(before, actor))
            continue;
        for (size_t k = 0; k < after->role_count; k++)
            is = after->roles[k].id == was->id ? &after->roles[k] : is;
        assert_non_null(is);
        assert_true(is->permissions == was->permissions);
        for (size_t m = 0; m < after->member_count && !was->is_everyone; m++)
            assert_int_equal(naive_has_role(before, m, was->id), naive_has_role(after, m, was->id));
    }
}

static void reach_of(const struct world *w, size_t a, size_t b, uint64_t *reach)
{
    for (int64_t channel_id = 0; channel_id <= CHANNELS; channel_id++)
        reach[channel_id] =
            every(naive_untimed, w, a, channel_id) | every(naive_untimed, w, b, channel_id);
}

static void no_sequence_of_changes_reaches_what_was_not_held(void **state)
{
    (void) state;
    random_state = seed;
    for (unsigned i = 0; i < cases / STEPS; i++) {
        uint64_t at_first[CHANNELS + 1], at_last[CHANNELS + 1];
        struct world w;
        random_world(&w);
        /* Two who conspire. */
        size_t pair[2] = {below(w.member_count), below(w.member_count)};
        reach_of(&w, pair[0], pair[1], at_first);
        for (int step = 0; step < STEPS; step++) {
            struct world before = w;
            struct permission_lists lists = lists_of(&before), now = lists_of(&w);
            size_t change = below(CHANGES), actor = pair[below(2)];
            (void) lists;
            bool is_done = changes[change](&w, &now, &w.members[actor]);
            allowed[change] += is_done;
            refused[change] += !is_done;
            check_gains(&before, &w, actor, change);
            check_heights(&before, &w, actor);
        }
        reach_of(&w, pair[0], pair[1], at_last);
        for (int64_t channel_id = 0; channel_id <= CHANNELS; channel_id++)
            assert_true((at_last[channel_id] & ~at_first[channel_id]) == 0);
    }
    /* Neither is everything refused, nor everything allowed. */
    for (size_t c = 0; c < CHANGES; c++) {
        printf("change %zu: %u allowed, %u refused\n", c, allowed[c], refused[c]);
        assert_true(cases < 1000 || (allowed[c] > cases / 1000 && refused[c] > cases / 1000));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_may_what_discords_documentation_says),
        cmocka_unit_test(no_sequence_of_changes_reaches_what_was_not_held),
    };
    if (getenv("OHKAY_SEED"))
        seed = strtoull(getenv("OHKAY_SEED"), NULL, 10) | 1;
    if (getenv("OHKAY_CASES"))
        cases = (unsigned) strtoul(getenv("OHKAY_CASES"), NULL, 10);
    printf("seed %llu, %u cases\n", (unsigned long long) seed, cases);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
