#include "pushd/session/sio_socket.h"

#include "pushd/proto/sio_packet.h"
#include "pushd/session/sio_client.h"

#include <assert.h>

enum { HEAD_MAX_BYTES = SIO_PACKET_MAX_NAMESPACE + 64 }; /* of a packet, all but its JSON */

void sio_socket_set_user(struct sio_socket *s, void *user)
{
    s->user = user;
}

void *sio_socket_user(const struct sio_socket *s)
{
    return s->user;
}

struct str sio_socket_namespace(const struct sio_socket *s)
{
    return str_of(s->nsp, s->nsp_len);
}

struct sio_peer sio_socket_peer(const struct sio_socket *s)
{
    const struct eio_session *eio = s->client->eio;
    return (struct sio_peer){
        .address = eio->peer_address,
        .request_id = eio->peer_request_id,
        .websocket = eio->websocket,
    };
}

bool sio_socket_is_connected(const struct sio_socket *s)
{
    return s->state == SIO_SOCKET_CONNECTED && s->client->eio->state == EIO_OPEN;
}

size_t sio_socket_queued_bytes(const struct sio_socket *s)
{
    return s->client->eio->queue.bytes;
}

/* --- Packets --- */

enum { JSON_PARTS = 5 };

/* Parts of the JSON, put down one behind the other. */
struct json_parts {
    struct str part[JSON_PARTS];
};

static struct json_parts event_json(struct str name, struct str args)
{
    return (struct json_parts){
        {STR("[\""), name, args.len > 0 ? STR("\",") : STR("\""), args, STR("]")}};
}

static struct json_parts array_json(struct str args)
{
    return (struct json_parts){{STR("["), args, STR("]")}};
}

static struct frame *packet_frame(enum sio_type type, size_t attachments, struct str nsp,
                                  int64_t ack_id, const struct json_parts *json)
{
    struct buf packet;
    size_t max = HEAD_MAX_BYTES;
    for (size_t i = 0; json && i < JSON_PARTS; i++)
        max += json->part[i].len;
    buf_init(&packet, max);
    buf_add_char(&packet, '4');
    sio_packet_add_head(&packet, type, (unsigned) attachments, nsp, ack_id);
    for (size_t i = 0; json && i < JSON_PARTS; i++)
        buf_add(&packet, json->part[i]);
    assert(buf_ok(&packet));
    struct frame *f = frame_create_text(buf_str(&packet));
    buf_cleanup(&packet);
    return f;
}

struct frame *sio_frame_event(struct str nsp, struct str name, struct str args_json)
{
    struct json_parts json = event_json(name, args_json);
    return packet_frame(SIO_EVENT, 0, nsp, -1, &json);
}

/* Send and give the caller's reference back. */
static void send_frame(struct sio_socket *s, struct frame *f)
{
    eio_session_send(s->client->eio, f);
    frame_unref(f);
}

static void send_packet(struct sio_socket *s, enum sio_type type, int64_t ack_id,
                        const struct json_parts *json)
{
    send_frame(s, packet_frame(type, 0, sio_socket_namespace(s), ack_id, json));
}

static void send_binary_packet(struct sio_socket *s, enum sio_type type, int64_t ack_id,
                               const struct json_parts *json, const struct str *attachments,
                               size_t count)
{
    send_frame(s, packet_frame(type, count, sio_socket_namespace(s), ack_id, json));
    for (size_t i = 0; i < count; i++)
        send_frame(s, frame_create_binary(attachments[i]));
}

/* --- Connecting and leaving --- */

static void leave(struct sio_socket *s, const char *reason)
{
    s->state = SIO_SOCKET_LEAVING;
    s->reason = reason;
    s->client->left_by_server = true;
    s->client->eio->wake(s->client->eio);
}

void sio_socket_accept(struct sio_socket *s, struct str sid, struct str pid)
{
    if (s->state != SIO_SOCKET_PENDING)
        return;
    struct json_parts json = {{STR("{\"sid\":\""), sid}};
    if (pid.len > 0) {
        json.part[2] = STR("\",\"pid\":\"");
        json.part[3] = pid;
    }
    json.part[4] = STR("\"}");
    s->state = SIO_SOCKET_CONNECTED;
    s->client->eio->alarm_at = 0;
    send_packet(s, SIO_CONNECT, -1, &json);
}

void sio_socket_refuse(struct sio_socket *s, struct str error_json)
{
    if (s->state != SIO_SOCKET_PENDING)
        return;
    struct json_parts json = {{error_json}};
    send_packet(s, SIO_CONNECT_ERROR, -1, &json);
    leave(s, "refused");
}

void sio_socket_disconnect(struct sio_socket *s, bool close_connection)
{
    if (s->state == SIO_SOCKET_CONNECTED)
        send_packet(s, SIO_DISCONNECT, -1, NULL);
    if (s->state != SIO_SOCKET_LEAVING)
        leave(s, "server namespace disconnect");
    if (close_connection)
        eio_session_close(s->client->eio, "forced server close", false);
}

/* --- Events and acknowledgements --- */

void sio_socket_send(struct sio_socket *s, struct frame *f)
{
    if (s->state == SIO_SOCKET_CONNECTED)
        eio_session_send(s->client->eio, f);
}

void sio_socket_emit(struct sio_socket *s, struct str name, struct str args_json)
{
    sio_socket_emit_with_ack(s, name, args_json, -1);
}

void sio_socket_emit_with_ack(struct sio_socket *s, struct str name, struct str args_json,
                              int64_t ack_id)
{
    if (s->state != SIO_SOCKET_CONNECTED)
        return;
    struct json_parts json = event_json(name, args_json);
    send_packet(s, SIO_EVENT, ack_id, &json);
}

void sio_socket_emit_binary(struct sio_socket *s, struct str name, struct str args_json,
                            const struct str *attachments, size_t attachment_count)
{
    if (s->state != SIO_SOCKET_CONNECTED)
        return;
    assert(attachment_count > 0 && attachment_count <= SIO_MAX_ATTACHMENTS);
    struct json_parts json = event_json(name, args_json);
    send_binary_packet(s, SIO_BINARY_EVENT, -1, &json, attachments, attachment_count);
}

void sio_socket_ack(struct sio_socket *s, int64_t ack_id, struct str args_json)
{
    if (s->state != SIO_SOCKET_CONNECTED || ack_id < 0)
        return;
    struct json_parts json = array_json(args_json);
    send_packet(s, SIO_ACK, ack_id, &json);
}

void sio_socket_ack_binary(struct sio_socket *s, int64_t ack_id, struct str args_json,
                           const struct str *attachments, size_t attachment_count)
{
    if (s->state != SIO_SOCKET_CONNECTED || ack_id < 0)
        return;
    assert(attachment_count > 0 && attachment_count <= SIO_MAX_ATTACHMENTS);
    struct json_parts json = array_json(args_json);
    send_binary_packet(s, SIO_BINARY_ACK, ack_id, &json, attachments, attachment_count);
}
