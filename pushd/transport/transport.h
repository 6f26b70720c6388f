/* HTTP long-polling and WebSocket for Engine.IO sessions: the only users of libwebsockets.
 *
 * One transport is one listener on the caller's libuv loop. It owns the connections and the
 * sessions on them, found by their sid; what a session says, the pure machines in pushd/session
 * decide. */
#ifndef OHKAY_PUSHD_TRANSPORT_TRANSPORT_H
#define OHKAY_PUSHD_TRANSPORT_TRANSPORT_H

#include "pushd/session/eio_session.h"
#include "pushd/session/sio_socket.h"

#include <uv.h>

/* All strs and pointers must outlive the transport. */
struct transport_config {
    const char *unix_path;     /* listen on this unix socket (0660, a stale file is replaced), or */
    const char *bind_address;  /* on this address (NULL: every one) */
    int tcp_port;              /* and this port; used when unix_path is NULL */
    unsigned ping_interval_ms; /* 25000 */
    unsigned ping_timeout_ms;  /* 20000 */
    unsigned connect_timeout_ms; /* 45000: time to connect to a first namespace */
    unsigned upgrade_timeout_ms; /* 10000: time from a websocket's probe to its upgrade */
    size_t max_payload_bytes;    /* 1000000: of one message and of one POST */
    size_t max_queue_bytes;      /* what may wait for one connection */
    struct str cors_origin;      /* "*", origins separated by commas, or empty: no CORS headers */
    unsigned fd_limit; /* descriptors to use, at most; 0: nearly all the process may open */
};

struct transport;

/* Listen and serve Socket.IO on `path` ("/socket.io/"). Returns NULL after logging why. */
struct transport *transport_create(uv_loop_t *loop, const struct transport_config *config,
                                   const char *path, const struct sio_app *app);

/* Serve plain Engine.IO on another path of the same listener. */
void transport_mount_eio(struct transport *t, const char *path, const struct eio_app *app);

/* Stop listening and close every connection so that clients reconnect elsewhere; each socket's
 * disconnect is called ("server shutting down") before this returns. The loop must not be running;
 * this runs it until everything of the transport is gone, then frees the transport. Close your own
 * handles first. */
void transport_close(struct transport *t);

#endif
