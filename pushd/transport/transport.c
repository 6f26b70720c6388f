#include "pushd/transport/internal.h"

#include "shared/log.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 16384,     /* the default, 4096, drops longer requests */
    TX_PACKET_BYTES = 131072, /* else large frames leave in thousands of pieces */

    SPARE_DESCRIPTORS = 64,  /* for the rest of the process */
    FEWEST_DESCRIPTORS = 64, /* with less it makes no sense to start */
    GOODBYE_MS = 200,        /* for close frames and last replies to leave */
};

/* --- Turns --- */

static void on_turn(uv_idle_t *idle)
{
    struct transport *t = idle->data;
    session_settle_woken(t);
    websocket_close_ending(t);
    if (!t->dirty && !t->ending)
        uv_idle_stop(idle);
}

void transport_ask_turn(struct transport *t)
{
    uv_idle_start(&t->idle, on_turn);
}

/* --- Connections --- */

static struct connection *connection_of(struct lws *wsi)
{
    struct connection *c = lws_get_opaque_user_data(wsi);
    if (c)
        return c;
    c = calloc(1, sizeof(*c));
    if (!c)
        abort();
    c->wsi = wsi;
    c->transport = lws_context_user(lws_get_context(wsi));
    c->transport->connection_count++;
    buf_init(&c->body, c->transport->config.max_payload_bytes);
    lws_set_opaque_user_data(wsi, c);
    return c;
}

void connection_ask_writable(struct connection *c)
{
    if (c->writable_asked)
        return;
    c->writable_asked = true;
    lws_callback_on_writable(c->wsi);
}

void connection_reset(struct connection *c)
{
    assert(!c->session && !c->watcher);
    free(c->origin);
    free(c->preflight);
    buf_cleanup(&c->body);
    *c = (struct connection){.wsi = c->wsi, .transport = c->transport};
    buf_init(&c->body, c->transport->config.max_payload_bytes);
}

static void connection_destroy(struct lws *wsi)
{
    struct connection *c = lws_get_opaque_user_data(wsi);
    if (!c)
        return;
    lws_set_opaque_user_data(wsi, NULL);
    websocket_forget_ending(c);
    c->transport->connection_count--;
    connection_reset(c);
    free(c);
}

static bool is_websocket(const struct connection *c)
{
    return c->kind == CONNECTION_PROBE || c->kind == CONNECTION_WEBSOCKET;
}

static void on_closed(struct connection *c)
{
    if (is_websocket(c))
        websocket_on_closed(c);
    else
        polling_on_closed(c);
}

static int on_writable(struct connection *c)
{
    c->writable_asked = false;
    return is_websocket(c) ? websocket_on_writable(c) : polling_on_writable(c);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t len)
{
    (void) user;
    switch (reason) {
    case LWS_CALLBACK_HTTP:
        return polling_on_request(connection_of(wsi));
    case LWS_CALLBACK_HTTP_BODY:
        return polling_on_body(connection_of(wsi), str_of(in, len));
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return polling_on_body_complete(connection_of(wsi));
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return websocket_on_confirm(connection_of(wsi), in);
    case LWS_CALLBACK_ESTABLISHED:
        return websocket_on_established(connection_of(wsi));
    case LWS_CALLBACK_RECEIVE:
        return websocket_on_receive(connection_of(wsi), str_of(in, len));
    case LWS_CALLBACK_HTTP_WRITEABLE:
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return on_writable(connection_of(wsi));
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_CLOSED:
        on_closed(connection_of(wsi));
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        connection_destroy(wsi);
        return 0;
    default:
        return 0;
    }
}

/* --- Listening --- */

static void on_log(int level, const char *line)
{
    struct str text = str_trim(str_from(line));
    log_write(level & LLL_ERR ? LOG_LEVEL_ERROR : LOG_LEVEL_DEBUG, "libwebsockets", "%.*s",
              STR_FMT(text));
}

/* Whether somebody accepts on the socket at `path`. */
static bool is_served(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    strcpy(address.sun_path, path);
    bool served = connect(fd, (struct sockaddr *) &address, sizeof(address)) == 0;
    close(fd);
    return served;
}

/* Make way for a unix socket: a file that a dead process left is removed. */
static bool clear_path(const char *path)
{
    struct stat st;
    if (strlen(path) >= sizeof(((struct sockaddr_un *) NULL)->sun_path)) {
        log_error("listen_failed", "path=%s cause=\"path too long for a socket\"", path);
        return false;
    }
    if (lstat(path, &st) != 0)
        return true;
    if (!S_ISSOCK(st.st_mode) || is_served(path)) {
        log_error("listen_failed", "path=%s cause=\"in use\"", path);
        return false;
    }
    return unlink(path) == 0;
}

