/* GET /api/instance: what a client must know before it logs in. */
#include "cgi/routes.h"

enum err instance_get(struct ctx *ctx)
{
    const struct config *c = ctx->worker->config;
    struct buf out;
    buf_init(&out, 4096);
    buf_add_char(&out, '{');
    json_add_text(&out, "name", str_from(c->instance_name));
    json_add_text(&out, "version", STR(OHKAY_VERSION));
    json_add_text(&out, "registration", STR("open"));
    json_add_bool(&out, "passwordRequired", str_eq_cstr(STR("required"), c->account_passwords));
    json_add_i64(&out, "uploadMaxBytes", (int64_t) c->upload_max_mb * 1024 * 1024);
    buf_add_char(&out, '}');
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
    return ERR_NONE;
}
