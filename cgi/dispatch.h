/* The one way through a request: route, authenticate, read, handle, commit, publish, reply. */
#ifndef OHKAY_CGI_DISPATCH_H
#define OHKAY_CGI_DISPATCH_H

#include "cgi/ctx.h"

/* Serve the request that `f` has accepted, answer included. `arena` is empty and is reset
 * afterwards. */
void dispatch(struct worker *worker, struct fcgi *f, struct arena *arena);

#endif
