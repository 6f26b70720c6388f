/* A worker's answer to who of many users may hear what in a server:
 * {"at":"<id>","members":"<set>","channels":[{"id":7,"users":"<set>"}, …]}
 *
 * A set is hexadecimal digits: the first user is the highest bit of the first digit, in the order
 * in which the users were asked for. Pure reading. */
#ifndef OHKAY_PUSHD_GATEWAY_RIGHTS_H
#define OHKAY_PUSHD_GATEWAY_RIGHTS_H

#include "pushd/link/bus_entry.h"

struct rights_channel {
    int64_t id;
    struct str users;
};

struct rights {
    struct json_object *json; /* owned: the texts lie in it */
    struct stream_id at;      /* so it is where the stream stood there */
    struct str members;
    struct rights_channel *channels; /* owned; by id */
    size_t channel_count;
};

/* Read the answer about `user_count` users. Returns false when it makes no sense; only otherwise is
 * there something to clean up. */
bool rights_read(struct str body, size_t user_count, struct rights *out);
void rights_cleanup(struct rights *r);

/* Whether the `user`-th user is in a set. */
bool rights_has(struct str set, size_t user);

/* The channel of that id, if it is a private one. */
const struct rights_channel *rights_channel(const struct rights *r, int64_t id);

#endif
