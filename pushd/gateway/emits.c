#include "pushd/gateway/client.h"
#include "pushd/gateway/emit_match.h"
#include "pushd/hub/table.h"
#include "shared/clock.h"
#include "shared/json.h"
#include "shared/log.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    WAITING_MAX = 256,
    WAITING_MAX_BYTES = 256 * 1024,
    ARGS_MAX_BYTES = 128 * 1024,
    FIELDS_MAX_BYTES = 1024,
    ACK_MAX_BYTES = (1 << 20) + 1024,
    STALE_JOINS_MAX = 10,
};

/* An event of a client, copied to wait its turn. */
struct emit {
    struct emit *next;
    int64_t ack_id;
    struct emit_match match; /* filled in when its turn comes */
    unsigned stale_answers;  /* joins: how often a right changed under the question */
    struct str name, args;
    char text[]; /* holds both */
};

static void run(struct client *c);

static struct emit *emit_create(struct str name, struct str args, int64_t ack_id)
{
    struct emit *e = calloc(1, sizeof(*e) + name.len + args.len);
    if (!e)
        abort();
    if (name.len > 0)
        memcpy(e->text, name.ptr, name.len);
    if (args.len > 0)
        memcpy(e->text + name.len, args.ptr, args.len);
    e->ack_id = ack_id;
    e->name = str_of(e->text, name.len);
    e->args = str_of(e->text + name.len, args.len);
    return e;
}

/* The emit whose turn it is was answered; the next may go. */
static void finish(struct client *c)
{
    free(c->current);
    c->current = NULL;
}

static void finish_and_go_on(struct client *c)
{
    finish(c);
    run(c);
}

/* ---- joining and leaving --------------------------------------------------------------------- */

/* {"ok":true,"serverId":5}, or without "ok" for the event. */
static void write_params(struct buf *out, const struct emit_match *match, bool with_ok)
{
    buf_add_char(out, '{');
    if (with_ok)
        json_add_bool(out, "ok", true);
    for (size_t i = 0; i < match->param_count; i++) {
        if (out->ptr[out->len - 1] != '{')
            buf_add_char(out, ',');
        json_add_string(out, match->param_names[i]);
        buf_add_char(out, ':');
        buf_add_i64(out, match->param_values[i]);
    }
    buf_add_char(out, '}');
}

static void answer_params(struct client *c, const struct emit *e)
{
    struct buf text;
    buf_init(&text, FIELDS_MAX_BYTES);
    write_params(&text, &e->match, true);
    client_answer(c, e->ack_id, true, buf_str(&text));
    buf_cleanup(&text);
}

/* The seed's event beside the acknowledgement. */
static void say_joined(struct client *c, const struct emit *e)
{
    struct buf text;
    if (!str_eq_cstr(e->name, "join_server"))
        return;
    buf_init(&text, FIELDS_MAX_BYTES);
    write_params(&text, &e->match, false);
    sio_socket_emit(c->target.socket, STR("joined_server"), buf_str(&text));
    buf_cleanup(&text);
}

static bool place_of(const struct emit *e, struct place *out)
{
    return e->match.param_count == 1 &&
           place_from_param(e->match.param_names[0], e->match.param_values[0], out);
}

static void ask_to_join(struct client *c);

static void on_join_answer(struct client *c, const struct upstream_answer *answer)
{
    struct emit *e = c->current;
    struct place place;
    if (c->answer_is_stale && ++e->stale_answers < STALE_JOINS_MAX) {
        ask_to_join(c);
        return;
    }
    bool known = place_of(e, &place) && !c->answer_is_stale;
    if (known && hold_is_on(c->gateway, place)) {
        ask_to_join(c);
        return;
    }
    if (!known) {
        client_answer_error(c, e->ack_id, ERR_UNAVAILABLE, STR(""));
    } else if (answer->status == 200 && places_apply(c, place, answer->body)) {
        c->entered = c->gateway->held;
        say_joined(c, e);
        answer_params(c, e);
    } else {
        /* Refused means: not to be heard any more, either. */
        if (answer->status >= 400 && answer->status < 500)
            place_leave(c->gateway->rooms, &c->target.member, place);
        client_answer_refusal(c, e->ack_id, answer);
    }
    finish_and_go_on(c);
}

/* Not while the place is held: the answer would speak of a later moment than what is held. */
static void ask_to_join(struct client *c)
{
    const struct emit_match *match = &c->current->match;
    struct place place;
    if (place_of(c->current, &place) && hold_is_on(c->gateway, place)) {
        c->parked_for = place.id;
        return;
    }
    const struct upstream_request request = {
        .method = match->row->method,
        .path = str_from(match->path),
        .patience_ms = JOIN_PATIENCE_MS,
        .repeatable = true,
    };
    call_ask(c, &c->call, &request, on_join_answer);
}

bool emits_joins(const struct client *c, struct place place)
{
    struct place own;
    return c->current && c->current->match.row && c->current->match.row->kind == EMIT_JOIN &&
           place_of(c->current, &own) && own.kind == place.kind && own.id == place.id;
}

void emits_resume(struct client *c)
{
    c->parked_for = 0;
    ask_to_join(c);
}

static void leave(struct client *c)
{
    struct place place;
    if (place_of(c->current, &place))
        place_leave(c->gateway->rooms, &c->target.member, place);
    answer_params(c, c->current);
    finish(c);
}

/* ---- forwarding ------------------------------------------------------------------------------ */

static uint64_t typing_key(const struct emit_match *match)
{
    uint64_t key = match->param_count;
    for (size_t i = 0; i < match->param_count; i++)
        key = table_hash_u64(key ^ table_hash_u64((uint64_t) match->param_values[i]));
    return key;
}

