/* cgi/token_memo: what it remembers of a token, and what it never says. */
#include "tests/unit/unit.h"

#include "cgi/token_memo.h"

static const struct jwt_claims claims = {
    .user_id = 7, .session_id = 9, .issued_s = 100, .expires_s = 1000};

static void a_token_is_known_until_it_expires(void **state)
{
    struct token_memo *m = token_memo_create();
    struct jwt_claims found = {0};
    (void) state;
    assert_false(token_memo_find(m, STR("head.body.signature"), 200, &found));
    token_memo_keep(m, STR("head.body.signature"), &claims);
    assert_true(token_memo_find(m, STR("head.body.signature"), 999, &found));
    assert_int_equal(found.user_id, 7);
    assert_int_equal(found.session_id, 9);
    assert_false(token_memo_find(m, STR("head.body.signature"), 1000, &found));
    token_memo_destroy(m);
}

static void another_token_in_the_same_place_is_not_taken_for_it(void **state)
{
    struct token_memo *m = token_memo_create();
    struct jwt_claims found = {0};
    (void) state;
    token_memo_keep(m, STR("AAAA.same-last-sixteen"), &claims);
    assert_false(token_memo_find(m, STR("BBBB.same-last-sixteen"), 200, &found));
    assert_false(token_memo_find(m, STR("same-last-sixteen"), 200, &found));
    assert_false(token_memo_find(m, STR(""), 200, &found));
    token_memo_destroy(m);
}

static void a_token_too_long_to_keep_is_not_kept(void **state)
{
    struct token_memo *m = token_memo_create();
    struct jwt_claims found = {0};
    char text[600];
    (void) state;
    memset(text, 'x', sizeof(text));
    token_memo_keep(m, str_of(text, sizeof(text)), &claims);
    assert_false(token_memo_find(m, str_of(text, sizeof(text)), 200, &found));
    token_memo_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_known_until_it_expires),
        cmocka_unit_test(another_token_in_the_same_place_is_not_taken_for_it),
        cmocka_unit_test(a_token_too_long_to_keep_is_not_kept),
    };
    return cmocka_run_group_tests_name("token_memo", tests, NULL, NULL);
}
