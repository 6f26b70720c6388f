/* The one table of errors: see err.def. A function that can fail for a reason a client may learn
 * returns an `enum err`. */
#ifndef OHKAY_SHARED_ERR_H
#define OHKAY_SHARED_ERR_H

enum err {
#define ERR(symbol, status, code, sentence) ERR_##symbol,
#include "shared/err.def"
#undef ERR
    ERR_COUNT
};

struct err_info {
    int status;           /* HTTP status */
    const char *code;     /* snake_case, for programs */
    const char *sentence; /* for people */
};

/* What the table says of `e`. */
const struct err_info *err_info(enum err e);

#endif
