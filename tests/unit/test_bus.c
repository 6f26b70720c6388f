/* Entries of the stream, messages of the volatile channel, and where Redis is. */
#include "pushd/link/bus_entry.h"
#include "pushd/link/endpoint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
// cmocka needs the headers above it
#include <cmocka.h>

/* Split "name=value|name=value" into fields and parse them. */
static bool parse(const char *text, struct bus_entry *out)
{
    struct str fields[32], rest = str_from(text);
    size_t count = 0;
    while (rest.len > 0) {
        struct str pair = str_cut(&rest, '|');
        fields[count++] = str_cut(&pair, '=');
        fields[count++] = pair;
    }
    return bus_entry_from_fields(fields, count, out);
}

static void an_entry_carries_an_event_a_control_or_both(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        {"event=new_message|rooms=server:1 channel:1:2|data={\"id\":1}", true},
        {"event=new_message|rooms=server:1", true},
        {"event=new_message|rooms=server:1|data={}|request=abc|except=7|extra=x", true},
        {"control=leave_room|user=5|room=server:1", true},
        {"control=end_session|session=9|reason=logout", true},
        {"control=end_session|session=9", true},
        {"event=member_left|rooms=server:1|data={}|control=leave_room|user=5|room=server:1", true},
        {"control=recheck|room=server:1", true},
        {"control=recheck|room=server:1|user=5", true},
        {"event=role_updated|rooms=server:1|control=recheck|room=server:1", true},
        {"control=recheck", false},
        {"control=recheck|room=server:1|user=0", false},
        {"", false},
        {"data={}|rooms=server:1", false},
        {"event=new_message|data={}", false},
        {"event=new_message|rooms=|data={}", false},
        {"event=New|rooms=server:1|data={}", false},
        {"event=a\"b|rooms=server:1|data={}", false},
        {"event=new_message|rooms=server:1|data=[]", false},
        {"event=new_message|rooms=server:1|data={", false},
        {"event=new_message|rooms=server:1|data={}|except=me", false},
        {"control=fly|user=5|room=server:1", false},
        {"control=leave_room|user=5", false},
        {"control=leave_room|user=0|room=server:1", false},
        {"control=leave_room|room=server:1", false},
        {"control=end_session", false},
        {"control=end_session|session=-1", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bus_entry e;
        if (parse(rows[i].text, &e) != rows[i].ok)
            fail_msg("%s", rows[i].text);
    }
}

static void an_entry_gives_each_field(void **state)
{
    (void) state;
    struct bus_entry e;
    assert_true(parse("event=member_left|rooms=server:1 user:5|data={\"a\":1}|request=r1|except=7|"
                      "control=leave_room|user=5|room=server:1",
                      &e));
    assert_true(str_eq_cstr(e.event, "member_left"));
    assert_true(str_eq_cstr(e.rooms, "server:1 user:5"));
    assert_true(str_eq_cstr(e.data, "{\"a\":1}"));
    assert_true(str_eq_cstr(e.request, "r1"));
    assert_int_equal(e.except, 7);
    assert_int_equal(e.control, BUS_LEAVE_ROOM);
    assert_int_equal(e.user_id, 5);
    assert_true(str_eq_cstr(e.room, "server:1"));
    assert_true(parse("control=end_session|session=9", &e));
    assert_int_equal(e.control, BUS_END_SESSION);
    assert_int_equal(e.session_id, 9);
    assert_true(str_eq_cstr(e.reason, "ended"));
    assert_int_equal(e.event.len, 0);
    struct str odd = STR("event");
    assert_false(bus_entry_from_fields(&odd, 1, &e));
}

