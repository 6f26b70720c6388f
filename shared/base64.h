/* Base64 (RFC 4648 §4) and base64url without padding (§5). Pure. */
#ifndef OHKAY_SHARED_BASE64_H
#define OHKAY_SHARED_BASE64_H

#include "shared/buf.h"

/* Append `in` as padded base64. Returns false when `out` cannot take it. */
bool base64_encode(struct buf *out, struct str in);

/* Append `in` as base64url without padding. Returns false when `out` cannot take it. */
bool base64url_encode(struct buf *out, struct str in);

/* Append what the padded base64 text `in` stands for. Returns false, with `out` as it was, when
 * `in` is not base64: wrong length or alphabet, white space, misplaced padding, non-zero spare
 * bits; or when `out` cannot take it. */
bool base64_decode(struct buf *out, struct str in);

#endif
