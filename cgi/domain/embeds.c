#include "cgi/domain/embeds.h"

#include "cgi/domain/times.h"

#include <stdio.h>

enum { LINK_MAX = 2048, FIELDS_MAX = 25, COLOR_MAX = 0xffffff, TIME_MAX = 64 };

/* One reading: where it goes, how much text it has by now, and what was wrong first. */
struct reading {
    struct buf *out;
    size_t text;
    const char *why;
};

static void refuse(struct reading *r, const char *why)
{
    if (!r->why)
        r->why = why;
}

/* A member that is there; NULL when it is absent or null. */
static struct json_object *member(struct json_object *from, const char *name)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(from, name, &value);
    return value;
}

bool embeds_is_link(struct str url)
{
    struct str scheme = str_cut(&url, ':');
    if (!str_ieq(scheme, STR("http")) && !str_ieq(scheme, STR("https")))
        return false;
    if (!str_starts(url, STR("//")) || url.len < 3 || url.len > LINK_MAX)
        return false;
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        if (c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\')
            return false;
    }
    return true;
}

static bool is_wanted(struct reading *r, struct json_object *value, struct str *text)
{
    if (!value)
        return false;
    *text = json_text(value);
    if (!json_object_is_type(value, json_type_string) || !str_is_utf8(*text))
        refuse(r, "a text of an embed must be a string without a NUL character");
    return !r->why && text->len > 0;
}

static void add_text(struct reading *r, struct json_object *from, const char *name, size_t most)
{
    struct str text;
    if (!is_wanted(r, member(from, name), &text))
        return;
    size_t count = str_utf8_count(text);
    r->text += count;
    if (count > most)
        refuse(r, "a text of an embed is too long");
    json_add_text(r->out, name, text);
}

static void add_link(struct reading *r, struct json_object *from, const char *name)
{
    struct str url;
    /* Of a file that would come with the message: that is not kept. */
    if (!is_wanted(r, member(from, name), &url) || str_starts(url, STR("attachment://")))
        return;
    if (!embeds_is_link(url))
        refuse(r, "an address of an embed must begin with http:// or https://");
    json_add_text(r->out, name, url);
}

/* Times without an offset are UTC, as Python writes them. */
static void add_moment(struct reading *r, struct json_object *from, const char *name)
{
    char with_offset[TIME_MAX + 2];
    struct str text;
    int64_t ms;
    if (!is_wanted(r, member(from, name), &text))
        return;
    snprintf(with_offset, sizeof(with_offset), "%.*sZ",
             (int) (text.len > TIME_MAX ? TIME_MAX : text.len), text.ptr);
    if (times_parse(text, &ms))
        json_add_text(r->out, name, text);
    else if (text.len < TIME_MAX && times_parse(str_from(with_offset), &ms))
        json_add_text(r->out, name, str_from(with_offset));
    else
        refuse(r, "the timestamp of an embed must be a time of ISO 8601");
}

static void add_color(struct reading *r, struct json_object *from)
{
    struct json_object *value = member(from, "color");
    if (!value)
        return;
    int64_t color = json_object_get_int64(value);
    if (!json_object_is_type(value, json_type_int) || color < 0 || color > COLOR_MAX)
        refuse(r, "the color of an embed must be a whole number from 0 to 16777215");
    json_add_i64(r->out, "color", color);
}

/* Begin an object below; its members come next, then `leave`. Returns it, or NULL when it is not
 * there. */
static struct json_object *enter(struct reading *r, struct json_object *from, const char *name)
{
    struct json_object *value = member(from, name);
    if (value && !json_object_is_type(value, json_type_object)) {
        refuse(r, "a part of an embed must be an object");
        return NULL;
    }
    if (value) {
        json_add_key(r->out, name);
        buf_add_char(r->out, '{');
    }
    return value;
}

/* End it; without any members it goes. */
static void leave(struct reading *r, size_t before)
{
    if (r->out->len > 0 && r->out->ptr[r->out->len - 1] == '{')
        r->out->len = before;
    else
        buf_add_char(r->out, '}');
}