static void a_volatile_message_becomes_an_entry(void **state)
{
    (void) state;
    struct buf room;
    struct bus_entry e;
    buf_init(&room, 200);
    assert_true(bus_entry_from_message(
        STR("{\"event\":\"user_typing\",\"rooms\":[\"server:1\",\"channel:1:2\"],"
            "\"data\":{\"u\":\"\xc3\xa9\\u0041/\"},\"except\":3}"),
        &room, &e));
    assert_true(str_eq_cstr(e.event, "user_typing"));
    assert_true(str_eq_cstr(e.rooms, "server:1 channel:1:2"));
    assert_true(str_eq_cstr(e.data, "{\"u\":\"\xc3\xa9"
                                    "A/\"}"));
    assert_int_equal(e.except, 3);
    static const char *const bad[] = {
        "",
        "[]",
        "null",
        "{\"event\":\"user_typing\"}",
        "{\"event\":\"user_typing\",\"rooms\":[]}",
        "{\"event\":\"user_typing\",\"rooms\":\"server:1\"}",
        "{\"event\":\"user_typing\",\"rooms\":[7]}",
        "{\"event\":7,\"rooms\":[\"a\"]}",
        "{\"event\":\"user_typing\",\"rooms\":[\"a\"],\"data\":[]}",
        "{\"event\":\"user_typing\",\"rooms\":[\"a\"]} behind",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (bus_entry_from_message(str_from(bad[i]), &room, &e))
            fail_msg("%s", bad[i]);
    }
    buf_cleanup(&room);
    buf_init(&room, 10);
    assert_false(
        bus_entry_from_message(STR("{\"event\":\"user_typing\",\"rooms\":[\"a\"]}"), &room, &e));
    buf_cleanup(&room);
}

static void stream_ids_are_ordered(void **state)
{
    (void) state;
    struct stream_id a, b;
    assert_true(stream_id_read(STR("1700000000000-3"), &a));
    assert_true(stream_id_read(STR("18446744073709551615-18446744073709551615"), &b));
    assert_true(stream_id_compare(a, b) < 0);
    assert_true(stream_id_compare(b, a) > 0);
    assert_true(stream_id_read(STR("1700000000000-12"), &b));
    assert_true(stream_id_compare(a, b) < 0);
    assert_int_equal(stream_id_compare(a, a), 0);
    static const char *const bad[] = {"",   "1",   "-",    "1-",
                                      "-1", "a-1", "1-1x", "18446744073709551616-0"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(stream_id_read(str_from(bad[i]), &a));
}

static void endpoints_are_read_from_settings(void **state)
{
    (void) state;
    struct endpoint e;
    assert_true(endpoint_from_redis_url("redis://:p:w@d@10.0.0.1:6380/3", &e));
    assert_string_equal(e.host, "10.0.0.1");
    assert_string_equal(e.password, "p:w@d");
    assert_int_equal(e.port, 6380);
    assert_int_equal(e.db, 3);
    assert_true(endpoint_from_redis_url("redis://redis", &e));
    assert_int_equal(e.port, 6379);
    assert_true(endpoint_from_redis_url("redis://[::1]:7000", &e));
    assert_string_equal(e.host, "::1");
    assert_int_equal(e.port, 7000);
    assert_true(endpoint_from_redis_url("unix:///run/redis.sock", &e));
    assert_string_equal(e.path, "/run/redis.sock");
    static const char *const bad_urls[] = {
        "",
        "http://x",
        "redis://",
        "redis://:6379",
        "unix://relative",
        "redis://h:0",
        "redis://h:65536",
        "redis://h/x",
        "redis://[::1]x",
    };
    for (size_t i = 0; i < sizeof(bad_urls) / sizeof(bad_urls[0]); i++) {
        if (endpoint_from_redis_url(bad_urls[i], &e))
            fail_msg("%s", bad_urls[i]);
    }
    assert_true(endpoint_from_address("/run/cgi.sock", &e));
    assert_string_equal(e.path, "/run/cgi.sock");
    assert_true(endpoint_from_address("workers:9000", &e));
    assert_string_equal(e.host, "workers");
    assert_int_equal(e.port, 9000);
    assert_false(endpoint_from_address("workers", &e));
    assert_false(endpoint_from_address("", &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_carries_an_event_a_control_or_both),
        cmocka_unit_test(an_entry_gives_each_field),
        cmocka_unit_test(a_volatile_message_becomes_an_entry),
        cmocka_unit_test(stream_ids_are_ordered),
        cmocka_unit_test(endpoints_are_read_from_settings),
    };
    return cmocka_run_group_tests_name("bus", tests, NULL, NULL);
}
