#include "pushd/gateway/client.h"

#include "shared/json.h"

#include <assert.h>
#include <stdlib.h>

enum { ANSWER_TEXT_MAX = (1 << 20) + 1024 };

struct call {
    struct client *client; /* NULL: it went */
    struct call **slot;    /* where the client remembers this call */
    call_answered answered;
    bool stale;
};

static void answer_client(struct call *call, const struct upstream_answer *answer)
{
    struct client *c = call->client;
    bool stopped = c && c->gateway->stopped;
    if (c) {
        *call->slot = NULL;
        c->answer_is_stale = call->stale;
    }
    if (c && !stopped)
        call->answered(c, answer);
    free(call);
}

static void on_done(void *ctx, const struct upstream_answer *answer)
{
    answer_client(ctx, answer);
}

void call_ask(struct client *c, struct call **slot, const struct upstream_request *request,
              call_answered answered)
{
    static const struct upstream_answer none = {0};
    struct upstream_request full = *request;
    struct call *call = calloc(1, sizeof(*call));
    if (!call)
        abort();
    assert(!*slot);
    *call = (struct call){.client = c, .slot = slot, .answered = answered};
    *slot = call;
    full.address = sio_socket_peer(c->target.socket).address;
    full.user_id = c->target.user_id;
    full.session_id = c->session_id;
    full.done = on_done;
    full.ctx = call;
    if (!upstream_send(c->gateway->upstream, &full))
        answer_client(call, &none);
}

void call_make_stale(struct call *call)
{
    if (call)
        call->stale = true;
}

void call_abandon(struct call **slot)
{
    if (*slot)
        (*slot)->client = NULL;
    *slot = NULL;
}

void client_answer(struct client *c, int64_t ack_id, bool ok, struct str json)
{
    if (ack_id >= 0)
        sio_socket_ack(c->target.socket, ack_id, json);
    else if (!ok)
        sio_socket_emit(c->target.socket, STR("error"), json);
}

void client_answer_error(struct client *c, int64_t ack_id, enum err err, struct str fields)
{
    const struct err_info *info = err_info(err);
    struct buf text;
    buf_init(&text, ANSWER_TEXT_MAX);
    buf_add_char(&text, '{');
    json_add_bool(&text, "ok", false);
    json_add_text(&text, "error", str_from(info->sentence));
    json_add_text(&text, "code", str_from(info->code));
    if (fields.len > 0) {
        json_add_raw(&text, "fields", STR("{"));
        buf_add(&text, fields);
        buf_add_char(&text, '}');
    }
    buf_add_char(&text, '}');
    client_answer(c, ack_id, false, buf_str(&text));
    buf_cleanup(&text);
}

bool json_members(struct str text, struct str *members)
{
    text = str_trim(text);
    if (text.len < 2 || text.ptr[0] != '{' || text.ptr[text.len - 1] != '}')
        return false;
    *members = str_trim(str_slice(text, 1, text.len - 1));
    return true;
}

void client_answer_refusal(struct client *c, int64_t ack_id, const struct upstream_answer *answer)
{
    struct str members;
    struct buf text;
    if (answer->status == 0) {
        client_answer_error(c, ack_id, ERR_UNAVAILABLE, STR(""));
        return;
    }
    if (!json_members(answer->body, &members) || members.len == 0) {
        client_answer_error(c, ack_id, ERR_INTERNAL, STR(""));
        return;
    }
    buf_init(&text, ANSWER_TEXT_MAX);
    buf_add_cstr(&text, "{\"ok\":false,");
    buf_add(&text, members);
    buf_add_char(&text, '}');
    client_answer(c, ack_id, false, buf_str(&text));
    buf_cleanup(&text);
}
