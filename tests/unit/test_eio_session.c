/* The life of an Engine.IO session, without a network and with a clock of our own. */
#include "pushd/session/eio_session.h"

#include "tests/unit/unit.h"

#include <stdio.h>

enum { INTERVAL = 300, TIMEOUT = 200, UPGRADE = 10000 };

static const struct eio_config config = {
    .ping_interval_ms = INTERVAL,
    .ping_timeout_ms = TIMEOUT,
    .upgrade_timeout_ms = UPGRADE,
    .connect_timeout_ms = 1000,
    .max_payload_bytes = 100,
    .max_queue_bytes = 4096,
};

/* What the application heard, as text. */
static struct {
    char log[1000];
    int wakes;
} heard;

static void on_message(void *ctx, struct eio_session *s, struct str data, bool binary, uint64_t now)
{
    size_t len = strlen(heard.log);
    (void) ctx;
    (void) s;
    (void) now;
    snprintf(heard.log + len, sizeof(heard.log) - len, "%s%.*s ", binary ? "b:" : "",
             STR_FMT(data));
}

static void on_alarm(void *ctx, struct eio_session *s, uint64_t now)
{
    (void) now;
    on_message(ctx, s, STR("<alarm>"), false, 0);
}

static void on_close(void *ctx, struct eio_session *s, const char *reason)
{
    char text[64];
    snprintf(text, sizeof(text), "<%s>", reason);
    on_message(ctx, s, str_from(text), false, 0);
}

static const struct eio_app app = {.message = on_message, .alarm = on_alarm, .close = on_close};

static void on_wake(struct eio_session *s)
{
    (void) s;
    heard.wakes++;
}

static struct eio_session begin(bool websocket, uint64_t now)
{
    struct eio_session s = {
        .config = &config, .app = &app, .wake = on_wake, .sid = "AAAAAAAAAAAAAAAAAAAA"};
    memset(&heard, 0, sizeof(heard));
    eio_session_open(&s, websocket, now);
    return s;
}

/* Assert that the oldest waiting frame is `packet`, and take it. */
static void expect_frame(struct eio_session *s, const char *packet)
{
    assert_non_null(outq_peek(&s->queue));
    assert_str(frame_bytes(outq_peek(&s->queue)), packet);
    outq_pop(&s->queue);
}

static void expect_payload(struct eio_session *s, const char *payload)
{
    struct buf out;
    buf_init(&out, 10000);
    assert_int_equal(eio_session_take_payload(s, &out), EIO_ACCEPTED);
    assert_str(buf_str(&out), payload);
    buf_cleanup(&out);
}

static void send_text(struct eio_session *s, const char *packet)
{
    struct frame *f = frame_create_text(str_from(packet));
    eio_session_send(s, f);
    frame_unref(f);
}

/* A polling session whose open packet was fetched. */
static struct eio_session begin_polling(void)
{
    struct eio_session s = begin(false, 1000);
    assert_int_equal(eio_session_get(&s, 1000), EIO_ACCEPTED);
    assert_int_equal(eio_session_settle(&s, 1000), EIO_ANSWER_POLL);
    expect_payload(&s, "0{\"sid\":\"AAAAAAAAAAAAAAAAAAAA\",\"upgrades\":[\"websocket\"],"
                       "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":100}");
    assert_int_equal(eio_session_settle(&s, 1000), 0);
    return s;
}

static struct eio_session begin_websocket(void)
{
    struct eio_session s = begin(true, 1000);
    assert_int_equal(eio_session_settle(&s, 1000), EIO_WRITE);
    expect_frame(&s, "0{\"sid\":\"AAAAAAAAAAAAAAAAAAAA\",\"upgrades\":[],"
                     "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":100}");
    return s;
}

/* --- Heartbeat --- */

