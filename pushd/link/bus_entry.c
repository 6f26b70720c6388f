#include "pushd/link/bus_entry.h"

#include "shared/json.h"

enum { EVENT_NAME_MAX = 64 };

/* Names are sent to clients unescaped. */
static bool is_event_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (!((name.ptr[i] >= 'a' && name.ptr[i] <= 'z') || name.ptr[i] == '_'))
            return false;
    }
    return name.len > 0 && name.len <= EVENT_NAME_MAX;
}

static bool read_id(struct str text, int64_t *out)
{
    return str_to_i64(text, out) && *out > 0;
}

static bool read_control(struct str text, enum bus_control *out)
{
    if (str_eq_cstr(text, "leave_room"))
        *out = BUS_LEAVE_ROOM;
    else if (str_eq_cstr(text, "end_session"))
        *out = BUS_END_SESSION;
    else if (str_eq_cstr(text, "recheck"))
        *out = BUS_RECHECK;
    else
        return false;
    return true;
}

static bool take_field(struct str name, struct str value, struct bus_entry *out)
{
    if (str_eq_cstr(name, "event"))
        out->event = value;
    else if (str_eq_cstr(name, "data"))
        out->data = value;
    else if (str_eq_cstr(name, "rooms"))
        out->rooms = value;
    else if (str_eq_cstr(name, "request"))
        out->request = value;
    else if (str_eq_cstr(name, "room"))
        out->room = value;
    else if (str_eq_cstr(name, "reason"))
        out->reason = value;
    else if (str_eq_cstr(name, "except"))
        return read_id(value, &out->except);
    else if (str_eq_cstr(name, "user"))
        return read_id(value, &out->user_id);
    else if (str_eq_cstr(name, "session"))
        return read_id(value, &out->session_id);
    else if (str_eq_cstr(name, "control"))
        return read_control(value, &out->control);
    return true;
}

static bool event_makes_sense(const struct bus_entry *e)
{
    return is_event_name(e->event) && e->rooms.len > 0 && e->data.len >= 2 &&
           e->data.ptr[0] == '{' && e->data.ptr[e->data.len - 1] == '}';
}

static bool makes_sense(const struct bus_entry *e)
{
    if (e->event.len > 0 && !event_makes_sense(e))
        return false;
    switch (e->control) {
    case BUS_LEAVE_ROOM:
        return e->user_id > 0 && e->room.len > 0;
    case BUS_END_SESSION:
        return e->session_id > 0;
    case BUS_RECHECK:
        return e->room.len > 0;
    case BUS_NO_CONTROL:
        break;
    }
    return e->event.len > 0;
}

bool bus_entry_from_fields(const struct str *fields, size_t count, struct bus_entry *out)
{
    *out = (struct bus_entry){.data = STR("{}"), .reason = STR("ended")};
    if (count % 2 != 0)
        return false;
    for (size_t i = 0; i < count; i += 2) {
        if (!take_field(fields[i], fields[i + 1], out))
            return false;
    }
    return makes_sense(out);
}

/* Append `text` and return where it will lie once the buffer has stopped growing: an offset. */
static size_t keep(struct buf *room, struct str text)
{
    size_t at = room->len;
    buf_add(room, text);
    return at;
}

static void keep_rooms(struct buf *room, struct json_object *names)
{
    size_t count =
        json_object_is_type(names, json_type_array) ? json_object_array_length(names) : 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(room, ' ');
        buf_add(room, json_text(json_object_array_get_idx(names, i)));
    }
}

static bool read_message(struct json_object *message, struct buf *room, struct bus_entry *out)
{
    struct json_object *data = json_object_object_get(message, "data");
    struct json_object *except = json_object_object_get(message, "except");
    size_t json_len = 2;
    const char *json = "{}";
    if (data)
        json = json_object_to_json_string_length(
            data, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &json_len);
    if (json_object_is_type(except, json_type_int))
        out->except = json_object_get_int64(except);
    size_t event_at = keep(room, json_text(json_object_object_get(message, "event")));
    size_t data_at = keep(room, str_of(json, json_len));
    size_t rooms_at = room->len;
    keep_rooms(room, json_object_object_get(message, "rooms"));
    struct str all = buf_str(room);
    out->event = str_slice(all, event_at, data_at);
    out->data = str_slice(all, data_at, rooms_at);
    out->rooms = str_slice(all, rooms_at, all.len);
    return buf_ok(room) && event_makes_sense(out);
}

bool bus_entry_from_message(struct str message, struct buf *room, struct bus_entry *out)
{
    struct json_object *json = json_parse(message);
    *out = (struct bus_entry){0};
    buf_clear(room);
    bool ok = json_object_is_type(json, json_type_object) && read_message(json, room, out);
    json_object_put(json);
    return ok;
}

static bool read_u64(struct str text, uint64_t *out)
{
    uint64_t value = 0;
    if (text.len == 0 || text.len > 20)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned char) text.ptr[i] - (unsigned) '0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

bool stream_id_read(struct str text, struct stream_id *out)
{
    struct str ms = str_cut(&text, '-');
    return read_u64(ms, &out->ms) && read_u64(text, &out->sequence);
}

int stream_id_compare(struct stream_id a, struct stream_id b)
{
    if (a.ms != b.ms)
        return a.ms < b.ms ? -1 : 1;
    return (a.sequence > b.sequence) - (a.sequence < b.sequence);
}
