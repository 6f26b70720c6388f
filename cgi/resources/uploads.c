/* Files: take them, give them to whoever may see them. */
#include "cgi/store/uploads.h"
#include "cgi/access.h"
#include "cgi/authn.h"
#include "cgi/domain/file_name.h"
#include "cgi/payload.h"
#include "cgi/pictures.h"
#include "cgi/routes.h"
#include "cgi/upload.h"
#include "cgi/validate.h"
#include "shared/clock.h"

enum { WAITING_FILES_MAX = 50, WAITING_TIMES_MAX = 10, THUMBNAIL_EDGE = 400 };

/* --- taking them -------------------------------------------------------------------------------
 */

static struct upload_bounds bounds_of(const struct ctx *ctx)
{
    int64_t largest = (int64_t) ctx->worker->config->upload_max_mb * 1024 * 1024;
    return (struct upload_bounds){WAITING_FILES_MAX, WAITING_TIMES_MAX * largest};
}

static struct str url_of(struct ctx *ctx, const char *key, struct str name)
{
    struct buf url;
    buf_init(&url, 8 * FILE_NAME_MAX);
    buf_printf(&url, "/uploads/%s/", key);
    file_name_encode(&url, name);
    struct str copy = arena_str(ctx->arena, buf_str(&url));
    buf_cleanup(&url);
    return copy;
}

/* Look at a picture, and keep a smaller one beside it where that saves something. What cannot be
 * decoded is a file like any other. */
static void look_at_picture(struct ctx *ctx, struct upload_file *file, struct upload_draft *draft)
{
    struct blob smaller;
    struct picture picture;
    char path[BLOB_PATH_MAX];
    const char *key = file->blob.key;
    blob_path(file->blob.folder, key, BLOB_WHOLE, path);
    if (blob_create_beside(&smaller, file->blob.folder, key, BLOB_THUMBNAIL) != ERR_NONE)
        return;
    if (picture_shrink(path, file->type->image, "thumbnail", &smaller, &picture)) {
        draft->width = picture.width;
        draft->height = picture.height;
        draft->animated = picture.frames > 1;
        bool is_small = picture.width <= THUMBNAIL_EDGE && picture.height <= THUMBNAIL_EDGE;
        if ((!is_small || draft->animated) && blob_keep(&smaller) == ERR_NONE)
            draft->thumbnail_url =
                url_of(ctx, key,
                       str_eq(file->name, STR("thumbnail.webp")) ? STR("small.webp")
                                                                 : STR("thumbnail.webp"));
    } else {
        draft->content_type = str_from(file_type_unknown()->content_type);
    }
    blob_abandon(&smaller);
}

/* The file comes first, its row after it: a cut leaves a file that nobody can ask for, which the
 * sweep removes. */
static enum err store(struct ctx *ctx, struct upload_file *file, struct str *json)
{
    const struct upload_bounds bounds = bounds_of(ctx);
    struct upload_draft draft = {
        .key = str_from(file->blob.key),
        .url = url_of(ctx, file->blob.key, file->name),
        .file_name = file->name,
        .content_type = str_from(file->type->content_type),
        .size = file->blob.size,
    };
    enum err err = blob_keep(&file->blob);
    if (err != ERR_NONE)
        return err;
    if (file->type->image)
        look_at_picture(ctx, file, &draft);
    err = uploads_insert(ctx, &draft, &bounds, json);
    if (err != ERR_NONE)
        blob_remove_all(file->blob.folder, file->blob.key);
    return err;
}

enum err uploads_create(struct ctx *ctx)
{
    const struct upload_bounds bounds = bounds_of(ctx);
    struct upload_file file;
    struct str json;
    enum err err = uploads_check_room(ctx, &bounds, 0);
    if (err == ERR_NONE)
        err = upload_receive(ctx, &file);
    if (err == ERR_NONE)
        err = store(ctx, &file, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 201, "attachment", json);
    return err;
}

enum err uploads_delete(struct ctx *ctx)
{
    enum err err = uploads_drop_unnamed(ctx, ctx_param_id(ctx, "uploadId"));
    if (err == ERR_NONE)
        ctx_reply_nothing(ctx);
    return err;
}

/* --- giving them -------------------------------------------------------------------------------
 */

enum err uploads_ticket(struct ctx *ctx)
{
    struct buf out;
    int64_t expires_ms;
    char expires[CLOCK_TEXT_SIZE];
    struct str ticket = authn_make_ticket(ctx, &expires_ms);
    clock_format(expires_ms, expires);
    buf_init(&out, 4096);
    buf_add_char(&out, '{');
    json_add_text(&out, "ticket", ticket);
    json_add_text(&out, "expiresAt", str_from(expires));
    buf_add_char(&out, '}');
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
    return ERR_NONE;
}

