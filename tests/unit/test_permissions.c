/* cgi/domain/permissions: Discord's arithmetic. */
#include "tests/unit/unit.h"

#include "cgi/domain/permissions.h"

#include <stdio.h>

static void bits_have_discords_numbers(void **state)
{
    (void) state;
    assert_int_equal(PERMISSION_KICK_MEMBERS, 2);
    assert_int_equal(PERMISSION_ADMINISTRATOR, 8);
    assert_int_equal(PERMISSION_MANAGE_CHANNELS, 16);
    assert_int_equal(PERMISSION_VIEW_CHANNEL, 1024);
    assert_int_equal(PERMISSION_SEND_MESSAGES, 2048);
    assert_int_equal(PERMISSION_MANAGE_MESSAGES, 8192);
    assert_int_equal(PERMISSION_MANAGE_ROLES, 268435456);
    assert_true(PERMISSION_MODERATE_MEMBERS == UINT64_C(1) << 40);
}

static void owners_and_administrators_pass_everything(void **state)
{
    const struct permission_inputs owner = {
        .is_owner = true, .everyone_deny = UINT64_MAX, .member_deny = UINT64_MAX};
    const struct permission_inputs admin = {.base = PERMISSION_ADMINISTRATOR,
                                            .roles_deny = UINT64_MAX};
    (void) state;
    assert_true(permissions_resolve(&owner) == permissions_all());
    assert_true(permissions_resolve(&admin) == permissions_all());
}

static void overwrites_apply_from_everyone_to_roles_to_member(void **state)
{
    const uint64_t bit = PERMISSION_VIEW_CHANNEL;
    static const struct {
        uint64_t base, everyone_deny, everyone_allow, roles_deny, roles_allow, member_deny,
            member_allow;
        bool result;
    } cases[] = {
        {0, 0, 0, 0, 0, 0, 0, false}, {1, 0, 0, 0, 0, 0, 0, true},  {1, 1, 0, 0, 0, 0, 0, false},
        {0, 0, 1, 0, 0, 0, 0, true},  {1, 1, 0, 0, 1, 0, 0, true},  {1, 0, 0, 1, 0, 0, 0, false},
        {1, 0, 0, 1, 1, 0, 0, true}, /* one role's allow beats another's deny */
        {1, 1, 0, 1, 0, 0, 1, true},  {1, 0, 1, 0, 1, 1, 0, false}, {0, 1, 1, 1, 1, 1, 1, true},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct permission_inputs in = {
            .base = cases[i].base * bit,
            .everyone_deny = cases[i].everyone_deny * bit,
            .everyone_allow = cases[i].everyone_allow * bit,
            .roles_deny = cases[i].roles_deny * bit,
            .roles_allow = cases[i].roles_allow * bit,
            .member_deny = cases[i].member_deny * bit,
            .member_allow = cases[i].member_allow * bit,
        };
        assert_int_equal((permissions_resolve(&in) & bit) != 0, cases[i].result);
    }
}

static void everyone_begins_without_power_over_others(void **state)
{
    const uint64_t power =
        PERMISSION_ADMINISTRATOR | PERMISSION_KICK_MEMBERS | PERMISSION_BAN_MEMBERS |
        PERMISSION_MANAGE_CHANNELS | PERMISSION_MANAGE_GUILD | PERMISSION_MANAGE_MESSAGES |
        PERMISSION_MANAGE_ROLES | PERMISSION_MENTION_EVERYONE | PERMISSION_MODERATE_MEMBERS;
    (void) state;
    assert_true((permissions_of_everyone() & power) == 0);
    assert_true((permissions_of_everyone() & PERMISSION_SEND_MESSAGES) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_have_discords_numbers),
        cmocka_unit_test(owners_and_administrators_pass_everything),
        cmocka_unit_test(overwrites_apply_from_everyone_to_roles_to_member),
        cmocka_unit_test(everyone_begins_without_power_over_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
