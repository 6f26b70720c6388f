/* What an emit asks for, and which rooms belong to a place. */
#include "pushd/gateway/emit_match.h"
#include "pushd/gateway/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
// cmocka needs the headers above it
#include <cmocka.h>

static void an_emit_finds_its_row_and_path(void **state)
{
    (void) state;
    static const struct {
        const char *name, *args, *path, *payload;
    } rows[] = {
        {"join_server", "[{\"serverId\":5}]", "/internal/servers/5/rooms", "{\"serverId\":5}"},
        {"join_server", "[5]", "/internal/servers/5/rooms", ""},
        {"join_server", " [ 5 , \"more\" ] ", "/internal/servers/5/rooms", ""},
        {"leave_server", "[5]", "/internal/servers/5/rooms", ""},
        {"join_conversation", "[9007199254740991]",
         "/internal/conversations/9007199254740991/rooms", ""},
        {"send_message", "[{\"serverId\":1,\"channelId\":2,\"content\":\"x\"}]",
         "/api/servers/1/channels/2/messages",
         "{\"serverId\":1,\"channelId\":2,\"content\":\"x\"}"},
        {"send_private_message", "[{\"conversationId\":3}]", "/api/dms/3/messages",
         "{\"conversationId\":3}"},
        {"send_private_message", "[{\"recipientId\":4}]", "/internal/users/4/messages",
         "{\"recipientId\":4}"},
        {"send_private_message", "[{\"conversationId\":3,\"recipientId\":4}]",
         "/api/dms/3/messages", "{\"conversationId\":3,\"recipientId\":4}"},
        {"typing", "[{\"conversationId\":3}]", "/api/dms/3/typing", "{\"conversationId\":3}"},
        {"status_change", "[{}]", "/api/users/me", "{}"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct emit_match match;
        struct buf fields;
        buf_init(&fields, 1000);
        if (emit_match(str_from(rows[i].name), str_from(rows[i].args), &match, &fields) != EMIT_OK)
            fail_msg("%s %s: %s", rows[i].name, rows[i].args, buf_cstr(&fields));
        assert_string_equal(match.path, rows[i].path);
        assert_true(str_eq_cstr(match.payload, rows[i].payload));
        buf_cleanup(&fields);
    }
}

static void an_invalid_payload_says_which_field_and_why(void **state)
{
    (void) state;
#define REQUIRED "\"is required\""
#define NO_ID    "\"must be an id: a positive integer\""
#define OBJECT   "\"payload\":\"must be an object\""
    static const struct {
        const char *name, *args, *fields;
    } rows[] = {
        {"join_server", "[]", OBJECT},
        {"join_server", "[null]", OBJECT},
        {"join_server", "[{}]", "\"serverId\":" REQUIRED},
        {"join_server", "[\"5\"]", "\"serverId\":" NO_ID},
        {"join_server", "[{\"serverId\":\"5\"}]", "\"serverId\":" NO_ID},
        {"join_server", "[{\"serverId\":0}]", "\"serverId\":" NO_ID},
        {"join_server", "[{\"serverId\":-1}]", "\"serverId\":" NO_ID},
        {"join_server", "[{\"serverId\":1.5}]", "\"serverId\":" NO_ID},
        {"join_server", "[{\"serverId\":9007199254740992}]", "\"serverId\":" NO_ID},
        {"join_server", "[99999999999999999999999]", "\"serverId\":" NO_ID},
        {"send_message", "[7]", OBJECT},
        {"send_message", "[{\"channelId\":true}]",
         "\"serverId\":" REQUIRED ",\"channelId\":" NO_ID},
        {"send_private_message", "[{\"recipientId\":\"x\"}]", "\"recipientId\":" NO_ID},
        {"send_private_message", "[{}]", "\"conversationId\":" REQUIRED},
        {"send_private_message", "[5]", OBJECT},
        {"status_change", "[\"online\"]", OBJECT},
        {"status_change", "[]", OBJECT},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct emit_match match;
        struct buf fields;
        buf_init(&fields, 1000);
        assert_int_equal(
            emit_match(str_from(rows[i].name), str_from(rows[i].args), &match, &fields),
            EMIT_INVALID);
        assert_string_equal(buf_cstr(&fields), rows[i].fields);
        buf_cleanup(&fields);
    }
}

static void an_unknown_event_is_unknown_whatever_it_carries(void **state)
{
    (void) state;
    struct emit_match match;
    struct buf fields;
    buf_init(&fields, 1000);
    assert_int_equal(emit_match(STR("join"), STR("[5]"), &match, &fields), EMIT_UNKNOWN);
    assert_int_equal(emit_match(STR(""), STR("[]"), &match, &fields), EMIT_UNKNOWN);
    assert_int_equal(fields.len, 0);
    buf_cleanup(&fields);
}

static void a_place_holds_its_room_and_its_channels_only(void **state)
{
    (void) state;
    const struct place server = {.kind = PLACE_SERVER, .id = 5};
    const struct place conversation = {.kind = PLACE_CONVERSATION, .id = 5};
    assert_true(place_holds(server, STR("server:5")));
    assert_true(place_holds(server, STR("channel:5:9")));
    assert_false(place_holds(server, STR("server:50")));
    assert_false(place_holds(server, STR("channel:50:9")));
    assert_false(place_holds(server, STR("channel:5:")));
    assert_false(place_holds(server, STR("channel:5")));
    assert_false(place_holds(server, STR("conversation:5")));
    assert_false(place_holds(server, STR("user:5")));
    assert_true(place_holds(conversation, STR("conversation:5")));
    assert_false(place_holds(conversation, STR("channel:5:9")));
}

static void leaving_a_place_leaves_all_of_it_and_nothing_else(void **state)
{
    (void) state;
    static const char *const names[] = {"user:1",      "server:5",    "channel:5:1",   "server:6",
                                        "channel:6:1", "channel:5:2", "conversation:5"};
    struct rooms *r = rooms_create();
    struct rooms_member m;
    rooms_member_init(&m);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        rooms_enter(r, &m, str_from(names[i]));
    place_leave(r, &m, (struct place){.kind = PLACE_SERVER, .id = 5});
    assert_int_equal(m.seat_count, 4);
    assert_false(rooms_has(r, &m, STR("channel:5:2")));
    assert_true(rooms_has(r, &m, STR("channel:6:1")));
    rooms_leave_prefix(r, &m, STR(""));
    rooms_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_emit_finds_its_row_and_path),
        cmocka_unit_test(an_invalid_payload_says_which_field_and_why),
        cmocka_unit_test(an_unknown_event_is_unknown_whatever_it_carries),
        cmocka_unit_test(a_place_holds_its_room_and_its_channels_only),
        cmocka_unit_test(leaving_a_place_leaves_all_of_it_and_nothing_else),
    };
    return cmocka_run_group_tests_name("gateway", tests, NULL, NULL);
}
