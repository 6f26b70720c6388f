#include "cgi/domain/mentions.h"

static void add(int64_t *ids, size_t *count, int64_t id)
{
    for (size_t i = 0; i < *count; i++) {
        if (ids[i] == id)
            return;
    }
    if (*count < MENTIONS_MAX)
        ids[(*count)++] = id;
}

/* --- code --------------------------------------------------------------------------------------
 */

/* How many backticks stand at `at`. */
static size_t run_at(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.ptr[end] == '`')
        end++;
    return end - at;
}

/* Where the code that a run of `length` backticks before `from` opens has ended: behind the next
 * run of exactly as many. Without one they are plain text, and it is `from`. */
static size_t behind_code(struct str text, size_t from, size_t length)
{
    for (size_t at = from; at < text.len;) {
        const char *tick = memchr(text.ptr + at, '`', text.len - at);
        if (!tick)
            break;
        at = (size_t) (tick - text.ptr);
        size_t run = run_at(text, at);
        at += run;
        if (run == length)
            return at;
    }
    return from;
}

/* --- mentions ----------------------------------------------------------------------------------
 */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* What follows an @ that begins no longer word and ends none. */
static bool names_everyone(struct str text, size_t at)
{
    static const struct str words[] = {{"everyone", 8}, {"here", 4}};
    struct str rest = str_slice(text, at + 1, text.len);
    if (at > 0 && is_word(text.ptr[at - 1]))
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (str_starts(rest, words[i]) &&
            (rest.len == words[i].len || !is_word(rest.ptr[words[i].len])))
            return true;
    }
    return false;
}

/* What stands between < and the next >, if it is a mention. */
static void read_angled(struct str text, size_t at, struct mentions *out)
{
    enum { LONGEST = 24 }; /* @& and a number, with some to spare */
    struct str rest = str_slice(text, at + 1, at + 1 + LONGEST);
    const char *end = rest.len > 0 ? memchr(rest.ptr, '>', rest.len) : NULL;
    int64_t id;
    if (!end || rest.ptr[0] != '@')
        return;
    struct str number = str_slice(rest, 1, (size_t) (end - rest.ptr));
    bool is_role = str_starts(number, STR("&"));
    if (is_role || str_starts(number, STR("!")))
        number = str_slice(number, 1, number.len);
    if (!str_to_i64(number, &id) || id < 1)
        return;
    if (is_role)
        add(out->roles, &out->role_count, id);
    else
        add(out->users, &out->user_count, id);
}

void mentions_find(struct str content, struct mentions *out)
{
    *out = (struct mentions){0};
    for (size_t at = 0; at < content.len;) {
        size_t run = run_at(content, at);
        if (run > 0) {
            at = behind_code(content, at + run, run);
            continue;
        }
        if (content.ptr[at] == '<')
            read_angled(content, at, out);
        else if (content.ptr[at] == '@' && names_everyone(content, at))
            out->everyone = true;
        at++;
    }
}
