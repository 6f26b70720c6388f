/* How a user goes out of a server, whoever wants it. */
#ifndef OHKAY_CGI_RESOURCES_DEPARTURE_H
#define OHKAY_CGI_RESOURCES_DEPARTURE_H

#include "cgi/ctx.h"

/* Tell the server and the user that he is gone, and put his sockets out of its rooms, before
 * anything that is queued after it reaches them. `reason` is leave, kick or ban. */
void departure_tell(struct ctx *ctx, int64_t server_id, int64_t user_id, const char *reason);

#endif
