#include "pushd/link/endpoint.h"

enum { REDIS_PORT = 6379, REDIS_DB_MAX = 65535 };

static bool copy_text(char *to, size_t size, struct str from)
{
    if (from.len == 0 || from.len >= size || memchr(from.ptr, '\0', from.len))
        return false;
    memcpy(to, from.ptr, from.len);
    to[from.len] = '\0';
    return true;
}

static bool read_number(struct str text, int least, int most, int *out)
{
    int64_t number;
    if (!str_to_i64(text, &number) || number < least || number > most)
        return false;
    *out = (int) number;
    return true;
}

/* "host", "host:port", "[v6]:port"; without a port `out->port` keeps its value. */
static bool read_host_port(struct str text, struct endpoint *out)
{
    struct str host, rest = text;
    if (text.len > 0 && text.ptr[0] == '[') {
        rest = str_slice(text, 1, text.len);
        host = str_cut(&rest, ']');
        if (rest.len > 0 && rest.ptr[0] != ':')
            return false;
        rest = str_slice(rest, 1, rest.len);
    } else {
        host = str_cut(&rest, ':');
    }
    if (rest.len > 0 && !read_number(rest, 1, 65535, &out->port))
        return false;
    return copy_text(out->host, sizeof(out->host), host);
}

bool endpoint_from_address(const char *text, struct endpoint *out)
{
    struct str address = str_from(text);
    *out = (struct endpoint){0};
    if (address.len > 0 && address.ptr[0] == '/')
        return copy_text(out->path, sizeof(out->path), address);
    return read_host_port(address, out) && out->port > 0;
}

bool endpoint_from_redis_url(const char *text, struct endpoint *out)
{
    const struct str unix_scheme = STR("unix://"), redis_scheme = STR("redis://");
    struct str url = str_from(text);
    *out = (struct endpoint){.port = REDIS_PORT};
    if (str_starts(url, unix_scheme)) {
        struct str path = str_slice(url, unix_scheme.len, url.len);
        return path.len > 0 && path.ptr[0] == '/' && copy_text(out->path, sizeof(out->path), path);
    }
    if (!str_starts(url, redis_scheme))
        return false;
    struct str rest = str_slice(url, redis_scheme.len, url.len);
    /* The password may hold anything but a slash; the last @ ends it. */
    struct str place = str_cut(&rest, '/');
    const char *at = place.len > 0 ? memrchr(place.ptr, '@', place.len) : NULL;
    if (at) {
        struct str login = str_slice(place, 0, (size_t) (at - place.ptr));
        place = str_slice(place, login.len + 1, place.len);
        str_cut(&login, ':');
        if (login.len > 0 && !copy_text(out->password, sizeof(out->password), login))
            return false;
    }
    if (rest.len > 0 && !read_number(rest, 0, REDIS_DB_MAX, &out->db))
        return false;
    return read_host_port(place, out);
}
