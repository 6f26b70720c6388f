#include "pushd/hub/rooms.h"

#include "pushd/hub/table.h"

#include <assert.h>
#include <stdlib.h>

/* A room's dense array holds the member beside its seat, so that a visit follows one pointer a
 * member. */
struct slot {
    struct rooms_member *member;
    struct rooms_seat *seat;
};

struct room {
    struct table_node by_name;
    struct slot *slots; /* owned */
    uint32_t slot_count;
    uint32_t slot_cap;
    uint32_t name_len;
    char name[];
};

/* One member in one room: found by the pair, linked into the member's list, and pointed at by the
 * room's slot. */
struct rooms_seat {
    struct table_node by_pair;
    struct room *room;
    struct rooms_member *member;
    struct rooms_seat *prev, *next; /* the member's other seats */
    uint32_t slot;                  /* index in the room's slots */
};

struct rooms {
    struct table rooms;
    struct table seats;
    uint64_t visit; /* the running number of visits, for marks */
};

struct rooms *rooms_create(void)
{
    struct rooms *r = calloc(1, sizeof(*r));
    if (!r)
        abort();
    table_init(&r->rooms);
    table_init(&r->seats);
    return r;
}

void rooms_destroy(struct rooms *r)
{
    if (!r)
        return;
    assert(r->rooms.count == 0 && r->seats.count == 0);
    table_cleanup(&r->rooms);
    table_cleanup(&r->seats);
    free(r);
}

void rooms_member_init(struct rooms_member *m)
{
    *m = (struct rooms_member){0};
}

static struct str room_name(const struct room *room)
{
    return str_of(room->name, room->name_len);
}

static struct room *room_find(const struct rooms *r, struct str name)
{
    struct table_node *node = table_find(&r->rooms, table_hash_str(name));
    for (; node; node = table_find_next(node)) {
        struct room *room = TABLE_ENTRY(node, struct room, by_name);
        if (str_eq(room_name(room), name))
            return room;
    }
    return NULL;
}

static struct room *room_create(struct rooms *r, struct str name)
{
    struct room *room = calloc(1, sizeof(*room) + name.len);
    if (!room)
        abort();
    room->name_len = (uint32_t) name.len;
    memcpy(room->name, name.ptr, name.len);
    table_add(&r->rooms, &room->by_name, table_hash_str(name));
    return room;
}

static void room_destroy(struct rooms *r, struct room *room)
{
    table_remove(&r->rooms, &room->by_name);
    free(room->slots);
    free(room);
}

static uint64_t pair_hash(const struct room *room, const struct rooms_member *m)
{
    return table_hash_u64((uint64_t) (uintptr_t) room ^ table_hash_u64((uint64_t) (uintptr_t) m));
}

static struct rooms_seat *seat_find(const struct rooms *r, const struct room *room,
                                    const struct rooms_member *m)
{
    struct table_node *node = table_find(&r->seats, pair_hash(room, m));
    for (; node; node = table_find_next(node)) {
        struct rooms_seat *seat = TABLE_ENTRY(node, struct rooms_seat, by_pair);
        if (seat->room == room && seat->member == m)
            return seat;
    }
    return NULL;
}

static uint32_t slot_add(struct room *room, struct slot slot)
{
    if (room->slot_count == room->slot_cap) {
        room->slot_cap = room->slot_cap ? room->slot_cap * 2 : 2;
        struct slot *grown = realloc(room->slots, room->slot_cap * sizeof(*grown));
        if (!grown)
            abort();
        room->slots = grown;
    }
    room->slots[room->slot_count] = slot;
    return room->slot_count++;
}

/* The last slot moves into the hole: the array stays dense. */
static void slot_remove(struct room *room, uint32_t at)
{
    room->slots[at] = room->slots[--room->slot_count];
    room->slots[at].seat->slot = at;
}

bool rooms_enter(struct rooms *r, struct rooms_member *m, struct str name)
{
    if (name.len == 0 || name.len > ROOMS_NAME_MAX_BYTES)
        return false;
    struct room *room = room_find(r, name);
    if (room && seat_find(r, room, m))
        return true;
    if (m->seat_count >= ROOMS_PER_MEMBER_MAX)
        return false;
    if (!room)
        room = room_create(r, name);
    struct rooms_seat *seat = calloc(1, sizeof(*seat));
    if (!seat)
        abort();
    seat->room = room;
    seat->member = m;
    seat->next = m->seats;
    if (m->seats)
        m->seats->prev = seat;
    m->seats = seat;
    m->seat_count++;
    seat->slot = slot_add(room, (struct slot){.member = m, .seat = seat});
    table_add(&r->seats, &seat->by_pair, pair_hash(room, m));
    return true;
}

static void seat_give_up(struct rooms *r, struct rooms_seat *seat)
{
    struct rooms_member *m = seat->member;
    struct room *room = seat->room;
    if (seat->prev)
        seat->prev->next = seat->next;
    else
        m->seats = seat->next;
    if (seat->next)
        seat->next->prev = seat->prev;
    m->seat_count--;
    table_remove(&r->seats, &seat->by_pair);
    slot_remove(room, seat->slot);
    free(seat);
    if (room->slot_count == 0)
        room_destroy(r, room);
}

bool rooms_leave(struct rooms *r, struct rooms_member *m, struct str name)
{
    struct room *room = room_find(r, name);
    struct rooms_seat *seat = room ? seat_find(r, room, m) : NULL;
    if (!seat)
        return false;
    seat_give_up(r, seat);
    return true;
}

void rooms_leave_if(struct rooms *r, struct rooms_member *m,
                    bool (*leaves)(void *ctx, struct str name), void *ctx)
{
    struct rooms_seat *next;
    for (struct rooms_seat *seat = m->seats; seat; seat = next) {
        next = seat->next;
        if (leaves(ctx, room_name(seat->room)))
            seat_give_up(r, seat);
    }
}

static bool begins(void *ctx, struct str name)
{
    const struct str *prefix = ctx;
    return str_starts(name, *prefix);
}

void rooms_leave_prefix(struct rooms *r, struct rooms_member *m, struct str prefix)
{
    rooms_leave_if(r, m, begins, &prefix);
}

bool rooms_has(const struct rooms *r, const struct rooms_member *m, struct str name)
{
    const struct room *room = room_find(r, name);
    return room && seat_find(r, room, m);
}

struct str rooms_name_at(const struct rooms_member *m, uint32_t seat)
{
    const struct rooms_seat *at = m->seats;
    while (at && seat-- > 0)
        at = at->next;
    return at ? room_name(at->room) : (struct str){0};
}

size_t rooms_count(const struct rooms *r)
{
    return r->rooms.count;
}

size_t rooms_size(const struct rooms *r, struct str name)
{
    const struct room *room = room_find(r, name);
    return room ? room->slot_count : 0;
}

size_t rooms_visit(struct rooms *r, struct str names,
                   void (*visit)(void *ctx, struct rooms_member *m), void *ctx)
{
    size_t visited = 0;
    uint64_t mark = ++r->visit;
    while (names.len > 0) {
        const struct room *room = room_find(r, str_cut(&names, ' '));
        for (uint32_t i = 0; room && i < room->slot_count; i++) {
            struct rooms_member *m = room->slots[i].member;
            if (m->mark == mark)
                continue;
            m->mark = mark;
            visit(ctx, m);
            visited++;
        }
    }
    return visited;
}
