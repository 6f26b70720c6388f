#include "cgi/store/presence.h"

#include "shared/clock.h"

enum { NODE_SILENCE_MS = 60000, NODES_MAX = 64 };

static struct str number(struct ctx *ctx, int64_t value)
{
    return arena_printf(ctx->arena, "%lld", (long long) value);
}

static void queue_lookup(struct ctx *ctx, const char *node, const int64_t *ids, size_t count)
{
    const char **argv = arena_alloc(ctx->arena, (count + 2) * sizeof(*argv));
    size_t *lengths = arena_alloc(ctx->arena, (count + 2) * sizeof(*lengths));
    struct str key = arena_printf(ctx->arena, "ohkay:presence:%s", node);
    argv[0] = "HMGET";
    lengths[0] = 5;
    argv[1] = key.ptr;
    lengths[1] = key.len;
    for (size_t i = 0; i < count; i++) {
        struct str id = number(ctx, ids[i]);
        argv[i + 2] = id.ptr;
        lengths[i + 2] = id.len;
    }
    redis_queue_argv(ctx->worker->redis, (int) count + 2, argv, lengths);
}

/* Mark those a node knows of. */
static void read_lookup(struct ctx *ctx, bool *is_online, size_t count)
{
    redisReply *reply = redis_next(ctx->worker->redis);
    for (size_t i = 0; reply && i < reply->elements && i < count; i++)
        is_online[i] = is_online[i] || reply->element[i]->type == REDIS_REPLY_STRING;
    freeReplyObject(reply);
}

const int64_t *presence_of(struct ctx *ctx, const int64_t *ids, size_t count, size_t *online_count)
{
    int64_t *online = arena_alloc(ctx->arena, (count + 1) * sizeof(*online));
    bool *is_online = arena_alloc(ctx->arena, count + 1);
    *online_count = 0;
    redisReply *nodes =
        count == 0
            ? NULL
            : redis_command(ctx->worker->redis, "ZRANGEBYSCORE ohkay:nodes %lld +inf LIMIT 0 %d",
                            (long long) clock_wall_ms() - NODE_SILENCE_MS, NODES_MAX);
    size_t node_count = nodes ? nodes->elements : 0;
    for (size_t i = 0; i < node_count; i++)
        queue_lookup(ctx, nodes->element[i]->str, ids, count);
    for (size_t i = 0; i < node_count; i++)
        read_lookup(ctx, is_online, count);
    freeReplyObject(nodes);
    for (size_t i = 0; i < count; i++) {
        if (is_online[i])
            online[(*online_count)++] = ids[i];
    }
    return online;
}
