/* A form of an upload, in pieces of odd sizes: what is read does not depend on how it was cut. Then
 * its file's name and type. The first byte chooses the size of the pieces. */
#include "cgi/domain/file_name.h"
#include "cgi/domain/file_type.h"
#include "cgi/multipart.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Everything a reading gives, as text; returns its length. */
static void read_all(struct str body, size_t at_once, struct buf *out)
{
    static struct multipart m;
    enum multipart_event event = MULTIPART_NOTHING;
    struct str content;
    if (!multipart_init(&m, STR("multipart/form-data; boundary=\"b\"")))
        abort();
    for (size_t from = 0; from < body.len && event != MULTIPART_BROKEN;) {
        struct str piece = str_slice(body, from, from + at_once);
        size_t taken = multipart_feed(&m, piece, &event, &content);
        if (taken > piece.len || (event == MULTIPART_NOTHING && taken != piece.len) ||
            content.len > body.len)
            abort();
        from += taken;
        if (event == MULTIPART_PART && m.has_file_name) {
            buf_add_char(out, 'P');
            buf_add(out, str_of(m.file_name, m.file_name_len));
        } else if (event == MULTIPART_DATA) {
            buf_add(out, content);
        } else if (event != MULTIPART_NOTHING) {
            buf_add_char(out, (char) ('0' + event));
        }
    }
    buf_add_char(out, multipart_is_over(&m) ? '.' : '?');
}

static void try_name(struct str given)
{
    struct buf name, header;
    buf_init(&name, 1024);
    buf_init(&header, 8192);
    file_name_clean(&name, given);
    struct str clean = buf_str(&name);
    if (clean.len == 0 || clean.len > FILE_NAME_MAX || !str_is_utf8(clean) || !buf_ok(&name) ||
        memchr(clean.ptr, '/', clean.len) || clean.ptr[0] == '.')
        abort();
    file_name_disposition(&header, "attachment", clean);
    for (size_t i = 0; i < header.len; i++) {
        if (header.ptr[i] < 0x20 || header.ptr[i] == 0x7f)
            abort();
    }
    if (!buf_ok(&header))
        abort();
    buf_cleanup(&name);
    buf_cleanup(&header);
}

static void try_type(struct str content)
{
    struct file_look at_once = {0}, by_bytes = {0};
    file_look_at(&at_once, content);
    for (size_t i = 0; i < content.len; i++)
        file_look_at(&by_bytes, str_slice(content, i, i + 1));
    const struct file_type *type = file_look_type(&at_once);
    if (type != file_look_type(&by_bytes) || file_type_named(str_from(type->content_type)) != type)
        abort();
    bool is_text =
        memchr(content.ptr ? content.ptr : "", '\0', content.len) == NULL && str_is_utf8(content);
    if (strncmp(type->content_type, "text/", 5) == 0 && !is_text)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole, pieces;
    if (size == 0)
        return 0;
    struct str body = str_of((const char *) data + 1, size - 1);
    buf_init(&whole, 4 * size + 64);
    buf_init(&pieces, 4 * size + 64);
    read_all(body, body.len + 1, &whole);
    read_all(body, 1 + data[0] % 32, &pieces);
    if (!str_eq(buf_str(&whole), buf_str(&pieces)))
        abort();
    buf_cleanup(&whole);
    buf_cleanup(&pieces);
    try_name(body);
    try_type(body);
    return 0;
}
