#include "cgi/dispatch.h"

#include "cgi/authn.h"
#include "cgi/cors.h"
#include "cgi/forms.h"
#include "cgi/order.h"
#include "cgi/publish.h"
#include "cgi/router.h"
#include "cgi/store/repeats.h"
#include "cgi/url.h"
#include "cgi/validate.h"
#include "shared/clock.h"
#include "shared/log.h"

enum { IDEMPOTENCY_KEY_MAX = 64, AUDIT_REASON_MAX = 512 };
enum { REPLY_BYTES_MAX = 16 * 1024 * 1024, HEAD_BYTES_MAX = 4096, RETRY_AFTER_SECONDS = 1 };

/* --- before the handler ------------------------------------------------------------------------
 */

static enum err check_access(struct ctx *ctx, const struct route *route)
{
    switch (route->access) {
    case ROUTE_PUBLIC:
        return ERR_NONE;
    case ROUTE_USER:
        return authn_check(ctx);
    case ROUTE_SOCKET:
        return authn_is_gateway(ctx) ? authn_check(ctx) : ERR_UNKNOWN_ROUTE;
    case ROUTE_GATEWAY:
        return authn_is_gateway(ctx) ? ERR_NONE : ERR_UNKNOWN_ROUTE;
    }
    return ERR_INTERNAL;
}

static enum err read_body(struct ctx *ctx, struct fcgi *f, enum route_body body)
{
    struct str type = ctx->request.content_type;
    struct str media = str_trim(str_cut(&type, ';'));
    enum json_type wanted = body == ROUTE_LIST ? json_type_array : json_type_object;
    bool is_form = body == ROUTE_HOOK && forms_is_form(&ctx->request);
    if (ctx->request.content_length > REQUEST_BODY_MAX)
        return ERR_TOO_LARGE;
    if (!is_form && !str_ieq(media, STR("application/json")))
        return ERR_UNSUPPORTED_MEDIA_TYPE;
    enum err err = request_read_body(&ctx->request, f, ctx->arena);
    if (err != ERR_NONE)
        return err;
    if (is_form)
        return forms_parse(ctx);
    ctx->body = json_parse(ctx->request.body);
    return json_object_is_type(ctx->body, wanted) ? ERR_NONE : ERR_MALFORMED;
}

/* The header takes what JSON bodies could: percent-encoded UTF-8. */
static enum err read_audit_reason(struct ctx *ctx)
{
    struct str given = ctx->request.audit_reason;
    if (given.len == 0)
        return ERR_NONE;
    if (url_decode(ctx->arena, given, false, &ctx->audit_reason) &&
        str_utf8_count(ctx->audit_reason) <= AUDIT_REASON_MAX)
        return ERR_NONE;
    input_invalid(ctx, "X-Audit-Log-Reason",
                  "must be percent-encoded text of at most 512 characters");
    return ERR_INVALID_INPUT;
}

static bool is_preflight(const struct ctx *ctx)
{
    return str_eq(ctx->request.method, STR("OPTIONS")) &&
           cors_allows(str_from(ctx->worker->config->cors_origin), ctx->request.origin);
}

/* A server that is deleted takes its database and the connections to it along, whoever is at work.
 */
static bool server_is_gone(struct ctx *ctx)
{
    return ctx->param_count > 0 && str_eq(ctx->params[0].name, STR("serverId")) &&
           databases_server_is_gone(ctx->worker->databases, ctx->params[0].id);
}

static enum err handle(struct ctx *ctx, const struct route *route)
{
    enum err err = route->handler(ctx);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    return err == ERR_UNAVAILABLE && server_is_gone(ctx) ? ERR_NOT_FOUND : err;
}

/* Do the work, and keep its answer before anybody hears of it. */
static enum err handle_first(struct ctx *ctx, const struct route *route, struct str key)
{
    enum err err = handle(ctx, route);
    if (err != ERR_NONE)
        repeats_release(ctx, key);
    else if (repeats_keep(ctx, key, ctx->status, buf_str(&ctx->reply)) != ERR_NONE)
        log_warn("repeat_not_kept", "route=%s", route->path);
    return err;
}

