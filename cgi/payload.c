#include "cgi/payload.h"

enum { PAYLOAD_BYTES_MAX = 1024 * 1024 };

struct str payload_of(struct ctx *ctx, const struct payload_member *members, size_t count)
{
    struct buf out;
    buf_init(&out, PAYLOAD_BYTES_MAX);
    buf_add_char(&out, '{');
    for (size_t i = 0; i < count; i++) {
        if (members[i].json.ptr)
            json_add_raw(&out, members[i].key, members[i].json);
        else
            json_add_i64(&out, members[i].key, members[i].number);
    }
    buf_add_char(&out, '}');
    struct str object = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return object;
}

struct str payload_ids(struct ctx *ctx, const int64_t *ids, size_t count)
{
    struct buf out;
    buf_init(&out, PAYLOAD_BYTES_MAX);
    buf_add_char(&out, '[');
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%lld", i > 0 ? "," : "", (long long) ids[i]);
    buf_add_char(&out, ']');
    struct str array = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return array;
}

struct str payload_with_text(struct ctx *ctx, struct str json, const char *key, struct str text)
{
    struct buf out;
    buf_init(&out, PAYLOAD_BYTES_MAX);
    buf_add(&out, str_slice(json, 0, json.len - 1));
    json_add_text(&out, key, text);
    buf_add_char(&out, '}');
    struct str object = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return object;
}
