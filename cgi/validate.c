#include "cgi/validate.h"

#include "cgi/domain/times.h"
#include "cgi/url.h"

bool input_ok(const struct ctx *ctx)
{
    return ctx->field_count == 0;
}

void input_invalid(struct ctx *ctx, const char *name, const char *why)
{
    if (ctx->field_count < CTX_FIELDS_MAX)
        ctx->fields[ctx->field_count++] = (struct ctx_field){name, why};
}

/* The field of the body; NULL when it is absent or null. */
static struct json_object *field_of(const struct ctx *ctx, const char *name)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(ctx->body, name, &value);
    return value;
}

bool body_has(const struct ctx *ctx, const char *name)
{
    return json_object_object_get_ex(ctx->body, name, NULL);
}

static struct str checked_text(struct ctx *ctx, const char *name, struct json_object *value,
                               size_t least, size_t most, bool trimmed)
{
    if (!json_object_is_type(value, json_type_string)) {
        input_invalid(ctx, name, "must be a string");
        return STR("");
    }
    struct str text = json_text(value);
    if (!str_is_utf8(text)) {
        input_invalid(ctx, name, "must be valid text without a NUL character");
        return STR("");
    }
    if (trimmed)
        text = str_trim_text(text);
    size_t count = trimmed && str_is_blank(text) ? 0 : str_utf8_count(text);
    if (count >= least && count <= most)
        return text;
    if (count == 0)
        input_invalid(ctx, name, "must not be empty");
    else if (count < least)
        input_invalid(ctx, name,
                      arena_printf(ctx->arena, "must have at least %zu characters", least).ptr);
    else
        input_invalid(ctx, name,
                      arena_printf(ctx->arena, "must have at most %zu characters", most).ptr);
    return STR("");
}

static struct str required_text(struct ctx *ctx, const char *name, size_t least, size_t most,
                                bool trimmed)
{
    struct json_object *value = field_of(ctx, name);
    if (value)
        return checked_text(ctx, name, value, least, most, trimmed);
    input_invalid(ctx, name, "is required");
    return STR("");
}

struct str body_text(struct ctx *ctx, const char *name, size_t least, size_t most)
{
    return required_text(ctx, name, least, most, true);
}

struct str body_secret(struct ctx *ctx, const char *name, size_t least, size_t most)
{
    return required_text(ctx, name, least, most, false);
}

struct str body_text_or(struct ctx *ctx, const char *name, size_t least, size_t most,
                        struct str preset)
{
    struct json_object *value = field_of(ctx, name);
    return value ? checked_text(ctx, name, value, least, most, true) : preset;
}

struct str body_secret_or_none(struct ctx *ctx, const char *name, size_t least, size_t most)
{
    struct json_object *value = field_of(ctx, name);
    return value ? checked_text(ctx, name, value, least, most, false) : (struct str){0};
}

bool body_patch_text(struct ctx *ctx, const char *name, size_t least, size_t most, struct str *out)
{
    struct json_object *value = field_of(ctx, name);
    *out = (struct str){0};
    if (value)
        *out = checked_text(ctx, name, value, least, most, true);
    return body_has(ctx, name);
}

bool body_patch_time(struct ctx *ctx, const char *name, int64_t *ms)
{
    struct json_object *value = field_of(ctx, name);
    *ms = 0;
    if (value && !times_parse(json_text(value), ms))
        input_invalid(ctx, name, "must be a time such as 2026-01-02T03:04:05Z");
    return body_has(ctx, name);
}

bool body_bool_or(struct ctx *ctx, const char *name, bool preset)
{
    struct json_object *value = field_of(ctx, name);
    if (!body_has(ctx, name))
        return preset;
    if (!json_object_is_type(value, json_type_boolean))
        input_invalid(ctx, name, "must be true or false");
    return json_object_get_boolean(value);
}

static bool number_in(struct json_object *value, int64_t least, int64_t most, int64_t *out)
{
    if (!json_object_is_type(value, json_type_int))
        return false;
    *out = json_object_get_int64(value);
    return *out >= least && *out <= most;
}

