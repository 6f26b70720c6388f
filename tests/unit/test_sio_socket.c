/* Socket.IO sockets on a session, without a network: who hears what, and when. */
#include "pushd/session/sio_client.h"

#include "tests/unit/unit.h"

#include <stdio.h>

static const struct eio_config config = {
    .ping_interval_ms = 25000,
    .ping_timeout_ms = 20000,
    .upgrade_timeout_ms = 10000,
    .connect_timeout_ms = 1000,
    .max_payload_bytes = 1000,
    .max_queue_bytes = 4096,
};

/* What the application heard, and the last socket that asked to connect. */
static struct {
    char log[2000];
    struct sio_socket *socket;
    bool answer_at_once;
} heard;

static void hear(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void hear(const char *format, ...)
{
    size_t len = strlen(heard.log);
    va_list args;
    va_start(args, format);
    vsnprintf(heard.log + len, sizeof(heard.log) - len, format, args);
    va_end(args);
}

static bool knows(void *ctx, struct str nsp)
{
    (void) ctx;
    return !str_eq_cstr(nsp, "/unknown");
}

static void on_connect(void *ctx, struct sio_socket *s, struct str auth)
{
    (void) ctx;
    heard.socket = s;
    hear("connect(%.*s %.*s) ", STR_FMT(sio_socket_namespace(s)), STR_FMT(auth));
    if (heard.answer_at_once)
        sio_socket_accept(s, STR("S"), (struct str){0});
}

static void on_event(void *ctx, struct sio_socket *s, struct str name, struct str args,
                     const struct str *attachments, size_t count, int64_t ack_id)
{
    (void) ctx;
    (void) s;
    hear("event(%.*s %.*s %lld", STR_FMT(name), STR_FMT(args), (long long) ack_id);
    for (size_t i = 0; i < count; i++)
        hear(" +%.*s", STR_FMT(attachments[i]));
    hear(") ");
    if (str_eq_cstr(name, "bye"))
        sio_socket_disconnect(s, true);
}

static void on_ack(void *ctx, struct sio_socket *s, int64_t ack_id, struct str args,
                   const struct str *attachments, size_t count)
{
    (void) ctx;
    (void) s;
    hear("ack(%lld %.*s", (long long) ack_id, STR_FMT(args));
    for (size_t i = 0; i < count; i++)
        hear(" +%.*s", STR_FMT(attachments[i]));
    hear(") ");
}

static void on_disconnect(void *ctx, struct sio_socket *s, const char *reason)
{
    (void) ctx;
    hear("disconnect(%.*s %s) ", STR_FMT(sio_socket_namespace(s)), reason);
    /* Nothing said now may do harm. */
    sio_socket_emit(s, STR("x"), (struct str){0});
    sio_socket_disconnect(s, false);
}

static const struct sio_app app = {
    .knows_namespace = knows,
    .connect = on_connect,
    .event = on_event,
    .ack = on_ack,
    .disconnect = on_disconnect,
};

static void on_wake(struct eio_session *s)
{
    (void) s;
}

struct fixture {
    struct sio_server server;
    struct eio_session eio;
};

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    memset(&heard, 0, sizeof(heard));
    heard.answer_at_once = true;
    sio_server_init(&f.server, &app);
    f.eio = (struct eio_session){.config = &config, .app = &f.server.eio, .wake = on_wake};
    eio_session_open(&f.eio, true, 1000);
    outq_pop(&f.eio.queue);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    eio_session_cleanup(&f->eio);
    return 0;
}

static void receive(struct fixture *f, const char *packet)
{
    eio_session_receive(&f->eio, str_from(packet), false, 1001);
}

static void receive_binary(struct fixture *f, const char *bytes)
{
    eio_session_receive(&f->eio, str_from(bytes), true, 1001);
}

