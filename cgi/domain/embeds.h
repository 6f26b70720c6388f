/* Embeds, as senders for Discord write them. Pure.
 *
 * Members that we know are kept, in their documented types and within Discord's limits; all others
 * are dropped, and so is what is null or empty. Addresses are http or https and nothing else: what
 * is kept can be shown without asking again. */
#ifndef OHKAY_CGI_DOMAIN_EMBEDS_H
#define OHKAY_CGI_DOMAIN_EMBEDS_H

#include "shared/json.h"

enum { EMBEDS_MAX = 10, EMBEDS_TEXT_MAX = 6000, EMBEDS_BYTES_MAX = 128 * 1024 };

/* Write the array `given` to `out` as it is stored; NULL, or null, is the empty array. Embeds of
 * which nothing is left go. Returns NULL, or why it is not valid. `*count` is how many are left. */
const char *embeds_read(struct json_object *given, struct buf *out, size_t *count);

/* Whether an address may be shown: http or https, printable ASCII, at most 2048 characters. */
bool embeds_is_link(struct str url);

#endif