static void a_ping_is_due_each_interval_after_the_pong(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    for (uint64_t at = 1300; at < 3000; at += 310) {
        assert_int_equal(eio_session_deadline(&s), at);
        eio_session_tick(&s, at - 1);
        assert_int_equal(s.queue.count, 0);
        eio_session_tick(&s, at);
        expect_frame(&s, "2");
        assert_int_equal(eio_session_deadline(&s), at + TIMEOUT);
        eio_session_receive(&s, STR("3"), false, at + 10);
    }
    assert_int_equal(s.state, EIO_OPEN);
    eio_session_cleanup(&s);
}

static void without_a_pong_it_ends_after_the_timeout(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    eio_session_tick(&s, 1305); /* five late: the plan counts */
    expect_frame(&s, "2");
    eio_session_tick(&s, 1499);
    assert_int_equal(eio_session_settle(&s, 1499), 0);
    eio_session_tick(&s, 1500);
    assert_int_equal(eio_session_settle(&s, 1500), EIO_FINISHED);
    assert_string_equal(heard.log, "<ping timeout> ");
    eio_session_cleanup(&s);
    assert_string_equal(heard.log, "<ping timeout> ");
}

static void a_server_that_stood_still_does_not_blame_its_clients(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    eio_session_tick(&s, 1300);
    expect_frame(&s, "2");
    eio_session_tick(&s, 60000);
    assert_int_equal(eio_session_settle(&s, 60000), 0);
    eio_session_receive(&s, STR("3"), false, 60001);
    eio_session_tick(&s, 60301);
    expect_frame(&s, "2");
    assert_int_equal(s.state, EIO_OPEN);
    /* And a ping that went out late gives the whole timeout. */
    eio_session_receive(&s, STR("3"), false, 60302);
    eio_session_tick(&s, 61000);
    assert_int_equal(eio_session_deadline(&s), 61000 + TIMEOUT);
    eio_session_cleanup(&s);
}

static void a_client_may_not_ping(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    eio_session_receive(&s, STR("2"), false, 1001);
    assert_int_equal(eio_session_settle(&s, 1001), EIO_FINISHED);
    assert_string_equal(heard.log, "<parse error> ");
    eio_session_cleanup(&s);
}

/* --- Messages --- */

static void messages_reach_the_application(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    eio_session_receive(&s, STR("4hello"), false, 1001);
    eio_session_receive(&s, STR("bytes"), true, 1001);
    eio_session_receive(&s, STR("6"), false, 1001);
    assert_string_equal(heard.log, "hello b:bytes ");
    eio_session_cleanup(&s);
}

static void nothing_is_heard_after_a_close_packet(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_post_begin(&s, 1001);
    assert_int_equal(eio_session_post(&s,
                                      STR("4a\x1e"
                                          "1\x1e"
                                          "4b"),
                                      1001),
                     EIO_ACCEPTED);
    eio_session_settle(&s, 1001);
    assert_string_equal(heard.log, "a <transport close> ");
    eio_session_cleanup(&s);
}

