/* cgi/domain/mentions: whom a text mentions. */
#include "cgi/domain/mentions.h"
#include "tests/unit/unit.h"

#include <stdio.h>

/* As text: "u12,13 r5 all". */
static void show(const struct mentions *m, char *out, size_t size)
{
    size_t at = 0;
    out[0] = 0;
    for (size_t i = 0; i < m->user_count; i++)
        at += (size_t) snprintf(out + at, size - at, "u%lld ", (long long) m->users[i]);
    for (size_t i = 0; i < m->role_count; i++)
        at += (size_t) snprintf(out + at, size - at, "r%lld ", (long long) m->roles[i]);
    snprintf(out + at, size - at, "%s", m->everyone ? "all" : "");
}

static void a_text_mentions_those_it_names(void **state)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"", ""},
        {"hello", ""},
        {"<@12>", "u12 "},
        {"a <@12> b <@!13> <@12>", "u12 u13 "},
        {"<@&5><@5>", "u5 r5 "},
        {"<@>", ""},
        {"<@&>", ""},
        {"<@!>", ""},
        {"<@&!5> <@!&5>", ""},
        {"<@0> <@&0>", ""},
        {"<@12", ""},
        {"<<@5>>", "u5 "},
        {"<@<@5>", "u5 "},
        {"<@abc> <#7> <@-1> <@1.5> <@ 5>", ""},
        {"<@99999999999999999999>", ""},
        {"<@0000000000000000000000000005>", ""},
        {"@everyone", "all"},
        {"hey @here!", "all"},
        {"(@everyone)", "all"},
        {"@everyone's", "all"},
        {"\xc3\xa9@here", "all"},
        {"me@everyone", ""},
        {"@everyones @hereby @Everyone @every", ""},
        {"<@everyone>", "all"},
    };
    char shown[200];
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mentions found;
        mentions_find(str_from(cases[i].text), &found);
        show(&found, shown, sizeof(shown));
        assert_string_equal(shown, cases[i].found);
    }
}

static void code_mentions_nobody(void **state)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"`<@1>`", ""},
        {"`@everyone`", ""},
        {"```\n<@1> @here\n<@&2>\n```", ""},
        {"```c\n<@1>\n``` <@2>", "u2 "},
        {"`` ` <@1> ` `` <@2>", "u2 "},
        {"`a` <@1> `b`", "u1 "},
        {"` <@1>", "u1 "},
        {"``` <@1>", "u1 "},
        {"``` <@1> `` <@2> ` <@3>", "u1 u2 u3 "},
        {"``` <@1> ` <@2> ` <@3>", "u1 u3 "},
        {"``<@1>`` `<@2>", "u2 "},
    };
    char shown[200];
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mentions found;
        mentions_find(str_from(cases[i].text), &found);
        show(&found, shown, sizeof(shown));
        assert_string_equal(shown, cases[i].found);
    }
}

static void of_each_kind_so_many_are_taken(void **state)
{
    struct mentions found;
    char many[4000] = "";
    (void) state;
    for (int i = 1; i <= 100; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "<@%d><@&%d>", i, i);
    strcat(many, "@here");
    mentions_find(str_from(many), &found);
    assert_int_equal(found.user_count, MENTIONS_MAX);
    assert_int_equal(found.role_count, MENTIONS_MAX);
    assert_int_equal(found.users[MENTIONS_MAX - 1], MENTIONS_MAX);
    assert_true(found.everyone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_mentions_those_it_names),
        cmocka_unit_test(code_mentions_nobody),
        cmocka_unit_test(of_each_kind_so_many_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
