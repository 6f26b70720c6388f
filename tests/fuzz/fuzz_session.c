/* Any sequence of what clients, time and the application may do to a session: no reference is lost,
 * no rule of the interface is broken, every connect has its one disconnect.
 *
 * The input is read as a little program: a byte names a step, the next its argument, and steps that
 * carry text take it up to the next newline. */
#include "pushd/session/sio_client.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_SOCKETS = 64, MAX_STEPS = 2000 };

static const struct eio_config config = {
    .ping_interval_ms = 300,
    .ping_timeout_ms = 200,
    .upgrade_timeout_ms = 1000,
    .connect_timeout_ms = 1000,
    .max_payload_bytes = 500,
    .max_queue_bytes = 2000,
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* --- The application --- */

static struct {
    struct sio_socket *sockets[MAX_SOCKETS]; /* those that live */
    size_t count;
    uint8_t mood; /* how the next connect is answered */
    bool in_call; /* inside a function that must not call back */
} world;

static struct sio_socket *any_socket(uint8_t which)
{
    return world.count > 0 ? world.sockets[which % world.count] : NULL;
}

static bool knows(void *ctx, struct str nsp)
{
    (void) ctx;
    return nsp.len < 4;
}

static void answer(struct sio_socket *s, uint8_t mood)
{
    world.in_call = true;
    if (mood % 3 == 1)
        sio_socket_accept(s, STR("sid"), (struct str){0});
    else if (mood % 3 == 2)
        sio_socket_refuse(s, STR("{}"));
    world.in_call = false;
}

static void on_connect(void *ctx, struct sio_socket *s, struct str auth)
{
    (void) ctx;
    (void) auth;
    check(!world.in_call && world.count < MAX_SOCKETS);
    world.sockets[world.count++] = s;
    answer(s, world.mood);
}

static void on_event(void *ctx, struct sio_socket *s, struct str name, struct str args,
                     const struct str *attachments, size_t count, int64_t ack_id)
{
    (void) ctx;
    check(!world.in_call && count <= SIO_MAX_ATTACHMENTS && args.len >= 2);
    check(sio_socket_is_connected(s));
    struct str inside = str_slice(args, 1, args.len - 1);
    world.in_call = true;
    if (count > 0)
        sio_socket_emit_binary(s, STR("back"), inside, attachments, count);
    sio_socket_ack(s, ack_id, inside);
    if (name.len > 3)
        sio_socket_disconnect(s, name.len > 5);
    world.in_call = false;
}

static void on_disconnect(void *ctx, struct sio_socket *s, const char *reason)
{
    size_t i = 0;
    (void) ctx;
    check(!world.in_call && reason);
    while (i < world.count && world.sockets[i] != s)
        i++;
    check(i < world.count);
    world.sockets[i] = world.sockets[--world.count];
    sio_socket_emit(s, STR("late"), (struct str){0});
    sio_socket_disconnect(s, false);
}

static const struct sio_app app = {.knows_namespace = knows,
                                   .connect = on_connect,
                                   .event = on_event,
                                   .disconnect = on_disconnect};

/* --- The transport --- */

struct model {
    struct eio_session eio;
    uint64_t now;
    bool held, posting, probing, done;
};

static void on_wake(struct eio_session *s)
{
    (void) s;
}

static void answer_poll(struct model *m)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    check(m->held);
    m->held = false;
    bool accepted = eio_session_take_payload(&m->eio, &out) == EIO_ACCEPTED;
    check(accepted == (out.len > 0) && buf_ok(&out));
    buf_cleanup(&out);
}

/* Do what the session asks for; a slow websocket leaves frames where they are. */
static void settle(struct model *m, bool slow)
{
    unsigned actions;
    do {
        actions = eio_session_settle(&m->eio, m->now);
        if (actions & EIO_ANSWER_POLL)
            answer_poll(m);
        if (actions & (EIO_ANSWER_PROBE | EIO_DROP_PROBE))
            eio_session_probe_done(&m->eio);
        if (actions & EIO_DROP_PROBE)
            m->probing = false;
        while (!slow && m->eio.websocket && m->eio.queue.count > 0)
            outq_pop(&m->eio.queue);
    } while (actions != 0 && actions != EIO_WRITE && !(actions & EIO_FINISHED));
    m->done = (actions & EIO_FINISHED) != 0;
    check(!m->done || m->eio.queue.count == 0);
}