/* Whether others were told lately that this socket types there. */
static bool typing_was_passed(const struct client *c, uint64_t key)
{
    uint64_t now = clock_mono_ms();
    for (size_t i = 0; i < TYPING_SLOTS; i++) {
        if (c->typing[i].key == key && c->typing[i].passed_ms > 0 &&
            now - c->typing[i].passed_ms < TYPING_EVERY_MS)
            return true;
    }
    return false;
}

static void note_typing(struct client *c, uint64_t key)
{
    unsigned slot = c->typing_next++ % TYPING_SLOTS;
    c->typing[slot].key = key;
    c->typing[slot].passed_ms = clock_mono_ms();
}

static bool is_typing(const struct emit *e)
{
    return str_eq_cstr(e->name, "typing");
}

/* {"ok":true} and the members of the worker's answer. */
static void answer_success(struct client *c, int64_t ack_id, struct str body)
{
    struct buf text;
    struct str members = {0};
    buf_init(&text, ACK_MAX_BYTES);
    buf_add_cstr(&text, "{\"ok\":true");
    if (json_members(body, &members) && members.len > 0) {
        buf_add_char(&text, ',');
        buf_add(&text, members);
    }
    buf_add_char(&text, '}');
    client_answer(c, ack_id, true, buf_str(&text));
    buf_cleanup(&text);
}

/* The status that Redis shall know is the one that was stored; and an announcement under way may
 * have been made of the one before. */
static void note_status(struct client *c, struct str body)
{
    struct json_object *answer = json_parse(body), *user = NULL, *status = NULL;
    json_object_object_get_ex(answer, "user", &user);
    json_object_object_get_ex(user, "status", &status);
    announce_status(c->gateway, c->target.user_id, json_text(status));
    presence_tell_again(c->gateway->presence, c->target.user_id);
    json_object_put(answer);
}

static void on_forward_answer(struct client *c, const struct upstream_answer *answer)
{
    const struct emit *e = c->current;
    if (answer->status >= 200 && answer->status < 300) {
        if (is_typing(e))
            note_typing(c, typing_key(&e->match));
        if (str_eq_cstr(e->name, "status_change"))
            note_status(c, answer->body);
        answer_success(c, e->ack_id, answer->body);
    } else {
        client_answer_refusal(c, e->ack_id, answer);
    }
    finish_and_go_on(c);
}

/* A nonce makes a repeated message the same message. */
static bool has_nonce(struct str payload)
{
    struct json_object *object = json_parse(payload), *nonce = NULL;
    json_object_object_get_ex(object, "nonce", &nonce);
    bool has = json_text(nonce).len > 0;
    json_object_put(object);
    return has;
}

static void forward(struct client *c)
{
    struct emit *e = c->current;
    if (is_typing(e) && typing_was_passed(c, typing_key(&e->match))) {
        answer_success(c, e->ack_id, STR("{}"));
        finish(c);
        return;
    }
    const struct upstream_request request = {
        .method = e->match.row->method,
        .path = str_from(e->match.path),
        .body = e->match.payload,
        .patience_ms = FORWARD_PATIENCE_MS,
        .repeatable = strcmp(e->match.row->method, "POST") != 0 || has_nonce(e->match.payload),
    };
    call_ask(c, &c->call, &request, on_forward_answer);
}

/* ---- the queue ------------------------------------------------------------------------------- */

static void answer_unknown(struct client *c, int64_t ack_id)
{
    client_answer(c, ack_id, false,
                  STR("{\"ok\":false,\"error\":\"There is no such event.\","
                      "\"code\":\"unknown_event\"}"));
}

static void begin(struct client *c)
{
    struct emit *e = c->current;
    struct buf fields;
    buf_init(&fields, FIELDS_MAX_BYTES);
    switch (emit_match(e->name, e->args, &e->match, &fields)) {
    case EMIT_UNKNOWN:
        answer_unknown(c, e->ack_id);
        finish(c);
        break;
    case EMIT_INVALID:
        client_answer_error(c, e->ack_id, ERR_INVALID_INPUT, buf_str(&fields));
        finish(c);
        break;
    case EMIT_OK:
        if (e->match.row->kind == EMIT_JOIN)
            ask_to_join(c);
        else if (e->match.row->kind == EMIT_LEAVE)
            leave(c);
        else
            forward(c);
        break;
    }
    buf_cleanup(&fields);
}

static void run(struct client *c)
{
    while (!c->current && c->first && sio_socket_is_connected(c->target.socket)) {
        struct emit *e = c->first;
        c->first = e->next;
        if (!c->first)
            c->last = NULL;
        c->waiting_count--;
        c->waiting_bytes -= e->args.len;
        c->current = e;
        begin(c);
    }
}

void emits_take(struct client *c, struct str name, struct str args, int64_t ack_id)
{
    if (args.len > ARGS_MAX_BYTES) {
        client_answer_error(c, ack_id, ERR_TOO_LARGE, STR(""));
        return;
    }
    if (c->waiting_count >= WAITING_MAX || c->waiting_bytes + args.len > WAITING_MAX_BYTES) {
        client_answer_error(c, ack_id, ERR_RATE_LIMITED, STR(""));
        return;
    }
    struct emit *e = emit_create(name, args, ack_id);
    if (c->last)
        c->last->next = e;
    else
        c->first = e;
    c->last = e;
    c->waiting_count++;
    c->waiting_bytes += args.len;
    run(c);
}

void emits_drop(struct client *c)
{
    finish(c);
    while (c->first) {
        struct emit *e = c->first;
        c->first = e->next;
        free(e);
    }
    c->last = NULL;
}
