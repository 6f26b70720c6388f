/* Files nobody needs any more: dropped, then removed. Each is one run of a sweep (see cgi/sweep.h);
 * `count` is of files. */
#ifndef OHKAY_CGI_STORE_UPLOAD_SWEEPS_H
#define OHKAY_CGI_STORE_UPLOAD_SWEEPS_H

#include "cgi/ctx.h"

/* Drop what no message named within a day. */
enum err uploads_sweep_unnamed(struct ctx *ctx, int64_t *count);

/* Ask the places of a few hundred files, those not asked about for a day, whether they still name
 * them, and drop those they do not: their message, channel, conversation, server, avatar, icon or
 * emoji is gone, or the message was never stored. */
enum err uploads_sweep_places(struct ctx *ctx, int64_t *count);

/* Remove what was dropped: from the disk, then from the registry. */
enum err uploads_sweep_dropped(struct ctx *ctx, int64_t *count);

/* Remove files of the last days that no row knows, and those that were never complete. */
enum err uploads_sweep_strays(struct ctx *ctx, int64_t *count);

#endif
