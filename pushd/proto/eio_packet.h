/* One Engine.IO packet, protocol 4: a type character and its data, or bytes. Pure, borrowed slices.
 *
 * Text is <type>[<data>]; a binary message is the bare bytes on a websocket, and "b" with base64 on
 * polling. */
#ifndef OHKAY_PUSHD_PROTO_EIO_PACKET_H
#define OHKAY_PUSHD_PROTO_EIO_PACKET_H

#include "shared/buf.h"
#include "shared/str.h"

/* The numbers of the protocol. */
enum eio_type {
    EIO_PACKET_OPEN,
    EIO_PACKET_CLOSE,
    EIO_PACKET_PING,
    EIO_PACKET_PONG,
    EIO_PACKET_MESSAGE,
    EIO_PACKET_UPGRADE,
    EIO_PACKET_NOOP,
};

struct eio_packet {
    enum eio_type type;
    bool binary;     /* only with EIO_PACKET_MESSAGE */
    struct str data; /* UTF-8 unless binary; borrowed */
};

/* Read a packet as a websocket brings it. Returns false, with `*out` undefined, when the type is
 * unknown, the packet empty, or text is not UTF-8. */
bool eio_packet_decode(struct str in, bool binary, struct eio_packet *out);

/* Read a packet out of a polling payload. A binary one is decoded to the end of `scratch`, which
 * `out->data` then borrows. Returns false in the same cases, when base64 is damaged, and when
 * `scratch` is full. */
bool eio_packet_decode_polling(struct str in, struct buf *scratch, struct eio_packet *out);

#endif