/* Two thirds for connections, one for the duplicates of held ones. */
static bool share_descriptors(struct transport *t)
{
    struct rlimit limit;
    rlim_t all = t->config.fd_limit;
    if (all == 0) {
        if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
            return false;
        all = limit.rlim_cur < INT_MAX ? limit.rlim_cur : INT_MAX;
    }
    if (all < FEWEST_DESCRIPTORS)
        return false;
    all -= all > 8 * SPARE_DESCRIPTORS ? SPARE_DESCRIPTORS : all / 8;
    t->connection_limit = (unsigned) (all * 2 / 3);
    t->watcher_limit = (unsigned) all - t->connection_limit;
    return true;
}

/* With an explicit vhost: a default one that cannot bind goes unnoticed. */
static bool create_listener(struct transport *t)
{
    static const struct lws_protocols protocols[] = {
        {.name = "default", .callback = on_event, .tx_packet_size = TX_PACKET_BYTES},
        {0},
    };
    void *loops[] = {t->loop};
    struct lws_context_creation_info info = {
        .protocols = protocols,
        .foreign_loops = loops,
        .user = t,
        .gid = -1,
        .uid = -1,
        .max_http_header_data = HEADER_BYTES,

        .fd_limit_per_thread = t->connection_limit,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND,
    };
    if (t->config.unix_path) {
        info.iface = t->config.unix_path;
        info.options |= LWS_SERVER_OPTION_UNIX_SOCK;
    } else {
        info.iface = t->config.bind_address;
        info.port = t->config.tcp_port;
    }
    lws_set_log_level(LLL_ERR | LLL_WARN, on_log);
    t->context = lws_create_context(&info);
    return t->context && lws_create_vhost(t->context, &info);
}

/* unix_socket_perms of libwebsockets does nothing here, so the file gets its mode from the umask,
 * right from its birth. */
static bool listen_on_path(struct transport *t)
{
    struct stat st;
    if (!clear_path(t->config.unix_path))
        return false;
    mode_t before = umask(0117);
    bool listening = create_listener(t);
    umask(before);
    if (!listening || chmod(t->config.unix_path, 0660) != 0 || stat(t->config.unix_path, &st) != 0)
        return false;
    t->socket_inode = st.st_ino;
    return true;
}

static bool start(struct transport *t)
{
    if (!share_descriptors(t)) {
        log_error("listen_failed", "cause=\"too few file descriptors\"");
        return false;
    }
    return t->config.unix_path ? listen_on_path(t) : create_listener(t);
}

static void add_endpoint(struct transport *t, const char *path, const struct eio_app *app)
{
    assert(t->endpoint_count < MAX_ENDPOINTS);
    t->endpoints[t->endpoint_count++] = (struct endpoint){.path = path, .app = app};
}

struct transport *transport_create(uv_loop_t *loop, const struct transport_config *config,
                                   const char *path, const struct sio_app *app)
{
    struct transport *t = calloc(1, sizeof(*t));
    if (!t)
        abort();
    t->loop = loop;
    t->config = *config;
    t->eio_config = (struct eio_config){
        .ping_interval_ms = config->ping_interval_ms,
        .ping_timeout_ms = config->ping_timeout_ms,
        .upgrade_timeout_ms = config->upgrade_timeout_ms,
        .connect_timeout_ms = config->connect_timeout_ms,
        .max_payload_bytes = config->max_payload_bytes,
        .max_queue_bytes = config->max_queue_bytes,
    };
    sio_server_init(&t->sio, app);
    add_endpoint(t, path, &t->sio.eio);
    uv_idle_init(loop, &t->idle);
    t->idle.data = t;
    if (!start(t)) {
        log_error("listen_failed", "path=%s port=%d", config->unix_path ? config->unix_path : "-",
                  config->tcp_port);
        transport_close(t);
        return NULL;
    }
    return t;
}

void transport_mount_eio(struct transport *t, const char *path, const struct eio_app *app)
{
    add_endpoint(t, path, app);
}

/* --- The end --- */

static void remove_socket_file(const struct transport *t)
{
    struct stat st;
    if (t->config.unix_path && t->socket_inode != 0 && stat(t->config.unix_path, &st) == 0 &&
        st.st_ino == t->socket_inode)
        unlink(t->config.unix_path);
}

/* Let last words out, for a bounded time. */
static void say_goodbye(struct transport *t)
{
    uint64_t until = uv_hrtime() + GOODBYE_MS * 1000000ULL;
    while (t->connection_count > 0 && uv_hrtime() < until) {
        uv_run(t->loop, UV_RUN_NOWAIT);
        usleep(1000);
    }
}

/* The order is libwebsockets' own: destroy, let the loop close its handles, destroy again. */
static void destroy_context(struct transport *t)
{
    uint64_t until = uv_hrtime() + 1000000000ULL;
    if (t->context)
        lws_context_destroy(t->context);
    uv_close((uv_handle_t *) &t->idle, NULL);
    while (uv_run(t->loop, UV_RUN_NOWAIT) != 0 && uv_hrtime() < until)
        ;
    if (t->context)
        lws_context_destroy(t->context);
}

void transport_close(struct transport *t)
{
    t->closing = true;
    remove_socket_file(t);
    session_close_all(t, "server shutting down");
    if (t->context)
        say_goodbye(t);
    destroy_context(t);
    session_table_cleanup(&t->table);
    free(t);
}
