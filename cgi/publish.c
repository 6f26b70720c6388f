#include "cgi/publish.h"

#include "cgi/order.h"
#include "shared/log.h"

#include <assert.h>
#include <stdio.h>

enum { XADD_ARGS_MAX = 32, ONCE_SECONDS = 86400, NUMBER_SIZE = 24 };

/* The arguments of one command, growing. */
struct command {
    const char *argv[XADD_ARGS_MAX];
    size_t lengths[XADD_ARGS_MAX];
    int argc;
    char maxlen[NUMBER_SIZE];
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

static void begin_xadd(struct command *c, const struct worker *worker, struct str request_id)
{
    c->argc = 0;
    snprintf(c->maxlen, sizeof(c->maxlen), "%d", worker->config->event_stream_maxlen);
    add(c, STR("XADD"));
    add(c, STR(EVENT_STREAM_KEY));
    add(c, STR("MAXLEN"));
    add(c, STR("~"));
    add(c, str_from(c->maxlen));
    add(c, STR("*"));
    add_field(c, "request", request_id);
}

static void add_control(struct command *c, struct arena *a, const struct ctx_event *event)
{
    add_field(c, "control", str_from(event->control));
    add_number(c, a, "user", event->user);
    add_field(c, "room", event->room);
    add_number(c, a, "session", event->session);
    add_field(c, "reason", str_from(event->reason));
}

/* Workers ask for this key whether a token's session has ended. */
static void revoke(struct command *c, struct ctx *ctx, int64_t session_id)
{
    c->argc = 0;
    add(c, STR("SET"));
    add(c, arena_printf(ctx->arena, CTX_REVOKED_KEY, (long long) session_id));
    add(c, STR("1"));
    add(c, STR("EX"));
    add(c, arena_printf(ctx->arena, "%d", ctx->worker->config->access_token_seconds + 60));
}

static void queue(struct redis *redis, struct command *c)
{
    redis_queue_argv(redis, c->argc, c->argv, c->lengths);
}

static void queue_durable(struct ctx *ctx, const struct ctx_event *event)
{
    struct command c;
    begin_xadd(&c, ctx->worker, ctx->request.id);
    if (event->event != EVENT_COUNT) {
        add_field(&c, "event", str_from(event_info(event->event)->name));
        add_field(&c, "rooms", event->rooms);
        add_field(&c, "data", event->data);
        add_number(&c, ctx->arena, "except", event->except_user);
    }
    add_control(&c, ctx->arena, event);
    queue(ctx->worker->redis, &c);
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
    if (event->session != 0) {
        struct command c;
        revoke(&c, ctx, event->session);
        queue(ctx->worker->redis, &c);
        queue_durable(ctx, event);
        return 2;
    }
    queue_durable(ctx, event);
    if (event->once.len == 0)
        return 1;
    redis_queue(ctx->worker->redis, "SET ohkay:once:%b 1 EX %d", event->once.ptr, event->once.len,
                ONCE_SECONDS);
    return 2;
}

/* --- summaries ---------------------------------------------------------------------------------
 */

/* Forget what is kept of it: right at any time. */
static void forget(struct command *c, struct arena *a, const struct ctx_touch *touch)
{
    c->argc = 0;
    if (touch->user_id == 0) {
        add(c, STR("DEL"));
        add(c, arena_printf(a, CTX_HEADS_KEY, (long long) touch->server_id));
    } else {
        add(c, STR("HDEL"));
        add(c, arena_printf(a, CTX_MARKS_KEY, (long long) touch->user_id));
        add(c, arena_printf(a, "%lld", (long long) touch->server_id));
    }
}

/* Right only now, while the channel's order lock is held. */
static void count(struct command *c, struct arena *a, const struct ctx_touch *touch)
{
    c->argc = 0;
    add(c, STR("HSET"));
    add(c, arena_printf(a, CTX_HEADS_KEY, (long long) touch->server_id));
    add(c, arena_printf(a, "%lld", (long long) touch->channel_id));
    add(c, arena_printf(a, CTX_HEAD_FORMAT, (long long) touch->message_count,
                        (long long) touch->everyone_count));
}

/* Marks before heads: see store/summaries.h. Returns how many answers to expect. */
static unsigned queue_touches(struct ctx *ctx, bool is_done)
{
    struct command c;
    for (int heads = 0; heads < 2; heads++) {
        for (size_t i = 0; i < ctx->touch_count; i++) {
            const struct ctx_touch *touch = &ctx->touches[i];
            if ((touch->user_id == 0) != (heads == 1))
                continue;
            if (touch->channel_id != 0 && is_done)
                count(&c, ctx->arena, touch);
            else
                forget(&c, ctx->arena, touch);
            queue(ctx->worker->redis, &c);
        }
    }
    return (unsigned) ctx->touch_count;
}

/* --- what Redis could not be told --------------------------------------------------------------
 */

static bool is_listed(struct str rooms, struct str room)
{
    while (rooms.len > 0) {
        if (str_eq(str_cut(&rooms, ' '), room))
            return true;
    }
    return false;
}

static void remember_rooms(struct buf *missed, struct str rooms)
{
    while (rooms.len > 0) {
        struct str room = str_cut(&rooms, ' ');
        if (is_listed(buf_str(missed), room))
            continue;
        if (missed->len > 0)
            buf_add_char(missed, ' ');
        buf_add(missed, room);
    }
}

static void remember_command(struct worker *worker, struct command *c)
{
    if (redis_format_argv(&worker->missed_controls, c->argc, c->argv, c->lengths))
        worker->missed_control_count++;
    else
        log_error("control_missed", "reason=\"too many\"");
}

/* That a right or a session ended is never given up: clients do not ask again for what they lost.
 */
static void remember_control(struct ctx *ctx, const struct ctx_event *event)
{
    struct command c;
    if (event->session != 0) {
        revoke(&c, ctx, event->session);
        remember_command(ctx->worker, &c);
    }
    begin_xadd(&c, ctx->worker, ctx->request.id);
    add_control(&c, ctx->arena, event);
    remember_command(ctx->worker, &c);
}

static void remember_missed(struct ctx *ctx, size_t event_count)
{
    struct command c;
    for (size_t i = 0; i < ctx->touch_count; i++) {
        forget(&c, ctx->arena, &ctx->touches[i]);
        remember_command(ctx->worker, &c);
    }
    for (size_t i = 0; i < event_count; i++) {
        const struct ctx_event *event = ctx->events[i];
        if (event->control)
            remember_control(ctx, event);
        if (!event->is_repeat)
            remember_rooms(&ctx->worker->missed_rooms, event->rooms);
    }
    log_warn("events_missed", "count=%zu", event_count);
}

/* First the controls: who lost a right hears nothing that follows. Then the rooms that missed
 * events are told to fetch again. Returns how many answers to expect. */
static unsigned queue_missed(struct worker *worker)
{
    struct buf *rooms = &worker->missed_rooms;
    redis_queue_formatted(worker->redis, buf_str(&worker->missed_controls),
                          worker->missed_control_count);
    if (rooms->len == 0)
        return worker->missed_control_count;
    struct command c;
    begin_xadd(&c, worker, STR(""));
    add_field(&c, "event", str_from(event_info(EVENT_resync)->name));
    add_field(&c, "rooms", buf_str(rooms));
    add_field(&c, "data", STR("{}"));
    queue(worker->redis, &c);
    return worker->missed_control_count + 1;
}

static void forget_missed(struct worker *worker)
{
    buf_clear(&worker->missed_rooms);
    buf_clear(&worker->missed_controls);
    worker->missed_control_count = 0;
}

/* Whether all of so many answers came. */
static bool take_answers(struct redis *redis, unsigned expected)
{
    bool ok = true;
    for (unsigned i = 0; i < expected; i++) {
        redisReply *reply = redis_next(redis);
        ok = ok && reply;
        freeReplyObject(reply);
    }
    return ok;
}

bool publish_is_behind(const struct worker *worker)
{
    return worker->missed_rooms.len > 0 || worker->missed_control_count > 0;
}

void publish_missed(struct worker *worker)
{
    if (take_answers(worker->redis, queue_missed(worker)))
        forget_missed(worker);
}

/* --- publishing --------------------------------------------------------------------------------
 */

/* Asked before anything is queued: answers come in the order of the questions. */
static void find_published(struct ctx *ctx, size_t event_count, bool *published)
{
    for (size_t i = 0; i < event_count; i++)
        published[i] = ctx->events[i]->is_repeat && is_published(ctx, ctx->events[i]);
}

void publish_events(struct ctx *ctx, bool is_done)
{
    struct redis *redis = ctx->worker->redis;
    size_t event_count = is_done ? ctx->event_count : ctx->settled_count;
    if (event_count == 0 && ctx->touch_count == 0)
        return;
    bool *published = arena_alloc(ctx->arena, event_count + 1);
    redis_insist(redis);
    find_published(ctx, event_count, published);
    unsigned expected = queue_missed(ctx->worker);
    expected += queue_touches(ctx, is_done);
    for (size_t i = 0; i < event_count; i++)
        expected += published[i] ? 0 : queue_event(ctx, ctx->events[i]);
    if (take_answers(redis, expected))
        forget_missed(ctx->worker);
    else
        remember_missed(ctx, event_count);
}

void publish_so_far(struct ctx *ctx)
{
    assert(!ctx->transaction);
    publish_events(ctx, true);
    order_release(ctx);
    ctx->event_count = ctx->settled_count = ctx->touch_count = 0;
}

enum err publish_position(struct ctx *ctx, struct str *id)
{
    redisReply *reply =
        redis_command(ctx->worker->redis, "XREVRANGE " EVENT_STREAM_KEY " + - COUNT 1");
    bool ok = reply && reply->type == REDIS_REPLY_ARRAY;
    *id = STR("0-0");
    if (ok && reply->elements > 0)
        *id = arena_str(ctx->arena, str_from(reply->element[0]->element[0]->str));
    freeReplyObject(reply);
    return ok ? ERR_NONE : ERR_UNAVAILABLE;
}
