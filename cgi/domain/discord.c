#include "cgi/domain/discord.h"

#include <stdio.h>

enum { MESSAGE_TYPE_DEFAULT = 0, WEBHOOK_TYPE_INCOMING = 1, ID_SIZE = 24 };

static void add_id(struct buf *out, const char *key, int64_t id)
{
    char text[ID_SIZE];
    snprintf(text, sizeof(text), "%lld", (long long) id);
    json_add_text(out, key, str_from(text));
}

static void add_null(struct buf *out, const char *key)
{
    json_add_raw(out, key, STR("null"));
}

void discord_add_webhook(struct buf *out, const struct discord_webhook *w)
{
    buf_add_char(out, '{');
    add_id(out, "id", w->id);
    json_add_i64(out, "type", WEBHOOK_TYPE_INCOMING);
    json_add_text(out, "name", w->name);
    add_null(out, "avatar");
    add_id(out, "channel_id", w->channel_id);
    add_id(out, "guild_id", w->server_id);
    add_null(out, "application_id");
    json_add_text(out, "token", w->token);
    buf_add_char(out, '}');
}

static void add_author(struct buf *out, struct json_object *author)
{
    json_add_key(out, "author");
    buf_add_char(out, '{');
    add_id(out, "id", json_object_get_int64(json_object_object_get(author, "id")));
    json_add_text(out, "username", json_text(json_object_object_get(author, "username")));
    add_null(out, "avatar");
    json_add_text(out, "discriminator", STR("0000"));
    json_add_bool(out, "bot", true);
    buf_add_char(out, '}');
}

static void add_mentions(struct buf *out, struct json_object *users)
{
    json_add_key(out, "mentions");
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_object_array_length(users); i++) {
        struct json_object *user = json_object_array_get_idx(users, i);
        buf_add_cstr(out, i > 0 ? ",{" : "{");
        add_id(out, "id", json_object_get_int64(json_object_object_get(user, "id")));
        json_add_text(out, "username", json_text(json_object_object_get(user, "username")));
        json_add_text(out, "global_name", json_text(json_object_object_get(user, "displayName")));
        json_add_text(out, "discriminator", STR("0"));
        add_null(out, "avatar");
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_ids(struct buf *out, const char *key, struct json_object *ids)
{
    json_add_key(out, key);
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_object_array_length(ids); i++)
        buf_printf(out, i > 0 ? ",\"%lld\"" : "\"%lld\"",
                   (long long) json_object_get_int64(json_object_array_get_idx(ids, i)));
    buf_add_char(out, ']');
}

/* Each has a type there. */
static void add_embeds(struct buf *out, struct json_object *embeds)
{
    json_add_key(out, "embeds");
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_object_array_length(embeds); i++) {
        struct json_object *embed = json_object_array_get_idx(embeds, i);
        const char *text = json_object_to_json_string_ext(
            embed, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
        buf_add_cstr(out, i > 0 ? ",{\"type\":\"rich\"," : "{\"type\":\"rich\",");
        buf_add(out, str_slice(str_from(text), 1, strlen(text)));
    }
    buf_add_char(out, ']');
}

void discord_add_message(struct buf *out, struct json_object *m)
{
    struct json_object *author = json_object_object_get(m, "author");
    buf_add_char(out, '{');
    add_id(out, "id", json_object_get_int64(json_object_object_get(m, "id")));
    json_add_i64(out, "type", MESSAGE_TYPE_DEFAULT);
    json_add_text(out, "content", json_text(json_object_object_get(m, "content")));
    add_id(out, "channel_id", json_object_get_int64(json_object_object_get(m, "channelId")));
    add_author(out, author);
    json_add_raw(out, "attachments", STR("[]"));
    add_embeds(out, json_object_object_get(m, "embeds"));
    add_mentions(out, json_object_object_get(m, "mentions"));
    add_ids(out, "mention_roles", json_object_object_get(m, "mentionRoles"));
    json_add_bool(out, "mention_everyone",
                  json_object_get_boolean(json_object_object_get(m, "mentionEveryone")));
    json_add_bool(out, "pinned", false);
    json_add_bool(out, "tts", false);
    json_add_text(out, "timestamp", json_text(json_object_object_get(m, "createdAt")));
    add_null(out, "edited_timestamp");
    json_add_i64(out, "flags", 0);
    json_add_raw(out, "components", STR("[]"));
    add_id(out, "webhook_id", json_object_get_int64(json_object_object_get(author, "id")));
    buf_add_char(out, '}');
}

/* An id, as a string or as a number. */
static int64_t id_of(struct json_object *value)
{
    int64_t id = 0;
    if (json_object_is_type(value, json_type_int))
        id = json_object_get_int64(value);
    else
        str_to_i64(json_text(value), &id);
    return id;
}

static bool is_listed(struct json_object *list, int64_t id)
{
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        if (id_of(json_object_array_get_idx(list, i)) == id)
            return true;
    }
    return false;
}

static bool is_parsed(struct json_object *parse, const char *what)
{
    for (size_t i = 0; parse && i < json_object_array_length(parse); i++) {
        if (str_eq_cstr(json_text(json_object_array_get_idx(parse, i)), what))
            return true;
    }
    return false;
}

static void keep_listed(int64_t *ids, size_t *count, struct json_object *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (is_listed(list, ids[i]))
            ids[kept++] = ids[i];
    }
    *count = kept;
}

bool discord_allow_mentions(struct json_object *allowed, struct mentions *mentions)
{
    struct json_object *parse = NULL, *users = NULL, *roles = NULL;
    if (!allowed)
        return true;
    if (!json_object_is_type(allowed, json_type_object))
        return false;
    json_object_object_get_ex(allowed, "parse", &parse);
    json_object_object_get_ex(allowed, "users", &users);
    json_object_object_get_ex(allowed, "roles", &roles);
    if ((parse && !json_object_is_type(parse, json_type_array)) ||
        (users && !json_object_is_type(users, json_type_array)) ||
        (roles && !json_object_is_type(roles, json_type_array)))
        return false;
    if (!is_parsed(parse, "users"))
        keep_listed(mentions->users, &mentions->user_count, users);
    if (!is_parsed(parse, "roles"))
        keep_listed(mentions->roles, &mentions->role_count, roles);
    mentions->everyone = mentions->everyone && is_parsed(parse, "everyone");
    return true;
}
