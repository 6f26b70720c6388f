#include "pushd/gateway/client.h"
#include "shared/log.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Few at a time: what people do meanwhile goes first. */
enum { RECHECKS_AT_ONCE = 8, AGAIN_AFTER_MS = 500, PATH_SIZE = 80 };

static void run_queue(struct gateway *g);
static void ask_next(struct client *c);

static void enqueue(struct client *c)
{
    struct gateway *g = c->gateway;
    c->recheck.state = RECHECK_QUEUED;
    c->recheck.next = NULL;
    if (g->recheck_last)
        g->recheck_last->recheck.next = c;
    else
        g->recheck_first = c;
    g->recheck_last = c;
}

static void dequeue(struct client *c)
{
    struct gateway *g = c->gateway;
    struct client *prev = NULL;
    for (struct client *at = g->recheck_first; at != c; at = at->recheck.next)
        prev = at;
    if (prev)
        prev->recheck.next = c->recheck.next;
    else
        g->recheck_first = c->recheck.next;
    if (g->recheck_last == c)
        g->recheck_last = prev;
    c->recheck.state = RECHECK_NONE;
}

void recheck_schedule(struct client *c)
{
    if (c->recheck.state == RECHECK_RUNNING)
        c->recheck.again = true;
    if (c->recheck.state != RECHECK_NONE)
        return;
    enqueue(c);
    run_queue(c->gateway);
}

static void stop(struct client *c)
{
    free(c->recheck.places);
    c->recheck = (struct recheck){0};
    c->gateway->rechecking--;
}

void recheck_drop(struct client *c)
{
    if (c->recheck.state == RECHECK_QUEUED)
        dequeue(c);
    if (c->recheck.state != RECHECK_RUNNING)
        return;
    call_abandon(&c->recheck.call);
    stop(c);
    if (!c->gateway->stopped)
        run_queue(c->gateway);
}

static void on_timer(uv_timer_t *timer)
{
    run_queue(timer->data);
}

static void finish(struct client *c, bool once_more)
{
    struct gateway *g = c->gateway;
    bool again = c->recheck.again || once_more;
    stop(c);
    if (!again) {
        run_queue(g);
        return;
    }
    enqueue(c);
    uv_timer_start(&g->recheck_timer, on_timer, AGAIN_AFTER_MS, 0);
}

static bool still_in(struct client *c, struct place place)
{
    struct gateway *g = c->gateway;
    bool in = rooms_has(g->rooms, &c->target.member, place_room(&g->scratch, place));
    arena_reset(&g->scratch);
    return in;
}

static void on_answer(struct client *c, const struct upstream_answer *answer)
{
    struct recheck *r = &c->recheck;
    const struct place *place = r->at < r->count ? &r->places[r->at] : NULL;
    /* The right changed, or nobody could say: ask again, behind the others. */
    if (c->answer_is_stale || answer->status == 0 || answer->status >= 500 ||
        (place && hold_is_on(c->gateway, *place))) {
        finish(c, true);
        return;
    }
    if (answer->status == 401) {
        finish(c, false);
        control_end_client(c, STR("ended"));
        return;
    }
    /* A place left meanwhile stays left. */
    if (place && answer->status == 200 && still_in(c, *place))
        places_apply(c, *place, answer->body);
    else if (place)
        place_leave(c->gateway->rooms, &c->target.member, *place);
    r->at++;
    ask_next(c);
}

static void ask_next(struct client *c)
{
    struct recheck *r = &c->recheck;
    char path[PATH_SIZE];
    while (r->at < r->count && !still_in(c, r->places[r->at]))
        r->at++;
    if (r->at < r->count)
        snprintf(path, sizeof(path), "/internal/%s/%" PRId64 "/rooms",
                 r->places[r->at].kind == PLACE_SERVER ? "servers" : "conversations",
                 r->places[r->at].id);
    else if (r->count == 0 && r->at == 0)
        /* In no place: still, the session may have ended. */
        snprintf(path, sizeof(path), "/api/users/me");
    else {
        finish(c, false);
        return;
    }
    const struct upstream_request request = {
        .method = "GET",
        .path = str_from(path),
        .patience_ms = CONNECT_PATIENCE_MS,
        .repeatable = true,
    };
    call_ask(c, &r->call, &request, on_answer);
}

static void list_places(struct client *c)
{
    struct recheck *r = &c->recheck;
    struct rooms_member *m = &c->target.member;
    r->places = calloc(m->seat_count + 1, sizeof(*r->places));
    if (!r->places)
        abort();
    for (uint32_t seat = 0; seat < m->seat_count; seat++) {
        if (place_from_room(rooms_name_at(m, seat), &r->places[r->count]))
            r->count++;
    }
}

static void run_queue(struct gateway *g)
{
    while (g->recheck_first && g->rechecking < RECHECKS_AT_ONCE && !g->stopped) {
        struct client *c = g->recheck_first;
        dequeue(c);
        c->recheck.state = RECHECK_RUNNING;
        g->rechecking++;
        list_places(c);
        ask_next(c);
    }
}
