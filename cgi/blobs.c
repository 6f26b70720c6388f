#include "cgi/blobs.h"

#include "shared/crypto.h"
#include "shared/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const endings[] = {[BLOB_WHOLE] = "",
                                      [BLOB_THUMBNAIL] = ".thumb",
                                      [BLOB_SQUARE] = ".square",
                                      [BLOB_PART] = ".part"};

bool blob_is_key(struct str key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (!((key.ptr[i] >= '0' && key.ptr[i] <= '9') || (key.ptr[i] >= 'a' && key.ptr[i] <= 'f')))
            return false;
    }
    return key.len == BLOB_KEY_LEN;
}

void blob_path(const char *folder, const char *key, enum blob_kind kind, char out[BLOB_PATH_MAX])
{
    snprintf(out, BLOB_PATH_MAX, "%s/%.2s/%s%s", folder, key, key, endings[kind]);
}

static enum err failed(const char *what)
{
    log_error("upload_not_stored", "step=%s reason=\"%s\"", what, strerror(errno));
    return ERR_UNAVAILABLE;
}

static void make_key(char key[BLOB_KEY_LEN + 1])
{
    unsigned char bytes[BLOB_KEY_LEN / 2];
    crypto_random(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(key + 2 * i, 3, "%02x", bytes[i]);
}

/* The subfolder of a key, opened, so that what happens in it can be brought to the disk. */
static int open_subfolder(const char *folder, const char *key)
{
    char path[BLOB_PATH_MAX];
    snprintf(path, sizeof(path), "%s/%.2s", folder, key);
    if (mkdir(path, 0750) != 0 && errno != EEXIST)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static enum err begin(struct blob *b)
{
    char path[BLOB_PATH_MAX];
    int subfolder = open_subfolder(b->folder, b->key);
    b->size = 0;
    b->fd = -1;
    if (subfolder < 0)
        return failed("mkdir");
    close(subfolder);
    blob_path(b->folder, b->key, BLOB_PART, path);
    b->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    return b->fd < 0 ? failed("open") : ERR_NONE;
}

enum err blob_create(struct blob *b, const char *folder)
{
    *b = (struct blob){.folder = folder, .kind = BLOB_WHOLE};
    make_key(b->key);
    return begin(b);
}

enum err blob_create_beside(struct blob *b, const char *folder, const char *key,
                            enum blob_kind kind)
{
    *b = (struct blob){.folder = folder, .kind = kind};
    snprintf(b->key, sizeof(b->key), "%s", key);
    return begin(b);
}

enum err blob_write(struct blob *b, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(b->fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed("write");
        b->size += written;
        bytes = str_slice(bytes, (size_t) written, bytes.len);
    }
    return ERR_NONE;
}

static bool sync_subfolder(const struct blob *b)
{
    int subfolder = open_subfolder(b->folder, b->key);
    bool ok = subfolder >= 0 && fsync(subfolder) == 0;
    if (subfolder >= 0)
        close(subfolder);
    return ok;
}

enum err blob_keep(struct blob *b)
{
    char from[BLOB_PATH_MAX], to[BLOB_PATH_MAX];
    blob_path(b->folder, b->key, BLOB_PART, from);
    blob_path(b->folder, b->key, b->kind, to);
    if (fsync(b->fd) != 0 || rename(from, to) != 0 || !sync_subfolder(b)) {
        enum err err = failed("sync");
        blob_abandon(b);
        return err;
    }
    close(b->fd);
    b->fd = -1;
    return ERR_NONE;
}

void blob_abandon(struct blob *b)
{
    if (b->fd < 0)
        return;
    close(b->fd);
    b->fd = -1;
    blob_remove(b->folder, b->key, BLOB_PART);
}

void blob_remove(const char *folder, const char *key, enum blob_kind kind)
{
    char path[BLOB_PATH_MAX];
    blob_path(folder, key, kind, path);
    if (unlink(path) != 0 && errno != ENOENT)
        log_warn("upload_not_removed", "reason=\"%s\"", strerror(errno));
}

void blob_remove_all(const char *folder, const char *key)
{
    for (enum blob_kind kind = BLOB_WHOLE; kind <= BLOB_PART; kind++)
        blob_remove(folder, key, kind);
}

struct looking {
    const char *folder;
    time_t from, until;
    void (*found)(void *context, const char *key);
    void *context;
};

static void look_at(const struct looking *l, const char *name, time_t written)
{
    char key[BLOB_KEY_LEN + 1];
    struct str file = str_from(name);
    if (!blob_is_key(str_slice(file, 0, BLOB_KEY_LEN)) || written >= l->until)
        return;
    snprintf(key, sizeof(key), "%.*s", BLOB_KEY_LEN, name);
    if (str_eq_cstr(str_slice(file, BLOB_KEY_LEN, file.len), endings[BLOB_PART]))
        blob_remove(l->folder, key, BLOB_PART);
    else if (written >= l->from)
        l->found(l->context, key);
}

static void look_into(const struct looking *l, const char *name)
{
    char path[BLOB_PATH_MAX];
    struct dirent *entry;
    struct stat st;
    snprintf(path, sizeof(path), "%s/%s", l->folder, name);
    DIR *dir = opendir(path);
    while (dir && (entry = readdir(dir))) {
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(st.st_mode))
            look_at(l, entry->d_name, st.st_mtime);
    }
    if (dir)
        closedir(dir);
}

void blobs_between(const char *folder, time_t from, time_t until,
                   void (*found)(void *context, const char *key), void *context)
{
    const struct looking l = {folder, from, until, found, context};
    struct dirent *entry;
    DIR *dir = opendir(folder);
    while (dir && (entry = readdir(dir))) {
        if (strlen(entry->d_name) == 2 && entry->d_name[0] != '.')
            look_into(&l, entry->d_name);
    }
    if (dir)
        closedir(dir);
}
