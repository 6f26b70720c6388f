/* Sweeps: what a request would have done had it not been cut off, and what nobody needs any more.
 *
 * `ohkay-cgi --sweep` runs all of them once; a service does so every few minutes. A sweep decides
 * by what the databases say at that moment, never by what it remembers, may be cut anywhere, and
 * two runs at once are one run: the second finds the first at work. */
#ifndef OHKAY_CGI_SWEEP_H
#define OHKAY_CGI_SWEEP_H

#include "cgi/ctx.h"

/* Run every sweep of the table in sweep.c, each in a request context of its own, whose events go
 * out. Returns whether all of them could do their work; what failed is tried again the next time.
 */
bool sweep_all(struct worker *worker, struct arena *arena);

#endif
