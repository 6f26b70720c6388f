#include "cgi/resources/public_pictures.h"

#include "cgi/domain/file_type.h"
#include "cgi/pictures.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"

static enum err refuse(struct ctx *ctx, const char *field)
{
    input_invalid(ctx, field, "must be a picture you uploaded that nothing uses");
    return ERR_INVALID_INPUT;
}

/* Write the smaller picture beside the upload. */
static enum err shrink(struct ctx *ctx, const char *field, const char *key, struct str content_type,
                       const char *purpose, struct blob *smaller, struct picture *picture)
{
    char path[BLOB_PATH_MAX];
    const char *folder = ctx->worker->config->uploads_dir,
               *format = file_type_named(content_type)->image;
    blob_path(folder, key, BLOB_WHOLE, path);
    enum err err =
        format ? blob_create_beside(smaller, folder, key, BLOB_SQUARE) : refuse(ctx, field);
    if (err != ERR_NONE)
        return err;
    if (picture_shrink(path, format, purpose, smaller, picture))
        return blob_keep(smaller);
    blob_abandon(smaller);
    return refuse(ctx, field);
}

enum err public_picture_make(struct ctx *ctx, const char *field, const char *kind, int64_t id,
                             struct public_picture *out)
{
    int64_t upload_id = body_id_or_none(ctx, field);
    bool is_emoji = strcmp(kind, "emoji") == 0;
    struct blob smaller;
    struct picture picture;
    struct str key_text, content_type;
    *out =
        (struct public_picture){.place = arena_printf(ctx->arena, "%s:%lld", kind, (long long) id)};
    if (upload_id == 0)
        return ERR_NONE;
    enum err err = uploads_claim_picture(ctx, upload_id, out->place, &key_text, &content_type);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? refuse(ctx, field) : err;
    const char *key = arena_cstr(ctx->arena, key_text);
    err = shrink(ctx, field, key, content_type, is_emoji ? "emoji" : "square", &smaller, &picture);
    if (err != ERR_NONE) {
        uploads_unclaim(ctx, out->place, &upload_id, 1);
        return err;
    }
    out->url = arena_printf(ctx->arena, "/uploads/%s/%s.webp", key, kind);
    out->animated = is_emoji && picture.frames > 1;
    err = uploads_publish(ctx, upload_id, out->place, out->url, smaller.size);
    if (err != ERR_NONE)
        return err;
    blob_remove(ctx->worker->config->uploads_dir, key, BLOB_WHOLE);
    blob_remove(ctx->worker->config->uploads_dir, key, BLOB_THUMBNAIL);
    return ERR_NONE;
}
