/* Where something listens: a unix socket, or a host and port; for Redis also how to log in.
 *
 * Pure text: nothing is resolved or connected here. */
#ifndef OHKAY_PUSHD_LINK_ENDPOINT_H
#define OHKAY_PUSHD_LINK_ENDPOINT_H

#include "shared/str.h"

struct endpoint {
    char path[108]; /* of the unix socket, or "" */
    char host[254]; /* without brackets; "" when `path` is set */
    char password[256];
    int port;
    int db;
};

/* Read "/path" or "host:port". Returns false when it is neither, or too long. */
bool endpoint_from_address(const char *text, struct endpoint *out);

/* Read unix:///path or redis://[user:password@]host[:port][/db] (port 6379, db 0). */
bool endpoint_from_redis_url(const char *text, struct endpoint *out);

#endif
