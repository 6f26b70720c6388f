#include "pushd/server.h"

#include "pushd/gateway/gateway.h"
#include "pushd/hub/table.h"
#include "pushd/link/bus.h"
#include "pushd/transport/transport.h"
#include "shared/log.h"
#include "shared/token.h"

#include <assert.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PING_INTERVAL_MS = 25000,
    PING_TIMEOUT_MS = 20000,
    CONNECT_TIMEOUT_MS = 45000,
    UPGRADE_TIMEOUT_MS = 10000,
    PAYLOAD_MAX_BYTES = 1000000,
    QUEUE_MAX_BYTES = 2 << 20,
    UPSTREAM_CONNECTIONS = 64,
    UPSTREAM_WAITING_MAX = 16384,
    UPSTREAM_TIMEOUT_MS = 30000,
    STOP_MAX_SECONDS = 2,
    NODE_SIZE = 96,
};

struct server {
    uv_loop_t loop;
    uv_signal_t signals[2];
    char gateway_key[GATEWAY_KEY_SIZE];
    char node[NODE_SIZE];
    struct upstream *upstream;
    struct gateway *gateway;
    struct presence_store *store;
    struct bus *bus;
    struct transport *transport;
};

static void on_entry(void *ctx, const struct bus_entry *entry)
{
    gateway_entry(ctx, entry);
}

static void on_volatile_event(void *ctx, const struct bus_entry *entry)
{
    gateway_volatile_event(ctx, entry);
}

static void on_seen(void *ctx, struct stream_id id)
{
    gateway_seen(ctx, id);
}

static void on_gap(void *ctx)
{
    gateway_gap(ctx);
}

static void on_rebuild(void *ctx)
{
    gateway_rebuild_presence(ctx);
}

static void on_signal(uv_signal_t *handle, int number)
{
    log_info("stopping", "signal=%d", number);
    uv_stop(handle->loop);
}

/* The same name after a restart, so that what a predecessor left in Redis is replaced; another one
 * on another machine, or for another instance. */
static void name_node(struct server *s, const char *socket_path)
{
    char host[65] = "";
    gethostname(host, sizeof(host) - 1);
    for (char *c = host; *c; c++) {
        if (*c <= ' ' || *c > '~')
            *c = '_';
    }
    snprintf(s->node, sizeof(s->node), "%s-%08" PRIx32, host,
             (uint32_t) table_hash_str(str_from(socket_path)));
}

static void open_signals(struct server *s)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        uv_signal_init(&s->loop, &s->signals[i]);
        uv_signal_start(&s->signals[i], on_signal, numbers[i]);
    }
}

static void open_links(struct server *s, const struct endpoint *redis)
{
    const struct presence_store_handlers store = {.ctx = s->gateway, .rebuild = on_rebuild};
    const struct bus_handlers bus = {
        .ctx = s->gateway,
        .entry = on_entry,
        .volatile_event = on_volatile_event,
        .seen = on_seen,
        .gap = on_gap,
    };
    s->store = presence_store_create(&s->loop, redis, s->node, &store);
    gateway_set_store(s->gateway, s->store);
    s->bus = bus_create(&s->loop, redis, &bus);
}

static void open_transport(struct server *s, const struct config *config)
{
    const struct transport_config transport = {
        .unix_path = config->pushd_socket,
        .ping_interval_ms = PING_INTERVAL_MS,
        .ping_timeout_ms = PING_TIMEOUT_MS,
        .connect_timeout_ms = CONNECT_TIMEOUT_MS,
        .upgrade_timeout_ms = UPGRADE_TIMEOUT_MS,
        .max_payload_bytes = PAYLOAD_MAX_BYTES,
        .max_queue_bytes = QUEUE_MAX_BYTES,
        .cors_origin = str_from(config->cors_origin),
    };
    s->transport = transport_create(&s->loop, &transport, "/socket.io/", gateway_app(s->gateway));
}

static bool open_all(struct server *s, const struct config *config)
{
    struct endpoint redis;
    const struct upstream_config upstream = {
        .address = config->fcgi_socket,
        .gateway_key = s->gateway_key,
        .max_connections = UPSTREAM_CONNECTIONS,
        .max_waiting = UPSTREAM_WAITING_MAX,
        .timeout_ms = UPSTREAM_TIMEOUT_MS,
    };
    gateway_key(config->jwt_secret, s->gateway_key);
    name_node(s, config->pushd_socket);
    if (!endpoint_from_redis_url(config->redis_url, &redis)) {
        log_error("config", "reason=\"REDIS_URL is not understood\"");
        return false;
    }
    open_signals(s);
    s->upstream = upstream_create(&s->loop, &upstream);
    if (!s->upstream)
        return false;
    s->gateway = gateway_create(&s->loop, s->upstream);
    open_links(s, &redis);
    open_transport(s, config);
    return s->transport != NULL;
}

/* The way out must end: a peer that does not answer is left alone. */
static void on_alarm(int number)
{
    (void) number;
    _exit(0);
}

/* Own handles first, then the transport, which runs the loop until it is empty and lets every
 * socket disconnect meanwhile. */
static void close_all(struct server *s)
{
    signal(SIGALRM, on_alarm);
    alarm(STOP_MAX_SECONDS);
    for (size_t i = 0; i < sizeof(s->signals) / sizeof(s->signals[0]); i++) {
        if (s->signals[i].loop)
            uv_close((uv_handle_t *) &s->signals[i], NULL);
    }
    if (s->gateway)
        gateway_stop(s->gateway);
    if (s->upstream)
        upstream_close(s->upstream);
    if (s->bus)
        bus_close(s->bus);
    if (s->store)
        presence_store_close(s->store);
    if (s->transport)
        transport_close(s->transport);
    uv_run(&s->loop, UV_RUN_DEFAULT);
    if (s->gateway)
        gateway_destroy(s->gateway);
    int error = uv_loop_close(&s->loop);
    assert(error == 0);
    (void) error;
}

int server_run(const struct config *config)
{
    static struct server server;
    uv_loop_init(&server.loop);
    bool ok = open_all(&server, config);
    if (ok) {
        log_info("listening", "version=%s socket=%s", OHKAY_VERSION, config->pushd_socket);
        uv_run(&server.loop, UV_RUN_DEFAULT);
    }
    close_all(&server);
    if (ok)
        log_info("stopped", "%s", "");
    return ok ? 0 : 1;
}

bool server_check_config(const struct config *config, struct buf *problems)
{
    struct endpoint endpoint;
    if (!endpoint_from_redis_url(config->redis_url, &endpoint))
        buf_add_cstr(problems,
                     "REDIS_URL must be redis://[:password@]host:port[/db] or unix:///path\n");
    if (!endpoint_from_address(config->fcgi_socket, &endpoint))
        buf_add_cstr(problems, "FCGI_SOCKET must be the path of a unix socket, or host:port\n");
    if (config->pushd_socket[0] != '/' || strlen(config->pushd_socket) >= sizeof(endpoint.path))
        buf_add_cstr(problems, "PUSHD_SOCKET must be a path of at most 107 characters\n");
    return problems->len == 0;
}
