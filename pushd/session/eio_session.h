/* One Engine.IO session (protocol 4): handshake, heartbeat, messages, upgrade, close.
 *
 * Pure: bytes, events and the time come in; frames wait in `queue` and eio_session_settle says what
 * the transport has to do. It never reads a clock, never touches a socket. Functions that take
 * `now` are inputs, called by the transport only, and are followed by eio_session_settle; the
 * others may be called by the application at any time and only take note: they ask through `wake`
 * for a settle. */
#ifndef OHKAY_PUSHD_SESSION_EIO_SESSION_H
#define OHKAY_PUSHD_SESSION_EIO_SESSION_H

#include "pushd/session/outq.h"
#include "shared/buf.h"
#include "shared/str.h"

struct eio_session;

/* Times in milliseconds of any monotonic clock. */
struct eio_config {
    unsigned ping_interval_ms;
    unsigned ping_timeout_ms;
    unsigned upgrade_timeout_ms;
    unsigned connect_timeout_ms; /* Socket.IO's: time to connect to a namespace */
    size_t max_payload_bytes;    /* of one received message or payload; told to the client */
    size_t max_queue_bytes;      /* of what waits for one connection */
};

/* What lies above a session. Each may be NULL. */
struct eio_app {
    void *ctx;
    void (*open)(void *ctx, struct eio_session *s, uint64_t now);
    /* A message of the client: UTF-8 text, or bytes. Valid during the call. */
    void (*message)(void *ctx, struct eio_session *s, struct str data, bool binary, uint64_t now);
    /* `alarm_at` has passed. */
    void (*alarm)(void *ctx, struct eio_session *s, uint64_t now);
    /* The turn in which deferred work of the application is done. */
    void (*settle)(void *ctx, struct eio_session *s, uint64_t now);
    /* The last call. `reason` is a literal. */
    void (*close)(void *ctx, struct eio_session *s, const char *reason);
};

enum eio_state {
    EIO_OPEN,
    EIO_CLOSING, /* nothing more comes in; what is queued goes out first */
    EIO_CLOSED,  /* over; a held GET still gets its last answer */
};

enum eio_upgrade { EIO_UPGRADE_NONE, EIO_UPGRADE_OPENED, EIO_UPGRADE_PROBED };

enum { EIO_SID_LEN = 20 };

struct eio_session {
    /* The owner's, set before eio_session_open, never changed here. */
    const struct eio_config *config;
    const struct eio_app *app;
    void (*wake)(struct eio_session *s); /* settle this session soon, from the loop */
    struct str peer_address;             /* borrowed for the session's life */
    struct str peer_request_id;
    char sid[EIO_SID_LEN + 1];

    /* The application's. */
    void *user;
    uint64_t alarm_at; /* when app->alarm is wanted; 0: never */

    /* To be read by all, written by the session. */
    struct outq queue; /* what waits for the client */
    bool websocket;    /* the session's transport; false: polling */
    enum eio_state state;

    /* Its own. */
    const char *reason;     /* why it closes; NULL while it does not */
    bool abrupt;            /* closes without sending what is queued */
    bool poll_held;         /* a GET waits for an answer */
    bool poll_amid_upgrade; /* it came when the websocket had been probed */
    bool post_active;       /* a POST is being received */
    char farewell;          /* last packet of a held GET: close or noop */
    enum eio_upgrade upgrade;
    bool probe_answer_due; /* "3probe" is to be written */
    bool probe_refused;    /* the second websocket is to be closed */
    uint64_t ping_at;      /* when the next ping is due, or 0 */
    uint64_t pong_by;      /* when the pong is overdue, or 0 */
    uint64_t upgrade_by;   /* when a half-done upgrade is given up, or 0 */
    uint64_t close_by;     /* when waiting for a last GET is given up, or 0 */
};

