#include "shared/json.h"

#include <stdlib.h>

/* json-c takes more than RFC 8259 does, even when told to be strict: single quotes, NaN, control
 * characters in strings. Whether the bytes outside and inside of strings are those of JSON at all.
 */
static bool has_json_bytes(struct str text)
{
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char) text.ptr[i];
        if (c == '"')
            in_string = !in_string;
        else if (in_string && c == '\\')
            i++;
        else if (in_string ? c < 0x20 : !strchr("{}[]:,+-.0123456789eEtrufalsn \t\r\n", c))
            return false;
    }
    return true;
}

struct json_object *json_parse(struct str text)
{
    if (text.len == 0 || text.len > INT32_MAX || !str_is_utf8(text) || !has_json_bytes(text))
        return NULL;
    struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX);
    if (!tokener)
        abort();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *value = json_tokener_parse_ex(tokener, text.ptr, (int) text.len);
    enum json_tokener_error state = json_tokener_get_error(tokener);
    /* A bare number at the very end only becomes complete when a byte follows it. */
    if (state == json_tokener_continue) {
        value = json_tokener_parse_ex(tokener, "", 1);
        state = json_tokener_get_error(tokener);
    } else if (state == json_tokener_success) {
        size_t end = json_tokener_get_parse_end(tokener);
        if (str_trim(str_slice(text, end, text.len)).len > 0)
            state = json_tokener_error_parse_unexpected;
    }
    json_tokener_free(tokener);
    if (state != json_tokener_success) {
        json_object_put(value);
        return NULL;
    }
    return value;
}

struct str json_text(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return (struct str){0};
    return str_of(json_object_get_string(value), (size_t) json_object_get_string_len(value));
}

void json_add_string(struct buf *out, struct str text)
{
    size_t plain_from = 0;
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char) text.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(out, str_slice(text, plain_from, i));
        plain_from = i + 1;
        if (c == '"' || c == '\\') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char) c);
        } else if (c == '\n') {
            buf_add_cstr(out, "\\n");
        } else {
            buf_printf(out, "\\u%04x", c);
        }
    }
    buf_add(out, str_slice(text, plain_from, text.len));
    buf_add_char(out, '"');
}

void json_add_key(struct buf *out, const char *key)
{
    if (out->len > 0 && out->ptr[out->len - 1] != '{')
        buf_add_char(out, ',');
    buf_add_char(out, '"');
    buf_add_cstr(out, key);
    buf_add_cstr(out, "\":");
}

void json_add_text(struct buf *out, const char *key, struct str text)
{
    json_add_key(out, key);
    json_add_string(out, text);
}

void json_add_i64(struct buf *out, const char *key, int64_t value)
{
    json_add_key(out, key);
    buf_add_i64(out, value);
}

void json_add_bool(struct buf *out, const char *key, bool value)
{
    json_add_key(out, key);
    buf_add_cstr(out, value ? "true" : "false");
}

void json_add_raw(struct buf *out, const char *key, struct str json)
{
    json_add_key(out, key);
    buf_add(out, json);
}
