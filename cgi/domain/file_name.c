#include "cgi/domain/file_name.h"

enum { ENDING_MAX = 32 };

/* Code points nobody sees: controls, and what changes the direction of writing (so that exe.gpj
 * shows as jpg.exe). */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

/* The length of the UTF-8 character that `s` begins with, and the character; 0 when it is none. */
static size_t character(struct str s, uint32_t *c)
{
    unsigned char first = (unsigned char) s.ptr[0];
    size_t len = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    /* NUL counts as broken there; here it is one more hidden character. */
    if (first != 0 && (s.len < len || !str_is_utf8(str_slice(s, 0, len))))
        return 0;
    *c = len == 1 ? first : first & (0x7fu >> len);
    for (size_t i = 1; i < len; i++)
        *c = *c << 6 | ((unsigned char) s.ptr[i] & 0x3f);
    return len;
}

static struct str last_part(struct str name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\')
            return str_slice(name, i, name.len);
    }
    return name;
}

/* At most `most` bytes from the front, whole characters. */
static struct str front(struct str s, size_t most)
{
    size_t len = s.len < most ? s.len : most;
    while (len > 0 && len < s.len && ((unsigned char) s.ptr[len] & 0xc0) == 0x80)
        len--;
    return str_slice(s, 0, len);
}

static struct str ending_of(struct str name)
{
    for (size_t i = name.len; i > 1 && name.len - i < ENDING_MAX; i--) {
        if (name.ptr[i - 1] == '.')
            return str_slice(name, i - 1, name.len);
    }
    return (struct str){0};
}

/* No spaces around it, and no dots that make it hidden, or a folder. */
static struct str bare(struct str name)
{
    struct str before;
    do {
        before = name;
        name = str_trim_text(name);
        while (name.len > 0 && name.ptr[0] == '.')
            name = str_slice(name, 1, name.len);
        while (name.len > 0 && name.ptr[name.len - 1] == '.')
            name = str_slice(name, 0, name.len - 1);
    } while (name.len != before.len);
    return name;
}

void file_name_clean(struct buf *out, struct str name)
{
    struct buf kept;
    buf_init(&kept, 64 * 1024);
    name = last_part(name);
    while (name.len > 0) {
        uint32_t c = 0;
        size_t len = character(name, &c);
        if (len == 0)
            buf_add_char(&kept, '_');
        else if (!is_hidden(c))
            buf_add(&kept, str_slice(name, 0, len));
        name = str_slice(name, len ? len : 1, name.len);
    }
    name = bare(buf_str(&kept));
    if (name.len > FILE_NAME_MAX) {
        struct str ending = ending_of(name);
        buf_add(out, front(str_slice(name, 0, name.len - ending.len), FILE_NAME_MAX - ending.len));
        buf_add(out, ending);
    } else {
        buf_add(out, str_is_blank(name) ? STR("file") : name);
    }
    buf_cleanup(&kept);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void file_name_encode(struct buf *out, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (is_unreserved(name.ptr[i]))
            buf_add_char(out, name.ptr[i]);
        else
            buf_printf(out, "%%%02X", (unsigned char) name.ptr[i]);
    }
}

void file_name_disposition(struct buf *out, const char *kind, struct str name)
{
    buf_printf(out, "%s; filename=\"", kind);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
        /* One mark for a character, however many bytes it has. */
        if (is_plain)
            buf_add_char(out, c);
        else if (((unsigned char) c & 0xc0) != 0x80)
            buf_add_char(out, '_');
    }
    buf_add_cstr(out, "\"; filename*=UTF-8''");
    file_name_encode(out, name);
}
