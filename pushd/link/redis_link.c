#include "pushd/link/redis_link.h"

#include "shared/log.h"

#include <assert.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>

enum { BACKOFF_FIRST_MS = 100, BACKOFF_MAX_MS = 1000 };

struct redis_link {
    uv_loop_t *loop;
    struct endpoint endpoint;
    const char *name;
    struct redis_link_handlers handlers;
    redisAsyncContext *ac; /* owned by hiredis once attached; NULL while there is none */
    uv_timer_t retry;
    uv_getaddrinfo_t resolving;
    bool is_resolving;
    bool up;
    bool complained; /* being down was logged */
    bool closing;
    bool timer_closed;
    void (*closed)(void *ctx);
    void *closed_ctx;
    unsigned backoff_ms;
};

/* ---- hiredis on libuv -----------------------------------------------------------------------
 * hiredis' own adapter ignores the error libuv reports for a refused TCP connection, and so waits
 * for ever: this one lets hiredis find the error by reading. */

struct watcher {
    uv_poll_t poll;
    redisAsyncContext *ac; /* NULL once hiredis has let go */
    int events;
};

static void on_poll(uv_poll_t *poll, int status, int events);

static void watch(struct watcher *w, int add, int drop)
{
    w->events = (w->events | add) & ~drop;
    if (w->events)
        uv_poll_start(&w->poll, w->events, on_poll);
    else
        uv_poll_stop(&w->poll);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watcher *w = poll->data;
    if (w->ac && (status < 0 || (events & UV_READABLE)))
        redisAsyncHandleRead(w->ac);
    if (w->ac && (events & UV_WRITABLE))
        redisAsyncHandleWrite(w->ac);
    if (w->ac && status < 0)
        watch(w, 0, 0);
}

static void add_read(void *data)
{
    watch(data, UV_READABLE, 0);
}

static void del_read(void *data)
{
    watch(data, 0, UV_READABLE);
}

static void add_write(void *data)
{
    watch(data, UV_WRITABLE, 0);
}

static void del_write(void *data)
{
    watch(data, 0, UV_WRITABLE);
}

static void on_watcher_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void let_go(void *data)
{
    struct watcher *w = data;
    w->ac = NULL;
    uv_close((uv_handle_t *) &w->poll, on_watcher_closed);
}

static void attach(uv_loop_t *loop, redisAsyncContext *ac)
{
    struct watcher *w = calloc(1, sizeof(*w));
    if (!w || uv_poll_init(loop, &w->poll, ac->c.fd) != 0)
        abort();
    w->poll.data = w;
    w->ac = ac;
    ac->ev.data = w;
    ac->ev.addRead = add_read;
    ac->ev.delRead = del_read;
    ac->ev.addWrite = add_write;
    ac->ev.delWrite = del_write;
    ac->ev.cleanup = let_go;
}

/* ---- the link ------------------------------------------------------------------------------- */

static void connect_now(uv_timer_t *timer);

static void free_when_gone(struct redis_link *l)
{
    if (!l->closing || !l->timer_closed || l->ac || l->is_resolving)
        return;
    if (l->closed)
        l->closed(l->closed_ctx);
    free(l);
}

/* The connection is gone, or never came; hiredis frees the context itself. */
static void lost(struct redis_link *l, const char *why)
{
    bool was_up = l->up;
    l->ac = NULL;
    l->up = false;
    if (l->closing) {
        free_when_gone(l);
        return;
    }
    if (!l->complained)
        log_warn("redis_down", "link=%s reason=\"%s\"", l->name, why);
    l->complained = true;
    uv_timer_start(&l->retry, connect_now, l->backoff_ms, 0);
    l->backoff_ms = l->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : l->backoff_ms * 2;
    if (was_up && l->handlers.down)
        l->handlers.down(l->handlers.ctx);
}

static void on_disconnect(const redisAsyncContext *ac, int status)
{
    struct redis_link *l = ac->data;
    if (l && l->ac == ac)
        lost(l, status == REDIS_OK ? "closed" : ac->errstr);
}

void redis_link_drop(struct redis_link *l, const char *why)
{
    redisAsyncContext *ac = l->ac;
    if (!ac)
        return;
    ac->data = NULL;
    lost(l, why);
    redisAsyncFree(ac);
}

static void on_login_reply(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct redis_link *l = ctx;
    if (ac->data != l || !answer || answer->type != REDIS_REPLY_ERROR)
        return;
    redis_link_drop(l, answer->str);
}

