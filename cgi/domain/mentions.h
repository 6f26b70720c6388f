/* Whom a message mentions. Pure. */
#ifndef OHKAY_CGI_DOMAIN_MENTIONS_H
#define OHKAY_CGI_DOMAIN_MENTIONS_H

#include "shared/str.h"

enum { MENTIONS_MAX = 50 };

/* Find every <@id> and <@!id> in a message's text. Writes each id once, in the order met, at most
 * MENTIONS_MAX; returns how many. */
size_t mentions_find(struct str content, int64_t ids[MENTIONS_MAX]);

#endif
