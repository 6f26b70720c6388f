/* One connected socket, as the gateway sees it, and the gateway it belongs to: the state that the
 * files of this room share. Private to pushd/gateway/.
 *
 * A client lives from the socket's connect to its disconnect. A question to the workers may outlive
 * it: the call then finds nobody and drops the answer. */
#ifndef OHKAY_PUSHD_GATEWAY_CLIENT_H
#define OHKAY_PUSHD_GATEWAY_CLIENT_H

#include "pushd/gateway/gateway.h"
#include "pushd/gateway/place.h"
#include "pushd/hub/fanout.h"
#include "pushd/hub/presence.h"
#include "shared/err.h"

/* How long questions are asked again while no worker answers. Connecting is given long, because
 * stock clients do not try again after a refusal. */
enum {
    CONNECT_PATIENCE_MS = 20000,
    JOIN_PATIENCE_MS = 6000,
    FORWARD_PATIENCE_MS = 3000,
};

/* How much of one server is held back while its rights are asked for, and how long. It is told at
 * once in the end, so it must fit into what may wait for one socket. */
enum { HOLD_MAX_BYTES = 1 << 20, HOLD_MAX_MS = 10000, HOLD_ROOMS_MAX_BYTES = 1 << 20 };

enum { TYPING_SLOTS = 8, TYPING_EVERY_MS = 3000, ENDED_SESSIONS = 4096 };

struct client;
struct emit;
struct call;
struct hold;

typedef void (*call_answered)(struct client *c, const struct upstream_answer *answer);

enum recheck_state { RECHECK_NONE, RECHECK_QUEUED, RECHECK_RUNNING };

/* The client's places being asked for again, one after the other. */
struct recheck {
    enum recheck_state state;
    bool again;           /* asked for once more while running */
    struct place *places; /* owned while running */
    size_t count, at;
    struct client *next; /* in the gateway's queue */
    struct call *call;
};

struct client {
    struct fanout_target target;
    struct gateway *gateway;
    struct client *prev, *next; /* all clients of the gateway */
    int64_t session_id;         /* 0 until accepted */

    struct call *call;    /* the one question under way for its connect or its emits; NULL: none */
    bool answer_is_stale; /* of the question being answered now */
    struct emit *current; /* owned: the emit that question is about */
    struct emit *first, *last; /* owned: emits that wait */
    size_t waiting_count, waiting_bytes;

    struct {
        uint64_t key, passed_ms;
    } typing[TYPING_SLOTS];
    unsigned typing_next;

    struct recheck recheck;

    int64_t parked_for; /* the server whose hold the current emit, a join, waits for; 0: none */
    uint64_t entered;   /* how many entries were held when it last entered a place */
    bool unsure;        /* what it should have heard cannot be known: it is told to fetch again */
};

struct gateway {
    struct sio_app app;
    uv_loop_t *loop;
    struct upstream *upstream;
    struct rooms *rooms;
    struct client *clients;
    size_t client_count;
    struct arena scratch; /* names and texts of the moment; reset by whoever begins one */
    bool stopped;

    int64_t ended[ENDED_SESSIONS]; /* sessions that ended lately: a ring */
    size_t ended_next;

    struct presence *presence;
    struct presence_store *store;
    uv_timer_t presence_timer;
    size_t announcing; /* changes being told */

    struct client *recheck_first, *recheck_last;
    size_t rechecking;
    uv_timer_t recheck_timer;

    struct stream_id seen;    /* the stream was read up to here */
    struct hold *holds;       /* servers whose rights are in question */
    uint64_t held, questions; /* running numbers */
    uv_timer_t hold_timer;
};

static inline struct client *client_of(struct rooms_member *m)
{
    struct fanout_target *target = ROOMS_ENTRY(m, struct fanout_target, member);
    return (struct client *) (void *) ((char *) target - offsetof(struct client, target));
}

/* ---- calls: questions to the workers that a client may not live to hear answered ------------ */

/* Ask on the client's behalf, with its address, and remember the question in `*slot` until it is
 * answered. `request` needs no done and ctx. When the upstream takes no more, `answered` is called
 * at once with status 0. */
void call_ask(struct client *c, struct call **slot, const struct upstream_request *request,
              call_answered answered);

/* Make the answer worthless, because what it was asked about has changed meanwhile: inside
 * `answered` the client's `answer_is_stale` is then set. NULL is allowed. */
void call_make_stale(struct call *call);

/* The client goes: nobody waits for the answer any more. */
void call_abandon(struct call **slot);

/* ---- answers to clients ---------------------------------------------------------------------- */

/* Acknowledge with a whole JSON object, or, when the client wants no acknowledgement, emit it as
 * event `error` if it is one. */
void client_answer(struct client *c, int64_t ack_id, bool ok, struct str json);

/* Answer {"ok":false,"error":…,"code":…} and, unless empty, "fields" with these JSON members. */
void client_answer_error(struct client *c, int64_t ack_id, enum err err, struct str fields);

/* The same for a worker's refusal: its body is passed on, or, when there is no answer,
 * `unavailable` is said. */
void client_answer_refusal(struct client *c, int64_t ack_id, const struct upstream_answer *answer);

/* Whether the text is a JSON object by its looks; `*members` is what stands between the braces. */
bool json_members(struct str text, struct str *members);

/* ---- the files of this room ------------------------------------------------------------------ */

/* connect.c: ask the workers who this is, then accept or refuse. */
void connect_begin(struct client *c, struct str auth);

/* emits.c: take an emit; one is under way at a time, in the order in which they came. */
void emits_take(struct client *c, struct str name, struct str args, int64_t ack_id);
void emits_drop(struct client *c);

/* Whether its current emit joins that place; go on with the join that waited for a hold. */
bool emits_joins(const struct client *c, struct place place);
void emits_resume(struct client *c);

/* control.c: rights that ended. */
void control_apply(struct gateway *g, const struct bus_entry *entry);
bool control_session_ended(const struct gateway *g, int64_t session_id);
void control_end_client(struct client *c, struct str reason);

/* places.c: entering what a worker allows. Returns false when the answer makes no sense. */
bool places_apply(struct client *c, struct place place, struct str body);

/* recheck.c: after a gap, what each client may hear is asked again. */
void recheck_schedule(struct client *c);
void recheck_drop(struct client *c);

/* hold.c: rights that changed. From the control on, what concerns the server is held back until a
 * worker has said anew what its sockets may hear. */
void hold_begin(struct gateway *g, const struct bus_entry *control);

/* Keep what must wait of an entry; `*now` is what may happen at once, its rooms in `rooms`. */
void hold_keep(struct gateway *g, const struct bus_entry *entry, struct buf *rooms,
               struct bus_entry *now);

/* Whether what a worker allows in that place must wait. */
bool hold_is_on(const struct gateway *g, struct place place);

void hold_seen(struct gateway *g);
void hold_gap(struct gateway *g);
void hold_stop(struct gateway *g);

/* announce.c: presence, told to the workers and to Redis. */
void announce_enter(struct client *c);
void announce_leave(struct client *c);
void announce_status(struct gateway *g, int64_t user_id, struct str status);
void announce_heard(struct gateway *g, const struct bus_entry *entry);

#endif
