/* What people write: the emoji of a reaction. */
#include "cgi/domain/emoji.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_emoji(str_of((const char *) data, size));
    return 0;
}
