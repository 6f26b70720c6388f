#include "pushd/session/sio_client.h"

#include "pushd/proto/sio_packet.h"

#include <assert.h>
#include <stdlib.h>

enum { MAX_SOCKETS = 16 }; /* namespaces of one client */

static_assert((int) SIO_MAX_ATTACHMENTS == (int) SIO_PACKET_MAX_ATTACHMENTS,
              "the application hears of every attachment that the codec accepts");

struct sio_partial {
    struct buf text; /* the packet */
    struct buf data; /* its attachments, one behind the other */
    size_t ends[SIO_MAX_ATTACHMENTS];
    unsigned have;
    unsigned want;
};

static const struct sio_app *app_of(const struct sio_client *c)
{
    return c->server->app;
}

static void fail(struct sio_client *c)
{
    eio_session_close(c->eio, "parse error", true);
}

/* --- Sockets --- */

static struct sio_socket *find_socket(const struct sio_client *c, struct str nsp)
{
    for (struct sio_socket *s = c->sockets; s; s = s->next) {
        if (s->state != SIO_SOCKET_LEAVING && str_eq(str_of(s->nsp, s->nsp_len), nsp))
            return s;
    }
    return NULL;
}

static struct sio_socket *add_socket(struct sio_client *c, struct str nsp)
{
    struct sio_socket *s = calloc(1, sizeof(*s) + nsp.len);
    if (!s)
        abort();
    s->client = c;
    s->state = SIO_SOCKET_PENDING;
    s->nsp_len = nsp.len;
    memcpy(s->nsp, nsp.ptr, nsp.len);
    s->next = c->sockets;
    c->sockets = s;
    c->socket_count++;
    return s;
}

/* Take the socket out of the list, tell the application, free it. */
static void remove_socket(struct sio_client *c, struct sio_socket **link)
{
    struct sio_socket *s = *link;
    *link = s->next;
    c->socket_count--;
    app_of(c)->disconnect(app_of(c)->ctx, s, s->reason);
    free(s);
}

static void reap(struct sio_client *c, uint64_t now)
{
    bool reaped = false;
    for (struct sio_socket **link = &c->sockets; *link;) {
        if ((*link)->state == SIO_SOCKET_LEAVING) {
            remove_socket(c, link);
            reaped = true;
        } else {
            link = &(*link)->next;
        }
    }
    /* Without a namespace it is as good as never connected. */
    if (reaped && !c->sockets && c->eio->alarm_at == 0)
        c->eio->alarm_at = now + c->eio->config->connect_timeout_ms;
}

/* --- Packets --- */

static void refuse_namespace(struct sio_client *c, struct str nsp)
{
    struct buf packet;
    buf_init(&packet, SIO_PACKET_MAX_NAMESPACE + 64);
    buf_add_char(&packet, '4');
    sio_packet_add_head(&packet, SIO_CONNECT_ERROR, 0, nsp, -1);
    buf_add_cstr(&packet, "{\"message\":\"Invalid namespace\"}");
    struct frame *f = frame_create_text(buf_str(&packet));
    eio_session_send(c->eio, f);
    frame_unref(f);
    buf_cleanup(&packet);
}

static void handle_connect(struct sio_client *c, const struct sio_packet *p)
{
    const struct sio_app *app = app_of(c);
    if (find_socket(c, p->nsp) || c->socket_count >= MAX_SOCKETS) {
        fail(c);
    } else if (!app->knows_namespace(app->ctx, p->nsp)) {
        refuse_namespace(c, p->nsp);
    } else {
        app->connect(app->ctx, add_socket(c, p->nsp), p->data);
    }
}

static void handle_event(struct sio_client *c, struct sio_socket *s, const struct sio_packet *p,
                         const struct str *attachments)
{
    const struct sio_app *app = app_of(c);
    struct buf name, args;
    buf_init(&name, p->name.len);
    buf_init(&args, p->args.len + 2);
    if (sio_packet_event_name(p, &name)) {
        buf_add_char(&args, '[');
        buf_add(&args, p->args);
        buf_add_char(&args, ']');
        app->event(app->ctx, s, buf_str(&name), buf_str(&args), attachments, p->attachments,
                   p->ack_id);
    } else {
        fail(c);
    }
    buf_cleanup(&name);
    buf_cleanup(&args);
}

