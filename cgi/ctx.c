#include "cgi/ctx.h"

#include <assert.h>

static const struct ctx_param *find_param(const struct ctx *ctx, const char *name)
{
    for (size_t i = 0; i < ctx->param_count; i++) {
        if (str_eq_cstr(ctx->params[i].name, name))
            return &ctx->params[i];
    }
    assert(!"the route has no such parameter");
    return &ctx->params[0];
}

int64_t ctx_param_id(const struct ctx *ctx, const char *name)
{
    return find_param(ctx, name)->id;
}

struct str ctx_param_text(const struct ctx *ctx, const char *name)
{
    return find_param(ctx, name)->value;
}

enum err ctx_begin(struct ctx *ctx, struct db *db)
{
    assert(!ctx->transaction);
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        ctx->transaction = db;
    return err;
}

enum err ctx_commit(struct ctx *ctx)
{
    if (!ctx->transaction)
        return ERR_NONE;
    enum err err = db_commit(ctx->transaction);
    ctx->transaction = NULL;
    if (err == ERR_NONE)
        ctx_settle(ctx);
    return err;
}

void ctx_settle(struct ctx *ctx)
{
    ctx->settled_count = ctx->event_count;
}

void ctx_reply(struct ctx *ctx, int status, const char *name, struct str json)
{
    ctx->status = status;
    buf_clear(&ctx->reply);
    buf_add_char(&ctx->reply, '{');
    json_add_raw(&ctx->reply, name, json);
    buf_add_char(&ctx->reply, '}');
}

void ctx_reply_json(struct ctx *ctx, int status, struct str json)
{
    ctx->status = status;
    buf_clear(&ctx->reply);
    buf_add(&ctx->reply, json);
}

void ctx_reply_file(struct ctx *ctx, const struct ctx_file *file)
{
    ctx->status = 200;
    ctx->file = file;
}

void ctx_reply_nothing(struct ctx *ctx)
{
    ctx->status = 204;
    buf_clear(&ctx->reply);
}

static void make_room(struct ctx *ctx)
{
    size_t room = ctx->event_room > 0 ? 2 * ctx->event_room : 8;
    struct ctx_event **events = arena_alloc(ctx->arena, room * sizeof(struct ctx_event *));
    if (ctx->event_count > 0)
        memcpy(events, ctx->events, ctx->event_count * sizeof(struct ctx_event *));
    ctx->events = events;
    ctx->event_room = room;
}

static struct ctx_event *queue(struct ctx *ctx)
{
    if (ctx->event_count == ctx->event_room)
        make_room(ctx);
    struct ctx_event *event = arena_alloc(ctx->arena, sizeof(*event));
    event->event = EVENT_COUNT;
    ctx->events[ctx->event_count++] = event;
    return event;
}

struct ctx_event *ctx_emit(struct ctx *ctx, enum event event, struct str room, struct str data)
{
    struct ctx_event *queued = queue(ctx);
    queued->event = event;
    queued->rooms = room;
    queued->data = data;
    return queued;
}

void ctx_also_to(struct ctx *ctx, struct ctx_event *event, struct str room)
{
    event->rooms = arena_printf(ctx->arena, "%.*s %.*s", STR_FMT(event->rooms), STR_FMT(room));
}

void ctx_end_session(struct ctx *ctx, int64_t session_id, const char *reason)
{
    struct ctx_event *event = queue(ctx);
    event->control = "end_session";
    event->session = session_id;
    event->reason = reason;
}

void ctx_recheck(struct ctx *ctx, struct str room, int64_t user_id)
{
    struct ctx_event *event = queue(ctx);
    event->control = "recheck";
    event->room = room;
    event->user = user_id;
}

void ctx_then_leave(struct ctx_event *event, int64_t user_id, struct str room)
{
    event->control = "leave_room";
    event->user = user_id;
    event->room = room;
}

/* --- summaries ---------------------------------------------------------------------------------
 */

void ctx_touch_server(struct ctx *ctx, int64_t server_id)
{
    for (size_t i = 0; i < ctx->touch_count; i++) {
        const struct ctx_touch *t = &ctx->touches[i];
        if (t->server_id == server_id && t->user_id == 0 && t->channel_id == 0)
            return;
    }
    /* It stands for everything of that server; a request touches one. */
    if (ctx->touch_count == CTX_TOUCHES_MAX)
        ctx->touch_count--;
    ctx->touches[ctx->touch_count++] = (struct ctx_touch){.server_id = server_id};
}

static void touch(struct ctx *ctx, struct ctx_touch t)
{
    if (ctx->touch_count < CTX_TOUCHES_MAX - 1)
        ctx->touches[ctx->touch_count++] = t;
    else
        ctx_touch_server(ctx, t.server_id);
}

void ctx_touch_user(struct ctx *ctx, int64_t server_id, int64_t user_id)
{
    touch(ctx, (struct ctx_touch){.server_id = server_id, .user_id = user_id});
}

void ctx_touch_channel(struct ctx *ctx, int64_t server_id, int64_t channel_id,
                       int64_t message_count, int64_t everyone_count)
{
    touch(ctx, (struct ctx_touch){.server_id = server_id,
                                  .channel_id = channel_id,
                                  .message_count = message_count,
                                  .everyone_count = everyone_count});
}
