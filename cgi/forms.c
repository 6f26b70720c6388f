#include "cgi/forms.h"

#include "cgi/url.h"

enum { FIELDS_MAX = 64 };

bool forms_is_form(const struct request *request)
{
    struct str type = request->content_type;
    return str_ieq(str_trim(str_cut(&type, ';')), STR("application/x-www-form-urlencoded"));
}

static enum err add_fields(struct ctx *ctx)
{
    struct str rest = ctx->request.body;
    for (int i = 0; rest.ptr && i < FIELDS_MAX; i++) {
        struct str value = str_cut(&rest, '&'), encoded = str_cut(&value, '='), name, text;
        if (!url_decode(ctx->arena, encoded, true, &name) ||
            !url_decode(ctx->arena, value, true, &text))
            return ERR_MALFORMED;
        json_object_object_add(
            ctx->body, arena_cstr(ctx->arena, name),
            json_object_new_string_len(text.ptr ? text.ptr : "", (int) text.len));
    }
    return ERR_NONE;
}

enum err forms_parse(struct ctx *ctx)
{
    struct str payload;
    if (!url_query_get(ctx->arena, ctx->request.body, "payload_json", &payload)) {
        ctx->body = json_object_new_object();
        return add_fields(ctx);
    }
    ctx->body = json_parse(payload);
    return json_object_is_type(ctx->body, json_type_object) ? ERR_NONE : ERR_MALFORMED;
}
