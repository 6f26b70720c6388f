#include "cgi/domain/emoji.h"

struct range {
    uint32_t first, last;
};

// clang-format off
/* Unicode 17: pictographs that are shown as such without being asked (Emoji_Presentation), with
 * what is reserved for more of them. */
static const struct range pictures[] = {
    {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3}, {0x25FD, 0x25FE},
    {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267F, 0x267F}, {0x2693, 0x2693}, {0x26A1, 0x26A1},
    {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26C4, 0x26C5}, {0x26CE, 0x26CE}, {0x26D4, 0x26D4},
    {0x26EA, 0x26EA}, {0x26F2, 0x26F3}, {0x26F5, 0x26F5}, {0x26FA, 0x26FA}, {0x26FD, 0x26FD},
    {0x2705, 0x2705}, {0x270A, 0x270B}, {0x2728, 0x2728}, {0x274C, 0x274C}, {0x274E, 0x274E},
    {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797}, {0x27B0, 0x27B0}, {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F201, 0x1F201}, {0x1F21A, 0x1F21A},
    {0x1F22F, 0x1F22F}, {0x1F232, 0x1F236}, {0x1F238, 0x1F23A}, {0x1F250, 0x1F251},
    {0x1F300, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596},
    {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC},
    {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EF}, {0x1F6F4, 0x1F6FF},
    {0x1F7E0, 0x1F7EB}, {0x1F7F0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1F9FF}, {0x1FA58, 0x1FA5F}, {0x1FA6E, 0x1FAFF},
};

/* Characters that are text unless a variation selector says otherwise (Emoji alone). */
static const struct range texts[] = {
    {0xA9, 0xA9}, {0xAE, 0xAE}, {0x203C, 0x203C}, {0x2049, 0x2049}, {0x2122, 0x2122},
    {0x2139, 0x2139}, {0x2194, 0x2199}, {0x21A9, 0x21AA}, {0x2328, 0x2328}, {0x23CF, 0x23CF},
    {0x23ED, 0x23EF}, {0x23F1, 0x23F2}, {0x23F8, 0x23FA}, {0x24C2, 0x24C2}, {0x25AA, 0x25AB},
    {0x25B6, 0x25B6}, {0x25C0, 0x25C0}, {0x25FB, 0x25FC}, {0x2600, 0x2604}, {0x260E, 0x260E},
    {0x2611, 0x2611}, {0x2618, 0x2618}, {0x261D, 0x261D}, {0x2620, 0x2620}, {0x2622, 0x2623},
    {0x2626, 0x2626}, {0x262A, 0x262A}, {0x262E, 0x262F}, {0x2638, 0x263A}, {0x2640, 0x2640},
    {0x2642, 0x2642}, {0x265F, 0x2660}, {0x2663, 0x2663}, {0x2665, 0x2666}, {0x2668, 0x2668},
    {0x267B, 0x267B}, {0x267E, 0x267E}, {0x2692, 0x2692}, {0x2694, 0x2697}, {0x2699, 0x2699},
    {0x269B, 0x269C}, {0x26A0, 0x26A0}, {0x26A7, 0x26A7}, {0x26B0, 0x26B1}, {0x26C8, 0x26C8},
    {0x26CF, 0x26CF}, {0x26D1, 0x26D1}, {0x26D3, 0x26D3}, {0x26E9, 0x26E9}, {0x26F0, 0x26F1},
    {0x26F4, 0x26F4}, {0x26F7, 0x26F9}, {0x2702, 0x2702}, {0x2708, 0x2709}, {0x270C, 0x270D},
    {0x270F, 0x270F}, {0x2712, 0x2712}, {0x2714, 0x2714}, {0x2716, 0x2716}, {0x271D, 0x271D},
    {0x2721, 0x2721}, {0x2733, 0x2734}, {0x2744, 0x2744}, {0x2747, 0x2747}, {0x2763, 0x2764},
    {0x27A1, 0x27A1}, {0x2934, 0x2935}, {0x2B05, 0x2B07}, {0x3030, 0x3030}, {0x303D, 0x303D},
    {0x3297, 0x3297}, {0x3299, 0x3299}, {0x1F170, 0x1F171}, {0x1F17E, 0x1F17F}, {0x1F202, 0x1F202},
    {0x1F237, 0x1F237}, {0x1F321, 0x1F321}, {0x1F324, 0x1F32C}, {0x1F336, 0x1F336},
    {0x1F37D, 0x1F37D}, {0x1F396, 0x1F397}, {0x1F399, 0x1F39B}, {0x1F39E, 0x1F39F},
    {0x1F3CB, 0x1F3CE}, {0x1F3D4, 0x1F3DF}, {0x1F3F3, 0x1F3F3}, {0x1F3F5, 0x1F3F5},
    {0x1F3F7, 0x1F3F7}, {0x1F43F, 0x1F43F}, {0x1F441, 0x1F441}, {0x1F4FD, 0x1F4FD},
    {0x1F549, 0x1F54A}, {0x1F56F, 0x1F570}, {0x1F573, 0x1F579}, {0x1F587, 0x1F587},
    {0x1F58A, 0x1F58D}, {0x1F590, 0x1F590}, {0x1F5A5, 0x1F5A5}, {0x1F5A8, 0x1F5A8},
    {0x1F5B1, 0x1F5B2}, {0x1F5BC, 0x1F5BC}, {0x1F5C2, 0x1F5C4}, {0x1F5D1, 0x1F5D3},
    {0x1F5DC, 0x1F5DE}, {0x1F5E1, 0x1F5E1}, {0x1F5E3, 0x1F5E3}, {0x1F5E8, 0x1F5E8},
    {0x1F5EF, 0x1F5EF}, {0x1F5F3, 0x1F5F3}, {0x1F5FA, 0x1F5FA}, {0x1F6CB, 0x1F6CB},
    {0x1F6CD, 0x1F6CF}, {0x1F6E0, 0x1F6E5}, {0x1F6E9, 0x1F6E9}, {0x1F6F0, 0x1F6F0},
    {0x1F6F3, 0x1F6F3},
};
// clang-format on

