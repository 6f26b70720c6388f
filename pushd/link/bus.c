#include "pushd/link/bus.h"

#include "pushd/link/redis_link.h"
#include "shared/clock.h"
#include "shared/event.h"
#include "shared/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A blocked read comes back after 5 s at the latest: one that does not has lost its Redis without
 * notice. */
#define READ_COUNT    "64"
#define READ_BLOCK_MS "5000"

enum {
    READ_COUNT_NUMBER = 64,
    SILENCE_MAX_MS = 12000,
    WATCH_EVERY_MS = 2000,
    FIELDS_MAX = 64,
    MESSAGE_MAX_BYTES = 1 << 20,
    ID_TEXT_SIZE = 44,
};

struct bus {
    struct redis_link *stream, *channel;
    struct bus_handlers handlers;
    struct stream_id seen;        /* the last entry handed over, or where reading began */
    struct stream_id catch_up_to; /* the newest entry when the connection came */
    struct stream_id asked_from;  /* where the running read began */
    bool started;                 /* `seen` means something */
    bool gap_owed;                /* to be reported once caught up */
    bool lagging;      /* the last read was full: entries may be cut before they are read */
    uint64_t asked_ms; /* when the stream's link was asked something; 0: it owes nothing */
    struct buf message;
    uv_timer_t watch;
};

static struct str reply_text(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS
               ? str_of(reply->str, (size_t) reply->len)
               : (struct str){0};
}

/* The value behind `name` in a flat list of names and values, or NULL. */
static const redisReply *reply_member(const redisReply *list, const char *name)
{
    for (size_t i = 0; i + 1 < list->elements; i += 2) {
        if (str_eq_cstr(reply_text(list->element[i]), name))
            return list->element[i + 1];
    }
    return NULL;
}

static void hand_over(struct bus *b, const redisReply *entry)
{
    struct str fields[FIELDS_MAX];
    struct bus_entry parsed;
    struct stream_id id;
    if (entry->type != REDIS_REPLY_ARRAY || entry->elements != 2 ||
        !stream_id_read(reply_text(entry->element[0]), &id))
        return;
    const redisReply *list = entry->element[1];
    size_t count = list->type == REDIS_REPLY_ARRAY ? list->elements : 0;
    for (size_t i = 0; i < count && i < FIELDS_MAX; i++)
        fields[i] = reply_text(list->element[i]);
    b->seen = id;
    if (count <= FIELDS_MAX && bus_entry_from_fields(fields, count, &parsed)) {
        parsed.id = id;
        b->handlers.entry(b->handlers.ctx, &parsed);
    } else {
        log_warn("stream_entry_malformed", "id=%" PRIu64 "-%" PRIu64, id.ms, id.sequence);
    }
    b->handlers.seen(b->handlers.ctx, id);
}

static void on_read(redisAsyncContext *ac, void *reply, void *ctx);
static void on_oldest(redisAsyncContext *ac, void *reply, void *ctx);

static void ask_oldest(struct bus *b)
{
    const char *oldest[] = {"XRANGE", EVENT_STREAM_KEY, "-", "+", "COUNT", "1"};
    redis_link_send(b->stream, on_oldest, b, sizeof(oldest) / sizeof(oldest[0]), oldest, NULL);
}

static void read_on(struct bus *b)
{
    char from[ID_TEXT_SIZE];
    snprintf(from, sizeof(from), "%" PRIu64 "-%" PRIu64, b->seen.ms, b->seen.sequence);
    const char *read[] = {"XREAD",       "COUNT",   READ_COUNT,       "BLOCK",
                          READ_BLOCK_MS, "STREAMS", EVENT_STREAM_KEY, from};
    b->asked_from = b->seen;
    b->asked_ms = clock_mono_ms();
    redis_link_send(b->stream, on_read, b, sizeof(read) / sizeof(read[0]), read, NULL);
    if (b->lagging)
        ask_oldest(b);
}

static void report_gap_if_owed(struct bus *b, bool all_read)
{
    if (!b->gap_owed || (!all_read && stream_id_compare(b->seen, b->catch_up_to) < 0))
        return;
    b->gap_owed = false;
    b->handlers.gap(b->handlers.ctx);
}

static void on_read(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct bus *b = ctx;
    size_t count = 0;
    (void) ac;
    if (!answer)
        return;
    if (answer->type == REDIS_REPLY_ERROR) {
        redis_link_drop(b->stream, answer->str);
        return;
    }
    /* [[stream, [entry, …]]], or nil when the block ran out. */
    if (answer->type == REDIS_REPLY_ARRAY && answer->elements == 1 &&
        answer->element[0]->elements == 2) {
        const redisReply *entries = answer->element[0]->element[1];
        count = entries->elements;
        for (size_t i = 0; i < count; i++)
            hand_over(b, entries->element[i]);
    }
    report_gap_if_owed(b, count < READ_COUNT_NUMBER);
    /* While lagging, the answer to XRANGE comes first, and goes on. */
    bool oldest_is_asked = b->lagging;
    b->lagging = count >= READ_COUNT_NUMBER;
    if (!oldest_is_asked)
        read_on(b);
}

