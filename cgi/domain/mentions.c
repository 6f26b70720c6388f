#include "cgi/domain/mentions.h"

static bool is_known(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

size_t mentions_find(struct str content, int64_t ids[MENTIONS_MAX])
{
    size_t count = 0;
    struct str rest = content;
    str_cut(&rest, '<');
    while (rest.ptr && count < MENTIONS_MAX) {
        struct str tail = str_cut(&rest, '<');
        const char *end = tail.len > 0 ? memchr(tail.ptr, '>', tail.len) : NULL;
        int64_t id = 0;
        if (!end || tail.ptr[0] != '@')
            continue;
        struct str number = str_slice(tail, 1, (size_t) (end - tail.ptr));
        if (number.len > 0 && number.ptr[0] == '!')
            number = str_slice(number, 1, number.len);
        if (str_to_i64(number, &id) && id > 0 && !is_known(ids, count, id))
            ids[count++] = id;
    }
    return count;
}
