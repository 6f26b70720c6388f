/* multipart/form-data (RFC 7578, RFC 2046 section 5.1), read as it comes: bytes in, events out.
 * Pure.
 *
 * It holds no more than one line of a part's headers, however long the body is; what a part
 * contains is handed on as it arrives. */
#ifndef OHKAY_CGI_MULTIPART_H
#define OHKAY_CGI_MULTIPART_H

#include "shared/str.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70,
    MULTIPART_LINE_MAX = 4096,
    MULTIPART_HEADERS_MAX = 32, /* lines of one part */
    MULTIPART_PARTS_MAX = 32,
};

enum multipart_event {
    MULTIPART_NOTHING,  /* more is needed */
    MULTIPART_PART,     /* a part begins; has_file_name and file_name tell of it */
    MULTIPART_DATA,     /* some of its content */
    MULTIPART_PART_END, /* all of it was given */
    MULTIPART_END,      /* the last part is over; what follows is ignored */
    MULTIPART_BROKEN,   /* it is none, or too long somewhere; nothing follows */
};

struct multipart {
    enum {
        MULTIPART_IN_PREAMBLE,
        MULTIPART_BEHIND_DELIMITER,
        MULTIPART_IN_HEADERS,
        MULTIPART_IN_DATA,
        MULTIPART_IS_OVER,
        MULTIPART_IS_BROKEN,
    } state;
    char delimiter[4 + MULTIPART_BOUNDARY_MAX]; /* CR LF - - boundary */
    size_t delimiter_len;
    size_t matched;        /* so many bytes of the delimiter were just seen, and are held back */
    size_t matched_before; /* of them, those that end the headers: they are no content */
    char line[MULTIPART_LINE_MAX]; /* the header at hand, or what stands behind a delimiter */
    size_t line_len;
    unsigned headers, parts;
    bool has_file_name;
    char file_name[MULTIPART_LINE_MAX]; /* as it was sent, decoded; perhaps not UTF-8, perhaps a
                                           path */
    size_t file_name_len;
};

/* Begin with the value of the body's Content-Type. Returns false when that is not
 * multipart/form-data with a boundary. */
bool multipart_init(struct multipart *m, struct str content_type);

/* Take some of `in`. Returns how much was taken; `*event` is what came of it, and for
 * MULTIPART_DATA `*data` the content, borrowed from `in` or from `m`. With MULTIPART_NOTHING all of
 * `in` was taken. */
size_t multipart_feed(struct multipart *m, struct str in, enum multipart_event *event,
                      struct str *data);

/* Whether the body may end here. */
bool multipart_is_over(const struct multipart *m);

#endif
