/* What a file is, by its content: neither its name nor its sender is believed. Pure. */
#ifndef OHKAY_CGI_DOMAIN_FILE_TYPE_H
#define OHKAY_CGI_DOMAIN_FILE_TYPE_H

#include "shared/str.h"

struct file_type {
    const char *content_type;
    const char *image; /* what ohkay-image calls the format; NULL: no picture */
    bool is_shown;     /* browsers show or play it and run nothing in it; others are downloaded */
};

enum { FILE_HEAD_BYTES = 64 };

/* A file that is read piece by piece. Begin with a zeroed one. */
struct file_look {
    char head[FILE_HEAD_BYTES];
    size_t head_len;
    bool is_not_text;
    unsigned char awaited;     /* bytes that the character at hand still lacks */
    unsigned char least, most; /* between which its next one lies */
};

/* Look at the next piece. */
void file_look_at(struct file_look *look, struct str piece);

/* What it was, when all was seen. Unknown is application/octet-stream; text, HTML and SVG among it,
 * is plain text. */
const struct file_type *file_look_type(const struct file_look *look);

/* The row of a type that was stored; that of unknown files when there is none. */
const struct file_type *file_type_named(struct str content_type);

/* Unknown files. */
const struct file_type *file_type_unknown(void);

#endif
