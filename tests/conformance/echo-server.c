/* The test server that the protocol documents of Engine.IO and Socket.IO ask for, made of the
 * daemon's proto, session and transport alone.
 *
 * Socket.IO on /socket.io/: a connecting socket gets `auth` with what it sent along; `message` is
 * answered by `message-back` with the same arguments, `message-with-ack` by an acknowledgement with
 * them; the namespaces are / and /custom. Plain Engine.IO on /engine.io/: every message comes back.
 * Prints "listening on <port>" when ready; SIGTERM and SIGINT end it. */
#include "pushd/transport/sid.h"
#include "pushd/transport/transport.h"
#include "shared/log.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* --- Engine.IO --- */

static void on_eio_message(void *ctx, struct eio_session *s, struct str data, bool binary,
                           uint64_t now)
{
    struct frame *f;
    (void) ctx;
    (void) now;
    if (binary) {
        f = frame_create_binary(data);
    } else {
        struct buf packet;
        buf_init(&packet, data.len + 1);
        buf_add_char(&packet, '4');
        buf_add(&packet, data);
        f = frame_create_text(buf_str(&packet));
        buf_cleanup(&packet);
    }
    eio_session_send(s, f);
    frame_unref(f);
}

static const struct eio_app eio_echo = {.message = on_eio_message};

/* --- Socket.IO --- */

static bool knows_namespace(void *ctx, struct str nsp)
{
    (void) ctx;
    return str_eq_cstr(nsp, "/") || str_eq_cstr(nsp, "/custom");
}

/* `auth` goes out a moment after the answer to CONNECT: simple test clients listen for one message
 * at a time, and lose the second of two that arrive together. */
enum { AUTH_DELAY_MS = 25 };

struct greeting {
    uv_timer_t timer;
    struct sio_socket *socket;
    struct buf auth;
};

static void on_greeting_closed(uv_handle_t *handle)
{
    struct greeting *g = handle->data;
    buf_cleanup(&g->auth);
    free(g);
}

static void drop_greeting(struct sio_socket *s)
{
    struct greeting *g = sio_socket_user(s);
    if (!g)
        return;
    sio_socket_set_user(s, NULL);
    uv_close((uv_handle_t *) &g->timer, on_greeting_closed);
}

/* Greet, unless that was done. */
static void greet(struct sio_socket *s)
{
    struct greeting *g = sio_socket_user(s);
    if (!g)
        return;
    sio_socket_emit(s, STR("auth"), buf_str(&g->auth));
    drop_greeting(s);
}

static void on_greeting_due(uv_timer_t *timer)
{
    struct greeting *g = timer->data;
    greet(g->socket);
}

static void on_connect(void *ctx, struct sio_socket *s, struct str auth)
{
    char sid[SID_LEN + 1];
    struct greeting *g = calloc(1, sizeof(*g));
    if (!g)
        abort();
    sid_generate(sid);
    sio_socket_accept(s, str_from(sid), (struct str){0});
    g->socket = s;
    buf_init(&g->auth, auth.len + 2);
    buf_add(&g->auth, auth.len > 0 ? auth : STR("{}"));
    sio_socket_set_user(s, g);
    uv_timer_init(ctx, &g->timer);
    g->timer.data = g;
    uv_timer_start(&g->timer, on_greeting_due, AUTH_DELAY_MS, 0);
}

static void on_event(void *ctx, struct sio_socket *s, struct str name, struct str args,
                     const struct str *attachments, size_t attachment_count, int64_t ack_id)
{
    struct str inside = str_slice(args, 1, args.len - 1);
    (void) ctx;
    greet(s);
    if (str_eq_cstr(name, "message")) {
        if (attachment_count > 0)
            sio_socket_emit_binary(s, STR("message-back"), inside, attachments, attachment_count);
        else
            sio_socket_emit(s, STR("message-back"), inside);
    } else if (str_eq_cstr(name, "message-with-ack")) {
        if (attachment_count > 0)
            sio_socket_ack_binary(s, ack_id, inside, attachments, attachment_count);
        else
            sio_socket_ack(s, ack_id, inside);
    }
}

