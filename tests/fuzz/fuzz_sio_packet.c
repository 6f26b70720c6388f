/* Any text of a client: a packet that is accepted lies within it and is written again the same. */
#include "pushd/proto/json_scan.h"
#include "pushd/proto/sio_packet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_within(struct str part, struct str whole)
{
    check(part.len == 0 || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

static void check_event(const struct sio_packet *p, struct str in)
{
    struct buf name;
    enum json_kind kind;
    buf_init(&name, p->name.len);
    check_within(p->name, in);
    check_within(p->args, in);
    check(json_scan(p->name, &kind));
    if (sio_packet_event_name(p, &name))
        check(str_is_utf8(buf_str(&name)));
    buf_cleanup(&name);
}

/* The arguments in brackets are JSON again: that is what the application gets. */
static void check_args(const struct sio_packet *p)
{
    struct buf args;
    enum json_kind kind;
    buf_init(&args, p->args.len + 2);
    buf_add_char(&args, '[');
    buf_add(&args, p->args);
    buf_add_char(&args, ']');
    check(json_scan(buf_str(&args), &kind) && kind == JSON_KIND_ARRAY);
    buf_cleanup(&args);
}

static void check_head(const struct sio_packet *p, struct str in)
{
    struct buf head;
    struct sio_packet again;
    buf_init(&head, in.len + 32);
    check(sio_packet_add_head(&head, p->type, p->attachments, p->nsp, p->ack_id));
    buf_add(&head, p->data);
    check(sio_packet_decode(buf_str(&head), &again));
    check(again.type == p->type && again.attachments == p->attachments &&
          again.ack_id == p->ack_id && str_eq(again.nsp, p->nsp) && str_eq(again.data, p->data));
    buf_cleanup(&head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = str_of((const char *) data, size);
    struct sio_packet packet;
    if (!sio_packet_decode(in, &packet))
        return 0;
    check_within(packet.data, in);
    if (packet.type == SIO_EVENT || packet.type == SIO_BINARY_EVENT) {
        check_event(&packet, in);
        check_args(&packet);
    }
    check_head(&packet, in);
    return 0;
}