static void expect_frame(struct fixture *f, const char *packet)
{
    assert_non_null(outq_peek(&f->eio.queue));
    assert_str(frame_bytes(outq_peek(&f->eio.queue)), packet);
    outq_pop(&f->eio.queue);
}

/* A connected socket on `/`, with nothing waiting and nothing heard. */
static struct sio_socket *connected(struct fixture *f)
{
    receive(f, "40");
    expect_frame(f, "40{\"sid\":\"S\"}");
    heard.log[0] = '\0';
    return heard.socket;
}

static void connecting_is_answered_at_once_or_later(void **state)
{
    struct fixture *f = *state;
    heard.answer_at_once = false;
    receive(f, "40{\"token\":\"t\"}");
    assert_string_equal(heard.log, "connect(/ {\"token\":\"t\"}) ");
    assert_false(sio_socket_is_connected(heard.socket));
    sio_socket_emit(heard.socket, STR("early"), (struct str){0});
    assert_int_equal(f->eio.queue.count, 0);
    sio_socket_accept(heard.socket, STR("SID"), STR("PID"));
    expect_frame(f, "40{\"sid\":\"SID\",\"pid\":\"PID\"}");
    assert_true(sio_socket_is_connected(heard.socket));
    sio_socket_accept(heard.socket, STR("again"), (struct str){0});
    sio_socket_refuse(heard.socket, STR("{}"));
    assert_int_equal(f->eio.queue.count, 0);
}

static void a_refused_socket_is_disconnected_and_the_connection_stays(void **state)
{
    struct fixture *f = *state;
    heard.answer_at_once = false;
    receive(f, "40/a,");
    sio_socket_refuse(heard.socket, STR("{\"message\":\"no\",\"data\":{\"code\":\"x\"}}"));
    expect_frame(f, "44/a,{\"message\":\"no\",\"data\":{\"code\":\"x\"}}");
    assert_string_equal(heard.log, "connect(/a ) ");
    assert_int_equal(eio_session_settle(&f->eio, 1001), 0);
    assert_string_equal(heard.log, "connect(/a ) disconnect(/a refused) ");
}

static void a_socket_lost_while_pending_is_disconnected(void **state)
{
    struct fixture *f = *state;
    heard.answer_at_once = false;
    receive(f, "40");
    eio_session_lost(&f->eio, "transport close", 1002);
    assert_int_equal(eio_session_settle(&f->eio, 1002), EIO_FINISHED);
    assert_string_equal(heard.log, "connect(/ ) disconnect(/ transport close) ");
}

static void events_carry_name_arguments_and_ack(void **state)
{
    struct fixture *f = *state;
    connected(f);
    receive(f, "42[\"a\"]");
    receive(f, "42[ \"b\" , 1 , {\"c\":2} ]");
    receive(f, "4212[\"d\",null]");
    assert_string_equal(heard.log,
                        "event(a [] -1) event(b [1 , {\"c\":2}] -1) event(d [null] 12) ");
}

