#include "pushd/gateway/rights.h"

#include "shared/json.h"

#include <stdlib.h>

static bool is_set(struct str text, size_t user_count)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return text.len == (user_count + 3) / 4;
}

static int compare(const void *a, const void *b)
{
    int64_t left = ((const struct rights_channel *) a)->id;
    int64_t right = ((const struct rights_channel *) b)->id;
    return (left > right) - (left < right);
}

static bool read_channel(struct json_object *from, size_t user_count, struct rights_channel *out)
{
    struct json_object *id = NULL, *users = NULL;
    json_object_object_get_ex(from, "id", &id);
    json_object_object_get_ex(from, "users", &users);
    out->id = json_object_is_type(id, json_type_int) ? json_object_get_int64(id) : 0;
    out->users = json_text(users);
    return out->id > 0 && json_object_is_type(users, json_type_string) &&
           is_set(out->users, user_count);
}

static bool read_channels(struct json_object *list, size_t user_count, struct rights *out)
{
    if (!json_object_is_type(list, json_type_array))
        return false;
    out->channel_count = json_object_array_length(list);
    out->channels = calloc(out->channel_count + 1, sizeof(*out->channels));
    if (!out->channels)
        abort();
    for (size_t i = 0; i < out->channel_count; i++) {
        struct json_object *channel = json_object_array_get_idx(list, i);
        if (!json_object_is_type(channel, json_type_object) ||
            !read_channel(channel, user_count, &out->channels[i]))
            return false;
    }
    qsort(out->channels, out->channel_count, sizeof(*out->channels), compare);
    return true;
}

bool rights_read(struct str body, size_t user_count, struct rights *out)
{
    struct json_object *at = NULL, *members = NULL, *channels = NULL;
    *out = (struct rights){.json = json_parse(body)};
    bool ok = json_object_is_type(out->json, json_type_object);
    if (ok) {
        json_object_object_get_ex(out->json, "at", &at);
        json_object_object_get_ex(out->json, "members", &members);
        json_object_object_get_ex(out->json, "channels", &channels);
        out->members = json_text(members);
        ok = stream_id_read(json_text(at), &out->at) && is_set(out->members, user_count) &&
             json_object_is_type(members, json_type_string) &&
             read_channels(channels, user_count, out);
    }
    if (!ok)
        rights_cleanup(out);
    return ok;
}

void rights_cleanup(struct rights *r)
{
    free(r->channels);
    json_object_put(r->json);
    *r = (struct rights){0};
}

bool rights_has(struct str set, size_t user)
{
    if (user / 4 >= set.len)
        return false;
    char c = set.ptr[user / 4];
    unsigned digit = (unsigned) (c >= 'a' ? c - 'a' + 10 : c - '0');
    return digit & (8u >> (user % 4));
}

const struct rights_channel *rights_channel(const struct rights *r, int64_t id)
{
    const struct rights_channel key = {.id = id};
    return bsearch(&key, r->channels, r->channel_count, sizeof(key), compare);
}
