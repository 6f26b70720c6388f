/* The body of a polling request or answer: Engine.IO packets separated by 0x1e. Pure. */
#ifndef OHKAY_PUSHD_PROTO_EIO_PAYLOAD_H
#define OHKAY_PUSHD_PROTO_EIO_PAYLOAD_H

#include "pushd/proto/eio_packet.h"

/* Where reading stands; borrowed from the body. */
struct eio_payload {
    struct str rest;
    bool more; /* one more packet follows, maybe an empty one */
};

/* Begin to read `body`. A body without any bytes has one packet, empty and so invalid. */
void eio_payload_start(struct eio_payload *p, struct str body);

/* Cut off the next packet, undecoded. Returns false at the end. */
bool eio_payload_next(struct eio_payload *p, struct str *packet);

/* Append a packet and, when something stands before it, a separator. A binary one becomes "b" and
 * base64. Returns false when `out` is full. */
bool eio_payload_add(struct buf *out, struct str packet, bool binary);

/* How many bytes eio_payload_add would append to a payload that is not empty. */
size_t eio_payload_cost(struct str packet, bool binary);

#endif