/* The last answer of the login: Redis serves. */
static void on_ping_reply(redisAsyncContext *ac, void *reply, void *ctx)
{
    struct redis_link *l = ctx;
    on_login_reply(ac, reply, ctx);
    if (!reply || ac->data != l || l->ac != ac || l->closing)
        return;
    if (l->complained)
        log_info("redis_up", "link=%s", l->name);
    l->complained = false;
    l->up = true;
    l->backoff_ms = BACKOFF_FIRST_MS;
    l->handlers.up(l->handlers.ctx);
}

static void log_in(struct redis_link *l)
{
    if (l->endpoint.password[0])
        redisAsyncCommand(l->ac, on_login_reply, l, "AUTH %s", l->endpoint.password);
    if (l->endpoint.db > 0)
        redisAsyncCommand(l->ac, on_login_reply, l, "SELECT %d", l->endpoint.db);
    redisAsyncCommand(l->ac, on_ping_reply, l, "PING");
}

static void on_connect(const redisAsyncContext *ac, int status)
{
    struct redis_link *l = ac->data;
    if (!l || l->ac != ac)
        return;
    if (status != REDIS_OK) {
        lost(l, ac->errstr);
        return;
    }
    /* A unix socket knows no keep-alive: asking for it would break the connection. */
    if (!l->endpoint.path[0])
        redisEnableKeepAlive(&l->ac->c);
    log_in(l);
}

static void adopt(struct redis_link *l, redisAsyncContext *ac)
{
    if (!ac || ac->err) {
        lost(l, ac ? ac->errstr : "out of memory");
        if (ac)
            redisAsyncFree(ac);
        return;
    }
    l->ac = ac;
    ac->data = l;
    attach(l->loop, ac);
    redisAsyncSetConnectCallback(ac, on_connect);
    redisAsyncSetDisconnectCallback(ac, on_disconnect);
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
    struct redis_link *l = request->data;
    char numeric[NI_MAXHOST];
    l->is_resolving = false;
    if (l->closing)
        free_when_gone(l);
    else if (status != 0)
        lost(l, uv_strerror(status));
    else if (getnameinfo(found->ai_addr, found->ai_addrlen, numeric, sizeof(numeric), NULL, 0,
                         NI_NUMERICHOST) != 0)
        lost(l, "no such address");
    else
        adopt(l, redisAsyncConnect(numeric, l->endpoint.port));
    uv_freeaddrinfo(found);
}

static void connect_now(uv_timer_t *timer)
{
    struct redis_link *l = timer->data;
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    if (l->endpoint.path[0]) {
        adopt(l, redisAsyncConnectUnix(l->endpoint.path));
        return;
    }
    l->resolving.data = l;
    l->is_resolving = true;
    int error = uv_getaddrinfo(l->loop, &l->resolving, on_resolved, l->endpoint.host, NULL, &hints);
    if (error != 0) {
        l->is_resolving = false;
        lost(l, uv_strerror(error));
    }
}

struct redis_link *redis_link_create(uv_loop_t *loop, const struct endpoint *endpoint,
                                     const char *name, const struct redis_link_handlers *handlers)
{
    struct redis_link *l = calloc(1, sizeof(*l));
    if (!l)
        abort();
    l->loop = loop;
    l->endpoint = *endpoint;
    l->name = name;
    l->handlers = *handlers;
    l->backoff_ms = BACKOFF_FIRST_MS;
    uv_timer_init(loop, &l->retry);
    l->retry.data = l;
    uv_timer_start(&l->retry, connect_now, 0, 0);
    return l;
}

bool redis_link_is_up(const struct redis_link *l)
{
    return l->up;
}

bool redis_link_send(struct redis_link *l, redisCallbackFn *fn, void *ctx, int argc,
                     const char **argv, const size_t *lengths)
{
    return l->up && redisAsyncCommandArgv(l->ac, fn, ctx, argc, argv, lengths) == REDIS_OK;
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct redis_link *l = handle->data;
    l->timer_closed = true;
    free_when_gone(l);
}

void redis_link_close(struct redis_link *l, bool flush, void (*closed)(void *ctx), void *ctx)
{
    l->closing = true;
    l->closed = closed;
    l->closed_ctx = ctx;
    if (l->ac && l->up && flush)
        redisAsyncDisconnect(l->ac);
    else
        redis_link_drop(l, "closing");
    if (l->is_resolving)
        uv_cancel((uv_req_t *) &l->resolving);
    l->up = false;
    uv_close((uv_handle_t *) &l->retry, on_timer_closed);
}
