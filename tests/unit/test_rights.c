/* What waits while a server's rights are in question, and how the answer is read. */
#include "pushd/gateway/held.h"
#include "pushd/gateway/place.h"
#include "pushd/gateway/rights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
// cmocka needs the headers above it
#include <cmocka.h>

static void held_entries_are_copies_in_their_order(void **state)
{
    (void) state;
    struct held h = {0};
    char event[] = "new_message", data[] = "{\"id\":1}", rooms[] = "server:1";
    const struct bus_entry first = {
        .event = str_from(event), .data = str_from(data), .rooms = str_from(rooms), .except = 7};
    const struct bus_entry second = {
        .control = BUS_LEAVE_ROOM, .user_id = 5, .room = STR("server:1")};
    held_push(&h, &first, STR("server:2"));
    held_push(&h, &second, STR(""));
    memset(event, 'x', sizeof(event) - 1);
    memset(data, 'x', sizeof(data) - 1);
    memset(rooms, 'x', sizeof(rooms) - 1);
    assert_true(h.bytes > 2 * sizeof(struct held_entry));
    struct held_entry *e = held_take(&h);
    assert_true(str_eq_cstr(e->entry.event, "new_message"));
    assert_true(str_eq_cstr(e->entry.data, "{\"id\":1}"));
    assert_true(str_eq_cstr(e->entry.rooms, "server:1"));
    assert_true(str_eq_cstr(e->heard, "server:2"));
    assert_int_equal(e->entry.except, 7);
    free(e);
    e = held_take(&h);
    assert_int_equal(e->entry.control, BUS_LEAVE_ROOM);
    assert_int_equal(e->entry.user_id, 5);
    assert_true(str_eq_cstr(e->entry.room, "server:1"));
    free(e);
    assert_int_equal(h.bytes, 0);
    assert_null(held_take(&h));
    held_push(&h, &second, STR(""));
    held_cleanup(&h);
    assert_null(h.first);
}

static void push_recheck(struct held *h, uint64_t ms, int64_t user_id)
{
    const struct bus_entry e = {
        .id = {.ms = ms}, .control = BUS_RECHECK, .room = STR("server:1"), .user_id = user_id};
    held_push(h, &e, STR(""));
}

static void rechecks_are_about_one_user_or_everybody(void **state)
{
    (void) state;
    struct held h = {0};
    int64_t user_id;
    const struct bus_entry event = {
        .id = {.ms = 2}, .event = STR("x"), .data = STR("{}"), .rooms = STR("server:1")};
    push_recheck(&h, 1, 5);
    held_push(&h, &event, STR(""));
    push_recheck(&h, 3, 5);
    push_recheck(&h, 4, 6);
    push_recheck(&h, 5, 0);
    static const struct {
        uint64_t upto;
        size_t count;
        int64_t user_id;
        uint64_t last;
    } rows[] = {{0, 0, 0, 0}, {1, 1, 5, 1}, {2, 1, 5, 1}, {3, 2, 5, 3},
                {4, 3, 0, 4}, {5, 4, 0, 5}, {9, 4, 0, 5}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct stream_id upto = {.ms = rows[i].upto};
        assert_int_equal(held_scope(&h, upto, &user_id), rows[i].count);
        assert_int_equal(user_id, rows[i].user_id);
        const struct held_entry *last = held_last_recheck(&h, upto);
        assert_int_equal(last ? last->entry.id.ms : 0, rows[i].last);
    }
    held_cleanup(&h);
}

