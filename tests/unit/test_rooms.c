/* Rooms: who sits where, and each member met once. */
#include "pushd/hub/rooms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
// cmocka needs the four headers above it
#include <cmocka.h>

struct person {
    int number;
    int met;
    struct rooms_member member;
};

static void meet(void *ctx, struct rooms_member *m)
{
    struct person *p = ROOMS_ENTRY(m, struct person, member);
    p->met++;
    *(int *) ctx += p->number;
}

static void a_room_exists_while_somebody_sits_in_it(void **state)
{
    (void) state;
    struct rooms *r = rooms_create();
    struct person a = {.number = 1};
    rooms_member_init(&a.member);
    assert_true(rooms_enter(r, &a.member, STR("server:1")));
    assert_true(rooms_enter(r, &a.member, STR("server:1")));
    assert_int_equal(rooms_count(r), 1);
    assert_int_equal(a.member.seat_count, 1);
    assert_true(rooms_has(r, &a.member, STR("server:1")));
    assert_false(rooms_has(r, &a.member, STR("server:10")));
    assert_true(rooms_leave(r, &a.member, STR("server:1")));
    assert_false(rooms_leave(r, &a.member, STR("server:1")));
    assert_int_equal(rooms_count(r), 0);
    rooms_destroy(r);
}

static void a_member_of_several_addressed_rooms_is_met_once(void **state)
{
    (void) state;
    struct rooms *r = rooms_create();
    struct person people[4];
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        people[i] = (struct person){.number = 1 << i};
        rooms_member_init(&people[i].member);
    }
    rooms_enter(r, &people[0].member, STR("a"));
    rooms_enter(r, &people[0].member, STR("b"));
    rooms_enter(r, &people[1].member, STR("b"));
    rooms_enter(r, &people[2].member, STR("c"));
    assert_int_equal(rooms_visit(r, STR("a b nobody b"), meet, &sum), 2);
    assert_int_equal(sum, 3);
    assert_int_equal(people[0].met, 1);
    assert_int_equal(rooms_visit(r, STR("a"), meet, &sum), 1);
    assert_int_equal(people[0].met, 2);
    assert_int_equal(rooms_visit(r, STR(""), meet, &sum), 0);
    for (int i = 0; i < 4; i++)
        rooms_leave_prefix(r, &people[i].member, STR(""));
    rooms_destroy(r);
}

static void leaving_by_prefix_takes_only_those_rooms(void **state)
{
    (void) state;
    struct rooms *r = rooms_create();
    struct person a = {.number = 1};
    rooms_member_init(&a.member);
    rooms_enter(r, &a.member, STR("channel:5:1"));
    rooms_enter(r, &a.member, STR("channel:5:2"));
    rooms_enter(r, &a.member, STR("channel:50:1"));
    rooms_leave_prefix(r, &a.member, STR("channel:5:"));
    assert_int_equal(a.member.seat_count, 1);
    struct str name = rooms_name_at(&a.member, 0);
    assert_true(str_eq_cstr(name, "channel:50:1"));
    assert_int_equal(rooms_name_at(&a.member, 1).len, 0);
    rooms_leave_prefix(r, &a.member, STR(""));
    rooms_destroy(r);
}

static void names_and_seats_are_bounded(void **state)
{
    (void) state;
    struct rooms *r = rooms_create();
    struct person a = {.number = 1};
    char name[ROOMS_NAME_MAX_BYTES + 2];
    rooms_member_init(&a.member);
    memset(name, 'x', sizeof(name));
    assert_false(rooms_enter(r, &a.member, str_of(name, ROOMS_NAME_MAX_BYTES + 1)));
    assert_false(rooms_enter(r, &a.member, STR("")));
    for (int i = 0; i < ROOMS_PER_MEMBER_MAX; i++) {
        int len = snprintf(name, sizeof(name), "room:%d", i);
        assert_true(rooms_enter(r, &a.member, str_of(name, (size_t) len)));
    }
    assert_false(rooms_enter(r, &a.member, STR("one more")));
    assert_true(rooms_enter(r, &a.member, STR("room:7")));
    assert_int_equal(rooms_count(r), ROOMS_PER_MEMBER_MAX);
    rooms_leave_prefix(r, &a.member, STR(""));
    assert_int_equal(rooms_count(r), 0);
    rooms_destroy(r);
}

/* A model that cannot be wrong (a matrix of booleans) beside the real thing. */
static void random_comings_and_goings_match_a_matrix(void **state)
{
    (void) state;
    enum { PEOPLE = 40, ROOMS = 25, STEPS = 40000 };
    static struct person people[PEOPLE];
    static bool in[PEOPLE][ROOMS];
    struct rooms *r = rooms_create();
    unsigned seed = 20261123;
    for (int i = 0; i < PEOPLE; i++)
        rooms_member_init(&people[i].member);
    for (int step = 0; step < STEPS; step++) {
        int who = rand_r(&seed) % PEOPLE, where = rand_r(&seed) % ROOMS;
        char name[16];
        struct str room = str_of(name, (size_t) snprintf(name, sizeof(name), "r%d", where));
        if (rand_r(&seed) % 2) {
            assert_true(rooms_enter(r, &people[who].member, room));
            in[who][where] = true;
        } else {
            assert_int_equal(rooms_leave(r, &people[who].member, room), in[who][where]);
            in[who][where] = false;
        }
        size_t expected = 0;
        for (int i = 0; i < PEOPLE; i++)
            expected += in[i][where];
        assert_int_equal(rooms_size(r, room), expected);
        int sum = 0;
        assert_int_equal(rooms_visit(r, room, meet, &sum), expected);
    }
    for (int i = 0; i < PEOPLE; i++)
        rooms_leave_prefix(r, &people[i].member, STR(""));
    assert_int_equal(rooms_count(r), 0);
    rooms_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_room_exists_while_somebody_sits_in_it),
        cmocka_unit_test(a_member_of_several_addressed_rooms_is_met_once),
        cmocka_unit_test(leaving_by_prefix_takes_only_those_rooms),
        cmocka_unit_test(names_and_seats_are_bounded),
        cmocka_unit_test(random_comings_and_goings_match_a_matrix),
    };
    return cmocka_run_group_tests_name("rooms", tests, NULL, NULL);
}