enum {
    KEYCAP = 0x20E3,
    JOINER = 0x200D,
    PICTURE_SELECTOR = 0xFE0F,
    FLAG_FIRST = 0x1F1E6,
    FLAG_LAST = 0x1F1FF,
    SKIN_FIRST = 0x1F3FB,
    SKIN_LAST = 0x1F3FF,
    BLACK_FLAG = 0x1F3F4,
    TAG_FIRST = 0xE0020,
    TAG_LAST = 0xE007E,
    TAG_END = 0xE007F,
};

static bool is_in(const struct range *ranges, size_t count, uint32_t c)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first;
}

static bool is_picture(uint32_t c)
{
    return is_in(pictures, sizeof(pictures) / sizeof(pictures[0]), c);
}

static bool is_text(uint32_t c)
{
    return is_in(texts, sizeof(texts) / sizeof(texts[0]), c);
}

static bool is_between(uint32_t c, uint32_t first, uint32_t last)
{
    return c >= first && c <= last;
}

/* --- code points in and out --------------------------------------------------------------------
 */

/* The code point at the beginning of valid UTF-8; 0 at its end. `*len` is how many bytes it has. */
static uint32_t peek(struct str in, size_t *len)
{
    static const unsigned char heads[] = {0x7F, 0x1F, 0x0F, 0x07};
    *len = 0;
    if (in.len == 0)
        return 0;
    unsigned char head = (unsigned char) in.ptr[0];
    *len = head < 0x80 ? 1 : head < 0xE0 ? 2 : head < 0xF0 ? 3 : 4;
    uint32_t c = head & heads[*len - 1];
    for (size_t i = 1; i < *len; i++)
        c = c << 6 | ((unsigned char) in.ptr[i] & 0x3F);
    return c;
}

static uint32_t next(struct str in)
{
    size_t len;
    return peek(in, &len);
}

/* Take a code point over as it stands. False when there is no more room. */
static bool take(struct str *in, struct emoji *out)
{
    size_t len;
    peek(*in, &len);
    if (len == 0 || out->len + len > EMOJI_BYTES_MAX)
        return false;
    memcpy(out->bytes + out->len, in->ptr, len);
    out->len += len;
    *in = str_slice(*in, len, in->len);
    return true;
}

static void skip_selector(struct str *in)
{
    size_t len;
    if (peek(*in, &len) == PICTURE_SELECTOR)
        *in = str_slice(*in, len, in->len);
}

static bool add_selector(struct emoji *out)
{
    struct str selector = STR("\xEF\xB8\x8F");
    return take(&selector, out);
}

/* --- the grammar -------------------------------------------------------------------------------
 */

/* Two letters of a country. */
static bool read_flag(struct str *in, struct emoji *out)
{
    return take(in, out) && is_between(next(*in), FLAG_FIRST, FLAG_LAST) && take(in, out);
}

static bool read_keycap(struct str *in, struct emoji *out)
{
    if (!take(in, out))
        return false;
    skip_selector(in);
    return next(*in) == KEYCAP && add_selector(out) && take(in, out);
}

/* Behind a black flag: the letters of a region, and their end. */
static bool read_tags(struct str *in, struct emoji *out)
{
    while (is_between(next(*in), TAG_FIRST, TAG_LAST)) {
        if (!take(in, out))
            return false;
    }
    return next(*in) == TAG_END && take(in, out);
}

/* A pictograph, in one of the colours of skin or not. */
static bool read_pictograph(struct str *in, struct emoji *out)
{
    uint32_t c = next(*in);
    bool is_plain = is_text(c);
    if ((!is_plain && !is_picture(c)) || !take(in, out))
        return false;
    skip_selector(in);
    if (is_between(next(*in), SKIN_FIRST, SKIN_LAST))
        return take(in, out);
    return !is_plain || add_selector(out);
}

static bool read_joined(struct str *in, struct emoji *out)
{
    bool ok = read_pictograph(in, out);
    while (ok && next(*in) == JOINER)
        ok = take(in, out) && read_pictograph(in, out);
    return ok;
}

static bool read_unicode(struct str in, struct emoji *out)
{
    uint32_t first = next(in);
    bool ok;
    if (is_between(first, FLAG_FIRST, FLAG_LAST))
        ok = read_flag(&in, out);
    else if (is_between(first, '0', '9') || first == '#' || first == '*')
        ok = read_keycap(&in, out);
    else
        ok = read_joined(&in, out);
    if (ok && first == BLACK_FLAG && is_between(next(in), TAG_FIRST, TAG_LAST))
        ok = read_tags(&in, out);
    return ok && in.len == 0;
}

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            c != '_')
            return false;
    }
    return name.len > 0 && name.len <= EMOJI_NAME_MAX;
}

static bool read_custom(struct str text, struct emoji *out)
{
    struct str id = text, name = str_cut(&id, ':');
    if (text.len > EMOJI_BYTES_MAX || !is_name(name) || !str_to_i64(id, &out->custom_id) ||
        out->custom_id < 1)
        return false;
    memcpy(out->bytes, text.ptr, text.len);
    out->len = text.len;
    out->name_len = name.len;
    return true;
}

bool emoji_read(struct str text, struct emoji *out)
{
    *out = (struct emoji){0};
    if (!str_is_utf8(text))
        return false;
    if (memchr(text.ptr ? text.ptr : "", ':', text.len))
        return read_custom(text, out);
    return read_unicode(text, out);
}
