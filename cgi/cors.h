/* Which other sites' pages may call the API (the Fetch standard's CORS protocol), by CORS_ORIGIN.
 * Pure. */
#ifndef OHKAY_CGI_CORS_H
#define OHKAY_CGI_CORS_H

#include "shared/str.h"

/* Whether `origin` is among `allowed`: a comma-separated list, or "*" for any. */
bool cors_allows(struct str allowed, struct str origin);

#endif
