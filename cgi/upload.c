#include "cgi/upload.h"

#include "cgi/domain/file_name.h"
#include "cgi/multipart.h"
#include "cgi/validate.h"

enum { PIECE_BYTES = 64 * 1024 };

/* What is known while it arrives. */
struct receiving {
    struct multipart form;
    struct file_look look;
    struct upload_file *file;
    int64_t size_max;
    bool is_in_file, has_file;
};

static struct str clean_name(struct ctx *ctx, const struct multipart *form)
{
    struct buf name;
    buf_init(&name, 4 * FILE_NAME_MAX);
    file_name_clean(&name, str_of(form->file_name, form->file_name_len));
    struct str copy = arena_str(ctx->arena, buf_str(&name));
    buf_cleanup(&name);
    return copy;
}

/* Parts without a file name are fields of the form, and mean nothing here. */
static enum err begin_part(struct ctx *ctx, struct receiving *r)
{
    r->is_in_file = r->form.has_file_name;
    if (!r->is_in_file)
        return ERR_NONE;
    if (r->has_file) {
        input_invalid(ctx, "file", "must be one file at a time");
        return ERR_INVALID_INPUT;
    }
    r->has_file = true;
    r->file->name = clean_name(ctx, &r->form);
    return blob_create(&r->file->blob, ctx->worker->config->uploads_dir);
}

static enum err take_content(struct receiving *r, struct str content)
{
    if (!r->is_in_file)
        return ERR_NONE;
    if (r->file->blob.size + (int64_t) content.len > r->size_max)
        return ERR_TOO_LARGE;
    file_look_at(&r->look, content);
    return blob_write(&r->file->blob, content);
}

static enum err take_piece(struct ctx *ctx, struct receiving *r, struct str piece)
{
    enum err err = ERR_NONE;
    while (piece.len > 0 && err == ERR_NONE) {
        enum multipart_event event;
        struct str content;
        size_t taken = multipart_feed(&r->form, piece, &event, &content);
        if (event == MULTIPART_PART)
            err = begin_part(ctx, r);
        else if (event == MULTIPART_DATA)
            err = take_content(r, content);
        else if (event == MULTIPART_BROKEN)
            err = ERR_MALFORMED;
        piece = str_slice(piece, taken, piece.len);
    }
    return err;
}

static enum err check_whole(struct ctx *ctx, const struct receiving *r)
{
    if (!multipart_is_over(&r->form))
        return ERR_MALFORMED;
    if (!r->has_file)
        input_invalid(ctx, "file", "is required");
    else if (r->file->blob.size == 0)
        input_invalid(ctx, "file", "must not be empty");
    return input_ok(ctx) ? ERR_NONE : ERR_INVALID_INPUT;
}

enum err upload_receive(struct ctx *ctx, struct upload_file *out)
{
    struct receiving *r = arena_alloc(ctx->arena, sizeof(*r));
    char *piece = arena_alloc(ctx->arena, PIECE_BYTES);
    enum err err = ERR_NONE;
    size_t got;
    *out = (struct upload_file){.blob.fd = -1};
    r->file = out;
    r->size_max = (int64_t) ctx->worker->config->upload_max_mb * 1024 * 1024;
    if (!multipart_init(&r->form, ctx->request.content_type))
        return ERR_UNSUPPORTED_MEDIA_TYPE;
    while (err == ERR_NONE && (got = fcgi_read(ctx->fcgi, piece, PIECE_BYTES)) > 0)
        err = take_piece(ctx, r, str_of(piece, got));
    if (err == ERR_NONE)
        err = check_whole(ctx, r);
    if (err != ERR_NONE)
        blob_abandon(&out->blob);
    out->type = file_look_type(&r->look);
    return err;
}