static void a_queue_that_overflows_ends_the_session_from_the_loop(void **state)
{
    struct eio_session s = begin_websocket();
    char big[2001];
    (void) state;
    memset(big, '4', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    for (int i = 0; i < 5; i++)
        send_text(&s, big);
    assert_string_equal(heard.log, "");
    assert_int_equal(eio_session_settle(&s, 1001), EIO_FINISHED);
    assert_string_equal(heard.log, "<slow reader> ");
    assert_int_equal(s.queue.bytes, 0);
    eio_session_cleanup(&s);
}

static void the_alarm_rings_once(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    s.alarm_at = 1100;
    assert_int_equal(eio_session_deadline(&s), 1100);
    eio_session_tick(&s, 1100);
    eio_session_tick(&s, 1101);
    assert_string_equal(heard.log, "<alarm> ");
    eio_session_cleanup(&s);
}

/* --- Polling --- */

static void a_get_is_held_until_something_is_there(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    assert_int_equal(eio_session_get(&s, 1001), EIO_ACCEPTED);
    assert_int_equal(eio_session_settle(&s, 1001), 0);
    send_text(&s, "4a");
    send_text(&s, "4b");
    assert_true(heard.wakes >= 2);
    assert_int_equal(eio_session_settle(&s, 1002), EIO_ANSWER_POLL);
    expect_payload(&s, "4a\x1e"
                       "4b");
    assert_int_equal(eio_session_settle(&s, 1002), 0);
    eio_session_cleanup(&s);
}

static void a_payload_holds_no_more_than_the_limit_but_always_one(void **state)
{
    struct eio_session s = begin_polling();
    char packet[202];
    (void) state;
    snprintf(packet, sizeof(packet), "4%060d", 1);
    send_text(&s, packet);
    send_text(&s, packet);
    eio_session_get(&s, 1001);
    expect_payload(&s, packet);
    eio_session_get(&s, 1001);
    expect_payload(&s, packet);
    snprintf(packet, sizeof(packet), "4%0200d", 1);
    send_text(&s, packet);
    eio_session_get(&s, 1001);
    expect_payload(&s, packet);
    eio_session_cleanup(&s);
}

static void a_second_get_ends_the_session(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    assert_int_equal(eio_session_get(&s, 1001), EIO_ACCEPTED);
    assert_int_equal(eio_session_get(&s, 1002), EIO_BAD_REQUEST);
    assert_int_equal(eio_session_settle(&s, 1002), EIO_ANSWER_POLL | EIO_FINISHED);
    expect_payload(&s, "1");
    assert_string_equal(heard.log, "<transport error> ");
    eio_session_cleanup(&s);
}

static void a_second_post_ends_the_session(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    assert_int_equal(eio_session_post_begin(&s, 1001), EIO_ACCEPTED);
    assert_int_equal(eio_session_post_begin(&s, 1001), EIO_BAD_REQUEST);
    assert_int_equal(eio_session_settle(&s, 1001), EIO_FINISHED);
    assert_int_equal(eio_session_post(&s, STR("4a"), 1002), EIO_BAD_REQUEST);
    assert_string_equal(heard.log, "<transport error> ");
    eio_session_cleanup(&s);
}

static void a_lost_get_or_post_ends_the_session(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_get(&s, 1001);
    eio_session_get_lost(&s, 1002);
    assert_int_equal(eio_session_settle(&s, 1002), EIO_FINISHED);
    eio_session_cleanup(&s);
    s = begin_polling();
    eio_session_post_begin(&s, 1001);
    eio_session_post_lost(&s, 1002);
    assert_int_equal(eio_session_settle(&s, 1002), EIO_FINISHED);
    eio_session_cleanup(&s);
}

static void a_get_right_at_the_timeout_finds_the_session_gone(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_tick(&s, 1300);
    assert_int_equal(eio_session_get(&s, 1500), EIO_BAD_REQUEST);
    assert_int_equal(eio_session_settle(&s, 1500), EIO_FINISHED);
    eio_session_cleanup(&s);
}

/* --- Close --- */

static void closing_sends_what_waits_first(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    send_text(&s, "4last");
    eio_session_close(&s, "enough", false);
    send_text(&s, "4too late");
    assert_int_equal(eio_session_settle(&s, 1001), 0);
    assert_int_equal(eio_session_get(&s, 1002), EIO_ACCEPTED);
    assert_int_equal(eio_session_settle(&s, 1002), EIO_ANSWER_POLL);
    expect_payload(&s, "4last");
    /* The close comes in an answer of its own. */
    assert_int_equal(eio_session_settle(&s, 1003), 0);
    assert_int_equal(eio_session_get(&s, 1004), EIO_ACCEPTED);
    assert_int_equal(eio_session_settle(&s, 1004), EIO_ANSWER_POLL);
    expect_payload(&s, "1");
    assert_int_equal(eio_session_settle(&s, 1004), EIO_FINISHED);
    assert_string_equal(heard.log, "<enough> ");
    eio_session_cleanup(&s);

    s = begin_websocket();
    send_text(&s, "4last");
    eio_session_close(&s, "enough", false);
    assert_int_equal(eio_session_settle(&s, 1001), EIO_WRITE);
    expect_frame(&s, "4last");
    assert_int_equal(eio_session_settle(&s, 1001), EIO_FINISHED);
    eio_session_cleanup(&s);
}

static void closing_waits_for_nobody_forever(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    send_text(&s, "4last");
    eio_session_close(&s, "enough", false);
    eio_session_settle(&s, 1001);
    assert_int_equal(eio_session_deadline(&s), 1001 + TIMEOUT);
    eio_session_tick(&s, 1001 + TIMEOUT);
    assert_int_equal(eio_session_settle(&s, 1001 + TIMEOUT), EIO_FINISHED);
    eio_session_cleanup(&s);
}

static void an_abrupt_close_drops_what_waits_and_keeps_the_first_reason(void **state)
{
    struct eio_session s = begin_websocket();
    (void) state;
    send_text(&s, "4last");
    eio_session_close(&s, "first", false);
    eio_session_close(&s, "second", true);
    assert_int_equal(eio_session_settle(&s, 1001), EIO_FINISHED);
    assert_string_equal(heard.log, "<first> ");
    eio_session_cleanup(&s);
}

/* --- Upgrade --- */

static void an_upgrade_moves_the_queue_to_the_websocket(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_get(&s, 1001);
    assert_int_equal(eio_session_probe_open(&s, 1002), EIO_ACCEPTED);
    eio_session_probe_receive(&s, STR("2probe"), false, 1003);
    assert_int_equal(eio_session_settle(&s, 1003), EIO_ANSWER_POLL | EIO_ANSWER_PROBE);
    expect_payload(&s, "6");
    eio_session_probe_done(&s);
    send_text(&s, "4waiting");
    assert_int_equal(eio_session_settle(&s, 1004), 0);
    eio_session_probe_receive(&s, STR("5"), false, 1005);
    assert_true(s.websocket);
    assert_int_equal(eio_session_settle(&s, 1005), EIO_WRITE);
    expect_frame(&s, "4waiting");
    assert_int_equal(eio_session_get(&s, 1006), EIO_BAD_REQUEST);
    assert_int_equal(eio_session_post_begin(&s, 1006), EIO_BAD_REQUEST);
    assert_int_equal(eio_session_probe_open(&s, 1006), EIO_BAD_REQUEST);
    assert_int_equal(s.state, EIO_OPEN);
    eio_session_cleanup(&s);
}

static void a_get_amid_the_upgrade_gets_what_waits_or_a_noop(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_probe_open(&s, 1002);
    eio_session_probe_receive(&s, STR("2probe"), false, 1003);
    eio_session_probe_done(&s);
    eio_session_get(&s, 1004);
    assert_int_equal(eio_session_settle(&s, 1004), EIO_ANSWER_POLL);
    expect_payload(&s, "6");
    send_text(&s, "4a");
    eio_session_get(&s, 1005);
    expect_payload(&s, "4a");
    eio_session_cleanup(&s);
}

static void a_get_that_came_amid_the_upgrade_is_refused_once_it_is_complete(void **state)
{
    struct eio_session s = begin_polling();
    struct buf out;
    (void) state;
    buf_init(&out, 100);
    eio_session_probe_open(&s, 1002);
    eio_session_probe_receive(&s, STR("2probe"), false, 1003);
    assert_int_equal(eio_session_get(&s, 1004), EIO_ACCEPTED);
    assert_true(s.poll_amid_upgrade);
    send_text(&s, "4a");
    eio_session_probe_receive(&s, STR("5"), false, 1004);
    assert_int_equal(eio_session_settle(&s, 1004), EIO_ANSWER_POLL | EIO_ANSWER_PROBE | EIO_WRITE);
    assert_int_equal(eio_session_take_payload(&s, &out), EIO_BAD_REQUEST);
    assert_int_equal(out.len, 0);
    expect_frame(&s, "4a");
    assert_int_equal(s.state, EIO_OPEN);
    eio_session_cleanup(&s);
    buf_cleanup(&out);
}

static void a_bad_probe_is_dropped_and_the_session_stays(void **state)
{
    static const char *const bad[] = {"4a", "5", "2", "2Probe", "", "3probe", "1"};
    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct eio_session s = begin_polling();
        eio_session_probe_open(&s, 1002);
        eio_session_probe_receive(&s, str_from(bad[i]), false, 1003);
        assert_int_equal(eio_session_settle(&s, 1003), EIO_DROP_PROBE);
        eio_session_probe_done(&s);
        assert_int_equal(s.state, EIO_OPEN);
        assert_false(s.websocket);
        assert_int_equal(eio_session_probe_open(&s, 1004), EIO_ACCEPTED);
        eio_session_cleanup(&s);
    }
}

