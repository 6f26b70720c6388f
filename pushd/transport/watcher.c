/* A held GET whose client goes away, or does not keep quiet.
 *
 * While a request is held, libwebsockets ignores the FIN, spins, and writes the next reply into the
 * dead connection; and it spins when more bytes come than it cares to put aside. So a duplicate of
 * the descriptor is watched for either; no client we serve sends a second request behind a held
 * one. The duplicate lives until libuv has let go of it. Descriptors are shared out between
 * connections and these duplicates beforehand, because libwebsockets also spins when accept() finds
 * none. */
#include "pushd/transport/internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct watcher {
    uv_poll_t poll;
    int fd; /* owned duplicate */
    struct transport *transport;
    struct connection *connection;
};

static void on_poll_closed(uv_handle_t *handle)
{
    struct watcher *w = handle->data;
    close(w->fd);
    w->transport->watcher_count--;
    free(w);
}

static void on_stir(uv_poll_t *poll, int status, int events)
{
    struct watcher *w = poll->data;
    struct connection *c = w->connection;
    struct session *s = c->session;
    (void) status;
    (void) events;
    watcher_stop(c);
    if (s) {
        c->session = NULL;
        s->poll = NULL;
        eio_session_get_lost(&s->eio, session_input(s));
        session_settle(s);
    }
    lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

/* A duplicate of the descriptor in the loop's care, or false. */
static bool watch(struct watcher *w, lws_sockfd_type fd)
{
    w->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (w->fd < 0)
        return false;
    if (uv_poll_init(w->transport->loop, &w->poll, w->fd) == 0)
        return true;
    close(w->fd);
    return false;
}

bool watcher_start(struct connection *c)
{
    struct transport *t = c->transport;
    if (t->watcher_count >= t->watcher_limit)
        return false;
    struct watcher *w = calloc(1, sizeof(*w));
    if (!w)
        abort();
    *w = (struct watcher){.transport = t, .connection = c};
    w->poll.data = w;
    if (!watch(w, lws_get_socket_fd(c->wsi))) {
        free(w);
        return false;
    }
    t->watcher_count++;
    c->watcher = w;
    uv_poll_start(&w->poll, UV_READABLE | UV_DISCONNECT, on_stir);
    return true;
}

void watcher_stop(struct connection *c)
{
    struct watcher *w = c->watcher;
    if (!w)
        return;
    c->watcher = NULL;
    uv_poll_stop(&w->poll);
    uv_close((uv_handle_t *) &w->poll, on_poll_closed);
}

bool watcher_peer_gone(const struct connection *c)
{
    char byte;
    return recv(lws_get_socket_fd(c->wsi), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}