static void not_in_range(struct ctx *ctx, const char *name, int64_t least, int64_t most)
{
    input_invalid(ctx, name,
                  arena_printf(ctx->arena, "must be a whole number from %lld to %lld",
                               (long long) least, (long long) most)
                      .ptr);
}

int64_t body_i64_or(struct ctx *ctx, const char *name, int64_t least, int64_t most, int64_t preset)
{
    struct json_object *value = field_of(ctx, name);
    int64_t number = preset;
    if (value && !number_in(value, least, most, &number)) {
        not_in_range(ctx, name, least, most);
        return preset;
    }
    return number;
}

int64_t body_id(struct ctx *ctx, const char *name)
{
    if (!field_of(ctx, name))
        input_invalid(ctx, name, "is required");
    return body_id_or_none(ctx, name);
}

int64_t body_id_or_none(struct ctx *ctx, const char *name)
{
    struct json_object *value = field_of(ctx, name);
    int64_t id = 0;
    if (value && !number_in(value, 1, ID_MAX, &id)) {
        input_invalid(ctx, name, "must be an id, a whole number above 0");
        return 0;
    }
    return id;
}

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

const int64_t *body_ids(struct ctx *ctx, const char *name, size_t most, size_t *count)
{
    struct json_object *value = field_of(ctx, name);
    *count = 0;
    if (!value)
        return NULL;
    size_t len =
        json_object_is_type(value, json_type_array) ? json_object_array_length(value) : SIZE_MAX;
    if (len > most) {
        input_invalid(ctx, name,
                      arena_printf(ctx->arena, "must be an array of at most %zu ids", most).ptr);
        return NULL;
    }
    int64_t *ids = arena_alloc(ctx->arena, (len + 1) * sizeof(*ids));
    for (size_t i = 0; i < len; i++) {
        int64_t id;
        if (!number_in(json_object_array_get_idx(value, i), 1, ID_MAX, &id)) {
            input_invalid(ctx, name, "must hold ids, whole numbers above 0");
            *count = 0;
            return NULL;
        }
        if (!is_among(ids, *count, id))
            ids[(*count)++] = id;
    }
    return ids;
}

uint64_t body_bits_or(struct ctx *ctx, const char *name, uint64_t known, uint64_t preset)
{
    struct json_object *value = field_of(ctx, name);
    int64_t bits = 0;
    if (!value)
        return preset;
    if (!json_object_is_type(value, json_type_string) || !str_to_i64(json_text(value), &bits))
        input_invalid(ctx, name, "must be a number of permission bits, as a decimal string");
    else if (((uint64_t) bits & ~known) != 0)
        input_invalid(ctx, name, "has bits that mean nothing here");
    return (uint64_t) bits;
}

size_t body_list(struct ctx *ctx, size_t most, body_reader *read, void *into)
{
    struct json_object *list = ctx->body;
    size_t count = json_object_array_length(list);
    if (count == 0 || count > most) {
        input_invalid(ctx, "body",
                      arena_printf(ctx->arena, "must be a list of 1 to %zu objects", most).ptr);
        return 0;
    }
    /* One complaint is enough: the fields of all have the same names. */
    for (size_t i = 0; i < count && input_ok(ctx); i++) {
        ctx->body = json_object_array_get_idx(list, i);
        if (json_object_is_type(ctx->body, json_type_object))
            read(ctx, into, i);
        else
            input_invalid(ctx, "body", "must hold objects");
    }
    ctx->body = list;
    return count;
}

int64_t query_i64_or(struct ctx *ctx, const char *name, int64_t least, int64_t most, int64_t preset)
{
    struct str text = query_text(ctx, name, 20);
    int64_t number;
    if (!text.ptr)
        return preset;
    if (str_to_i64(text, &number) && number >= least && number <= most)
        return number;
    not_in_range(ctx, name, least, most);
    return preset;
}

struct str query_text(struct ctx *ctx, const char *name, size_t most)
{
    struct str text = {0};
    if (!url_query_get(ctx->arena, ctx->request.query, name, &text)) {
        if (text.ptr)
            input_invalid(ctx, name, "must be valid text");
        return (struct str){0};
    }
    if (str_utf8_count(text) > most)
        input_invalid(ctx, name,
                      arena_printf(ctx->arena, "must have at most %zu characters", most).ptr);
    return text;
}