/* A write under an Idempotency-Key is done once: a repeat gets the first answer. */
static enum err handle_once(struct ctx *ctx, const struct route *route)
{
    struct str key = ctx->request.idempotency_key, reply;
    struct str call =
        arena_printf(ctx->arena, "%s %.*s", route->method, STR_FMT(ctx->request.path));
    bool is_first;
    int status;
    if (key.len > IDEMPOTENCY_KEY_MAX || !str_is_utf8(key)) {
        input_invalid(ctx, "Idempotency-Key", "must have at most 64 characters");
        return ERR_INVALID_INPUT;
    }
    enum err err = repeats_claim(ctx, key, call, &is_first, &status, &reply);
    if (err == ERR_NONE && !is_first)
        ctx_reply_json(ctx, status, reply);
    if (err == ERR_NONE && is_first)
        err = handle_first(ctx, route, key);
    repeats_let_go(ctx, key);
    return err;
}

static bool is_once(const struct ctx *ctx, const struct route *route)
{
    return ctx->request.idempotency_key.len > 0 && ctx->user_id != 0 &&
           route->body != ROUTE_MESSAGE && strcmp(route->method, "GET") != 0;
}

static enum err run(struct ctx *ctx, struct fcgi *f, const struct route **route)
{
    if (is_preflight(ctx)) {
        ctx_reply_nothing(ctx);
        return ERR_NONE;
    }
    enum err err = router_find(ctx, route);
    if (err == ERR_NONE)
        err = check_access(ctx, *route);
    if (err == ERR_NONE)
        err = read_audit_reason(ctx);
    if (err == ERR_NONE && (*route)->body != ROUTE_BODYLESS && (*route)->body != ROUTE_UPLOAD)
        err = read_body(ctx, f, (*route)->body);
    if (err != ERR_NONE)
        return err;
    return is_once(ctx, *route) ? handle_once(ctx, *route) : handle(ctx, *route);
}

/* --- the answer --------------------------------------------------------------------------------
 */

static void reply_refusal(struct ctx *ctx, enum err err)
{
    const struct err_info *info = err_info(err);
    ctx->status = info->status;
    buf_clear(&ctx->reply);
    buf_add_char(&ctx->reply, '{');
    json_add_text(&ctx->reply, "error", str_from(info->sentence));
    json_add_text(&ctx->reply, "code", str_from(info->code));
    json_add_text(&ctx->reply, "requestId", ctx->request.id);
    if (err == ERR_INVALID_INPUT && ctx->field_count > 0) {
        json_add_key(&ctx->reply, "fields");
        buf_add_char(&ctx->reply, '{');
        for (size_t i = 0; i < ctx->field_count; i++)
            json_add_text(&ctx->reply, ctx->fields[i].name, str_from(ctx->fields[i].why));
        buf_add_char(&ctx->reply, '}');
    }
    buf_add_char(&ctx->reply, '}');
}

static void add_cors(struct buf *head, const struct ctx *ctx)
{
    if (!cors_allows(str_from(ctx->worker->config->cors_origin), ctx->request.origin))
        return;
    buf_printf(head,
               "Access-Control-Allow-Origin: %.*s\r\nVary: Origin\r\n"
               "Access-Control-Expose-Headers: X-Request-Id, Retry-After\r\n",
               STR_FMT(ctx->request.origin));
    if (is_preflight(ctx))
        buf_add_cstr(head, "Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE\r\n"
                           "Access-Control-Allow-Headers: Authorization, Content-Type, "
                           "Idempotency-Key, X-Audit-Log-Reason, X-Request-Id\r\n"
                           "Access-Control-Max-Age: 600\r\n");
}

static const char *reason_phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    default:
        return status < 500 ? "Refused" : "Failed";
    }
}

/* Files are as their senders made them: nothing in one runs, and no other site shows it as its own.
 */
