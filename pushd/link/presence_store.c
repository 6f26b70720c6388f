#include "pushd/link/presence_store.h"

#include "pushd/link/redis_link.h"
#include "shared/clock.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define NODES_KEY       "ohkay:nodes"
#define KEY_PREFIX      "ohkay:presence:"
#define EXPIRES_SECONDS "60"

enum {
    HEARTBEAT_MS = 20000,
    NODE_FORGOTTEN_MS = 120000,
    NODE_MAX = 100,
    KEY_SIZE = sizeof(KEY_PREFIX) + NODE_MAX,
    NUMBER_SIZE = 24,
};

struct presence_store {
    struct redis_link *link;
    struct presence_store_handlers handlers;
    char key[KEY_SIZE];
    bool written; /* the hash should exist */
    bool closing;
    uv_timer_t heartbeat;
    int open_parts; /* while closing: the link and the timer */
};

/* Somebody waits until Redis has taken what was written. */
struct flush {
    void (*done)(void *ctx);
    void *ctx;
};

#define SEND(s, fn, ctx, ...) send_argv((s), (fn), (ctx), (const char *[]){__VA_ARGS__, NULL})

static bool send_argv(struct presence_store *s, redisCallbackFn *fn, void *ctx, const char **argv)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    return redis_link_send(s->link, fn, ctx, argc, argv, NULL);
}

static const char *node_of(const struct presence_store *s)
{
    return s->key + strlen(KEY_PREFIX);
}

static void on_renewed(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct presence_store *s = ctx;
    (void) ac;
    /* 0: Redis has lost the hash, or everybody left. */
    if (!answer || answer->type != REDIS_REPLY_INTEGER || answer->integer != 0 || !s->written ||
        s->closing)
        return;
    s->written = false;
    s->handlers.rebuild(s->handlers.ctx);
}

static void beat(struct presence_store *s)
{
    char now[NUMBER_SIZE], forgotten[NUMBER_SIZE];
    int64_t now_ms = clock_wall_ms();
    snprintf(now, sizeof(now), "%" PRId64, now_ms);
    snprintf(forgotten, sizeof(forgotten), "%" PRId64, now_ms - NODE_FORGOTTEN_MS);
    SEND(s, on_renewed, s, "EXPIRE", s->key, EXPIRES_SECONDS);
    SEND(s, NULL, NULL, "ZADD", NODES_KEY, now, node_of(s));
    SEND(s, NULL, NULL, "ZREMRANGEBYSCORE", NODES_KEY, "-inf", forgotten);
}

static void on_heartbeat(uv_timer_t *timer)
{
    beat(timer->data);
}

static void on_up(void *ctx)
{
    struct presence_store *s = ctx;
    SEND(s, NULL, NULL, "DEL", s->key);
    s->written = false;
    s->handlers.rebuild(s->handlers.ctx);
    beat(s);
}

struct presence_store *presence_store_create(uv_loop_t *loop, const struct endpoint *redis,
                                             const char *node,
                                             const struct presence_store_handlers *handlers)
{
    struct presence_store *s = calloc(1, sizeof(*s));
    if (!s)
        abort();
    assert(node[0] && strlen(node) <= NODE_MAX);
    snprintf(s->key, sizeof(s->key), KEY_PREFIX "%s", node);
    s->handlers = *handlers;
    const struct redis_link_handlers link = {.ctx = s, .up = on_up};
    s->link = redis_link_create(loop, redis, "presence", &link);
    uv_timer_init(loop, &s->heartbeat);
    s->heartbeat.data = s;
    uv_timer_start(&s->heartbeat, on_heartbeat, HEARTBEAT_MS, HEARTBEAT_MS);
    return s;
}

void presence_store_set(struct presence_store *s, int64_t user_id, const char *status)
{
    char user[NUMBER_SIZE];
    snprintf(user, sizeof(user), "%" PRId64, user_id);
    s->written = SEND(s, NULL, NULL, "HSET", s->key, user, status) || s->written;
    /* The first field made the hash: without this it would live until the next heartbeat at least,
     * and for ever if there is none. */
    SEND(s, NULL, NULL, "EXPIRE", s->key, EXPIRES_SECONDS);
}

void presence_store_remove(struct presence_store *s, int64_t user_id)
{
    char user[NUMBER_SIZE];
    snprintf(user, sizeof(user), "%" PRId64, user_id);
    SEND(s, NULL, NULL, "HDEL", s->key, user);
}

static void on_flushed(redisAsyncContext *ac, void *reply, void *ctx)
{
    struct flush *f = ctx;
    (void) ac;
    (void) reply;
    f->done(f->ctx);
    free(f);
}

void presence_store_flush(struct presence_store *s, void (*done)(void *ctx), void *ctx)
{
    struct flush *f = malloc(sizeof(*f));
    if (!f)
        abort();
    *f = (struct flush){.done = done, .ctx = ctx};
    /* Redis answers one connection's commands in their order: the last answer covers all. */
    if (!SEND(s, on_flushed, f, "PING")) {
        free(f);
        done(ctx);
    }
}

static void part_closed(void *ctx)
{
    struct presence_store *s = ctx;
    if (--s->open_parts == 0)
        free(s);
}

static void on_heartbeat_closed(uv_handle_t *handle)
{
    part_closed(handle->data);
}

void presence_store_close(struct presence_store *s)
{
    s->closing = true;
    s->open_parts = 2;
    SEND(s, NULL, NULL, "DEL", s->key);
    SEND(s, NULL, NULL, "ZREM", NODES_KEY, node_of(s));
    uv_close((uv_handle_t *) &s->heartbeat, on_heartbeat_closed);
    redis_link_close(s->link, true, part_closed, s);
}
