#include "pushd/gateway/held.h"

#include "pushd/gateway/place.h"

#include <stdlib.h>

static struct str keep(char **at, struct str text)
{
    struct str kept = str_of(*at, text.len);
    if (text.len > 0)
        memcpy(*at, text.ptr, text.len);
    *at += text.len;
    return kept;
}

struct held_entry *held_push(struct held *h, const struct bus_entry *entry, struct str heard)
{
    size_t bytes = sizeof(struct held_entry) + entry->event.len + entry->data.len +
                   entry->rooms.len + entry->request.len + entry->room.len + entry->reason.len +
                   heard.len;
    struct held_entry *e = calloc(1, bytes);
    if (!e)
        abort();
    char *at = e->text;
    e->entry = *entry;
    e->entry.event = keep(&at, entry->event);
    e->entry.data = keep(&at, entry->data);
    e->entry.rooms = keep(&at, entry->rooms);
    e->entry.request = keep(&at, entry->request);
    e->entry.room = keep(&at, entry->room);
    e->entry.reason = keep(&at, entry->reason);
    e->heard = keep(&at, heard);
    e->bytes = bytes;
    if (h->last)
        h->last->next = e;
    else
        h->first = e;
    h->last = e;
    h->bytes += bytes;
    return e;
}

struct held_entry *held_take(struct held *h)
{
    struct held_entry *e = h->first;
    if (!e)
        return NULL;
    h->first = e->next;
    if (!h->first)
        h->last = NULL;
    h->bytes -= e->bytes;
    e->next = NULL;
    return e;
}

void held_cleanup(struct held *h)
{
    while (h->first)
        free(held_take(h));
}

static bool is_recheck(const struct held_entry *e, struct stream_id upto)
{
    return e->entry.control == BUS_RECHECK && stream_id_compare(e->entry.id, upto) <= 0;
}

const struct held_entry *held_last_recheck(const struct held *h, struct stream_id upto)
{
    const struct held_entry *last = NULL;
    for (const struct held_entry *e = h->first; e; e = e->next) {
        if (is_recheck(e, upto))
            last = e;
    }
    return last;
}

size_t held_scope(const struct held *h, struct stream_id upto, int64_t *user_id)
{
    size_t count = 0;
    *user_id = 0;
    for (const struct held_entry *e = h->first; e; e = e->next) {
        if (!is_recheck(e, upto))
            continue;
        if (count++ == 0)
            *user_id = e->entry.user_id;
        else if (*user_id != e->entry.user_id)
            *user_id = 0;
    }
    return count;
}

static bool is_own(struct str room, int64_t server_id)
{
    int64_t channel_id;
    return place_server_of(room, &channel_id) == server_id;
}

static bool is_personal(struct str room)
{
    return str_starts(room, STR("user:")) || str_starts(room, STR("session:"));
}

static void add_name(struct buf *out, struct str name)
{
    if (out->len > 0)
        buf_add_char(out, ' ');
    buf_add(out, name);
}

void held_part(struct str rooms, int64_t server_id, struct buf *own, struct buf *others)
{
    bool concerns = false, elsewhere = false;
    for (struct str rest = rooms; rest.len > 0;) {
        struct str room = str_cut(&rest, ' ');
        concerns = concerns || is_own(room, server_id);
        elsewhere = elsewhere || !(is_own(room, server_id) || is_personal(room));
    }
    while (rooms.len > 0) {
        struct str room = str_cut(&rooms, ' ');
        bool stays = is_own(room, server_id) || (concerns && !elsewhere && is_personal(room));
        add_name(stays ? own : others, room);
    }
}