static void on_disconnect(void *ctx, struct sio_socket *s, const char *reason)
{
    (void) ctx;
    (void) reason;
    drop_greeting(s);
}

static struct sio_app sio_echo = {
    .knows_namespace = knows_namespace,
    .connect = on_connect,
    .event = on_event,
    .disconnect = on_disconnect,
};

/* --- The program --- */

enum option_name {
    PORT,
    PING_INTERVAL,
    PING_TIMEOUT,
    MAX_PAYLOAD,
    CONNECT_TIMEOUT,
    FD_LIMIT,
    CORS,
    UNIX
};

static const struct option options[] = {
    {"port", required_argument, NULL, PORT},
    {"ping-interval", required_argument, NULL, PING_INTERVAL},
    {"ping-timeout", required_argument, NULL, PING_TIMEOUT},
    {"max-payload", required_argument, NULL, MAX_PAYLOAD},
    {"connect-timeout", required_argument, NULL, CONNECT_TIMEOUT},
    {"fd-limit", required_argument, NULL, FD_LIMIT},
    {"cors", required_argument, NULL, CORS},
    {"unix", required_argument, NULL, UNIX},
    {NULL, 0, NULL, 0},
};

static bool set_option(struct transport_config *config, int option, const char *value)
{
    int64_t number = 0;
    if (option == CORS) {
        config->cors_origin = str_from(value);
        return true;
    }
    if (option == UNIX) {
        config->unix_path = value;
        return true;
    }
    if (!str_to_i64(str_from(value), &number) || number > INT32_MAX)
        return false;
    switch (option) {
    case PORT:
        config->tcp_port = (int) number;
        return number > 0 && number < 65536;
    case PING_INTERVAL:
        config->ping_interval_ms = (unsigned) number;
        return true;
    case PING_TIMEOUT:
        config->ping_timeout_ms = (unsigned) number;
        return true;
    case MAX_PAYLOAD:
        config->max_payload_bytes = (size_t) number;
        return true;
    case CONNECT_TIMEOUT:
        config->connect_timeout_ms = (unsigned) number;
        return true;
    case FD_LIMIT:
        config->fd_limit = (unsigned) number;
        return true;
    default:
        return false;
    }
}

static void on_signal(uv_signal_t *signal, int number)
{
    (void) number;
    uv_stop(signal->loop);
}

static int serve(const struct transport_config *config)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    uv_signal_t signals[2];
    uv_loop_t loop;
    uv_loop_init(&loop);
    sio_echo.ctx = &loop;
    struct transport *t = transport_create(&loop, config, "/socket.io/", &sio_echo);
    if (!t) {
        uv_loop_close(&loop);
        return 1;
    }
    transport_mount_eio(t, "/engine.io/", &eio_echo);
    for (size_t i = 0; i < 2; i++) {
        uv_signal_init(&loop, &signals[i]);
        uv_signal_start(&signals[i], on_signal, numbers[i]);
    }
    printf("listening on %d\n", config->tcp_port);
    fflush(stdout);
    uv_run(&loop, UV_RUN_DEFAULT);
    for (size_t i = 0; i < 2; i++)
        uv_close((uv_handle_t *) &signals[i], NULL);
    transport_close(t);
    return uv_loop_close(&loop) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct transport_config config = {
        .tcp_port = 3000,
        .ping_interval_ms = 300,
        .ping_timeout_ms = 200,
        .connect_timeout_ms = 1000,
        .upgrade_timeout_ms = 10000,
        .max_payload_bytes = 1000000,
        .max_queue_bytes = 8 << 20,
    };
    int option;
    log_init("echo-server", LOG_LEVEL_INFO, false);
    signal(SIGPIPE, SIG_IGN);
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == '?' || !set_option(&config, option, optarg)) {
            fprintf(stderr, "echo-server: bad option; see the head of echo-server.c\n");
            return 2;
        }
    }
    return serve(&config);
}