static void an_events_rooms_are_parted_by_server(void **state)
{
    (void) state;
    static const struct {
        const char *rooms, *own, *others;
    } rows[] = {
        {"server:1", "server:1", ""},
        {"channel:1:7", "channel:1:7", ""},
        {"server:2 channel:2:1 user:3", "", "server:2 channel:2:1 user:3"},
        {"server:1 user:5", "server:1 user:5", ""},
        {"user:5 user:6 channel:1:0", "user:5 user:6 channel:1:0", ""},
        {"user:5 channel:1:2 session:9", "user:5 channel:1:2 session:9", ""},
        {"server:1 user:5 server:2", "server:1", "user:5 server:2"},
        {"user:5 server:12 server:1 conversation:1", "server:1", "user:5 server:12 conversation:1"},
        {"user:1", "", "user:1"},
        {"", "", ""},
        {"channel:1: channel:1 server:x", "", "channel:1: channel:1 server:x"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buf own, others;
        buf_init(&own, 1000);
        buf_init(&others, 1000);
        held_part(str_from(rows[i].rooms), 1, &own, &others);
        assert_string_equal(buf_cstr(&own), rows[i].own);
        assert_string_equal(buf_cstr(&others), rows[i].others);
        buf_cleanup(&own);
        buf_cleanup(&others);
    }
}

static void a_room_names_its_server_and_channel(void **state)
{
    (void) state;
    static const struct {
        const char *room;
        int64_t server_id, channel_id;
    } rows[] = {
        {"server:5", 5, 0},       {"channel:5:9", 5, 9}, {"channel:5:", 0, 0}, {"channel:5", 0, 0},
        {"channel:5:x", 0, 0},    {"server:", 0, 0},     {"user:5", 0, 0},     {"", 0, 0},
        {"conversation:5", 0, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t channel_id = -1;
        assert_int_equal(place_server_of(str_from(rows[i].room), &channel_id), rows[i].server_id);
        if (rows[i].server_id != 0)
            assert_int_equal(channel_id, rows[i].channel_id);
    }
}

static void an_answer_says_who_may_hear_what(void **state)
{
    (void) state;
    struct rights r;
    assert_true(rights_read(STR("{\"at\":\"17-3\",\"members\":\"f4\",\"channels\":["
                                "{\"id\":9,\"users\":\"08\"},{\"id\":2,\"users\":\"84\"}]}"),
                            6, &r));
    assert_int_equal(r.at.ms, 17);
    assert_int_equal(r.at.sequence, 3);
    static const bool members[] = {true, true, true, true, false, true, false, false};
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(rights_has(r.members, i), members[i]);
    assert_false(rights_has(r.members, 8));
    assert_null(rights_channel(&r, 1));
    assert_true(rights_has(rights_channel(&r, 2)->users, 0));
    assert_true(rights_has(rights_channel(&r, 2)->users, 5));
    assert_false(rights_has(rights_channel(&r, 2)->users, 4));
    assert_true(rights_has(rights_channel(&r, 9)->users, 4));
    rights_cleanup(&r);
}

static void an_answer_that_makes_no_sense_is_refused(void **state)
{
    (void) state;
    static const char *const rows[] = {
        "",
        "[]",
        "{}",
        "{\"at\":\"1-1\",\"members\":\"f\"}",
        "{\"at\":\"1\",\"members\":\"f\",\"channels\":[]}",
        "{\"at\":\"1-1\",\"members\":\"ff\",\"channels\":[]}",
        "{\"at\":\"1-1\",\"members\":\"F\",\"channels\":[]}",
        "{\"at\":\"1-1\",\"members\":7,\"channels\":[]}",
        "{\"at\":\"1-1\",\"members\":\"f\",\"channels\":[7]}",
        "{\"at\":\"1-1\",\"members\":\"f\",\"channels\":[{\"id\":0,\"users\":\"f\"}]}",
        "{\"at\":\"1-1\",\"members\":\"f\",\"channels\":[{\"id\":1,\"users\":\"\"}]}",
        "{\"at\":\"1-1\",\"members\":\"f\",\"channels\":[{\"id\":1}]}",
        "{\"at\":\"1-1\",\"members\":\"f\",\"channels\":{}}",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct rights r;
        if (rights_read(str_from(rows[i]), 3, &r))
            fail_msg("%s", rows[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_entries_are_copies_in_their_order),
        cmocka_unit_test(rechecks_are_about_one_user_or_everybody),
        cmocka_unit_test(an_events_rooms_are_parted_by_server),
        cmocka_unit_test(a_room_names_its_server_and_channel),
        cmocka_unit_test(an_answer_says_who_may_hear_what),
        cmocka_unit_test(an_answer_that_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
