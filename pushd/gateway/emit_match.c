#include "pushd/gateway/emit_match.h"

#include "pushd/proto/json_scan.h"
#include "shared/json.h"

#include <assert.h>
#include <stdio.h>

#define ID_LIMIT (INT64_C(1) << 53)

static bool is_id(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_int))
        return false;
    int64_t id = json_object_get_int64(value);
    return id > 0 && id < ID_LIMIT;
}

/* List the {parameters} of the row's path. */
static void read_params(const struct emit_row *row, struct emit_match *out)
{
    struct str rest = str_from(row->path);
    out->row = row;
    out->param_count = 0;
    for (str_cut(&rest, '{'); rest.ptr; str_cut(&rest, '{')) {
        assert(out->param_count < EMIT_PARAMS_MAX);
        out->param_names[out->param_count++] = str_cut(&rest, '}');
    }
}

/* The member, "" behind it being borrowed from the table: names are short. */
static struct json_object *member(struct json_object *payload, struct str name)
{
    char key[32];
    struct json_object *value = NULL;
    snprintf(key, sizeof(key), "%.*s", STR_FMT(name));
    json_object_object_get_ex(payload, key, &value);
    return value;
}

static struct json_object *param_of(struct json_object *payload, const struct emit_match *match,
                                    size_t i)
{
    bool bare_allowed = match->param_count == 1 && match->row->kind != EMIT_FORWARD;
    if (json_object_is_type(payload, json_type_object))
        return member(payload, match->param_names[i]);
    return bare_allowed ? payload : NULL;
}

/* Read what the row wants out of the payload. Returns how many parameters are there at all, and
 * sets `*ok` when each is an id. */
static size_t read_values(struct json_object *payload, struct emit_match *match, bool *ok)
{
    size_t present = 0;
    *ok = match->param_count > 0 || json_object_is_type(payload, json_type_object);
    for (size_t i = 0; i < match->param_count; i++) {
        struct json_object *value = param_of(payload, match, i);
        present += value != NULL;
        if (is_id(value))
            match->param_values[i] = json_object_get_int64(value);
        else
            *ok = false;
    }
    return present;
}

static void fill_path(struct emit_match *match)
{
    struct buf path;
    struct str rest = str_from(match->row->path);
    buf_init(&path, EMIT_PATH_SIZE - 1);
    buf_add(&path, str_cut(&rest, '{'));
    for (size_t i = 0; i < match->param_count; i++) {
        buf_add_i64(&path, match->param_values[i]);
        str_cut(&rest, '}');
        buf_add(&path, str_cut(&rest, '{'));
    }
    assert(buf_ok(&path));
    snprintf(match->path, sizeof(match->path), "%s", buf_cstr(&path));
    buf_cleanup(&path);
}

static void add_field(struct buf *fields, struct str name, const char *why)
{
    if (fields->len > 0)
        buf_add_char(fields, ',');
    json_add_string(fields, name);
    buf_add_char(fields, ':');
    json_add_string(fields, str_from(why));
}

static void explain(struct json_object *payload, const struct emit_match *match, struct buf *fields)
{
    if (!json_object_is_type(payload, json_type_object) &&
        (match->param_count != 1 || !param_of(payload, match, 0))) {
        add_field(fields, STR("payload"), "must be an object");
        return;
    }
    for (size_t i = 0; i < match->param_count; i++) {
        struct json_object *value = param_of(payload, match, i);
        if (!is_id(value))
            add_field(fields, match->param_names[i],
                      value ? "must be an id: a positive integer" : "is required");
    }
}

static enum emit_verdict match_rows(struct str name, struct json_object *payload,
                                    struct emit_match *out, struct buf *fields)
{
    size_t count, best_present = 0;
    const struct emit_row *rows = emit_rows(&count);
    struct emit_match best = {0};
    for (size_t i = 0; i < count; i++) {
        bool ok;
        if (!str_eq_cstr(name, rows[i].name))
            continue;
        read_params(&rows[i], out);
        size_t present = read_values(payload, out, &ok);
        if (ok) {
            fill_path(out);
            return EMIT_OK;
        }
        if (!best.row || present > best_present) {
            best = *out;
            best_present = present;
        }
    }
    if (!best.row)
        return EMIT_UNKNOWN;
    explain(payload, &best, fields);
    return EMIT_INVALID;
}

enum emit_verdict emit_match(struct str name, struct str args, struct emit_match *out,
                             struct buf *fields)
{
    struct str first, rest;
    struct json_object *payload = NULL;
    *out = (struct emit_match){0};
    if (json_scan_first(args, &first, &rest))
        payload = json_parse(first);
    enum emit_verdict verdict = match_rows(name, payload, out, fields);
    if (json_object_is_type(payload, json_type_object))
        out->payload = first;
    json_object_put(payload);
    return verdict;
}
