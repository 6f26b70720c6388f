#include "pushd/proto/sio_packet.h"

#include "pushd/proto/json_scan.h"

enum { MAX_DIGITS = 15 }; /* below 2^53, what a JavaScript number holds exactly */

/* Cut the decimal digits off the front; none is fine. */
static struct str cut_digits(struct str *rest)
{
    size_t n = 0;
    while (n < rest->len && rest->ptr[n] >= '0' && rest->ptr[n] <= '9')
        n++;
    struct str digits = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->len);
    return digits;
}

static bool read_attachments(struct str *rest, struct sio_packet *p)
{
    int64_t count;
    if (p->type != SIO_BINARY_EVENT && p->type != SIO_BINARY_ACK)
        return true;
    if (!str_to_i64(cut_digits(rest), &count) || rest->len == 0 || rest->ptr[0] != '-')
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    p->attachments = (unsigned) (count <= SIO_PACKET_MAX_ATTACHMENTS ? count : 0);
    return p->attachments > 0;
}

static bool read_namespace(struct str *rest, struct sio_packet *p)
{
    p->nsp = STR("/");
    if (rest->len > 0 && rest->ptr[0] == '/')
        p->nsp = str_cut(rest, ',');
    return p->nsp.len <= SIO_PACKET_MAX_NAMESPACE && str_is_utf8(p->nsp);
}

static bool read_ack_id(struct str *rest, struct sio_packet *p)
{
    struct str digits = cut_digits(rest);
    p->ack_id = -1;
    return digits.len == 0 || (digits.len <= MAX_DIGITS && str_to_i64(digits, &p->ack_id));
}

static bool read_event(struct sio_packet *p, enum json_kind kind)
{
    if (kind != JSON_KIND_ARRAY || !json_scan_first(p->data, &p->name, &p->args))
        return false;
    char c = p->name.ptr[0];
    return c == '"' || c == '-' || (c >= '0' && c <= '9');
}

static bool read_data(struct str rest, struct sio_packet *p)
{
    enum json_kind kind = JSON_KIND_LITERAL;
    p->data = rest;
    if (rest.len > 0 && !json_scan(rest, &kind))
        return false;
    switch (p->type) {
    case SIO_CONNECT:
        return p->ack_id < 0 && (rest.len == 0 || kind == JSON_KIND_OBJECT);
    case SIO_DISCONNECT:
        return p->ack_id < 0 && rest.len == 0;
    case SIO_EVENT:
    case SIO_BINARY_EVENT:
        return rest.len > 0 && read_event(p, kind);
    case SIO_ACK:
    case SIO_BINARY_ACK:
        return rest.len > 0 && kind == JSON_KIND_ARRAY && p->ack_id >= 0;
    case SIO_CONNECT_ERROR:
        return rest.len > 0 && (kind == JSON_KIND_OBJECT || kind == JSON_KIND_STRING);
    }
    return false;
}

bool sio_packet_decode(struct str in, struct sio_packet *out)
{
    if (in.len == 0 || in.ptr[0] < '0' || in.ptr[0] > '6')
        return false;
    *out = (struct sio_packet){.type = (enum sio_type)(in.ptr[0] - '0')};
    struct str rest = str_slice(in, 1, in.len);
    return read_attachments(&rest, out) && read_namespace(&rest, out) && read_ack_id(&rest, out) &&
           read_data(rest, out);
}

bool sio_packet_event_name(const struct sio_packet *p, struct buf *out)
{
    static const char *const reserved[] = {"connect",       "connect_error", "disconnect",
                                           "disconnecting", "newListener",   "removeListener"};
    size_t start = out->len;
    if (p->name.ptr[0] != '"')
        return buf_add(out, p->name);
    if (!json_scan_unescape(p->name, out))
        return false;
    struct str name = str_slice(buf_str(out), start, out->len);
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (str_eq_cstr(name, reserved[i]))
            return false;
    }
    return true;
}

bool sio_packet_add_head(struct buf *out, enum sio_type type, unsigned attachments, struct str nsp,
                         int64_t ack_id)
{
    buf_add_char(out, (char) ('0' + (int) type));
    if (attachments > 0)
        buf_printf(out, "%u-", attachments);
    if (!str_eq(nsp, STR("/"))) {
        buf_add(out, nsp);
        buf_add_char(out, ',');
    }
    if (ack_id >= 0)
        buf_add_i64(out, ack_id);
    return buf_ok(out);
}