static enum err see_in_channel(struct ctx *ctx, const struct upload *upload, bool *is_named,
                               bool *is_stored)
{
    struct access access;
    enum err err = access_channel_at(ctx, upload->server_id, upload->channel_id,
                                     PERMISSION_READ_MESSAGE_HISTORY, &access);
    return err == ERR_NONE ? uploads_channel_names(access.db, upload, is_named, is_stored) : err;
}

/* Whether the caller may see the file now: its uploader until a message names it, then whoever may
 * read that message. */
static enum err check_sight(struct ctx *ctx, const struct upload *upload)
{
    bool is_named = false, is_stored = false;
    enum err err = ERR_NONE;
    if (upload->place == UPLOAD_IN_CHANNEL)
        err = see_in_channel(ctx, upload, &is_named, &is_stored);
    else if (upload->place == UPLOAD_IN_CONVERSATION)
        err = uploads_conversation_names(ctx, upload, &is_named, &is_stored);
    if (err == ERR_FORBIDDEN)
        return ERR_NOT_FOUND;
    if (err != ERR_NONE || is_named)
        return err;
    return !is_stored && upload->user_id == ctx->user_id ? ERR_NONE : ERR_NOT_FOUND;
}

/* Which of the key's files has that name. */
static bool choose(const struct upload *upload, struct str name, enum blob_kind *kind)
{
    if (str_eq(name, upload->file_name)) {
        *kind = upload->place == UPLOAD_PUBLIC ? BLOB_SQUARE : BLOB_WHOLE;
        return true;
    }
    struct str small = upload->thumbnail_url;
    *kind = BLOB_THUMBNAIL;
    return small.len > name.len && small.ptr[small.len - name.len - 1] == '/' &&
           str_eq(str_slice(small, small.len - name.len, small.len), name);
}

static void reply_file(struct ctx *ctx, const struct upload *upload, struct str key,
                       enum blob_kind kind)
{
    const struct file_type *type = kind == BLOB_WHOLE ? file_type_named(upload->content_type)
                                                      : file_type_named(STR("image/webp"));
    struct ctx_file *file = arena_alloc(ctx->arena, sizeof(*file));
    char *path = arena_alloc(ctx->arena, BLOB_PATH_MAX);
    struct buf disposition;
    buf_init(&disposition, 16 * FILE_NAME_MAX);
    file_name_disposition(&disposition, type->is_shown ? "inline" : "attachment",
                          kind == BLOB_THUMBNAIL ? STR("thumbnail.webp") : upload->file_name);
    blob_path(ctx->worker->config->uploads_dir, arena_cstr(ctx->arena, key), kind, path);
    *file = (struct ctx_file){
        .path = str_from(path),
        .content_type = type->content_type,
        .disposition = arena_str(ctx->arena, buf_str(&disposition)),
        .cache = upload->place == UPLOAD_PUBLIC ? "public, max-age=31536000, immutable"
                                                : "private, no-cache",
        .etag = arena_printf(ctx->arena, "\"%.*s%s\"", STR_FMT(key),
                             kind == BLOB_WHOLE ? "" : "-small"),
    };
    buf_cleanup(&disposition);
    ctx_reply_file(ctx, file);
}

/* The web server cuts ranges; one that begins behind the end it would refuse in a form of its own.
 */
static bool is_past_end(struct str range, int64_t size)
{
    struct str first = str_slice(range, 6, range.len);
    int64_t from;
    return str_starts(range, STR("bytes=")) && str_to_i64(str_cut(&first, '-'), &from) &&
           from >= size;
}

/* What is not for everybody needs somebody: without a name one is not told whether there is
 * anything. */
enum err uploads_get(struct ctx *ctx)
{
    struct str key = ctx_param_text(ctx, "key");
    struct upload upload = {0};
    enum blob_kind kind;
    if (!blob_is_key(key))
        return ERR_NOT_FOUND;
    enum err err = uploads_find(ctx, key, &upload);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    if (upload.place != UPLOAD_PUBLIC) {
        enum err who = authn_check_for_file(ctx);
        if (who != ERR_NONE)
            return who;
        if (err == ERR_NONE)
            err = check_sight(ctx, &upload);
    }
    if (err != ERR_NONE)
        return err;
    if (!choose(&upload, ctx_param_text(ctx, "fileName"), &kind))
        return ERR_NOT_FOUND;
    if (kind == BLOB_WHOLE && is_past_end(ctx->request.range, upload.size))
        return ERR_RANGE_NOT_SATISFIABLE;
    reply_file(ctx, &upload, key, kind);
    return ERR_NONE;
}
