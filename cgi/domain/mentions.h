/* Whom a message mentions. Pure. */
#ifndef OHKAY_CGI_DOMAIN_MENTIONS_H
#define OHKAY_CGI_DOMAIN_MENTIONS_H

#include "shared/str.h"

enum { MENTIONS_MAX = 50 };

/* What a text says; whether these exist, and whether the author may, is not known here. Each id
 * stands once, in the order met; what is beyond MENTIONS_MAX of a kind is left out. */
struct mentions {
    int64_t users[MENTIONS_MAX]; /* <@id>, <@!id> */
    size_t user_count;
    int64_t roles[MENTIONS_MAX]; /* <@&id> */
    size_t role_count;
    bool everyone; /* @everyone or @here, as a word of its own */
};

/* Find them. What Markdown shows as code, between runs of as many backticks, mentions nobody. */
void mentions_find(struct str content, struct mentions *out);

#endif
