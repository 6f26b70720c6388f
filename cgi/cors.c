#include "cgi/cors.h"

bool cors_allows(struct str allowed, struct str origin)
{
    if (origin.len == 0)
        return false;
    while (allowed.len > 0) {
        struct str one = str_trim(str_cut(&allowed, ','));
        if (str_eq(one, STR("*")) || str_eq(one, origin))
            return true;
    }
    return false;
}