static void write_file_head(struct ctx *ctx, const struct ctx_file *file, struct fcgi *f)
{
    struct buf head;
    buf_init(&head, HEAD_BYTES_MAX);
    buf_printf(&head,
               "Status: 200 OK\r\nX-Request-Id: %.*s\r\nCache-Control: %s\r\nContent-Type: %s\r\n"
               "ETag: %.*s\r\nContent-Disposition: %.*s\r\nX-Content-Type-Options: nosniff\r\n"
               "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox\r\n"
               "Cross-Origin-Resource-Policy: same-site\r\nReferrer-Policy: no-referrer\r\n",
               STR_FMT(ctx->request.id), file->cache, file->content_type, STR_FMT(file->etag),
               STR_FMT(file->disposition));
    add_cors(&head, ctx);
    buf_printf(&head, "X-Sendfile: %.*s\r\n\r\n", STR_FMT(file->path));
    fcgi_write(f, buf_str(&head));
    buf_cleanup(&head);
}

static void write_reply(struct ctx *ctx, struct fcgi *f)
{
    struct buf head;
    buf_init(&head, HEAD_BYTES_MAX);
    buf_printf(&head, "Status: %d %s\r\nX-Request-Id: %.*s\r\nCache-Control: no-store\r\n",
               ctx->status, reason_phrase(ctx->status), STR_FMT(ctx->request.id));
    if (ctx->status != 204)
        buf_printf(&head, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                   ctx->reply.len);
    if (ctx->status == 401)
        buf_add_cstr(&head, "WWW-Authenticate: Bearer\r\n");
    if (ctx->status == 405)
        buf_printf(&head, "Allow: %.*s\r\n", STR_FMT(ctx->allow));
    if (ctx->status == 429 || ctx->status == 503)
        buf_printf(&head, "Retry-After: %d\r\n",
                   ctx->retry_after_s > 0 ? ctx->retry_after_s : RETRY_AFTER_SECONDS);
    add_cors(&head, ctx);
    buf_add_cstr(&head, "\r\n");
    fcgi_write(f, buf_str(&head));
    if (ctx->status != 204)
        fcgi_write(f, buf_str(&ctx->reply));
    buf_cleanup(&head);
}

static void log_request(const struct ctx *ctx, const struct route *route, uint64_t began_us,
                        uint64_t statements)
{
    log_info("request", "method=%.*s route=%s status=%d us=%llu statements=%llu user=%lld",
             (int) (ctx->request.method.len > 16 ? 16 : ctx->request.method.len),
             ctx->request.method.ptr ? ctx->request.method.ptr : "", route ? route->path : "none",
             ctx->status, (unsigned long long) (clock_mono_us() - began_us),
             (unsigned long long) statements, (long long) ctx->user_id);
}

/* What a refused upload still has to say: were it left, the web server would take that for a
 * failure. */
static void read_away(struct fcgi *f)
{
    char rest[16 * 1024];
    while (fcgi_read(f, rest, sizeof(rest)) > 0)
        ;
}

void dispatch(struct worker *worker, struct fcgi *f, struct arena *arena)
{
    struct ctx ctx = {.worker = worker, .arena = arena, .fcgi = f};
    const struct route *route = NULL;
    uint64_t began_us = clock_mono_us();
    uint64_t statements = databases_statement_count(worker->databases);
    buf_init(&ctx.reply, REPLY_BYTES_MAX);
    request_read(&ctx.request, f, arena);
    log_set_request_id(ctx.request.id);

    enum err err = run(&ctx, f, &route);
    if (err == ERR_NONE && !buf_ok(&ctx.reply))
        err = ERR_INTERNAL;
    publish_events(&ctx, err == ERR_NONE);
    order_release(&ctx);
    if (err != ERR_NONE)
        reply_refusal(&ctx, err);
    if (route && route->body == ROUTE_UPLOAD)
        read_away(f);
    if (err == ERR_NONE && ctx.file)
        write_file_head(&ctx, ctx.file, f);
    else
        write_reply(&ctx, f);
    fcgi_finish(f);

    log_request(&ctx, route, began_us, databases_statement_count(worker->databases) - statements);
    databases_forget(worker->databases);
    json_object_put(ctx.body);
    buf_cleanup(&ctx.reply);
    log_set_request_id((struct str){0});
    arena_reset(arena);
}
