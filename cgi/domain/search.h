/* What a search looks for, and where a text has it. Pure.
 *
 * PostgreSQL finds the messages (cgi/store/search.c); this ranks those it found and says what to
 * highlight. Both see texts as fold.h does. */
#ifndef OHKAY_CGI_DOMAIN_SEARCH_H
#define OHKAY_CGI_DOMAIN_SEARCH_H

#include "shared/arena.h"

enum { SEARCH_TERMS_MAX = 100, SEARCH_RANGES_MAX = 100, SEARCH_FOLDED_MAX = 32768 };

/* Split what somebody typed: words between white space, and "phrases" between quotes; a quote
 * without its partner counts to the end. All must be in a message. Borrowed from `q`; returns how
 * many. */
size_t search_terms(struct str q, struct str terms[SEARCH_TERMS_MAX]);

/* How a term is found: what the index of trigrams can do for it. */
enum search_grip {
    SEARCH_ANYWHERE, /* three letters or digits in a row, or one of a script without spaces */
    SEARCH_AT_WORD,  /* fewer: only where a word begins */
    SEARCH_BLIND,    /* signs alone: anywhere, but without the index */
};
enum search_grip search_grip(struct str term);

/* Terms as they are looked for, and room to look in one text at a time. */
struct search;
struct search *search_create(struct arena *a, const struct str *terms, size_t count);

/* How well a text that has every term fits: the more of them are whole words, and the better when
 * all stand next to each other as typed, the higher. */
int search_rank(struct search *s, struct str text);

/* A part of a text, in UTF-16 code units from its beginning, as JavaScript counts: the end is
 * behind it. */
struct search_range {
    uint32_t start, end;
};

/* Where a text has the terms, in order, without overlap; at most SEARCH_RANGES_MAX. Returns how
 * many. */
size_t search_ranges(struct search *s, struct str text,
                     struct search_range ranges[SEARCH_RANGES_MAX]);

#endif
