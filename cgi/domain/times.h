/* Times as people send them (RFC 3339). Pure. */
#ifndef OHKAY_CGI_DOMAIN_TIMES_H
#define OHKAY_CGI_DOMAIN_TIMES_H

#include "shared/str.h"

/* Read a date-time of RFC 3339, section 5.6, with any offset, from 1970 on, as milliseconds since
 * then; what is finer than milliseconds is cut off. Returns false, and leaves `*ms` alone, for
 * anything else, leap seconds included. */
bool times_parse(struct str text, int64_t *ms);

#endif
