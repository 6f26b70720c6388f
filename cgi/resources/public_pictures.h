/* Pictures for everybody who knows their address: avatars, icons, emoji. They are made anew from an
 * upload, small, and without what it told of its origin; the upload itself is removed. */
#ifndef OHKAY_CGI_RESOURCES_PUBLIC_PICTURES_H
#define OHKAY_CGI_RESOURCES_PUBLIC_PICTURES_H

#include "cgi/ctx.h"

struct public_picture {
    struct str place; /* avatar:U, icon:S or emoji:S */
    struct str url;   /* a NULL pointer: none */
    bool animated;
};

/* Make one of the upload that `field` of the body names. `kind` is avatar, icon or emoji, `id`
 * whose it is. It still has to be named by what it is for: what is not, the sweep removes.
 * ERR_INVALID_INPUT when it is no picture of the caller's that is free. */
enum err public_picture_make(struct ctx *ctx, const char *field, const char *kind, int64_t id,
                             struct public_picture *out);

#endif
