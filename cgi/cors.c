#include "cgi/cors.h"

/* A scheme, a host name and a port. It is given back in a header. */
enum { CORS_ORIGIN_MAX = 300 };

bool cors_allows(struct str allowed, struct str origin)
{
    if (origin.len == 0 || origin.len > CORS_ORIGIN_MAX)
        return false;
    while (allowed.len > 0) {
        struct str one = str_trim(str_cut(&allowed, ','));
        if (str_eq(one, STR("*")) || str_eq(one, origin))
            return true;
    }
    return false;
}
