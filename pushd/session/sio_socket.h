/* One client connected to one namespace: what the application sees of Socket.IO (protocol 5).
 *
 * Everything runs on the loop's thread. A socket is born by `connect`, dies by `disconnect`; each
 * `connect` is followed by exactly one `disconnect`, also when the socket was refused, or lost
 * while the answer was pending. No function here calls back into the application: what they cause
 * happens later, from the loop. On a socket that is not connected (pending, refused, closing) they
 * do nothing unless said otherwise. */
#ifndef OHKAY_PUSHD_SESSION_SIO_SOCKET_H
#define OHKAY_PUSHD_SESSION_SIO_SOCKET_H

#include "pushd/session/frame.h"
#include "shared/str.h"

#include <stddef.h>
#include <stdint.h>

struct sio_socket;

/* Where a socket comes from; borrowed, valid as long as the socket. */
struct sio_peer {
    struct str address;    /* textual IP address, or empty when unknown */
    struct str request_id; /* X-Request-Id of the handshake, or empty */
    bool websocket;        /* now on a websocket; false: polling */
};

/* An attachment-bearing argument is the JSON object {"_placeholder":true,"num":N} in its place. */
enum { SIO_MAX_ATTACHMENTS = 10 };

/* What the application supplies. Must outlive the transport. All strs are valid during the call
 * only. */
struct sio_app {
    void *ctx;

    /* Whether clients may connect to this namespace ("/" is the main one). */
    bool (*knows_namespace)(void *ctx, struct str nsp);

    /* A client asks to connect. `auth` is the JSON object it sent, or empty. Answer with
     * sio_socket_accept or sio_socket_refuse, now or later. */
    void (*connect)(void *ctx, struct sio_socket *s, struct str auth);

    /* An event. `name` is unescaped; `args` is a valid JSON array of what followed the name ("[]"
     * when nothing did); `ack_id` is −1 when no acknowledgement is wanted. */
    void (*event)(void *ctx, struct sio_socket *s, struct str name, struct str args,
                  const struct str *attachments, size_t attachment_count, int64_t ack_id);

    /* The client acknowledges an event sent by sio_socket_emit_with_ack. Nothing is remembered
     * here: whether `ack_id` was ever asked for is the application's to know. May be NULL. */
    void (*ack)(void *ctx, struct sio_socket *s, int64_t ack_id, struct str args,
                const struct str *attachments, size_t attachment_count);

    /* The last call for `s`. `reason` is a literal in Socket.IO's words: "transport close", "ping
     * timeout", "client namespace disconnect", "server namespace disconnect", "parse error",
     * "slow reader", "server shutting down", "refused", … */
    void (*disconnect)(void *ctx, struct sio_socket *s, const char *reason);
};

/* The application's own pointer; NULL at first. Never touched here. Works in every state. */
void sio_socket_set_user(struct sio_socket *s, void *user);
void *sio_socket_user(const struct sio_socket *s);

/* The namespace, "/" or longer; and where the client comes from. Work in every state. */
struct str sio_socket_namespace(const struct sio_socket *s);
struct sio_peer sio_socket_peer(const struct sio_socket *s);

/* Whether it was accepted and is not being closed. */
bool sio_socket_is_connected(const struct sio_socket *s);

/* Answer CONNECT with {"sid":…} and, when `pid` is not empty, {"sid":…,"pid":…}. Both are plain
 * base64url-like text and are not escaped. Only on a pending socket. */
void sio_socket_accept(struct sio_socket *s, struct str sid, struct str pid);

/* Answer CONNECT_ERROR with a JSON object, {"message":…,"data":{…}}. Only on a pending socket. */
void sio_socket_refuse(struct sio_socket *s, struct str error_json);

/* Queue a frame that holds one whole Engine.IO packet for this socket's namespace. Takes a
 * reference of its own. A queue that overflows closes the connection. */
void sio_socket_send(struct sio_socket *s, struct frame *f);

/* Emit an event; `args_json` is the arguments separated by commas, without brackets, may be empty.
 * `name` is plain text that needs no JSON escapes. */
void sio_socket_emit(struct sio_socket *s, struct str name, struct str args_json);

/* As sio_socket_emit, asking for an acknowledgement under a number of the caller's choice (≥ 0). */
void sio_socket_emit_with_ack(struct sio_socket *s, struct str name, struct str args_json,
                              int64_t ack_id);

/* As sio_socket_emit, with the 1 to SIO_MAX_ATTACHMENTS attachments that the placeholders in
 * `args_json` name. */
void sio_socket_emit_binary(struct sio_socket *s, struct str name, struct str args_json,
                            const struct str *attachments, size_t attachment_count);

/* Acknowledge the client's event `ack_id`; `args_json` as above. A negative `ack_id` does nothing.
 */
void sio_socket_ack(struct sio_socket *s, int64_t ack_id, struct str args_json);

/* As sio_socket_ack, with 1 to SIO_MAX_ATTACHMENTS attachments. */
void sio_socket_ack_binary(struct sio_socket *s, int64_t ack_id, struct str args_json,
                           const struct str *attachments, size_t attachment_count);

/* Leave the namespace with a DISCONNECT packet; `close_connection` also ends the connection, after
 * what is queued has gone out. Works on a pending socket too. */
void sio_socket_disconnect(struct sio_socket *s, bool close_connection);

/* Bytes that wait for this socket's connection. */
size_t sio_socket_queued_bytes(const struct sio_socket *s);

/* Encode an event for sio_socket_send: one frame, many recipients. `args_json` as above, `nsp` "/"
 * or longer. The caller owns one reference. */
struct frame *sio_frame_event(struct str nsp, struct str name, struct str args_json);

#endif
