/* What a worker reads from the network: JSON, paths, queries, numbers, searches. The first byte
 * chooses. */
#include "cgi/domain/search.h"
#include "cgi/url.h"
#include "shared/arena.h"
#include "shared/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was taken as JSON is UTF-8, and its text can be written and read again. */
static void try_json(struct str text)
{
    struct json_object *value = json_parse(text);
    if (value && !str_is_utf8(text))
        abort();
    if (json_object_is_type(value, json_type_string)) {
        struct buf out;
        buf_init(&out, 16 * text.len + 16);
        json_add_string(&out, json_text(value));
        struct json_object *again = json_parse(buf_str(&out));
        if (!again || !str_eq(json_text(again), json_text(value)))
            abort();
        json_object_put(again);
        buf_cleanup(&out);
    }
    json_object_put(value);
}

static void try_url(struct str text)
{
    struct arena a;
    struct str out;
    arena_init(&a);
    if (url_decode(&a, text, true, &out) && (out.len > text.len || !str_is_utf8(out)))
        abort();
    if (url_query_get(&a, text, "limit", &out) && !str_is_utf8(out))
        abort();
    arena_cleanup(&a);
}

/* Ranges are in order, apart, not empty, and within the text. */
static void try_search(struct str text)
{
    struct str q = str_slice(text, 0, 8), terms[SEARCH_TERMS_MAX];
    struct search_range ranges[SEARCH_RANGES_MAX];
    struct arena a;
    if (!str_is_utf8(text) || !str_is_utf8(q))
        return;
    arena_init(&a);
    struct search *s = search_create(&a, terms, search_terms(q, terms));
    size_t count = search_ranges(s, text, ranges);
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].start >= ranges[i].end || ranges[i].end > text.len ||
            (i > 0 && ranges[i].start <= ranges[i - 1].end))
            abort();
    }
    if (search_rank(s, text) < 0)
        abort();
    arena_cleanup(&a);
}

static void try_text(struct str text)
{
    int64_t number = -1;
    if (str_to_i64(text, &number) && number < 0)
        abort();
    try_search(text);
    struct str trimmed = str_trim(text);
    if (trimmed.len > text.len)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str text = str_of((const char *) data + 1, size - 1);
    switch (data[0] % 3) {
    case 0:
        try_json(text);
        break;
    case 1:
        try_url(text);
        break;
    default:
        try_text(text);
    }
    return 0;
}
