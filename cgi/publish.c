#include "cgi/publish.h"

#include "shared/log.h"

#include <assert.h>
#include <stdio.h>

enum { XADD_ARGS_MAX = 32, ONCE_SECONDS = 86400 };

/* The arguments of one command, growing. */
struct command {
    const char *argv[XADD_ARGS_MAX];
    size_t lengths[XADD_ARGS_MAX];
    int argc;
};

static void add(struct command *c, struct str arg)
{
    assert(c->argc < XADD_ARGS_MAX);
    c->argv[c->argc] = arg.ptr ? arg.ptr : "";
    c->lengths[c->argc++] = arg.len;
}

static void add_field(struct command *c, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    add(c, str_from(name));
    add(c, value);
}

static void add_number(struct command *c, struct arena *a, const char *name, int64_t value)
{
    if (value != 0)
        add_field(c, name, arena_printf(a, "%lld", (long long) value));
}

static void begin_xadd(struct command *c, struct ctx *ctx)
{
    c->argc = 0;
    add(c, STR("XADD"));
    add(c, STR(EVENT_STREAM_KEY));
    add(c, STR("MAXLEN"));
    add(c, STR("~"));
    add(c, arena_printf(ctx->arena, "%d", ctx->worker->config->event_stream_maxlen));
    add(c, STR("*"));
    add_field(c, "request", ctx->request.id);
}

static void queue_durable(struct ctx *ctx, const struct ctx_event *event)
{
    struct command c;
    begin_xadd(&c, ctx);
    if (event->event != EVENT_COUNT) {
        add_field(&c, "event", str_from(event_info(event->event)->name));
        add_field(&c, "rooms", event->rooms);
        add_field(&c, "data", event->data);
        add_number(&c, ctx->arena, "except", event->except_user);
    }
    add_field(&c, "control", str_from(event->control));
    add_number(&c, ctx->arena, "user", event->user);
    add_field(&c, "room", event->room);
    add_number(&c, ctx->arena, "session", event->session);
    add_field(&c, "reason", str_from(event->reason));
    redis_queue_argv(ctx->worker->redis, c.argc, c.argv, c.lengths);
}

static void queue_volatile(struct ctx *ctx, const struct ctx_event *event)
{
    struct buf text;
    struct str rooms = event->rooms;
    buf_init(&text, 256 * 1024);
    buf_add_char(&text, '{');
    json_add_text(&text, "event", str_from(event_info(event->event)->name));
    json_add_key(&text, "rooms");
    buf_add_char(&text, '[');
    for (bool first = true; rooms.len > 0; first = false) {
        if (!first)
            buf_add_char(&text, ',');
        json_add_string(&text, str_cut(&rooms, ' '));
    }
    buf_add_char(&text, ']');
    json_add_raw(&text, "data", event->data);
    if (event->except_user)
        json_add_i64(&text, "except", event->except_user);
    buf_add_char(&text, '}');
    redis_queue(ctx->worker->redis, "PUBLISH " EVENT_VOLATILE_CHANNEL " %b", text.ptr, text.len);
    buf_cleanup(&text);
}

/* Whether a repeat of an event is on the stream already. When Redis cannot tell, it is published
 * again: clients know messages by their ids. */
static bool is_published(struct ctx *ctx, const struct ctx_event *event)
{
    redisReply *reply =
        redis_command(ctx->worker->redis, "EXISTS ohkay:once:%b", event->once.ptr, event->once.len);
    bool published = reply && reply->integer > 0;
    freeReplyObject(reply);
    return published;
}

/* How many answers to expect for what was queued. */
static unsigned queue_event(struct ctx *ctx, const struct ctx_event *event)
{
    bool is_volatile =
        event->event != EVENT_COUNT && event_info(event->event)->lane == EVENT_LANE_VOLATILE;
    if (is_volatile) {
        queue_volatile(ctx, event);
        return 1;
    }
    if (event->is_repeat && is_published(ctx, event))
        return 0;
    queue_durable(ctx, event);
    if (event->once.len == 0)
        return 1;
    redis_queue(ctx->worker->redis, "SET ohkay:once:%b 1 EX %d", event->once.ptr, event->once.len,
                ONCE_SECONDS);
    return 2;
}

static void remember_missed(struct ctx *ctx, size_t count)
{
    struct buf *missed = &ctx->worker->missed_rooms;
    for (size_t i = 0; i < count; i++) {
        const struct ctx_event *event = &ctx->events[i];
        if (event->rooms.len == 0 || event->is_repeat)
            continue;
        if (missed->len > 0)
            buf_add_char(missed, ' ');
        buf_add(missed, event->rooms);
    }
    log_warn("events_missed", "count=%zu", count);
}

/* Rooms that missed events are told to fetch again. */
static unsigned queue_resync(struct ctx *ctx)
{
    struct command c;
    struct buf *missed = &ctx->worker->missed_rooms;
    if (missed->len == 0)
        return 0;
    begin_xadd(&c, ctx);
    add_field(&c, "event", str_from(event_info(EVENT_resync)->name));
    add_field(&c, "rooms", buf_str(missed));
    add_field(&c, "data", STR("{}"));
    redis_queue_argv(ctx->worker->redis, c.argc, c.argv, c.lengths);
    return 1;
}

void publish_events(struct ctx *ctx, size_t count)
{
    struct redis *redis = ctx->worker->redis;
    bool ok = true;
    if (count == 0)
        return;
    redis_insist(redis);
    unsigned expected = queue_resync(ctx);
    for (size_t i = 0; i < count; i++)
        expected += queue_event(ctx, &ctx->events[i]);
    for (unsigned i = 0; i < expected; i++) {
        redisReply *reply = redis_next(redis);
        ok = ok && reply;
        freeReplyObject(reply);
    }
    if (ok)
        buf_clear(&ctx->worker->missed_rooms);
    else
        remember_missed(ctx, count);
}
