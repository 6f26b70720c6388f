/* "Somebody is typing": passed on to a room, at most once in three seconds a person. */
#ifndef OHKAY_CGI_RESOURCES_TYPING_H
#define OHKAY_CGI_RESOURCES_TYPING_H

#include "cgi/payload.h"

/* Tell `room`, the caller's own sockets aside, that he is typing there. `where` are the members
 * that say where. */
enum err typing_tell(struct ctx *ctx, struct str room, const struct payload_member *where,
                     size_t count);

#endif
