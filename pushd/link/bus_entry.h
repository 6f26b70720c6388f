/* What one entry of the event stream, or one message of the volatile channel, says.
 *
 * Pure parsing. Workers are trusted to write sense, but a malformed entry is refused, never guessed
 * at. */
#ifndef OHKAY_PUSHD_LINK_BUS_ENTRY_H
#define OHKAY_PUSHD_LINK_BUS_ENTRY_H

#include "shared/buf.h"

enum bus_control {
    BUS_NO_CONTROL,
    BUS_LEAVE_ROOM,  /* the sockets of `user_id` leave `room` */
    BUS_END_SESSION, /* the sockets of `session_id` hear `reason` and are closed */
    BUS_RECHECK,     /* what the sockets in the server's `room` may hear is asked again: those of
                        `user_id`, or everybody's (0) */
};

/* The id of a stream entry. */
struct stream_id {
    uint64_t ms;
    uint64_t sequence;
};

/* An event, a control, or both: the event comes first. All borrowed from what was parsed. */
struct bus_entry {
    struct stream_id id; /* where it stands in the stream; 0-0 for a volatile message */
    struct str event;    /* name; empty: no event */
    struct str data;     /* a JSON object */
    struct str rooms;    /* names separated by single spaces */
    struct str request;  /* request id, or empty */
    int64_t except;      /* user whose sockets are left out; 0: nobody's */
    enum bus_control control;
    int64_t user_id;
    struct str room;
    int64_t session_id;
    struct str reason;
};

/* Read the fields of a stream entry: names and values in turn, `count` strs in all. Unknown fields
 * are ignored. Returns false when something needed is missing or malformed. */
bool bus_entry_from_fields(const struct str *fields, size_t count, struct bus_entry *out);

/* Read a message of the volatile channel, {"event":…,"rooms":[…],"data":{…},"except":…}. The
 * entry's texts lie in `room`, which is cleared first. Returns false when it is malformed, or does
 * not fit. */
bool bus_entry_from_message(struct str message, struct buf *room, struct bus_entry *out);

/* Read "1700000000000-0". */
bool stream_id_read(struct str text, struct stream_id *out);

/* Negative, 0 or positive, as a is before, at or behind b. */
int stream_id_compare(struct stream_id a, struct stream_id b);

#endif
