/* What a client asked for, read once from the web server and not changed after. */
#ifndef OHKAY_CGI_REQUEST_H
#define OHKAY_CGI_REQUEST_H

#include "cgi/fcgi.h"
#include "shared/arena.h"
#include "shared/err.h"

enum { REQUEST_BODY_MAX = 1024 * 1024, REQUEST_ID_MAX = 64 };

struct request {
    struct str id;     /* X-Request-Id of the client or of us */
    struct str method; /* GET, POST, … */
    struct str path;   /* as sent, still percent-encoded, without the query */
    struct str query;  /* as sent, without the question mark */
    struct str authorization;
    struct str content_type;
    struct str idempotency_key;
    struct str origin;
    struct str user_agent;   /* what the client calls itself: untrusted bytes */
    struct str address;      /* of the client, as the web server sees it */
    struct str range;        /* Range; empty when If-Range stands beside it */
    struct str audit_reason; /* X-Audit-Log-Reason, still percent-encoded; see ctx.audit_reason */
    struct str body;         /* NULL pointer: not read yet */
    int64_t content_length;  /* of the body; -1 when it is not a number */
    struct str gateway_key;  /* OHKAY_GATEWAY, which only pushd sends */
    int64_t gateway_user;    /* OHKAY_USER, 0 when absent */
    int64_t gateway_session; /* OHKAY_SESSION, 0 when absent */
};

/* Copy the request's line and headers into the arena. Reads no body. Gives it an id when the
 * client's is missing or odd. */
void request_read(struct request *r, struct fcgi *f, struct arena *a);

/* Read the body into the arena. Returns ERR_TOO_LARGE, without reading it, above REQUEST_BODY_MAX,
 * and ERR_MALFORMED when it ends early or its length is not given. */
enum err request_read_body(struct request *r, struct fcgi *f, struct arena *a);

#endif
