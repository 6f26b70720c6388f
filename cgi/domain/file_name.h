/* Names of files: as people give them, made harmless; and as headers and addresses carry them.
 * Pure. */
#ifndef OHKAY_CGI_DOMAIN_FILE_NAME_H
#define OHKAY_CGI_DOMAIN_FILE_NAME_H

#include "shared/buf.h"

enum { FILE_NAME_MAX = 255 };

/* Append what may be kept of a name: its last part if it is a path, UTF-8, without characters that
 * are not seen or turn the writing around, at most FILE_NAME_MAX bytes of which the ending is kept;
 * "file" when nothing is left. */
void file_name_clean(struct buf *out, struct str name);

/* Append percent-encoded: a segment of a path (RFC 3986). */
void file_name_encode(struct buf *out, struct str name);

/* Append a Content-Disposition (RFC 6266): `kind` is inline or attachment. */
void file_name_disposition(struct buf *out, const char *kind, struct str name);

#endif