static void receive(struct model *m, struct str text, bool binary)
{
    if (m->eio.websocket) {
        eio_session_receive(&m->eio, text, binary, m->now);
    } else if (m->probing) {
        eio_session_probe_receive(&m->eio, text, binary, m->now);
        if (m->eio.websocket)
            m->probing = false;
    }
}

static void post(struct model *m, struct str body)
{
    if (eio_session_post_begin(&m->eio, m->now) == EIO_ACCEPTED)
        eio_session_post(&m->eio, body, m->now);
}

static void send_big(struct sio_socket *s)
{
    static const char filler[600] = {0};
    struct frame *f = frame_create_binary(str_of(filler, sizeof(filler)));
    if (s)
        sio_socket_send(s, f);
    frame_unref(f);
}

/* --- Steps --- */

static void step_client(struct model *m, char what, struct str text)
{
    switch (what) {
    case 'r':
        receive(m, text, false);
        break;
    case 'b':
        receive(m, text, true);
        break;
    case 'p':
        post(m, text);
        break;
    case 'g':
        if (eio_session_get(&m->eio, m->now) == EIO_ACCEPTED)
            m->held = true;
        break;
    case 'G':
        if (m->held)
            eio_session_get_lost(&m->eio, m->now);
        m->held = false;
        break;
    case 'o':
        if (!m->probing && eio_session_probe_open(&m->eio, m->now) == EIO_ACCEPTED)
            m->probing = true;
        break;
    case 'O':
        if (m->probing)
            eio_session_probe_lost(&m->eio, m->now);
        m->probing = false;
        break;
    case 'l':
        if (m->eio.websocket)
            eio_session_lost(&m->eio, "transport close", m->now);
        break;
    default:
        break;
    }
}

static void step_application(struct model *m, char what, uint8_t argument)
{
    struct sio_socket *s = any_socket(argument);
    world.in_call = true;
    switch (what) {
    case 'm':
        world.mood = argument;
        break;
    case 's':
        send_big(s);
        break;
    case 'd':
        if (s)
            sio_socket_disconnect(s, argument & 0x80);
        break;
    case 'c':
        eio_session_close(&m->eio, "closed", argument & 1);
        break;
    default:
        break;
    }
    world.in_call = false;
    if (what == 'a' && s)
        answer(s, argument >> 4);
}

static struct str take_line(struct str *rest)
{
    struct str line = str_cut(rest, '\n');
    return line;
}

static void run(struct model *m, struct str program)
{
    for (int i = 0; i < MAX_STEPS && program.len > 1 && !m->done; i++) {
        char what = program.ptr[0];
        uint8_t argument = (uint8_t) program.ptr[1];
        program = str_slice(program, 2, program.len);
        bool has_text = what == 'r' || what == 'b' || what == 'p';
        struct str text = has_text ? take_line(&program) : (struct str){0};
        m->now += argument & 7U;
        if (what == 't') {
            m->now += argument * 4U;
            eio_session_tick(&m->eio, m->now);
        }
        step_client(m, what, text);
        step_application(m, what, argument);
        if (what != 'n')
            settle(m, argument & 0x40);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct model m = {.now = 1000};
    struct sio_server server;
    if (size < 1)
        return 0;
    memset(&world, 0, sizeof(world));
    world.mood = 1;
    sio_server_init(&server, &app);
    m.eio.config = &config;
    m.eio.app = &server.eio;
    m.eio.wake = on_wake;
    eio_session_open(&m.eio, data[0] & 1, m.now);
    settle(&m, false);
    run(&m, str_of((const char *) data + 1, size - 1));
    eio_session_cleanup(&m.eio);
    check(world.count == 0);
    return 0;
}
