/* What people write: the emoji of a reaction, whom a message mentions. */
#include "cgi/domain/emoji.h"
#include "cgi/domain/mentions.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* What is taken is short, and is taken again as it is. */
static void try_emoji(struct str text)
{
    struct emoji emoji, again;
    if (!emoji_read(text, &emoji))
        return;
    check(emoji.len > 0 && emoji.len <= EMOJI_BYTES_MAX && str_is_utf8(emoji_text(&emoji)));
    check((emoji.custom_id > 0) == (emoji.name_len > 0));
    check(emoji_read(emoji_text(&emoji), &again));
    check(str_eq(emoji_text(&emoji), emoji_text(&again)) && emoji.custom_id == again.custom_id);
}

static void check_ids(const int64_t *ids, size_t count)
{
    check(count <= MENTIONS_MAX);
    for (size_t i = 0; i < count; i++) {
        check(ids[i] > 0);
        for (size_t j = 0; j < i; j++)
            check(ids[j] != ids[i]);
    }
}

/* The text as Markdown's code; the caller frees it. */
static struct str wrapped(struct str text)
{
    char *copy = malloc(text.len + 2);
    check(copy != NULL);
    memcpy(copy + 1, text.ptr, text.len);
    copy[0] = copy[text.len + 1] = '`';
    return str_of(copy, text.len + 2);
}

/* Each is named once; whoever is mentioned is no more when the text is shown as code. */
static void try_mentions(struct str text)
{
    struct mentions found, again;
    mentions_find(text, &found);
    check_ids(found.users, found.user_count);
    check_ids(found.roles, found.role_count);
    if (text.len == 0 || memchr(text.ptr, '`', text.len))
        return;
    struct str code = wrapped(text);
    mentions_find(code, &again);
    check(again.user_count == 0 && again.role_count == 0 && !again.everyone);
    free((void *) (uintptr_t) code.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_mentions(str_of((const char *) data, size));
    try_emoji(str_of((const char *) data, size));
    return 0;
}
