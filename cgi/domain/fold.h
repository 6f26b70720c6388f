/* How search sees a character: without case, accents and width. Pure.
 *
 * The same as the function search_fold of sql/server/0004_search.sql for every code point of
 * fold.def; a test compares. */
#ifndef OHKAY_CGI_DOMAIN_FOLD_H
#define OHKAY_CGI_DOMAIN_FOLD_H

#include "shared/str.h"

/* What a code point becomes: a literal, or, when it stays as it is, the str with a NULL pointer. A
 * combining mark becomes the empty str. */
struct str fold_char(uint32_t c);

#endif