static void attachments_come_with_their_event(void **state)
{
    struct fixture *f = *state;
    connected(f);
    receive(f, "452-7[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    receive_binary(f, "one");
    assert_string_equal(heard.log, "");
    receive_binary(f, "");
    assert_string_equal(heard.log, "event(a [{\"_placeholder\":true,\"num\":0},{\"_placeholder\":"
                                   "true,\"num\":1}] 7 +one +) ");
    receive(f, "461-9[1]");
    receive_binary(f, "x");
    assert_non_null(strstr(heard.log, "ack(9 [1] +x) "));
}

static void what_is_sent_is_one_packet_each(void **state)
{
    struct fixture *f = *state;
    struct sio_socket *s = connected(f);
    struct str attachment = STR("bin");
    sio_socket_emit(s, STR("a"), (struct str){0});
    expect_frame(f, "42[\"a\"]");
    sio_socket_emit(s, STR("a"), STR("1,2"));
    expect_frame(f, "42[\"a\",1,2]");
    sio_socket_emit_with_ack(s, STR("a"), STR("1"), 0);
    expect_frame(f, "420[\"a\",1]");
    sio_socket_ack(s, 5, STR("{}"));
    expect_frame(f, "435[{}]");
    sio_socket_ack(s, -1, STR("{}"));
    assert_int_equal(f->eio.queue.count, 0);
    sio_socket_emit_binary(s, STR("a"), STR("{}"), &attachment, 1);
    expect_frame(f, "451-[\"a\",{}]");
    assert_true(frame_is_binary(outq_peek(&f->eio.queue)));
    expect_frame(f, "bin");
    sio_socket_ack_binary(s, 8, STR("{}"), &attachment, 1);
    expect_frame(f, "461-8[{}]");
    expect_frame(f, "bin");
    struct frame *shared = sio_frame_event(STR("/"), STR("n"), STR("{\"id\":1}"));
    sio_socket_send(s, shared);
    frame_unref(shared);
    assert_int_equal(sio_socket_queued_bytes(s), f->eio.queue.bytes);
    expect_frame(f, "42[\"n\",{\"id\":1}]");
}

static void namespaces_are_separate(void **state)
{
    struct fixture *f = *state;
    connected(f);
    receive(f, "40/a,");
    expect_frame(f, "40/a,{\"sid\":\"S\"}");
    receive(f, "42/a,[\"x\"]");
    sio_socket_emit(heard.socket, STR("y"), (struct str){0});
    expect_frame(f, "42/a,[\"y\"]");
    receive(f, "41/a,");
    eio_session_settle(&f->eio, 1002);
    assert_string_equal(heard.log,
                        "connect(/a ) event(x [] -1) disconnect(/a client namespace disconnect) ");
    assert_int_equal(f->eio.state, EIO_OPEN);
}

static void leaving_and_connecting_in_one_breath_keeps_the_order(void **state)
{
    struct fixture *f = *state;
    connected(f);
    receive(f, "41");
    receive(f, "40");
    assert_string_equal(heard.log, "disconnect(/ client namespace disconnect) connect(/ ) ");
}

static void a_disconnect_by_the_server_says_goodbye_first(void **state)
{
    struct fixture *f = *state;
    struct sio_socket *s = connected(f);
    sio_socket_emit(s, STR("session_ended"), STR("{}"));
    sio_socket_disconnect(s, true);
    assert_string_equal(heard.log, "");
    assert_int_equal(eio_session_settle(&f->eio, 1002), EIO_WRITE);
    assert_string_equal(heard.log, "disconnect(/ server namespace disconnect) ");
    expect_frame(f, "42[\"session_ended\",{}]");
    expect_frame(f, "41");
    assert_int_equal(eio_session_settle(&f->eio, 1003), EIO_FINISHED);
}

static void a_disconnect_from_inside_an_event_is_heard_later(void **state)
{
    struct fixture *f = *state;
    connected(f);
    receive(f, "42[\"bye\"]");
    assert_string_equal(heard.log, "event(bye [] -1) ");
    receive(f, "42[\"after\"]");
    eio_session_settle(&f->eio, 1002);
    assert_string_equal(heard.log, "event(bye [] -1) disconnect(/ server namespace disconnect) ");
}

static void a_client_that_does_not_know_yet_is_forgiven(void **state)
{
    struct fixture *f = *state;
    sio_socket_disconnect(connected(f), false);
    eio_session_settle(&f->eio, 1002);
    receive(f, "42[\"late\"]");
    receive(f, "431[]");
    receive(f, "41");
    assert_int_equal(f->eio.state, EIO_OPEN);
    receive(f, "40");
    assert_true(sio_socket_is_connected(heard.socket));
}

static void the_time_to_connect_is_limited(void **state)
{
    struct fixture *f = *state;
    heard.answer_at_once = false;
    receive(f, "40");
    eio_session_tick(&f->eio, 1999);
    assert_int_equal(f->eio.state, EIO_OPEN);
    eio_session_tick(&f->eio, 2000);
    assert_int_equal(eio_session_settle(&f->eio, 2000), EIO_FINISHED);
    assert_string_equal(heard.log, "connect(/ ) disconnect(/ connect timeout) ");
}

static void connecting_in_time_stops_the_clock_and_leaving_starts_it_again(void **state)
{
    struct fixture *f = *state;
    connected(f);
    eio_session_tick(&f->eio, 5000);
    assert_int_equal(f->eio.state, EIO_OPEN);
    receive(f, "41");
    eio_session_settle(&f->eio, 6000);
    eio_session_tick(&f->eio, 6999);
    assert_int_equal(f->eio.state, EIO_OPEN);
    eio_session_tick(&f->eio, 7000);
    assert_int_equal(f->eio.state, EIO_CLOSING);
}

static void a_breach_of_the_protocol_ends_the_connection(void **state)
{
    static const char *const breaches[] = {
        "4",        "4abc",   "42[\"connect\"]", "42{}",     "42[]",     "40",
        "44{}",     "43[]",   "41/other,",       "42/o,[1]", "4511-[1]", "41{}",
        "42[\"a\"", "431{}x", "42[\"\\ud800\"]",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(breaches) / sizeof(breaches[0]); i++) {
        connected(f);
        receive(f, breaches[i]);
        if (f->eio.state == EIO_OPEN)
            fail_msg("forgiven: %s", breaches[i]);
        assert_int_equal(eio_session_settle(&f->eio, 1002), EIO_FINISHED);
        assert_string_equal(heard.log, "disconnect(/ parse error) ");
        tear_down(state);
        set_up(state);
        f = *state;
    }
}

static void attachments_are_bounded(void **state)
{
    struct fixture *f = *state;
    char big[801];
    connected(f);
    memset(big, 'x', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    receive(f, "452-[\"a\"]");
    receive_binary(f, big);
    assert_int_equal(f->eio.state, EIO_OPEN);
    receive_binary(f, big);
    assert_int_equal(f->eio.state, EIO_CLOSING);
}

static void namespaces_are_bounded(void **state)
{
    struct fixture *f = *state;
    char packet[16];
    for (int i = 0; i < 100 && f->eio.state == EIO_OPEN; i++) {
        snprintf(packet, sizeof(packet), "40/%d,", i);
        receive(f, packet);
    }
    assert_int_equal(f->eio.state, EIO_CLOSING);
}

static void an_unknown_namespace_is_refused_without_the_application(void **state)
{
    struct fixture *f = *state;
    receive(f, "40/unknown,");
    expect_frame(f, "44/unknown,{\"message\":\"Invalid namespace\"}");
    assert_string_equal(heard.log, "");
    assert_int_equal(f->eio.state, EIO_OPEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(connecting_is_answered_at_once_or_later),
        TEST(a_refused_socket_is_disconnected_and_the_connection_stays),
        TEST(a_socket_lost_while_pending_is_disconnected),
        TEST(events_carry_name_arguments_and_ack),
        TEST(attachments_come_with_their_event),
        TEST(what_is_sent_is_one_packet_each),
        TEST(namespaces_are_separate),
        TEST(leaving_and_connecting_in_one_breath_keeps_the_order),
        TEST(a_disconnect_by_the_server_says_goodbye_first),
        TEST(a_disconnect_from_inside_an_event_is_heard_later),
        TEST(a_client_that_does_not_know_yet_is_forgiven),
        TEST(the_time_to_connect_is_limited),
        TEST(connecting_in_time_stops_the_clock_and_leaving_starts_it_again),
        TEST(a_breach_of_the_protocol_ends_the_connection),
        TEST(attachments_are_bounded),
        TEST(namespaces_are_bounded),
        TEST(an_unknown_namespace_is_refused_without_the_application),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
