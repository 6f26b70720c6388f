#include "pushd/gateway/client.h"
#include "shared/clock.h"
#include "shared/json.h"
#include "shared/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { AT_ONCE = 16, PATIENCE_MS = 3000 };

/* One change under way to the worker. */
struct announcement {
    struct gateway *gateway;
    struct presence_change change;
};

static void pump(struct gateway *g);

static bool is_chosen(struct str status)
{
    static const char *const known[] = {"online", "idle", "dnd", "invisible"};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (str_eq_cstr(status, known[i]))
            return true;
    }
    return false;
}

void announce_status(struct gateway *g, int64_t user_id, struct str status)
{
    char text[PRESENCE_STATUS_SIZE];
    if (!is_chosen(status) || !presence_is_here(g->presence, user_id))
        return;
    snprintf(text, sizeof(text), "%.*s", STR_FMT(status));
    const char *known = presence_status(g->presence, user_id);
    if (known && strcmp(known, text) == 0)
        return;
    presence_set_status(g->presence, user_id, text);
    presence_store_set(g->store, user_id, text);
}

static void note_answer(struct gateway *g, int64_t user_id, struct str body)
{
    struct json_object *answer = json_parse(body), *status = NULL;
    json_object_object_get_ex(answer, "status", &status);
    announce_status(g, user_id, json_text(status));
    json_object_put(answer);
}

static void on_told(void *ctx, const struct upstream_answer *answer)
{
    struct announcement *a = ctx;
    struct gateway *g = a->gateway;
    /* A refusal is final: the session has ended, or the account is gone. */
    bool told = answer->status > 0 && answer->status < 500;
    g->announcing--;
    if (!g->stopped) {
        if (told && a->change.online && answer->status == 200)
            note_answer(g, a->change.user_id, answer->body);
        presence_told(g->presence, a->change.user_id, a->change.online, told, clock_mono_ms());
        pump(g);
    }
    free(a);
}

static void tell(struct announcement *a)
{
    static const struct upstream_answer none = {0};
    const struct upstream_request request = {
        .method = "POST",
        .path = STR("/internal/presence"),
        .body = a->change.online ? STR("{\"status\":\"online\"}") : STR("{\"status\":\"offline\"}"),
        .user_id = a->change.user_id,
        .session_id = a->change.session_id,
        .patience_ms = PATIENCE_MS,
        .repeatable = true,
        .done = on_told,
        .ctx = a,
    };
    if (!upstream_send(a->gateway->upstream, &request))
        on_told(a, &none);
}

static void on_written(void *ctx)
{
    struct announcement *a = ctx;
    if (a->gateway->stopped)
        free(a);
    else
        tell(a);
}

/* Until the worker has said how the user wants to be seen, nobody shall see him. */
static void write_here(struct gateway *g, int64_t user_id)
{
    if (!presence_status(g->presence, user_id))
        presence_set_status(g->presence, user_id, "invisible");
    presence_store_set(g->store, user_id, presence_status(g->presence, user_id));
}

/* Redis first: whoever hears of the change and asks a worker at once must be told the same. */
static void begin(struct gateway *g, const struct presence_change *change)
{
    struct announcement *a = malloc(sizeof(*a));
    if (!a)
        abort();
    *a = (struct announcement){.gateway = g, .change = *change};
    g->announcing++;
    if (change->online)
        write_here(g, change->user_id);
    else
        presence_store_remove(g->store, change->user_id);
    presence_store_flush(g->store, on_written, a);
}

static void on_timer(uv_timer_t *timer)
{
    pump(timer->data);
}

static void pump(struct gateway *g)
{
    struct presence_change change;
    uint64_t now = clock_mono_ms();
    while (g->announcing < AT_ONCE && presence_take(g->presence, now, &change))
        begin(g, &change);
    uint64_t due = presence_due_ms(g->presence);
    /* With all places taken, the next answer goes on. */
    if (due == UINT64_MAX || g->announcing >= AT_ONCE)
        uv_timer_stop(&g->presence_timer);
    else
        uv_timer_start(&g->presence_timer, on_timer, due > now ? due - now : 0, 0);
}

void announce_enter(struct client *c)
{
    presence_enter(c->gateway->presence, c->target.user_id, c->session_id);
    pump(c->gateway);
}

void announce_leave(struct client *c)
{
    presence_leave(c->gateway->presence, c->target.user_id, clock_mono_ms());
    if (!c->gateway->stopped)
        pump(c->gateway);
}

/* A status changed by another way than this user's sockets is news for Redis, too. Who is here, and
 * said to be offline, is invisible. */
void announce_heard(struct gateway *g, const struct bus_entry *entry)
{
    struct json_object *data = NULL, *user = NULL, *status = NULL;
    if (!str_eq_cstr(entry->event, "user_status_change"))
        return;
    data = json_parse(entry->data);
    json_object_object_get_ex(data, "userId", &user);
    json_object_object_get_ex(data, "status", &status);
    int64_t user_id = json_object_get_int64(user);
    bool offline = str_eq_cstr(json_text(status), "offline");
    if (presence_status(g->presence, user_id))
        announce_status(g, user_id, offline ? STR("invisible") : json_text(status));
    json_object_put(data);
}
