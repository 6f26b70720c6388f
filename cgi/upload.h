/* From the body of a request to a file on disk, piece by piece: however large the file, a worker
 * keeps a few kilobytes of it. */
#ifndef OHKAY_CGI_UPLOAD_H
#define OHKAY_CGI_UPLOAD_H

#include "cgi/blobs.h"
#include "cgi/ctx.h"
#include "cgi/domain/file_type.h"

/* A file that arrived. */
struct upload_file {
    struct blob blob; /* complete, but not kept yet */
    const struct file_type *type;
    struct str name; /* cleaned; in the arena */
};

/* Read the one file of the form in the request's body. ERR_UNSUPPORTED_MEDIA_TYPE when it is no
 * form, ERR_TOO_LARGE above UPLOAD_MAX_MB, ERR_INVALID_INPUT for none, several or an empty file,
 * ERR_MALFORMED when the form is broken or cut off, ERR_UNAVAILABLE when the disk does not take it.
 * Nothing is left on the disk then; else blob_keep or blob_abandon comes next. */
enum err upload_receive(struct ctx *ctx, struct upload_file *out);

#endif
