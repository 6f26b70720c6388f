#include "cgi/request.h"

#include "shared/token.h"

static struct str param(const struct fcgi *f, struct arena *a, const char *name)
{
    return arena_str(a, str_from(fcgi_param(f, name)));
}

static int64_t param_id(const struct fcgi *f, const char *name)
{
    int64_t id = 0;
    str_to_i64(str_from(fcgi_param(f, name)), &id);
    return id;
}

/* What may stand in a log line and a header: RFC 3986's unreserved characters but for the tilde. */
static bool is_request_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
        if (!ok)
            return false;
    }
    return id.len > 0 && id.len <= REQUEST_ID_MAX;
}

void request_read(struct request *r, struct fcgi *f, struct arena *a)
{
    struct str uri = param(f, a, "REQUEST_URI");
    struct str length = str_from(fcgi_param(f, "CONTENT_LENGTH"));
    /* lighttpd hands a POST without Content-Length on as a GET, and names the true method here. */
    struct str method = param(f, a, "OHKAY_METHOD");
    *r = (struct request){
        .id = param(f, a, "HTTP_X_REQUEST_ID"),
        .method = method.len ? method : param(f, a, "REQUEST_METHOD"),
        .authorization = param(f, a, "HTTP_AUTHORIZATION"),
        .content_type = param(f, a, "CONTENT_TYPE"),
        .idempotency_key = param(f, a, "HTTP_IDEMPOTENCY_KEY"),
        .origin = param(f, a, "HTTP_ORIGIN"),
        .user_agent = param(f, a, "HTTP_USER_AGENT"),
        .address = param(f, a, "REMOTE_ADDR"),
        .range = param(f, a, fcgi_param(f, "HTTP_IF_RANGE") ? "" : "HTTP_RANGE"),
        .audit_reason = param(f, a, "HTTP_X_AUDIT_LOG_REASON"),
        .gateway_key = param(f, a, "OHKAY_GATEWAY"),
        .gateway_user = param_id(f, "OHKAY_USER"),
        .gateway_session = param_id(f, "OHKAY_SESSION"),
    };
    r->path = str_cut(&uri, '?');
    r->query = uri;
    if (!is_request_id(r->id))
        r->id = token_random(a, 12);
    if (length.len > 0 && !str_to_i64(length, &r->content_length))
        r->content_length = -1;
}

enum err request_read_body(struct request *r, struct fcgi *f, struct arena *a)
{
    if (r->content_length < 0)
        return ERR_MALFORMED;
    if (r->content_length > REQUEST_BODY_MAX)
        return ERR_TOO_LARGE;
    size_t need = (size_t) r->content_length, have = 0;
    char *bytes = arena_alloc(a, need + 1);
    while (have < need) {
        size_t got = fcgi_read(f, bytes + have, need - have);
        if (got == 0)
            return ERR_MALFORMED;
        have += got;
    }
    r->body = str_of(bytes, have);
    return ERR_NONE;
}