static void handle_on_socket(struct sio_client *c, struct sio_socket *s, const struct sio_packet *p,
                             const struct str *attachments)
{
    const struct sio_app *app = app_of(c);
    switch (p->type) {
    case SIO_EVENT:
    case SIO_BINARY_EVENT:
        handle_event(c, s, p, attachments);
        return;
    case SIO_ACK:
    case SIO_BINARY_ACK:
        if (app->ack)
            app->ack(app->ctx, s, p->ack_id, p->data, attachments, p->attachments);
        return;
    case SIO_DISCONNECT:
        s->state = SIO_SOCKET_LEAVING;
        s->reason = "client namespace disconnect";
        return;
    case SIO_CONNECT:
    case SIO_CONNECT_ERROR:
        fail(c);
        return;
    }
}

static void dispatch(struct sio_client *c, const struct sio_packet *p,
                     const struct str *attachments)
{
    if (p->type == SIO_CONNECT) {
        handle_connect(c, p);
        return;
    }
    struct sio_socket *s = find_socket(c, p->nsp);
    if (s && s->state == SIO_SOCKET_CONNECTED)
        handle_on_socket(c, s, p, attachments);
    else if (!c->left_by_server)
        fail(c);
}

/* --- Binary packets --- */

static void drop_partial(struct sio_client *c)
{
    if (!c->partial)
        return;
    buf_cleanup(&c->partial->text);
    buf_cleanup(&c->partial->data);
    free(c->partial);
    c->partial = NULL;
}

static void begin_partial(struct sio_client *c, struct str text, unsigned attachments)
{
    size_t max = c->eio->config->max_payload_bytes;
    c->partial = calloc(1, sizeof(*c->partial));
    if (!c->partial)
        abort();
    c->partial->want = attachments;
    buf_init(&c->partial->text, text.len);
    buf_add(&c->partial->text, text);
    buf_init(&c->partial->data, max);
}

static void finish_partial(struct sio_client *c)
{
    struct sio_partial *partial = c->partial;
    struct str attachments[SIO_MAX_ATTACHMENTS];
    struct sio_packet packet;
    size_t start = 0;
    for (unsigned i = 0; i < partial->have; i++) {
        attachments[i] = str_slice(buf_str(&partial->data), start, partial->ends[i]);
        start = partial->ends[i];
    }
    if (sio_packet_decode(buf_str(&partial->text), &packet))
        dispatch(c, &packet, attachments);
}

static void add_attachment(struct sio_client *c, struct str data)
{
    struct sio_partial *partial = c->partial;
    if (!partial || !buf_add(&partial->data, data)) {
        fail(c);
        return;
    }
    partial->ends[partial->have++] = partial->data.len;
    if (partial->have < partial->want)
        return;
    finish_partial(c);
    drop_partial(c);
}

/* --- What the session calls --- */

static void on_open(void *ctx, struct eio_session *eio, uint64_t now)
{
    struct sio_client *c = calloc(1, sizeof(*c));
    if (!c)
        abort();
    c->eio = eio;
    c->server = ctx;
    eio->user = c;
    eio->alarm_at = now + eio->config->connect_timeout_ms;
}

static void on_message(void *ctx, struct eio_session *eio, struct str data, bool binary,
                       uint64_t now)
{
    struct sio_client *c = eio->user;
    struct sio_packet packet;
    (void) ctx;
    reap(c, now);
    if (binary)
        add_attachment(c, data);
    else if (c->partial || !sio_packet_decode(data, &packet))
        fail(c);
    else if (packet.attachments > 0)
        begin_partial(c, data, packet.attachments);
    else
        dispatch(c, &packet, NULL);
}

static void on_alarm(void *ctx, struct eio_session *eio, uint64_t now)
{
    const struct sio_client *c = eio->user;
    (void) ctx;
    (void) now;
    for (const struct sio_socket *s = c->sockets; s; s = s->next) {
        if (s->state == SIO_SOCKET_CONNECTED)
            return;
    }
    eio_session_close(eio, "connect timeout", false);
}

static void on_settle(void *ctx, struct eio_session *eio, uint64_t now)
{
    (void) ctx;
    reap(eio->user, now);
}

static void on_close(void *ctx, struct eio_session *eio, const char *reason)
{
    struct sio_client *c = eio->user;
    (void) ctx;
    /* Whoever looks from inside a disconnect sees sockets that no longer take anything. */
    for (struct sio_socket *s = c->sockets; s; s = s->next) {
        if (s->state != SIO_SOCKET_LEAVING)
            s->reason = reason;
        s->state = SIO_SOCKET_LEAVING;
    }
    while (c->sockets)
        remove_socket(c, &c->sockets);
    drop_partial(c);
    free(c);
    eio->user = NULL;
}

void sio_server_init(struct sio_server *server, const struct sio_app *app)
{
    *server = (struct sio_server){
        .eio = {.ctx = server,
                .open = on_open,
                .message = on_message,
                .alarm = on_alarm,
                .settle = on_settle,
                .close = on_close},
        .app = app,
    };
}
