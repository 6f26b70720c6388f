/* What the files of the transport share: its connections and sessions. Private.
 *
 * A connection is one descriptor of libwebsockets; a session is one Engine.IO client. They point at
 * each other; whichever ends first clears the other's pointer. Sessions live in a hash table by sid
 * and are freed by their timer's close callback; connections by LWS_CALLBACK_WSI_DESTROY. */
#ifndef OHKAY_PUSHD_TRANSPORT_INTERNAL_H
#define OHKAY_PUSHD_TRANSPORT_INTERNAL_H

#include "pushd/session/sio_client.h"
#include "pushd/transport/transport.h"
#include "shared/buf.h"

#include <libwebsockets.h>

enum {
    MAX_ENDPOINTS = 2,
    ADDRESS_SIZE = 46,     /* INET6_ADDRSTRLEN */
    REQUEST_ID_SIZE = 129, /* longest id kept, and a NUL */
};

/* A path and what answers there. */
struct endpoint {
    const char *path;
    const struct eio_app *app;
};

struct session_table {
    struct session **buckets; /* owned array */
    size_t bucket_count;      /* a power of two */
    size_t count;
};

struct transport {
    uv_loop_t *loop;
    struct transport_config config;
    struct eio_config eio_config;
    struct endpoint endpoints[MAX_ENDPOINTS];
    size_t endpoint_count;
    struct sio_server sio;
    struct lws_context *context;
    struct session_table table;
    struct session *dirty;     /* sessions to settle, and */
    struct connection *ending; /* websockets to close, both from `idle` */
    uv_idle_t idle;
    size_t connection_count;
    unsigned connection_limit; /* descriptors for connections, and */
    unsigned watcher_limit;    /* for the duplicates of held ones: see watcher.c */
    unsigned watcher_count;
    bool closing;
    ino_t socket_inode; /* of unix_path, to remove no other's */
};

/* What a connection is doing. */
enum connection_kind {
    CONNECTION_IDLE,      /* before its request */
    CONNECTION_HELD,      /* a GET waits */
    CONNECTION_RECEIVING, /* a request's body arrives */
    CONNECTION_REPLYING,  /* the reply is ready and waits for a writable socket */
    CONNECTION_ENDING,    /* the reply is on its way, the connection ends behind it */
    CONNECTION_PROBE,     /* a websocket that wants to take over a session */
    CONNECTION_WEBSOCKET, /* a session's websocket */
};

struct connection {
    struct lws *wsi;
    struct transport *transport;
    struct session *session; /* borrowed; NULL once it is over */
    enum connection_kind kind;
    bool writable_asked;
    bool in_callback; /* of libwebsockets, which writes a ready reply at its end */

    /* A request and its reply. */

    bool head_only;          /* a reply without its body (HEAD) */
    int status;              /* of the reply; while RECEIVING: of a request already refused, or 0 */
    int error;               /* while RECEIVING: the enum request_error of a refused request */
    const char *type;        /* content type of the reply, a literal */
    char *origin;            /* owned: value of Access-Control-Allow-Origin, or NULL */
    char *preflight;         /* owned: value of Access-Control-Allow-Headers, or NULL */
    struct buf body;         /* request body, reply body, or a websocket message in pieces */
    struct watcher *watcher; /* owned while HELD */

    /* A websocket. */
    bool closing;                                  /* to be closed: nothing more comes in */
    struct connection *ending_next, **ending_link; /* ending_link NULL: not in the list */
};

struct session {
    struct eio_session eio; /* first: the two are one address */
    struct transport *transport;
    struct session *hash_next;
    struct session *dirty_next, **dirty_link; /* dirty_link NULL: not in the list */
    struct connection *poll, *post, *probe, *websocket;
    bool in_input; /* a settle follows anyway */
    uv_timer_t timer;
    uint64_t timer_at; /* 0: stopped */
    char address[ADDRESS_SIZE];
    char request_id[REQUEST_ID_SIZE];
};

/* --- sessions.c --- */

/* The session with this sid, or NULL. */
struct session *session_find(const struct transport *t, struct str sid);

