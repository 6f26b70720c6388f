#include "cgi/router.h"

#include "cgi/routes.h"
#include "cgi/url.h"
#include "cgi/validate.h"

static const struct route routes[] = {
#define ROUTE(method, path, access, body, handler)                                                 \
    {#method, path, ROUTE_##access, ROUTE_##body, handler},
#include "cgi/routes.def"
#undef ROUTE
};

const struct route *router_routes(size_t *count)
{
    *count = sizeof(routes) / sizeof(routes[0]);
    return routes;
}

/* Take one {name} of a route's path. A name that ends in Id takes a canonical id only. */
static bool match_param(struct ctx *ctx, struct str pattern, struct str segment)
{
    struct ctx_param *param = &ctx->params[ctx->param_count];
    if (ctx->param_count == CTX_PARAMS_MAX || segment.len == 0)
        return false;
    *param = (struct ctx_param){.name = str_slice(pattern, 1, pattern.len - 1)};
    if (!url_decode(ctx->arena, segment, false, &param->value))
        return false;
    struct str ending = str_slice(param->name, param->name.len - 2, param->name.len);
    if (str_eq(ending, STR("Id")) &&
        (!str_to_i64(param->value, &param->id) || param->id < 1 || param->id > ID_MAX))
        return false;
    ctx->param_count++;
    return true;
}

static bool match_path(struct ctx *ctx, const char *pattern)
{
    struct str want = str_from(pattern), have = ctx->request.path;
    ctx->param_count = 0;
    while (want.ptr && have.ptr) {
        struct str want_segment = str_cut(&want, '/'), segment = str_cut(&have, '/');
        bool is_param = want_segment.len > 2 && want_segment.ptr[0] == '{';
        if (is_param ? !match_param(ctx, want_segment, segment) : !str_eq(want_segment, segment))
            return false;
    }
    return !want.ptr && !have.ptr;
}

static void allow_too(struct ctx *ctx, const char *method)
{
    const char *comma = ctx->allow.len > 0 ? ", " : "";
    ctx->allow = arena_printf(ctx->arena, "%.*s%s%s", STR_FMT(ctx->allow), comma, method);
}

enum err router_find(struct ctx *ctx, const struct route **out)
{
    /* HEAD is a GET whose body the web server leaves out. */
    struct str method = str_eq(ctx->request.method, STR("HEAD")) ? STR("GET") : ctx->request.method;
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (!match_path(ctx, routes[i].path))
            continue;
        if (str_eq_cstr(method, routes[i].method)) {
            *out = &routes[i];
            return ERR_NONE;
        }
        allow_too(ctx, routes[i].method);
    }
    return ctx->allow.len > 0 ? ERR_METHOD_NOT_ALLOWED : ERR_UNKNOWN_ROUTE;
}