static void an_upgrade_that_is_never_finished_is_given_up(void **state)
{
    struct eio_session s = begin_polling();
    uint64_t now = 1002;
    (void) state;
    eio_session_probe_open(&s, now);
    eio_session_probe_receive(&s, STR("2probe"), false, now);
    eio_session_probe_done(&s);
    for (; now < 1002 + UPGRADE; now += 100) {
        eio_session_tick(&s, now);
        if (s.pong_by != 0) {
            eio_session_post_begin(&s, now);
            eio_session_post(&s, STR("3"), now);
        }
        assert_int_equal(eio_session_settle(&s, now) & EIO_DROP_PROBE, 0);
    }
    eio_session_tick(&s, 1002 + UPGRADE);
    assert_int_equal(eio_session_settle(&s, now), EIO_DROP_PROBE);
    assert_int_equal(s.state, EIO_OPEN);
    eio_session_cleanup(&s);
}

static void the_end_of_the_session_ends_its_probe(void **state)
{
    struct eio_session s = begin_polling();
    (void) state;
    eio_session_probe_open(&s, 1002);
    eio_session_close(&s, "over", true);
    assert_int_equal(eio_session_settle(&s, 1003), EIO_DROP_PROBE | EIO_FINISHED);
    eio_session_cleanup(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ping_is_due_each_interval_after_the_pong),
        cmocka_unit_test(without_a_pong_it_ends_after_the_timeout),
        cmocka_unit_test(a_server_that_stood_still_does_not_blame_its_clients),
        cmocka_unit_test(a_client_may_not_ping),
        cmocka_unit_test(messages_reach_the_application),
        cmocka_unit_test(nothing_is_heard_after_a_close_packet),
        cmocka_unit_test(a_queue_that_overflows_ends_the_session_from_the_loop),
        cmocka_unit_test(the_alarm_rings_once),
        cmocka_unit_test(a_get_is_held_until_something_is_there),
        cmocka_unit_test(a_payload_holds_no_more_than_the_limit_but_always_one),
        cmocka_unit_test(a_second_get_ends_the_session),
        cmocka_unit_test(a_second_post_ends_the_session),
        cmocka_unit_test(a_lost_get_or_post_ends_the_session),
        cmocka_unit_test(a_get_right_at_the_timeout_finds_the_session_gone),
        cmocka_unit_test(closing_sends_what_waits_first),
        cmocka_unit_test(closing_waits_for_nobody_forever),
        cmocka_unit_test(an_abrupt_close_drops_what_waits_and_keeps_the_first_reason),
        cmocka_unit_test(an_upgrade_moves_the_queue_to_the_websocket),
        cmocka_unit_test(a_get_amid_the_upgrade_gets_what_waits_or_a_noop),
        cmocka_unit_test(a_get_that_came_amid_the_upgrade_is_refused_once_it_is_complete),
        cmocka_unit_test(a_bad_probe_is_dropped_and_the_session_stays),
        cmocka_unit_test(an_upgrade_that_is_never_finished_is_given_up),
        cmocka_unit_test(the_end_of_the_session_ends_its_probe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
