/* Paths and query strings (RFC 3986). Pure. */
#ifndef OHKAY_CGI_URL_H
#define OHKAY_CGI_URL_H

#include "shared/arena.h"

/* Undo percent-encoding; in a query `+` is a space. Returns false when an escape is broken, or the
 * result is not UTF-8 without NUL. The result lives in the arena. */
bool url_decode(struct arena *a, struct str in, bool is_query, struct str *out);

/* Find the first `name` of a query string (without its `?`). Returns false when it is not there or
 * not decodable. */
bool url_query_get(struct arena *a, struct str query, const char *name, struct str *out);

#endif
