#include "pushd/gateway/client.h"
#include "shared/json.h"
#include "shared/log.h"
#include "shared/room.h"
#include "shared/token.h"

#include <inttypes.h>

enum { SID_BYTES = 15, TOKEN_MAX_BYTES = 4096, TEXT_MAX_BYTES = 1 << 20 };

/* CONNECT_ERROR {"message":…,"data":{"code":…}} */
static void refuse(struct client *c, struct str message, struct str code)
{
    struct buf text;
    buf_init(&text, TEXT_MAX_BYTES);
    buf_add_char(&text, '{');
    json_add_text(&text, "message", message);
    json_add_key(&text, "data");
    buf_add_char(&text, '{');
    json_add_text(&text, "code", code);
    buf_add_cstr(&text, "}}");
    log_info("connect_refused", "code=%.*s", STR_FMT(code));
    sio_socket_refuse(c->target.socket, buf_str(&text));
    buf_cleanup(&text);
}

static void refuse_by(struct client *c, enum err err)
{
    refuse(c, str_from(err_info(err)->sentence), str_from(err_info(err)->code));
}

/* Pass on the worker's error: its sentence and its code. */
static void refuse_as_told(struct client *c, const struct upstream_answer *answer)
{
    struct json_object *body = json_parse(answer->body), *error = NULL, *code = NULL;
    json_object_object_get_ex(body, "error", &error);
    json_object_object_get_ex(body, "code", &code);
    if (answer->status == 0)
        refuse_by(c, ERR_UNAVAILABLE);
    else if (json_text(code).len > 0)
        refuse(c, json_text(error), json_text(code));
    else
        refuse_by(c, ERR_INTERNAL);
    json_object_put(body);
}

/* The session's id comes as a number or as text. */
static int64_t id_of(struct json_object *value)
{
    int64_t id = 0;
    if (json_object_is_type(value, json_type_int))
        return json_object_get_int64(value);
    str_to_i64(json_text(value), &id);
    return id;
}

static void add_member(struct buf *out, struct json_object *from, const char *key)
{
    size_t len;
    struct json_object *value = NULL;
    json_object_object_get_ex(from, key, &value);
    const char *text = json_object_to_json_string_length(
        value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    json_add_raw(out, key, str_of(text, len));
}

static void say_authenticated(struct client *c, struct json_object *answer)
{
    struct buf text;
    buf_init(&text, TEXT_MAX_BYTES);
    buf_add_char(&text, '{');
    add_member(&text, answer, "user");
    add_member(&text, answer, "sessionId");
    add_member(&text, answer, "servers");
    buf_add_char(&text, '}');
    sio_socket_emit(c->target.socket, STR("authenticated"), buf_str(&text));
    buf_cleanup(&text);
}

/* In one turn of the loop: nothing can happen between the check, the rooms and the answer. */
static void let_in(struct client *c, struct json_object *answer, int64_t user_id,
                   int64_t session_id)
{
    struct gateway *g = c->gateway;
    c->target.user_id = user_id;
    c->session_id = session_id;
    rooms_enter(g->rooms, &c->target.member, room_user(&g->scratch, user_id));
    rooms_enter(g->rooms, &c->target.member, room_session(&g->scratch, session_id));
    sio_socket_accept(c->target.socket, token_random(&g->scratch, SID_BYTES), STR(""));
    arena_reset(&g->scratch);
    say_authenticated(c, answer);
    announce_enter(c);
    log_info("connected", "user=%" PRId64 " session=%" PRId64 " sockets=%zu", user_id, session_id,
             g->client_count);
    /* A gap came while the question was under way: what the answer says may be old. */
    if (c->answer_is_stale)
        recheck_schedule(c);
}

static void on_answer(struct client *c, const struct upstream_answer *answer)
{
    if (answer->status != 200) {
        refuse_as_told(c, answer);
        return;
    }
    struct json_object *body = json_parse(answer->body), *user = NULL, *id = NULL, *session = NULL;
    json_object_object_get_ex(body, "user", &user);
    json_object_object_get_ex(user, "id", &id);
    json_object_object_get_ex(body, "sessionId", &session);
    int64_t user_id = id_of(id), session_id = id_of(session);
    if (user_id <= 0 || session_id <= 0)
        refuse_by(c, ERR_INTERNAL);
    else if (control_session_ended(c->gateway, session_id))
        refuse_by(c, ERR_SESSION_ENDED);
    else
        let_in(c, body, user_id, session_id);
    json_object_put(body);
}

static void ask(struct client *c, struct str token)
{
    struct buf body;
    buf_init(&body, TOKEN_MAX_BYTES * 6 + 32);
    buf_add_char(&body, '{');
    json_add_text(&body, "token", token);
    buf_add_char(&body, '}');
    const struct upstream_request request = {
        .method = "POST",
        .path = STR("/internal/connect"),
        .body = buf_str(&body),
        .request_id = sio_socket_peer(c->target.socket).request_id,
        .patience_ms = CONNECT_PATIENCE_MS,
        .repeatable = true,
    };
    call_ask(c, &c->call, &request, on_answer);
    buf_cleanup(&body);
}

void connect_begin(struct client *c, struct str auth)
{
    struct json_object *payload = json_parse(auth), *token = NULL;
    if (json_object_is_type(payload, json_type_object))
        json_object_object_get_ex(payload, "token", &token);
    struct str text = json_text(token);
    if (text.len == 0)
        refuse_by(c, ERR_TOKEN_MISSING);
    else if (text.len > TOKEN_MAX_BYTES)
        refuse_by(c, ERR_TOKEN_INVALID);
    else
        ask(c, text);
    json_object_put(payload);
}
