/* One Socket.IO packet, protocol 5, in the encoding of its default parser:
 * <type>[<attachments>-][<namespace>,][<ack id>][<JSON>]. Pure, borrowed slices. */
#ifndef OHKAY_PUSHD_PROTO_SIO_PACKET_H
#define OHKAY_PUSHD_PROTO_SIO_PACKET_H

#include "shared/buf.h"
#include "shared/str.h"

/* The numbers of the protocol. */
enum sio_type {
    SIO_CONNECT,
    SIO_DISCONNECT,
    SIO_EVENT,
    SIO_ACK,
    SIO_CONNECT_ERROR,
    SIO_BINARY_EVENT,
    SIO_BINARY_ACK,
};

enum {
    SIO_PACKET_MAX_ATTACHMENTS = 10,
    SIO_PACKET_MAX_NAMESPACE = 256, /* bytes */
};

struct sio_packet {
    enum sio_type type;
    unsigned attachments; /* binary messages that follow; 0 unless a binary type */
    struct str nsp;       /* "/" when the packet names none */
    int64_t ack_id;       /* −1 when there is none */
    struct str data;      /* JSON text, validated; empty when there is none */
    /* Events only: the array's first element as JSON text, and the text of the others without
     * brackets. */
    struct str name;
    struct str args;
};

/* Read a packet. Returns false, with `*out` undefined, unless it is wholly valid: known type, 1 to
 * 10 attachments where the type has them, an object or nothing behind CONNECT, nothing behind
 * DISCONNECT, an array that begins with a string or number behind an event, an array behind an ack,
 * which also needs its id, an object or string behind CONNECT_ERROR. */
bool sio_packet_decode(struct str in, struct sio_packet *out);

/* Append the name of a decoded event. Returns false when it is one of the names that Socket.IO
 * keeps to itself (connect, disconnect, …), is no valid text, or `out` is full. */
bool sio_packet_event_name(const struct sio_packet *p, struct buf *out);

/* Append the head of a packet: all that stands before the JSON. `nsp` "/" is left out, as are an
 * `ack_id` below 0 and `attachments` 0. */
bool sio_packet_add_head(struct buf *out, enum sio_type type, unsigned attachments, struct str nsp,
                         int64_t ack_id);

#endif
