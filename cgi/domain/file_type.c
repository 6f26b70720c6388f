#include "cgi/domain/file_type.h"

enum type {
    UNKNOWN,
    TEXT,
    PNG,
    JPEG,
    GIF,
    WEBP,
    AVIF,
    MP4,
    M4A,
    WEBM,
    MP3,
    OGG,
    OGG_VIDEO,
    WAV,
    FLAC,
    PDF,
    ZIP
};

static const struct file_type types[] = {
    [UNKNOWN] = {"application/octet-stream", NULL, false},
    [TEXT] = {"text/plain; charset=utf-8", NULL, true},
    [PNG] = {"image/png", "png", true},
    [JPEG] = {"image/jpeg", "jpeg", true},
    [GIF] = {"image/gif", "gif", true},
    [WEBP] = {"image/webp", "webp", true},
    [AVIF] = {"image/avif", "avif", true},
    [MP4] = {"video/mp4", NULL, true},
    [M4A] = {"audio/mp4", NULL, true},
    [WEBM] = {"video/webm", NULL, true},
    [MP3] = {"audio/mpeg", NULL, true},
    [OGG] = {"audio/ogg", NULL, true},
    [OGG_VIDEO] = {"video/ogg", NULL, true},
    [WAV] = {"audio/wav", NULL, true},
    [FLAC] = {"audio/flac", NULL, true},
    /* A PDF may hold scripts and links: it opens outside of the page. */
    [PDF] = {"application/pdf", NULL, false},
    [ZIP] = {"application/zip", NULL, false},
};

#define SIGNATURE(at, bytes, type)                                                                 \
    {                                                                                              \
        at, sizeof(bytes) - 1, bytes, type                                                         \
    }

/* A file of this type has these bytes there. */
static const struct {
    size_t at, len;
    const char *bytes;
    enum type type;
} signatures[] = {
    SIGNATURE(0, "\x89PNG\r\n\x1a\n", PNG),
    SIGNATURE(0, "\xff\xd8\xff", JPEG),
    SIGNATURE(0, "GIF87a", GIF),
    SIGNATURE(0, "GIF89a", GIF),
    SIGNATURE(8, "WEBPVP8", WEBP),
    SIGNATURE(8, "WAVEfmt ", WAV),
    SIGNATURE(4, "ftypavif", AVIF),
    SIGNATURE(4, "ftypavis", AVIF),
    SIGNATURE(4, "ftypM4A ", M4A),
    SIGNATURE(4, "ftypM4B ", M4A),
    SIGNATURE(4, "ftypisom", MP4),
    SIGNATURE(4, "ftypiso2", MP4),
    SIGNATURE(4, "ftypiso4", MP4),
    SIGNATURE(4, "ftypiso5", MP4),
    SIGNATURE(4, "ftypiso6", MP4),
    SIGNATURE(4, "ftypmp41", MP4),
    SIGNATURE(4, "ftypmp42", MP4),
    SIGNATURE(4, "ftypM4V ", MP4),
    SIGNATURE(4, "ftypavc1", MP4),
    SIGNATURE(4, "ftypdash", MP4),
    SIGNATURE(0, "ID3", MP3),
    SIGNATURE(28, "\x80theora", OGG_VIDEO),
    SIGNATURE(0, "OggS", OGG),
    SIGNATURE(0, "fLaC", FLAC),
    SIGNATURE(0, "%PDF-", PDF),
    SIGNATURE(0, "PK\x03\x04", ZIP),
    SIGNATURE(0, "PK\x05\x06", ZIP),
};

/* The next byte of what may be UTF-8 text (RFC 3629, table 3-7 of the Unicode Standard) without
 * control characters that no text has. */
static bool is_text_byte(struct file_look *look, unsigned char c)
{
    if (look->awaited > 0) {
        bool ok = c >= look->least && c <= look->most;
        look->awaited--;
        look->least = 0x80;
        look->most = 0xbf;
        return ok;
    }
    if (c < 0x80)
        return (c >= 0x20 && c != 0x7f) || (c >= '\b' && c <= '\r') || c == 0x1b;
    look->awaited = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    look->least = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    look->most = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    return c >= 0xc2 && c <= 0xf4;
}

void file_look_at(struct file_look *look, struct str piece)
{
    for (size_t i = 0; i < piece.len && look->head_len < sizeof(look->head); i++)
        look->head[look->head_len++] = piece.ptr[i];
    for (size_t i = 0; i < piece.len && !look->is_not_text; i++)
        look->is_not_text = !is_text_byte(look, (unsigned char) piece.ptr[i]);
}

static bool has(struct str head, size_t at, struct str bytes)
{
    return head.len >= at && str_starts(str_slice(head, at, head.len), bytes);
}

/* An MPEG audio frame, layer III, without tags before it. */
static bool is_mp3_frame(struct str head)
{
    return head.len > 4 && head.ptr[0] == '\xff' && ((unsigned char) head.ptr[1] & 0xe6) == 0xe2 &&
           ((unsigned char) head.ptr[2] & 0xf0) != 0xf0 &&
           ((unsigned char) head.ptr[2] & 0x0c) != 0x0c;
}

/* Matroska begins alike; only WebM's own name among the first elements makes it WebM. */
static bool is_webm(struct str head)
{
    if (!has(head, 0, STR("\x1a\x45\xdf\xa3")))
        return false;
    for (size_t i = 4; i + 6 < head.len; i++) {
        if (has(head, i, STR("\x42\x82\x84webm")))
            return true;
    }
    return false;
}

const struct file_type *file_look_type(const struct file_look *look)
{
    struct str head = str_of(look->head, look->head_len);
    for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
        if (has(head, signatures[i].at, str_of(signatures[i].bytes, signatures[i].len)))
            return &types[signatures[i].type];
    }
    if (is_webm(head))
        return &types[WEBM];
    if (is_mp3_frame(head))
        return &types[MP3];
    return &types[look->is_not_text || look->awaited > 0 ? UNKNOWN : TEXT];
}

const struct file_type *file_type_named(struct str content_type)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_eq_cstr(content_type, types[i].content_type))
            return &types[i];
    }
    return &types[UNKNOWN];
}

const struct file_type *file_type_unknown(void)
{
    return &types[UNKNOWN];
}
