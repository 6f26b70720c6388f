/* Files on disk, in the folder UPLOADS_DIR, under random names: nothing a person says becomes part
 * of a path.
 *
 * <folder>/<first two digits of the key>/<key> is what was uploaded, <key>.thumb a smaller picture
 * of it, <key>.square one for an avatar, icon or emoji, <key>.part one that is not complete. A file
 * without a row in registry.uploads is nobody's: the sweep removes it after a day. */
#ifndef OHKAY_CGI_BLOBS_H
#define OHKAY_CGI_BLOBS_H

#include "shared/err.h"
#include "shared/str.h"

#include <time.h>

enum { BLOB_KEY_LEN = 32, BLOB_PATH_MAX = 1024 };

/* Which of a key's files. */
enum blob_kind { BLOB_WHOLE, BLOB_THUMBNAIL, BLOB_SQUARE, BLOB_PART };

/* A file that is being written. */
struct blob {
    const char *folder; /* UPLOADS_DIR */
    char key[BLOB_KEY_LEN + 1];
    enum blob_kind kind; /* what it will be */
    int fd;              /* -1: none is open */
    int64_t size;
};

/* Whether it has the form of a key: 32 lower-case hexadecimal digits. */
bool blob_is_key(struct str key);

/* Where the file of a key is. */
void blob_path(const char *folder, const char *key, enum blob_kind kind, char out[BLOB_PATH_MAX]);

/* Begin a file under a new key. ERR_UNAVAILABLE, logged, when the disk does not take it. */
enum err blob_create(struct blob *b, const char *folder);

/* Begin another file of a key that is there; one is written at a time. */
enum err blob_create_beside(struct blob *b, const char *folder, const char *key,
                            enum blob_kind kind);

/* Append. ERR_UNAVAILABLE when the disk is full or broken. */
enum err blob_write(struct blob *b, struct str bytes);

/* It is complete: on the disk for good, under its name. It is closed either way. */
enum err blob_keep(struct blob *b);

/* Leave nothing of a file that was not kept; does nothing after blob_keep. */
void blob_abandon(struct blob *b);

/* Remove one of a key's files, or all of them. */
void blob_remove(const char *folder, const char *key, enum blob_kind kind);
void blob_remove_all(const char *folder, const char *key);

/* Call `found` with the key of every file that was last written between those times; a key may come
 * several times. What was never complete is removed at once, when it is older than `until`. */
void blobs_between(const char *folder, time_t from, time_t until,
                   void (*found)(void *context, const char *key), void *context);

#endif