/* The oldest entry of the stream, asked for right behind a read: when it lies behind where that
 * read began, entries between may have been cut away unread. */
static void on_oldest(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct bus *b = ctx;
    struct stream_id oldest;
    (void) ac;
    if (!answer)
        return;
    if (answer->type == REDIS_REPLY_ARRAY && answer->elements == 1 &&
        answer->element[0]->elements == 2 &&
        stream_id_read(reply_text(answer->element[0]->element[0]), &oldest) &&
        stream_id_compare(oldest, b->asked_from) > 0) {
        log_warn("stream_outran_us", "oldest=%" PRIu64 "-%" PRIu64, oldest.ms, oldest.sequence);
        b->handlers.gap(b->handlers.ctx);
    }
    read_on(b);
}

/* XINFO STREAM: where the stream stands as the connection comes. */
static void on_info(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct bus *b = ctx;
    struct stream_id newest = {0};
    (void) ac;
    if (!answer)
        return;
    if (answer->type == REDIS_REPLY_ERROR && !strstr(answer->str, "no such key")) {
        redis_link_drop(b->stream, answer->str);
        return;
    }
    if (answer->type == REDIS_REPLY_ARRAY) {
        const redisReply *id = reply_member(answer, "last-generated-id");
        if (!id || !stream_id_read(reply_text(id), &newest)) {
            redis_link_drop(b->stream, "XINFO without last-generated-id");
            return;
        }
    }
    /* At first, begin at the end; also when the stream now ends before what we have seen, because
     * then it is another stream, or one that lost its end. */
    if (!b->started || stream_id_compare(newest, b->seen) < 0)
        b->seen = newest;
    b->started = true;
    b->handlers.seen(b->handlers.ctx, b->seen);
    b->catch_up_to = newest;
    b->gap_owed = true;
    log_info("stream_reading", "from=%" PRIu64 "-%" PRIu64, b->seen.ms, b->seen.sequence);
    report_gap_if_owed(b, false);
    read_on(b);
}

static void stream_up(void *ctx)
{
    static const char *info[] = {"XINFO", "STREAM", EVENT_STREAM_KEY};
    struct bus *b = ctx;
    b->lagging = false;
    b->asked_ms = clock_mono_ms();
    redis_link_send(b->stream, on_info, b, 3, info, NULL);
}

static void stream_down(void *ctx)
{
    struct bus *b = ctx;
    b->asked_ms = 0;
}

static void on_message(redisAsyncContext *ac, void *reply, void *ctx)
{
    const redisReply *answer = reply;
    struct bus *b = ctx;
    struct bus_entry entry;
    (void) ac;
    /* ["message", channel, text] */
    if (!answer || answer->type != REDIS_REPLY_ARRAY || answer->elements != 3 ||
        !str_eq_cstr(reply_text(answer->element[0]), "message"))
        return;
    if (bus_entry_from_message(reply_text(answer->element[2]), &b->message, &entry))
        b->handlers.volatile_event(b->handlers.ctx, &entry);
    else
        log_warn("volatile_message_malformed", "bytes=%zu", (size_t) answer->element[2]->len);
}

static void channel_up(void *ctx)
{
    static const char *subscribe[] = {"SUBSCRIBE", EVENT_VOLATILE_CHANNEL};
    struct bus *b = ctx;
    redis_link_send(b->channel, on_message, b, 2, subscribe, NULL);
}

static void on_watch(uv_timer_t *timer)
{
    struct bus *b = timer->data;
    if (b->asked_ms > 0 && clock_mono_ms() - b->asked_ms > SILENCE_MAX_MS)
        redis_link_drop(b->stream, "no answer");
}

struct bus *bus_create(uv_loop_t *loop, const struct endpoint *redis,
                       const struct bus_handlers *handlers)
{
    struct bus *b = calloc(1, sizeof(*b));
    if (!b)
        abort();
    const struct redis_link_handlers stream = {.ctx = b, .up = stream_up, .down = stream_down};
    const struct redis_link_handlers channel = {.ctx = b, .up = channel_up};
    b->handlers = *handlers;
    buf_init(&b->message, MESSAGE_MAX_BYTES);
    b->stream = redis_link_create(loop, redis, "stream", &stream);
    b->channel = redis_link_create(loop, redis, "volatile", &channel);
    uv_timer_init(loop, &b->watch);
    b->watch.data = b;
    uv_timer_start(&b->watch, on_watch, WATCH_EVERY_MS, WATCH_EVERY_MS);
    return b;
}

static void on_watch_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void bus_close(struct bus *b)
{
    redis_link_close(b->stream, false, NULL, NULL);
    redis_link_close(b->channel, false, NULL, NULL);
    buf_cleanup(&b->message);
    uv_close((uv_handle_t *) &b->watch, on_watch_closed);
}