static void add_picture(struct reading *r, struct json_object *from, const char *name)
{
    size_t before = r->out->len;
    struct json_object *picture = enter(r, from, name);
    if (!picture)
        return;
    add_link(r, picture, "url");
    leave(r, before);
}

static void add_footer(struct reading *r, struct json_object *from)
{
    size_t before = r->out->len;
    struct json_object *footer = enter(r, from, "footer");
    if (!footer)
        return;
    add_text(r, footer, "text", 2048);
    add_link(r, footer, "icon_url");
    leave(r, before);
}

static void add_author(struct reading *r, struct json_object *from)
{
    size_t before = r->out->len;
    struct json_object *author = enter(r, from, "author");
    if (!author)
        return;
    add_text(r, author, "name", 256);
    add_link(r, author, "url");
    add_link(r, author, "icon_url");
    leave(r, before);
}

static void add_field(struct reading *r, struct json_object *field)
{
    struct json_object *is_inline = member(field, "inline");
    if (!json_object_is_type(field, json_type_object)) {
        refuse(r, "a field of an embed must be an object");
        return;
    }
    buf_add_char(r->out, '{');
    add_text(r, field, "name", 256);
    add_text(r, field, "value", 1024);
    if (is_inline && !json_object_is_type(is_inline, json_type_boolean))
        refuse(r, "inline of a field must be true or false");
    json_add_bool(r->out, "inline", json_object_get_boolean(is_inline));
    buf_add_char(r->out, '}');
}

static void add_fields(struct reading *r, struct json_object *from)
{
    struct json_object *fields = member(from, "fields");
    if (!fields)
        return;
    if (!json_object_is_type(fields, json_type_array) ||
        json_object_array_length(fields) > FIELDS_MAX) {
        refuse(r, "fields of an embed must be an array of at most 25");
        return;
    }
    if (json_object_array_length(fields) == 0)
        return;
    json_add_key(r->out, "fields");
    buf_add_char(r->out, '[');
    for (size_t i = 0; i < json_object_array_length(fields); i++) {
        if (i > 0)
            buf_add_char(r->out, ',');
        add_field(r, json_object_array_get_idx(fields, i));
    }
    buf_add_char(r->out, ']');
}

static void add_embed(struct reading *r, struct json_object *embed)
{
    add_text(r, embed, "title", 256);
    add_text(r, embed, "description", 4096);
    add_link(r, embed, "url");
    add_moment(r, embed, "timestamp");
    add_color(r, embed);
    add_footer(r, embed);
    add_picture(r, embed, "image");
    add_picture(r, embed, "thumbnail");
    add_author(r, embed);
    add_fields(r, embed);
}

const char *embeds_read(struct json_object *given, struct buf *out, size_t *count)
{
    struct reading r = {.out = out};
    *count = 0;
    if (given && !json_object_is_type(given, json_type_array))
        return "must be an array";
    size_t len = given ? json_object_array_length(given) : 0;
    if (len > EMBEDS_MAX)
        return "must be an array of at most 10 embeds";
    buf_add_char(out, '[');
    for (size_t i = 0; i < len && !r.why; i++) {
        struct json_object *embed = json_object_array_get_idx(given, i);
        if (!json_object_is_type(embed, json_type_object))
            return "must hold objects";
        size_t before = out->len;
        if (*count > 0)
            buf_add_char(out, ',');
        buf_add_char(out, '{');
        size_t begun = out->len;
        add_embed(&r, embed);
        bool is_empty = out->len == begun;
        buf_add_char(out, '}');
        if (is_empty)
            out->len = before;
        else
            (*count)++;
    }
    buf_add_char(out, ']');
    if (r.text > EMBEDS_TEXT_MAX)
        refuse(&r, "the texts of all embeds together must have at most 6000 characters");
    if (!buf_ok(out))
        refuse(&r, "is too large");
    return r.why;
}