/* What the transport has to do; bits. */
enum eio_action {
    EIO_ANSWER_POLL = 1,  /* answer the held GET with eio_session_take_payload */
    EIO_WRITE = 2,        /* write frames of `queue` to the websocket */
    EIO_ANSWER_PROBE = 4, /* write EIO_PROBE_ANSWER to the probing websocket, then say so */
    EIO_DROP_PROBE = 8,   /* close the probing websocket, then say so */
    EIO_FINISHED = 16,    /* close the websocket, forget the session */
};

#define EIO_PROBE_ANSWER "3probe"

/* How a request of a client is to be answered. */
enum eio_verdict {
    EIO_ACCEPTED,    /* 200, or for a GET: wait for EIO_ANSWER_POLL */
    EIO_BAD_REQUEST, /* 400 */
};

/* Begin: queues the open packet and calls app->open. The fields of the owner must be set, all else
 * zero. */
void eio_session_open(struct eio_session *s, bool websocket, uint64_t now);

/* Free what the session owns. app->close was called before, or is called now. */
void eio_session_cleanup(struct eio_session *s);

/* A GET arrived. EIO_ACCEPTED: it is held. A second one at a time closes the session. When
 * `poll_amid_upgrade` is set then, settle only after whatever else the sockets hold by now was
 * read: a client may have written its upgrade packet before the GET. */
enum eio_verdict eio_session_get(struct eio_session *s, uint64_t now);

/* The client gave up a held GET: closes the session. */
void eio_session_get_lost(struct eio_session *s, uint64_t now);

/* A POST begins; a second one at a time closes the session. */
enum eio_verdict eio_session_post_begin(struct eio_session *s, uint64_t now);

/* Its body is complete: the packets in it are handled. Invalid ones close the session. */
enum eio_verdict eio_session_post(struct eio_session *s, struct str body, uint64_t now);

/* It was cut off: nothing of it counts. */
void eio_session_post_lost(struct eio_session *s, uint64_t now);

/* A websocket with this session's sid opened. EIO_BAD_REQUEST: close it, the session goes on. */
enum eio_verdict eio_session_probe_open(struct eio_session *s, uint64_t now);

/* That websocket brought a message before the upgrade was complete. */
void eio_session_probe_receive(struct eio_session *s, struct str data, bool binary, uint64_t now);

/* It closed before the upgrade was complete: the session stays on polling. */
void eio_session_probe_lost(struct eio_session *s, uint64_t now);

/* EIO_ANSWER_PROBE or EIO_DROP_PROBE was done. */
void eio_session_probe_done(struct eio_session *s);

/* The session's websocket brought a message; and it closed, for that reason (a literal). */
void eio_session_receive(struct eio_session *s, struct str data, bool binary, uint64_t now);
void eio_session_lost(struct eio_session *s, const char *reason, uint64_t now);

/* Time passed: heartbeat, timeouts, the application's alarm. */
void eio_session_tick(struct eio_session *s, uint64_t now);

/* When eio_session_tick wants to be called next; 0: never. */
uint64_t eio_session_deadline(const struct eio_session *s);

/* Bring everything to rest and return the actions that are due, as bits. After EIO_FINISHED the
 * application has heard of the end. */
unsigned eio_session_settle(struct eio_session *s, uint64_t now);

/* Append to `out` the payload that answers the held GET: waiting packets up to max_payload_bytes,
 * at least one, or a noop. The GET is answered then. EIO_BAD_REQUEST, with nothing appended, when
 * it came amid an upgrade that is complete by now: then it is no more than any GET after it. */
enum eio_verdict eio_session_take_payload(struct eio_session *s, struct buf *out);

/* Queue a frame for the client, with a reference of its own. Does nothing unless open; a queue that
 * overflows closes the session ("slow reader"). */
void eio_session_send(struct eio_session *s, struct frame *f);

/* Close for `reason` (a literal): what is queued goes out first, unless `abrupt`. The first reason
 * given stays. */
void eio_session_close(struct eio_session *s, const char *reason, bool abrupt);

#endif
