/* GET /health: whether everything needed answers. */
#include "cgi/store/health.h"
#include "cgi/routes.h"
#include "cgi/validate.h"
#include "shared/clock.h"

struct part {
    const char *name;
    bool is_up;
    uint64_t us;
};

static struct part ask_database(struct ctx *ctx, const char *name, enum db_kind kind)
{
    uint64_t before = clock_mono_us();
    bool is_up = health_ask(ctx, kind);
    return (struct part){name, is_up, clock_mono_us() - before};
}

static void add_down(struct buf *out, const struct part *parts, size_t count)
{
    bool first = true;
    json_add_key(out, "down");
    buf_add_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (parts[i].is_up)
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        json_add_string(out, str_from(parts[i].name));
    }
    buf_add_char(out, ']');
}

static void add_parts(struct buf *out, const struct part *parts, size_t count)
{
    json_add_key(out, "parts");
    buf_add_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        json_add_key(out, parts[i].name);
        buf_add_char(out, '{');
        json_add_text(out, "status", parts[i].is_up ? STR("ok") : STR("down"));
        json_add_key(out, "latencyMs");
        if (parts[i].is_up)
            buf_printf(out, "%.3f", (double) parts[i].us / 1000.0);
        else
            buf_add_cstr(out, "null");
        buf_add_char(out, '}');
    }
    buf_add_char(out, '}');
}

enum err health_get(struct ctx *ctx)
{
    struct part parts[] = {
        ask_database(ctx, "auth", DB_AUTH),
        ask_database(ctx, "dms", DB_DMS),
        ask_database(ctx, "registry", DB_REGISTRY),
        {.name = "redis"},
    };
    const size_t count = sizeof(parts) / sizeof(parts[0]);
    bool is_ok = true;
    struct buf out;
    parts[3].is_up = redis_ping(ctx->worker->redis, &parts[3].us);
    for (size_t i = 0; i < count; i++)
        is_ok = is_ok && parts[i].is_up;

    buf_init(&out, 4096);
    buf_add_char(&out, '{');
    json_add_text(&out, "status", is_ok ? STR("ok") : STR("degraded"));
    if (!is_ok)
        add_down(&out, parts, count);
    if (str_eq(query_text(ctx, "verbose", 8), STR("1")))
        add_parts(&out, parts, count);
    buf_add_char(&out, '}');
    ctx_reply_json(ctx, is_ok ? 200 : 503, buf_str(&out));
    buf_cleanup(&out);
    return ERR_NONE;
}
