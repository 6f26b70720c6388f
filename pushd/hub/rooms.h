/* Who sits in which room: room name -> members and member -> rooms.
 *
 * Entering, leaving and asking are O(1); visiting the members of a room walks one dense array and
 * allocates nothing. A room exists while somebody sits in it. It never sends anything, and knows
 * nothing of what a room's name means.
 *
 * A member is embedded in the caller's own struct, and must leave all rooms before it goes. */
#ifndef OHKAY_PUSHD_HUB_ROOMS_H
#define OHKAY_PUSHD_HUB_ROOMS_H

#include "shared/str.h"

struct rooms;
struct rooms_seat;

/* A name is 1 to this many bytes; a member sits in at most that many rooms. */
enum { ROOMS_NAME_MAX_BYTES = 96, ROOMS_PER_MEMBER_MAX = 2048 };

struct rooms_member {
    struct rooms_seat *seats; /* what it sits on, newest first; owned by the rooms */
    uint32_t seat_count;
    uint64_t mark; /* the visit that met it last */
};

/* The thing that embeds `m` as `member`. */
#define ROOMS_ENTRY(m, type, member) ((type *) (void *) ((char *) (m) -offsetof(type, member)))

struct rooms *rooms_create(void);

/* Everybody must have left. */
void rooms_destroy(struct rooms *r);

void rooms_member_init(struct rooms_member *m);

/* Take a seat; sitting there already is fine. Returns false when the name is empty or too long, or
 * the member sits in as many rooms as it may. */
bool rooms_enter(struct rooms *r, struct rooms_member *m, struct str name);

/* Give the seat up. Returns false when it had none there. */
bool rooms_leave(struct rooms *r, struct rooms_member *m, struct str name);

/* Leave every room whose name begins with `prefix`; the empty prefix leaves all. */
void rooms_leave_prefix(struct rooms *r, struct rooms_member *m, struct str prefix);

/* Leave every room whose name `leaves` says yes to. */
void rooms_leave_if(struct rooms *r, struct rooms_member *m,
                    bool (*leaves)(void *ctx, struct str name), void *ctx);

bool rooms_has(const struct rooms *r, const struct rooms_member *m, struct str name);

/* The name of the `seat`-th room of a member (0 is the newest), or the empty str past the last.
 * Borrowed until it leaves that room. O(seat). */
struct str rooms_name_at(const struct rooms_member *m, uint32_t seat);

/* How many rooms have somebody in them; how many sit in that one. */
size_t rooms_count(const struct rooms *r);
size_t rooms_size(const struct rooms *r, struct str name);

/* Call `visit` for every member of the rooms named in `names` (separated by single spaces), each
 * member once however many of the rooms it sits in. `visit` must not change who sits in the rooms
 * being visited, nor start another visit. Returns how many were visited. */
size_t rooms_visit(struct rooms *r, struct str names,
                   void (*visit)(void *ctx, struct rooms_member *m), void *ctx);

#endif
