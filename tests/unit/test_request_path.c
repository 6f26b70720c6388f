/* cgi/url, router, cors, domain/mentions: what a request's text is taken to mean. */
#include "tests/unit/unit.h"

#include "cgi/cors.h"
#include "cgi/router.h"
#include "cgi/url.h"

#include <stdio.h>

static void percent_encoding_is_undone_or_refused(void **state)
{
    static const struct {
        const char *in, *out; /* out NULL: refused */
        bool is_query;
    } cases[] = {
        {"abc", "abc", false},
        {"a%20b", "a b", false},
        {"a+b", "a+b", false},
        {"a+b", "a b", true},
        {"%F0%9F%98%80", "\xf0\x9f\x98\x80", false},
        {"%2e%2E%2F", "../", false},
        {"%", NULL, false},
        {"%2", NULL, false},
        {"%2g", NULL, false},
        {"%00", NULL, false},
        {"%ff", NULL, false},
        {"abc%", NULL, false},
        {"%41", "A", false},
    };
    struct arena a;
    (void) state;
    arena_init(&a);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str out;
        bool ok = url_decode(&a, str_from(cases[i].in), cases[i].is_query, &out);
        assert_int_equal(ok, cases[i].out != NULL);
        if (ok)
            assert_str(out, cases[i].out);
    }
    arena_cleanup(&a);
}

static void query_parameters_are_found_by_name(void **state)
{
    struct arena a;
    struct str out;
    (void) state;
    arena_init(&a);
    assert_true(url_query_get(&a, STR("a=1&limit=20&b"), "limit", &out));
    assert_str(out, "20");
    assert_true(url_query_get(&a, STR("b&q=%D0%B4+x"), "q", &out));
    assert_str(out, "\xd0\xb4 x");
    assert_true(url_query_get(&a, STR("b"), "b", &out));
    assert_str(out, "");
    assert_false(url_query_get(&a, STR("limits=1"), "limit", &out));
    assert_false(url_query_get(&a, STR(""), "limit", &out));
    arena_cleanup(&a);
}

static void paths_find_their_rows(void **state)
{
    static const struct {
        const char *method, *path;
        enum err err;
        const char *row; /* for ERR_NONE: the path of the row; for 405: what is allowed */
    } cases[] = {
        {"GET", "/health", ERR_NONE, "/health"},
        {"HEAD", "/health", ERR_NONE, "/health"},
        {"POST", "/api/servers", ERR_NONE, "/api/servers"},
        {"POST", "/api/servers/join/abc", ERR_NONE, "/api/servers/join/{inviteCode}"},
        {"GET", "/api/servers/7", ERR_NONE, "/api/servers/{serverId}"},
        {"GET", "/api/users/me", ERR_NONE, "/api/users/me"},
        {"GET", "/api/users/1", ERR_NONE, "/api/users/{userId}"},
        {"PUT", "/api/servers", ERR_METHOD_NOT_ALLOWED, "POST, GET"},
        {"PUT", "/api/users/me", ERR_METHOD_NOT_ALLOWED, "GET, PATCH, DELETE"},
        {"GET", "/api/servers/0", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/01", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/-1", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/1e3", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/9007199254740992", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/9007199254740991", ERR_NONE, "/api/servers/{serverId}"},
        {"GET", "/api/servers/7/", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api//servers", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/", ERR_UNKNOWN_ROUTE, NULL},
        {"GET", "/api/servers/%37", ERR_NONE, "/api/servers/{serverId}"},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena a;
        arena_init(&a);
        struct ctx ctx = {.arena = &a};
        const struct route *route = NULL;
        ctx.request.method = str_from(cases[i].method);
        ctx.request.path = str_from(cases[i].path);
        enum err err = router_find(&ctx, &route);
        if (err != cases[i].err)
            fail_msg("%s %s: %d", cases[i].method, cases[i].path, (int) err);
        if (err == ERR_NONE)
            assert_string_equal(route->path, cases[i].row);
        if (err == ERR_METHOD_NOT_ALLOWED)
            assert_str(ctx.allow, cases[i].row);
        arena_cleanup(&a);
    }
}

static void parameters_are_read_from_the_path(void **state)
{
    struct arena a;
    const struct route *route;
    (void) state;
    arena_init(&a);
    struct ctx ctx = {.arena = &a};
    ctx.request.method = STR("PATCH");
    ctx.request.path = STR("/api/servers/5/channels/6/messages/7");
    assert_int_equal(router_find(&ctx, &route), ERR_NONE);
    assert_int_equal(ctx_param_id(&ctx, "serverId"), 5);
    assert_int_equal(ctx_param_id(&ctx, "channelId"), 6);
    assert_int_equal(ctx_param_id(&ctx, "messageId"), 7);
    ctx.request.method = STR("GET");
    ctx.request.path = STR("/api/invites/a%2Fb");
    assert_int_equal(router_find(&ctx, &route), ERR_NONE);
    assert_str(ctx_param_text(&ctx, "inviteCode"), "a/b");
    arena_cleanup(&a);
}

static void origins_are_allowed_by_the_list_only(void **state)
{
    (void) state;
    assert_true(cors_allows(STR("*"), STR("https://a.example")));
    assert_true(cors_allows(STR("https://a.example, https://b.example"), STR("https://b.example")));
    assert_false(cors_allows(STR("https://a.example"), STR("https://a.example.evil")));
    assert_false(cors_allows(STR(""), STR("https://a.example")));
    assert_false(cors_allows(STR("*"), STR("")));
    char longest[2048] = "https://";
    memset(longest + 8, 'a', sizeof(longest) - 9);
    longest[sizeof(longest) - 1] = '\0';
    assert_false(cors_allows(STR("*"), str_from(longest))); /* it would not fit into the answer */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percent_encoding_is_undone_or_refused),
        cmocka_unit_test(query_parameters_are_found_by_name),
        cmocka_unit_test(paths_find_their_rows),
        cmocka_unit_test(parameters_are_read_from_the_path),
        cmocka_unit_test(origins_are_allowed_by_the_list_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
