/* Asking the workers: a FastCGI client over their shared socket, one connection a request.
 *
 * At most `max_connections` requests are with the workers; later ones wait in order, and past
 * `max_waiting` none is taken. A request that surely reached no worker (the connection was refused)
 * is tried again while its patience lasts; one that may have reached a worker only when the caller
 * says that repeating it is harmless. It never blocks, and knows nothing of what is asked. */
#ifndef OHKAY_PUSHD_LINK_UPSTREAM_H
#define OHKAY_PUSHD_LINK_UPSTREAM_H

#include "shared/str.h"

#include <uv.h>

struct upstream;

struct upstream_config {
    const char *address;     /* "/path" or "host:port"; must outlive the upstream */
    const char *gateway_key; /* shown to the workers; must outlive the upstream */
    unsigned max_connections;
    unsigned max_waiting;
    unsigned timeout_ms; /* for one try, and for waiting in the queue */
};

struct upstream_answer {
    int status;      /* HTTP status; 0: no worker answered */
    struct str body; /* borrowed during the call */
};

/* All strs are copied. */
struct upstream_request {
    const char *method;
    struct str path;
    struct str body;       /* JSON; may be empty */
    int64_t user_id;       /* on whose behalf; 0: nobody's */
    int64_t session_id;    /* of that user; 0: none */
    struct str address;    /* the client's IP address, or empty */
    struct str request_id; /* empty: a fresh one */
    unsigned patience_ms;  /* how long to try again */
    bool repeatable;       /* a worker may see it twice; a 503 is then tried again, too */
    void (*done)(void *ctx, const struct upstream_answer *answer);
    void *ctx;
};

/* Returns NULL, after logging why, when the address makes no sense or cannot be resolved. */
struct upstream *upstream_create(uv_loop_t *loop, const struct upstream_config *config);

/* Ask. `done` is called exactly once, from the loop, never inside this call; with status 0 when
 * patience or time ran out, or the upstream was closed. Returns false, and never calls `done`, when
 * too many wait already or the request is too large. */
bool upstream_send(struct upstream *u, const struct upstream_request *request);

/* Requests that are with the workers or wait. */
size_t upstream_busy(const struct upstream *u);

/* Give up everything (each `done` is called with status 0 before this returns) and free the
 * upstream once the loop has run its handles' closing. */
void upstream_close(struct upstream *u);

#endif