/* Make a session for the request on `c` and open it; the caller settles it. */
struct session *session_create(struct connection *c, const struct endpoint *endpoint,
                               bool websocket);

/* Announce an input: from here to session_settle, wakes are not noted. Returns the time. */
uint64_t session_input(struct session *s);

/* Settle, and do what the session asks for. It may be gone afterwards. */
void session_settle(struct session *s);

/* Settle in the next turn of the loop, after what else is readable now was read. */
void session_settle_later(struct session *s);

/* End every session, for `reason`. */
void session_close_all(struct transport *t, const char *reason);

void session_table_cleanup(struct session_table *table);

/* Settle the sessions that were woken; those woken meanwhile wait for the next turn. */
void session_settle_woken(struct transport *t);

/* --- polling.c --- */

int polling_on_request(struct connection *c);
int polling_on_body(struct connection *c, struct str piece);
int polling_on_body_complete(struct connection *c);
int polling_on_writable(struct connection *c);
void polling_on_closed(struct connection *c);

/* Answer the held GET, or find that the client has gone. */
void polling_answer(struct session *s);

/* --- websocket.c --- */

int websocket_on_confirm(struct connection *c, const char *protocol);
int websocket_on_established(struct connection *c);
int websocket_on_receive(struct connection *c, struct str piece);
int websocket_on_writable(struct connection *c);
void websocket_on_closed(struct connection *c);

/* Close it, from the loop. `stuck`: its peer reads nothing, so kill it. */
void websocket_close(struct connection *c, bool stuck);

/* Close those for which that was said. */
void websocket_close_ending(struct transport *t);

/* Take it off the list of those to close. */
void websocket_forget_ending(struct connection *c);

/* --- request.c --- */

/* The errors of Engine.IO, with its numbers. */
enum request_error {
    REQUEST_OK = -1,
    REQUEST_TRANSPORT_UNKNOWN,
    REQUEST_SID_UNKNOWN,
    REQUEST_BAD_METHOD,
    REQUEST_BAD,
    REQUEST_FORBIDDEN,
    REQUEST_UNSUPPORTED_VERSION,
};

enum request_method { REQUEST_GET, REQUEST_POST, REQUEST_OPTIONS, REQUEST_HEAD, REQUEST_OTHER };

struct request {
    enum request_method method;
    const struct endpoint *endpoint; /* NULL: no such path */
    struct session *session;         /* NULL: it opens one */
    bool websocket;                  /* what its transport parameter says */
    bool has_body;
    bool chunked;
    uint64_t body_len;
};

/* Read and judge the request on `c`, `upgrading` when it asks for a websocket. */
enum request_error request_head_read(struct connection *c, bool upgrading, struct request *r);

/* The client's address and X-Request-Id; empty when unknown. */
void request_peer(struct connection *c, char address[ADDRESS_SIZE],
                  char request_id[REQUEST_ID_SIZE]);

/* --- reply.c --- */

/* Note what a reply to the request on `c` must say of other origins. */
void reply_note_origin(struct connection *c);

/* Make the reply ready, to be written when the socket can take it. `c->body` is its body. */
void reply_ready(struct connection *c, int status, const char *type);

/* The same with an error of Engine.IO as body, status 400. */
void reply_error(struct connection *c, enum request_error error);

/* Write it. Returns what the libwebsockets callback has to return. */
int reply_write(struct connection *c);

/* End the connection once the whole reply has left; returns the same. */
int reply_end(struct connection *c);

/* --- transport.c --- */

/* Have woken sessions settled and ending websockets closed in the next turn of the loop. */
void transport_ask_turn(struct transport *t);

void connection_ask_writable(struct connection *c);

/* Forget the last request. */
void connection_reset(struct connection *c);

/* --- watcher.c --- */

/* Watch a held GET for its client's leaving, or sending more: libwebsockets does not, and spins.
 * Returns false when there is no descriptor left for it; the GET must not be held then. */
bool watcher_start(struct connection *c);
void watcher_stop(struct connection *c);

/* Whether the client has closed its side, seen without reading anything. */
bool watcher_peer_gone(const struct connection *c);

#endif
