/* Presence: when the world is told that somebody came or went. */
#include "pushd/hub/presence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
// cmocka needs the headers above it
#include <cmocka.h>

enum { ALICE = 1, BOB = 2 };

/* Take exactly one change and check it; it stays untold. */
static void expect_change(struct presence *p, uint64_t now_ms, int64_t user_id, bool online)
{
    struct presence_change change;
    assert_true(presence_take(p, now_ms, &change));
    assert_int_equal(change.user_id, user_id);
    assert_int_equal(change.online, online);
}

static void expect_nothing(struct presence *p, uint64_t now_ms)
{
    struct presence_change change;
    assert_false(presence_take(p, now_ms, &change));
}

static void only_the_first_and_the_last_socket_are_news(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    presence_enter(p, ALICE, 11);
    expect_change(p, 0, ALICE, true);
    presence_told(p, ALICE, true, true, 0);
    expect_nothing(p, 1000000);
    presence_leave(p, ALICE, 1000);
    assert_int_equal(presence_due_ms(p), UINT64_MAX);
    presence_leave(p, ALICE, 2000);
    assert_int_equal(presence_due_ms(p), 2000 + PRESENCE_GRACE_MS);
    expect_nothing(p, 2000 + PRESENCE_GRACE_MS - 1);
    expect_change(p, 2000 + PRESENCE_GRACE_MS, ALICE, false);
    presence_told(p, ALICE, false, true, 8000);
    assert_false(presence_is_here(p, ALICE));
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

static void coming_back_within_the_grace_is_no_news(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    expect_change(p, 0, ALICE, true);
    presence_told(p, ALICE, true, true, 0);
    presence_set_status(p, ALICE, "idle");
    presence_leave(p, ALICE, 1000);
    presence_enter(p, ALICE, 12);
    expect_nothing(p, 1000000);
    assert_string_equal(presence_status(p, ALICE), "idle");
    presence_destroy(p);
}

static void what_changes_during_an_announcement_is_settled_after_it(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    expect_change(p, 0, ALICE, true);
    presence_leave(p, ALICE, 100);
    expect_nothing(p, 1000000);
    presence_told(p, ALICE, true, true, 200);
    expect_change(p, 100 + PRESENCE_GRACE_MS, ALICE, false);
    presence_enter(p, ALICE, 11);
    presence_told(p, ALICE, false, true, 6000);
    expect_change(p, 6000, ALICE, true);
    presence_told(p, ALICE, true, true, 6000);
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

static void somebody_never_announced_leaves_silently(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    presence_leave(p, ALICE, 5);
    expect_nothing(p, 1000000);
    presence_enter(p, BOB, 20);
    expect_change(p, 10, BOB, true);
    presence_leave(p, BOB, 20);
    presence_told(p, BOB, true, false, 30);
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

static void a_failed_announcement_is_tried_again(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    expect_change(p, 0, ALICE, true);
    presence_told(p, ALICE, true, false, 1000);
    expect_nothing(p, 1000 + PRESENCE_RETRY_MS - 1);
    expect_change(p, 1000 + PRESENCE_RETRY_MS, ALICE, true);
    presence_told(p, ALICE, true, true, 5000);
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

static void what_became_old_while_it_was_told_is_told_again(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_tell_again(p, ALICE);
    presence_enter(p, ALICE, 10);
    presence_tell_again(p, ALICE);
    expect_change(p, 0, ALICE, true);
    presence_tell_again(p, ALICE);
    presence_told(p, ALICE, true, true, 0);
    expect_change(p, 0, ALICE, true);
    presence_told(p, ALICE, true, true, 0);
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

/* A user queued to be told again may leave before. */
static void leaving_overtakes_a_repetition(void **state)
{
    (void) state;
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    expect_change(p, 0, ALICE, true);
    presence_tell_again(p, ALICE);
    presence_told(p, ALICE, true, true, 0);
    presence_leave(p, ALICE, 100);
    expect_nothing(p, 100);
    expect_change(p, 100 + PRESENCE_GRACE_MS, ALICE, false);
    presence_told(p, ALICE, false, true, 6000);
    expect_nothing(p, 1000000);
    presence_destroy(p);
}

static void remember(void *ctx, int64_t user_id, const char *status)
{
    char *text = ctx;
    size_t len = strlen(text);
    text[len] = (char) ('0' + user_id);
    strcpy(text + len + 1, status);
}

static void everybody_here_is_listed_with_a_status(void **state)
{
    (void) state;
    char text[64] = "";
    struct presence *p = presence_create();
    presence_enter(p, ALICE, 10);
    presence_enter(p, BOB, 20);
    assert_null(presence_status(p, ALICE));
    presence_set_status(p, ALICE, "a text that is too long");
    presence_set_status(p, 99, "online");
    presence_each(p, remember, text);
    assert_string_equal(text, "1a text that");
    presence_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_first_and_the_last_socket_are_news),
        cmocka_unit_test(coming_back_within_the_grace_is_no_news),
        cmocka_unit_test(what_changes_during_an_announcement_is_settled_after_it),
        cmocka_unit_test(somebody_never_announced_leaves_silently),
        cmocka_unit_test(a_failed_announcement_is_tried_again),
        cmocka_unit_test(what_became_old_while_it_was_told_is_told_again),
        cmocka_unit_test(leaving_overtakes_a_repetition),
        cmocka_unit_test(everybody_here_is_listed_with_a_status),
    };
    return cmocka_run_group_tests_name("presence", tests, NULL, NULL);
}
