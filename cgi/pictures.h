/* Smaller pictures of pictures, made by the program ohkay-image, which stands beside this one and
 * is run as a child: it gets the file, a file to write to, and neither settings nor connections. */
#ifndef OHKAY_CGI_PICTURES_H
#define OHKAY_CGI_PICTURES_H

#include "cgi/blobs.h"

struct picture {
    int width, height; /* as it is shown */
    int frames;
};

/* Look at a picture of that format (see file_type.h), and write a smaller one of it to `smaller`
 * for the purpose: "thumbnail", "square" or "emoji". Returns whether that could be done: the
 * picture is whole and not too large. Takes at most ten seconds. */
bool picture_shrink(const char *path, const char *format, const char *purpose, struct blob *smaller,
                    struct picture *out);

#endif
