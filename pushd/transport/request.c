/* Reading a request of Engine.IO: path, parameters, who sent it. */
#include "pushd/transport/internal.h"

#include <arpa/inet.h>

enum { ARGUMENT_SIZE = 1024, FORWARDED_SIZE = 512 };

static enum request_method read_method(struct lws *wsi)
{
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0)
        return REQUEST_GET;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0)
        return REQUEST_POST;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_OPTIONS_URI) > 0)
        return REQUEST_OPTIONS;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0)
        return REQUEST_HEAD;
    return REQUEST_OTHER;
}

static bool copy_path(struct lws *wsi, char *out, int size)
{
    static const enum lws_token_indexes uris[] = {
        WSI_TOKEN_GET_URI, WSI_TOKEN_POST_URI,  WSI_TOKEN_OPTIONS_URI, WSI_TOKEN_HEAD_URI,
        WSI_TOKEN_PUT_URI, WSI_TOKEN_PATCH_URI, WSI_TOKEN_DELETE_URI,
    };
    for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
        if (lws_hdr_total_length(wsi, uris[i]) > 0)
            return lws_hdr_copy(wsi, out, size, uris[i]) > 0;
    }
    return false;
}

static const struct endpoint *find_endpoint(const struct connection *c)
{
    const struct transport *t = c->transport;
    char path[128];
    if (!copy_path(c->wsi, path, sizeof(path)))
        return NULL;
    for (size_t i = 0; i < t->endpoint_count; i++) {
        if (strcmp(path, t->endpoints[i].path) == 0)
            return &t->endpoints[i];
    }
    return NULL;
}

/* The value of a query parameter, `name` with its "=", or the empty str; borrows `scratch`. */
static struct str argument(struct lws *wsi, const char *name, char scratch[ARGUMENT_SIZE])
{
    return str_from(lws_get_urlarg_by_name(wsi, name, scratch, ARGUMENT_SIZE));
}

static void read_body_length(struct lws *wsi, struct request *r)
{
    char text[24];
    int64_t len = 0;
    r->chunked = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
    if (lws_hdr_copy(wsi, text, sizeof(text), WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0 &&
        str_to_i64(str_from(text), &len))
        r->body_len = (uint64_t) len;
    r->has_body = r->chunked || r->body_len > 0;
}

static enum request_error judge_session(const struct request *r, bool upgrading)
{
    if (!upgrading && (r->websocket || r->session->eio.websocket))
        return REQUEST_BAD;
    if (r->method != REQUEST_GET && r->method != REQUEST_POST)
        return REQUEST_BAD;
    return REQUEST_OK;
}

enum request_error request_head_read(struct connection *c, bool upgrading, struct request *r)
{
    char scratch[ARGUMENT_SIZE];
    struct lws *wsi = c->wsi;
    *r = (struct request){.method = read_method(wsi), .endpoint = find_endpoint(c)};
    read_body_length(wsi, r);
    if (!r->endpoint || r->method == REQUEST_OPTIONS)
        return REQUEST_BAD;

    struct str transport = argument(wsi, "transport=", scratch);
    r->websocket = str_eq_cstr(transport, "websocket");
    if ((!r->websocket && !str_eq_cstr(transport, "polling")) || (upgrading && !r->websocket))
        return REQUEST_TRANSPORT_UNKNOWN;
    if (!str_eq_cstr(argument(wsi, "EIO=", scratch), "4"))
        return REQUEST_UNSUPPORTED_VERSION;

    struct str sid = argument(wsi, "sid=", scratch);
    if (sid.len > 0) {
        r->session = session_find(c->transport, sid);
        if (!r->session || r->session->eio.app != r->endpoint->app)
            return REQUEST_SID_UNKNOWN;
        return judge_session(r, upgrading);
    }
    if (r->method != REQUEST_GET)
        return REQUEST_BAD_METHOD;
    return r->websocket && !upgrading ? REQUEST_BAD : REQUEST_OK;
}

static bool is_address(const char *text)
{
    struct in6_addr any;
    return inet_pton(AF_INET, text, &any) == 1 || inet_pton(AF_INET6, text, &any) == 1;
}

/* The last entry is our proxy's word; what stands before it anyone may have written. */
static void forwarded_address(struct lws *wsi, char address[ADDRESS_SIZE])
{
    char header[FORWARDED_SIZE];
    if (lws_hdr_copy(wsi, header, sizeof(header), WSI_TOKEN_X_FORWARDED_FOR) <= 0)
        return;
    const char *last = strrchr(header, ',');
    struct str entry = str_trim(str_from(last ? last + 1 : header));
    if (entry.len == 0 || entry.len >= ADDRESS_SIZE)
        return;
    memcpy(address, entry.ptr, entry.len);
    address[entry.len] = '\0';
    if (!is_address(address))
        address[0] = '\0';
}

/* An IPv4 client of a socket that listens for both has the address ::ffff:1.2.3.4. */
static void unmap_address(char address[ADDRESS_SIZE])
{
    static const char mapped[] = "::ffff:";
    size_t len = sizeof(mapped) - 1;
    if (strncasecmp(address, mapped, len) == 0 && strchr(address + len, '.'))
        memmove(address, address + len, strlen(address + len) + 1);
}

static bool is_request_id(const char *text)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";
    return text[strspn(text, allowed)] == '\0';
}

void request_peer(struct connection *c, char address[ADDRESS_SIZE],
                  char request_id[REQUEST_ID_SIZE])
{
    static const char header[] = "x-request-id:";
    address[0] = request_id[0] = '\0';
    if (c->transport->config.unix_path)
        forwarded_address(c->wsi, address);
    else
        lws_get_peer_simple(c->wsi, address, ADDRESS_SIZE);
    unmap_address(address);
    int len = lws_hdr_custom_copy(c->wsi, request_id, REQUEST_ID_SIZE, header, sizeof(header) - 1);
    if (len <= 0 || !is_request_id(request_id))
        request_id[0] = '\0';
}
