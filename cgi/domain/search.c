#include "cgi/domain/search.h"

#include "cgi/domain/fold.h"

#include <locale.h>
#include <stdlib.h>
#include <wctype.h>

/* A text folded: for each byte, where the character that it comes from begins in the original. */
struct folded {
    char bytes[SEARCH_FOLDED_MAX];
    uint32_t at[SEARCH_FOLDED_MAX + 1];
    size_t len;
};

struct search {
    struct str needles[SEARCH_TERMS_MAX];
    bool at_word[SEARCH_TERMS_MAX]; /* looked for where words begin only */
    size_t count;
    struct str together; /* all of them, a space between each two; empty for one */
    struct folded text;
};

/* --- what somebody typed -----------------------------------------------------------------------
 */

/* The length of the character at the beginning of valid UTF-8. */
static size_t char_length(struct str s)
{
    size_t len = 1;
    while (len < s.len && ((unsigned char) s.ptr[len] & 0xc0) == 0x80)
        len++;
    return len;
}

/* The same if it is white space of any script, else 0. */
static size_t space_at(struct str s)
{
    size_t len = s.len > 0 ? char_length(s) : 0;
    return str_trim_text(str_slice(s, 0, len)).len == 0 ? len : 0;
}

static size_t term_length(struct str s)
{
    size_t len = 0;
    while (len < s.len && s.ptr[len] != '"' && space_at(str_slice(s, len, s.len)) == 0)
        len += char_length(str_slice(s, len, s.len));
    return len;
}

size_t search_terms(struct str q, struct str terms[SEARCH_TERMS_MAX])
{
    size_t count = 0;
    while (q.len > 0 && count < SEARCH_TERMS_MAX) {
        size_t skip = space_at(q);
        struct str term = {0};
        if (skip == 0 && q.ptr[0] == '"') {
            struct str rest = str_slice(q, 1, q.len);
            term = str_cut(&rest, '"');
            skip = rest.ptr ? term.len + 2 : q.len;
        } else if (skip == 0) {
            skip = term_length(q);
            term = str_slice(q, 0, skip);
        }
        term = str_trim_text(term);
        if (term.len > 0)
            terms[count++] = term;
        q = str_slice(q, skip, q.len);
    }
    return count;
}

/* --- folding -----------------------------------------------------------------------------------
 */

/* Take one character off valid UTF-8. */
static uint32_t next_char(struct str *rest, struct str *bytes)
{
    unsigned char lead = (unsigned char) rest->ptr[0];
    size_t len = char_length(*rest);
    *bytes = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len, rest->len);
    uint32_t c = len == 1 ? lead : lead & (0x7fU >> len);
    for (size_t i = 1; i < bytes->len; i++)
        c = c << 6 | ((unsigned char) bytes->ptr[i] & 0x3fU);
    return c;
}

/* Letters and digits as PostgreSQL's trigrams know them: by the C library's tables. */
static bool is_alnum(uint32_t c)
{
    static locale_t unicode;
    if (!unicode)
        unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
    return unicode ? iswalnum_l((wint_t) c, unicode) != 0 : c < 0x80 && iswalnum((wint_t) c) != 0;
}

/* Scripts that put no spaces between words: Kana, Han, Hangul. */
static bool is_alone(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) ||
           (c >= 0x20000 && c <= 0x3ffff);
}

enum search_grip search_grip(struct str term)
{
    bool begins_word = false;
    int in_row = 0;
    for (struct str rest = term, bytes; rest.len > 0;) {
        bool is_first = rest.len == term.len;
        uint32_t c = next_char(&rest, &bytes);
        in_row = is_alnum(c) ? in_row + 1 : 0;
        if (in_row == 3 || (in_row > 0 && is_alone(c)))
            return SEARCH_ANYWHERE;
        begins_word |= is_first && in_row > 0;
    }
    return begins_word ? SEARCH_AT_WORD : SEARCH_BLIND;
}

static void fold(struct folded *out, struct str text)
{
    uint32_t units = 0;
    out->len = 0;
    while (text.len > 0) {
        struct str bytes;
        uint32_t c = next_char(&text, &bytes);
        struct str to = fold_char(c);
        if (!to.ptr)
            to = bytes;
        if (out->len + to.len > SEARCH_FOLDED_MAX)
            break;
        for (size_t i = 0; i < to.len; i++) {
            out->bytes[out->len] = to.ptr[i];
            out->at[out->len++] = units;
        }
        units += c > 0xffff ? 2 : 1;
    }
    out->at[out->len] = units;
}

