/* An encoded Engine.IO packet, shared by every connection it goes to.
 *
 * A frame is immutable once created and counts its references: the only refcounted thing in the
 * house. Before its bytes lie FRAME_HEADROOM spare ones, where a transport may write a websocket
 * header in place; the header depends only on the bytes, so sharing stays safe. One thread. */
#ifndef OHKAY_PUSHD_SESSION_FRAME_H
#define OHKAY_PUSHD_SESSION_FRAME_H

#include "shared/str.h"

/* At least libwebsockets' LWS_PRE; the transport asserts it. */
enum { FRAME_HEADROOM = 32 };

struct frame;

/* Copy a whole text packet, such as 42["new_message",{…}]. The caller owns one reference. */
struct frame *frame_create_text(struct str packet);

/* Copy the bytes of a binary message (no Engine.IO type in front). The caller owns one reference.
 */
struct frame *frame_create_binary(struct str data);

/* Take one more reference and return the frame. */
struct frame *frame_ref(struct frame *f);

/* Give one reference back; the last frees the frame. NULL is allowed. */
void frame_unref(struct frame *f);

/* The bytes, valid while a reference is held. */
struct str frame_bytes(const struct frame *f);

/* The same bytes for a transport: the FRAME_HEADROOM bytes before them may be written to. */
unsigned char *frame_wire(struct frame *f);

/* Whether it is a binary message rather than a text packet. */
bool frame_is_binary(const struct frame *f);

#endif
