#include "cgi/tables.h"

#include "cgi/router.h"
#include "shared/db.h"
#include "shared/emit.h"
#include "shared/event.h"

#include <stdio.h>

enum { TABLE_BYTES_MAX = 1024 * 1024 };

static void begin_row(struct buf *out)
{
    buf_add_cstr(out, out->len > 1 ? ",\n{" : "\n{");
}

static void add(struct buf *out, const char *key, const char *text)
{
    json_add_text(out, key, str_from(text));
}

static void print_routes(struct buf *out)
{
    static const char *const who[] = {"public", "user", "socket", "gateway"};
    size_t count;
    const struct route *routes = router_routes(&count);
    for (size_t i = 0; i < count; i++) {
        if (routes[i].access >= ROUTE_SOCKET)
            continue;
        begin_row(out);
        add(out, "method", routes[i].method);
        add(out, "path", routes[i].path);
        add(out, "access", who[routes[i].access]);
        json_add_bool(out, "body", routes[i].body != ROUTE_BODYLESS);
        buf_add_char(out, '}');
    }
}

static void print_errors(struct buf *out)
{
    for (int e = ERR_NONE + 1; e < ERR_COUNT; e++) {
        const struct err_info *info = err_info((enum err) e);
        begin_row(out);
        json_add_i64(out, "status", info->status);
        add(out, "code", info->code);
        add(out, "sentence", info->sentence);
        buf_add_char(out, '}');
    }
}

static void print_events(struct buf *out)
{
    static const char *const lanes[] = {"socket", "stream", "volatile"};
    for (int e = 0; e < EVENT_COUNT; e++) {
        const struct event_info *info = event_info((enum event) e);
        begin_row(out);
        add(out, "name", info->name);
        add(out, "lane", lanes[info->lane]);
        buf_add_char(out, '}');
    }
}

static void print_emits(struct buf *out)
{
    static const char *const kinds[] = {"join", "leave", "forward"};
    size_t count;
    const struct emit_row *rows = emit_rows(&count);
    for (size_t i = 0; i < count; i++) {
        begin_row(out);
        add(out, "name", rows[i].name);
        add(out, "kind", kinds[rows[i].kind]);
        add(out, "method", rows[i].method);
        add(out, "path", rows[i].path);
        buf_add_char(out, '}');
    }
}

static void print_statements(struct buf *out)
{
    static const char *const kinds[] = {"auth", "dms", "registry", "server"};
    size_t count;
    struct db_statement *const *statements = db_statements(&count);
    for (size_t i = 0; i < count; i++) {
        begin_row(out);
        add(out, "name", statements[i]->name);
        add(out, "database", kinds[statements[i]->kind]);
        add(out, "sql", statements[i]->sql);
        buf_add_char(out, '}');
    }
}

bool tables_print(int argc, char **argv)
{
    static const struct {
        const char *option;
        void (*print)(struct buf *out);
    } tables[] = {
        {"--routes", print_routes}, {"--errors", print_errors},         {"--events", print_events},
        {"--emits", print_emits},   {"--statements", print_statements},
    };
    struct buf out;
    bool found = config_has_option(argc, argv, "--config");
    buf_init(&out, TABLE_BYTES_MAX);
    if (found)
        config_dump(&out);
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && !found; i++) {
        if (!config_has_option(argc, argv, tables[i].option))
            continue;
        found = true;
        buf_add_char(&out, '[');
        tables[i].print(&out);
        buf_add_cstr(&out, "\n]\n");
    }
    fwrite(buf_str(&out).ptr ? out.ptr : "", 1, out.len, stdout);
    buf_cleanup(&out);
    return found;
}