static struct str folded_str(const struct folded *f)
{
    return str_of(f->bytes, f->len);
}

struct search *search_create(struct arena *a, const struct str *terms, size_t count)
{
    struct search *s = arena_alloc(a, sizeof(*s));
    s->count = 0;
    s->together = (struct str){0};
    for (size_t i = 0; i < count && i < SEARCH_TERMS_MAX; i++) {
        fold(&s->text, terms[i]);
        if (s->text.len == 0)
            continue;
        struct str needle = arena_str(a, folded_str(&s->text));
        s->at_word[s->count] = search_grip(terms[i]) == SEARCH_AT_WORD;
        s->needles[s->count++] = needle;
        s->together = s->count == 1
                          ? needle
                          : arena_printf(a, "%.*s %.*s", STR_FMT(s->together), STR_FMT(needle));
    }
    return s;
}

/* --- looking -----------------------------------------------------------------------------------
 */

/* Where `needle` is at or behind `from`; SIZE_MAX: nowhere. */
static size_t find(const struct folded *f, struct str needle, size_t from)
{
    const char *found =
        from < f->len ? memmem(f->bytes + from, f->len - from, needle.ptr, needle.len) : NULL;
    return found ? (size_t) (found - f->bytes) : SIZE_MAX;
}

/* Whether the character around that byte makes words with its neighbours: letters and digits of
 * scripts that put spaces between words, U+00C0 to U+1FFF beside ASCII. In the others each
 * character stands for itself. */
static bool joins(const struct folded *f, size_t at)
{
    unsigned char c = (unsigned char) f->bytes[at];
    while (at > 0 && (c & 0xc0) == 0x80)
        c = (unsigned char) f->bytes[--at];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xc3 && c <= 0xe1);
}

static bool is_whole(const struct folded *f, size_t at, size_t len)
{
    bool begins = at == 0 || !joins(f, at - 1) || !joins(f, at);
    bool ends = at + len == f->len || !joins(f, at + len - 1) || !joins(f, at + len);
    return begins && ends;
}

static bool has_whole(const struct folded *f, struct str needle)
{
    for (size_t at = find(f, needle, 0); at != SIZE_MAX; at = find(f, needle, at + 1)) {
        if (is_whole(f, at, needle.len))
            return true;
    }
    return false;
}

int search_rank(struct search *s, struct str text)
{
    int rank = 0;
    fold(&s->text, text);
    for (size_t i = 0; i < s->count; i++)
        rank += has_whole(&s->text, s->needles[i]) ? 2 : 0;
    if (s->count > 1 && find(&s->text, s->together, 0) != SIZE_MAX)
        rank++;
    return rank;
}

static int by_start(const void *a, const void *b)
{
    const struct search_range *left = a, *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

/* Whole characters: also when half of what one became was looked for. */
static struct search_range range_of(const struct folded *f, size_t at, size_t len)
{
    size_t end = at + len;
    while (end < f->len && f->at[end] == f->at[end - 1])
        end++;
    return (struct search_range){f->at[at], f->at[end]};
}

size_t search_ranges(struct search *s, struct str text,
                     struct search_range ranges[SEARCH_RANGES_MAX])
{
    size_t found = 0, count = 0;
    fold(&s->text, text);
    for (size_t i = 0; i < s->count; i++) {
        struct str needle = s->needles[i];
        size_t at = find(&s->text, needle, 0);
        for (; at != SIZE_MAX && found < SEARCH_RANGES_MAX;
             at = find(&s->text, needle, at + needle.len)) {
            if (!s->at_word[i] || at == 0 || !joins(&s->text, at - 1))
                ranges[found++] = range_of(&s->text, at, needle.len);
        }
    }
    qsort(ranges, found, sizeof(ranges[0]), by_start);
    for (size_t i = 0; i < found; i++) {
        if (count == 0 || ranges[i].start > ranges[count - 1].end)
            ranges[count++] = ranges[i];
        else if (ranges[i].end > ranges[count - 1].end)
            ranges[count - 1].end = ranges[i].end;
    }
    return count;
}
