/* Socket.IO (protocol 5) on one Engine.IO session: packets in, sockets of namespaces above.
 *
 * Pure like the session it lives on. Owned by it through `user`: made at its open, freed at its
 * close. Private to pushd/session; the transport only makes a sio_server. */
#ifndef OHKAY_PUSHD_SESSION_SIO_CLIENT_H
#define OHKAY_PUSHD_SESSION_SIO_CLIENT_H

#include "pushd/session/eio_session.h"
#include "pushd/session/sio_socket.h"

/* Joins an application to the sessions of one path. */
struct sio_server {
    struct eio_app eio; /* what the sessions call */
    const struct sio_app *app;
};

/* Fill in `server`; `app` must outlive it. It may not be moved afterwards. */
void sio_server_init(struct sio_server *server, const struct sio_app *app);

enum sio_socket_state {
    SIO_SOCKET_PENDING, /* the application has not answered yet */
    SIO_SOCKET_CONNECTED,
    SIO_SOCKET_LEAVING, /* its disconnect is due */
};

/* A binary packet whose attachments have not all arrived. */
struct sio_partial;

struct sio_client {
    struct eio_session *eio;
    const struct sio_server *server;
    struct sio_socket *sockets;  /* owned list */
    struct sio_partial *partial; /* owned, or NULL */
    unsigned socket_count;
    bool left_by_server; /* packets of a client that does not know yet are no offence */
};

struct sio_socket {
    struct sio_socket *next;
    struct sio_client *client;
    void *user;
    enum sio_socket_state state;
    const char *reason; /* why it leaves */
    size_t nsp_len;
    char nsp[];
};

#endif
