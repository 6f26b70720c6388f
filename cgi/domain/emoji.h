/* What people react with. Pure. */
#ifndef OHKAY_CGI_DOMAIN_EMOJI_H
#define OHKAY_CGI_DOMAIN_EMOJI_H

#include "shared/str.h"

enum { EMOJI_BYTES_MAX = 64, EMOJI_NAME_MAX = 32 };

/* One emoji, in the one way of writing it under which reactions are counted. */
struct emoji {
    char bytes[EMOJI_BYTES_MAX];
    size_t len;
    size_t name_len;   /* of a custom one: the bytes before the colon */
    int64_t custom_id; /* 0: a Unicode emoji */
};

/* Read an emoji: either one of Unicode (UTS #51: a pictograph with what may follow it, joined ones,
 * a flag, a keycap), with variation selectors put where the standard wants them, so that two ways
 * of writing one emoji are the same; or `name:id` of a custom one, whose name has 1 to
 * EMOJI_NAME_MAX of A-Z a-z 0-9 _. Whether that one exists is not known here. Returns false for
 * anything else, more than one emoji included. */
bool emoji_read(struct str text, struct emoji *out);

/* As it is stored and shown. */
static inline struct str emoji_text(const struct emoji *e)
{
    return str_of(e->bytes, e->len);
}

/* The name of a custom one; empty for others. */
static inline struct str emoji_name(const struct emoji *e)
{
    return str_of(e->bytes, e->name_len);
}

#endif
