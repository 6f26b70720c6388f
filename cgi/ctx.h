/* Everything one request needs, from the first header to the last byte of the answer.
 *
 * Its memory is the arena's. Handlers ask it for parameters, databases and replies, queue events on
 * it, and return an error or ERR_NONE; the dispatcher does the rest: commit, publish, reply. */
#ifndef OHKAY_CGI_CTX_H
#define OHKAY_CGI_CTX_H

#include "cgi/databases.h"
#include "cgi/request.h"
#include "cgi/token_memo.h"
#include "shared/config.h"
#include "shared/event.h"
#include "shared/json.h"
#include "shared/redis.h"

/* What a worker keeps from request to request. */
struct worker {
    const struct config *config;
    struct databases *databases;
    struct redis *redis;
    struct token_memo *tokens;
    char gateway_key[65];
    char ticket_key[65];     /* signs tickets for files */
    struct buf missed_rooms; /* rooms whose events could not be published: told to resync when Redis
                                is back */
    struct buf missed_controls; /* commands, as they go to Redis when it is back */
    unsigned missed_control_count;
};

/* In Redis while a token of an ended session could still be valid. */
#define CTX_REVOKED_KEY "ohkay:revoked:%lld"

/* What is kept of servers for their lists: see store/summaries.h. */
#define CTX_HEADS_KEY   "ohkay:heads:%lld"
#define CTX_MARKS_KEY   "ohkay:marks:%lld"
#define CTX_HEAD_FORMAT "%lld,%lld"

enum { CTX_PARAMS_MAX = 5, CTX_FIELDS_MAX = 16, CTX_TOUCHES_MAX = 64 };

/* A part of the path that a {name} of the route stands for. */
struct ctx_param {
    struct str name;
    struct str value;
    int64_t id; /* the value as a number, when the name ends in Id */
};

/* One entry of the stream, or of the volatile channel: an event to rooms, a control, or both. */
struct ctx_event {
    enum event event;    /* EVENT_COUNT: only a control */
    struct str rooms;    /* space-separated */
    struct str data;     /* JSON object */
    int64_t except_user; /* whose sockets are left out; 0: nobody's */
    struct str
        once; /* what makes it the same event when it is queued again; empty: always published */
    bool is_repeat;      /* of an event that was probably published already */
    const char *control; /* NULL, "leave_room", "recheck" or "end_session" */
    int64_t user;        /* leave_room, recheck (0: everybody in the room) */
    struct str room;     /* leave_room, recheck */
    int64_t session;     /* end_session */
    const char *reason;  /* end_session */
};

/* What a request made old of the summaries of a server (store/summaries.h): its whole, what one
 * user has read, or a channel's counts, which are given. */
struct ctx_touch {
    int64_t server_id;
    int64_t user_id;
    int64_t channel_id;
    int64_t message_count, everyone_count;
};

/* An input that is not valid, and why. */
struct ctx_field {
    const char *name;
    const char *why;
};

/* An answer that is a file: the web server delivers it, ranges and conditions included. */
struct ctx_file {
    struct str path; /* in UPLOADS_DIR */
    const char *content_type;
    struct str disposition; /* Content-Disposition */
    const char *cache;      /* Cache-Control */
    struct str etag;        /* with its quotes */
};

struct ctx {
    struct worker *worker;
    struct arena *arena;
    struct request request;
    struct ctx_param params[CTX_PARAMS_MAX];
    size_t param_count;
    int64_t user_id;          /* who asks; 0 before authentication */
    int64_t session_id;       /* by which login */
    struct str audit_reason;  /* why, as the caller says; a NULL pointer: he does not */
    struct fcgi *fcgi;        /* where the body of an upload is read */
    struct json_object *body; /* the parsed body, an object or a list; NULL: none is taken */
    struct ctx_field fields[CTX_FIELDS_MAX];
    size_t field_count;
    struct ctx_event **events; /* in the order queued; each stays where it is */
    size_t event_count, event_room;
    size_t settled_count; /* this many events are of committed work and go out whatever follows */
    struct ctx_touch touches[CTX_TOUCHES_MAX];
    size_t touch_count;
    struct db *transaction; /* open; the dispatcher commits it */
    struct db *ordered_db;  /* where an order lock is held until events are out */
    /* The answer. */
    int status;
    struct buf reply;            /* JSON, or empty for 204 */
    const struct ctx_file *file; /* in place of the reply; NULL: none */
    struct str allow;            /* for 405 */
    int retry_after_s;           /* for 429 and 503; 0: a second */
};

/* The value of a path's {name}, which the route table promises to be there. */
int64_t ctx_param_id(const struct ctx *ctx, const char *name);
struct str ctx_param_text(const struct ctx *ctx, const char *name);

/* Begin a transaction that the dispatcher commits when the handler succeeds and takes back when it
 * fails; or that ctx_commit commits earlier. Only one at a time. */
enum err ctx_begin(struct ctx *ctx, struct db *db);
enum err ctx_commit(struct ctx *ctx);

/* What was done so far is committed: the events queued until now go out even if a later step of the
 * handler fails. */
void ctx_settle(struct ctx *ctx);

/* Answer with `status` and {"<name>": <json>}. */
void ctx_reply(struct ctx *ctx, int status, const char *name, struct str json);

/* Answer with a whole JSON text. */
void ctx_reply_json(struct ctx *ctx, int status, struct str json);

/* Answer 200 with a file, which lives in the arena. */
void ctx_reply_file(struct ctx *ctx, const struct ctx_file *file);

/* Answer 204. */
void ctx_reply_nothing(struct ctx *ctx);

/* Queue an event for one room; published after the commit, in the order queued. The returned entry
 * may be given more: rooms, except_user, once, a control. `data` is a JSON object in the arena. */
struct ctx_event *ctx_emit(struct ctx *ctx, enum event event, struct str room, struct str data);

/* One more room for a queued event. */
void ctx_also_to(struct ctx *ctx, struct ctx_event *event, struct str room);

/* Queue a control alone: the session's tokens are refused from now on, its sockets are told why and
 * closed. */
void ctx_end_session(struct ctx *ctx, int64_t session_id, const char *reason);

/* Queue a control alone: what the sockets in a server's room may hear is asked again, before
 * anything that is queued after it reaches them. `user_id` 0: everybody's, else that user's. */
void ctx_recheck(struct ctx *ctx, struct str room, int64_t user_id);

/* After `event` is delivered, the user's sockets leave `room`. */
void ctx_then_leave(struct ctx_event *event, int64_t user_id, struct str room);

/* The summaries behind GET /api/servers. Whoever takes ORDER_SERVER_KEY need not care: all of the
 * server's are forgotten then. Whoever writes to a channel says, once it is done, what he made old;
 * it goes to Redis before the events, in the same round trip:
 *   ctx_touch_channel  a message was added: what the channel counts now (message_count and
 *                      everyone_count, as the statement that wrote it returned them)
 *   ctx_touch_user     what a user has read or is mentioned in changed: he read, wrote, is
 * mentioned ctx_touch_server   many users' at once: messages deleted, mentions edited, a role
 * mentioned Too much is never wrong, only slower the next time somebody lists his servers. */
void ctx_touch_channel(struct ctx *ctx, int64_t server_id, int64_t channel_id,
                       int64_t message_count, int64_t everyone_count);
void ctx_touch_user(struct ctx *ctx, int64_t server_id, int64_t user_id);
void ctx_touch_server(struct ctx *ctx, int64_t server_id);

#endif
