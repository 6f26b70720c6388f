/* A held GET whose client goes away.
 *
 * While a request is held, libwebsockets ignores the FIN, spins, and writes the next reply into the
 * dead connection. So a duplicate of the descriptor is watched for the disconnect; the duplicate
 * lives until libuv has let go of it. */
#include "pushd/transport/internal.h"

#include "shared/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct watcher {
    uv_poll_t poll;
    int fd; /* owned duplicate */
    struct connection *connection;
};

static void on_poll_closed(uv_handle_t *handle)
{
    struct watcher *w = handle->data;
    close(w->fd);
    free(w);
}

static void on_disconnect(uv_poll_t *poll, int status, int events)
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

void watcher_start(struct connection *c)
{
    struct watcher *w = calloc(1, sizeof(*w));
    if (!w)
        abort();
    w->connection = c;
    w->poll.data = w;
    w->fd = fcntl(lws_get_socket_fd(c->wsi), F_DUPFD_CLOEXEC, 0);
    if (w->fd < 0) {
        /* Out of descriptors: the session's ping timeout is the guard then. */
        log_warn("poll_unwatched", "errno=%d", errno);
        free(w);
        return;
    }
    if (uv_poll_init(c->transport->loop, &w->poll, w->fd) != 0) {
        close(w->fd);
        free(w);
        return;
    }
    c->watcher = w;
    uv_poll_start(&w->poll, UV_DISCONNECT, on_disconnect);
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
