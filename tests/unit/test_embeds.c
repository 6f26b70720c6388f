/* cgi/domain/embeds: what of a sender's embeds is kept. */
#include "tests/unit/unit.h"

#include "cgi/domain/embeds.h"

#include <stdio.h>

/* Read `given`, and compare what is kept; NULL: it is refused. */
static void check(const char *given, const char *kept)
{
    struct json_object *value = json_parse(str_from(given));
    struct buf out;
    size_t count;
    buf_init(&out, EMBEDS_BYTES_MAX);
    const char *why = embeds_read(value, &out, &count);
    if (kept) {
        assert_null(why);
        assert_str(buf_str(&out), kept);
    } else {
        assert_non_null(why);
    }
    buf_cleanup(&out);
    json_object_put(value);
}

static void known_members_are_kept_and_others_dropped(void **state)
{
    (void) state;
    check("[]", "[]");
    check("[{\"title\":\"t\",\"type\":\"rich\",\"provider\":{\"name\":\"x\"},\"color\":255}]",
          "[{\"title\":\"t\",\"color\":255}]");
    check("[{\"description\":\"a\\n\\\"b\\\"\",\"url\":\"https://x.example/?a=1&b=2\"}]",
          "[{\"description\":\"a\\n\\\"b\\\"\",\"url\":\"https://x.example/?a=1&b=2\"}]");
    check("[{\"image\":{\"url\":\"http://x.example/i.png\",\"width\":1},\"thumbnail\":{}}]",
          "[{\"image\":{\"url\":\"http://x.example/i.png\"}}]");
    check("[{\"footer\":{\"text\":\"f\"},\"author\":{\"name\":\"n\",\"url\":\"\"}}]",
          "[{\"footer\":{\"text\":\"f\"},\"author\":{\"name\":\"n\"}}]");
    check("[{\"fields\":[{\"name\":\"n\",\"value\":\"v\",\"x\":1},{\"name\":\"m\",\"value\":\"w\","
          "\"inline\":true}]}]",
          "[{\"fields\":[{\"name\":\"n\",\"value\":\"v\",\"inline\":false},"
          "{\"name\":\"m\",\"value\":\"w\",\"inline\":true}]}]");
}

static void what_is_empty_goes(void **state)
{
    (void) state;
    check("[{},{\"title\":null,\"url\":\"\",\"fields\":[],\"image\":null}]", "[]");
    check("[{},{\"title\":\"t\"},{}]", "[{\"title\":\"t\"}]");
    check("[{\"title\":\"a\"},{},{\"title\":\"b\"}]", "[{\"title\":\"a\"},{\"title\":\"b\"}]");
    check("[{\"image\":{\"url\":\"attachment://x.png\"}}]", "[]");
}

static void times_without_an_offset_are_utc(void **state)
{
    (void) state;
    check("[{\"timestamp\":\"2026-01-02T03:04:05.123456\"}]",
          "[{\"timestamp\":\"2026-01-02T03:04:05.123456Z\"}]");
    check("[{\"timestamp\":\"2026-01-02T03:04:05+02:00\"}]",
          "[{\"timestamp\":\"2026-01-02T03:04:05+02:00\"}]");
    check("[{\"timestamp\":\"yesterday\"}]", NULL);
    check("[{\"timestamp\":5}]", NULL);
}

static void addresses_are_http_or_nothing(void **state)
{
    static const char *const refused[] = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//x.example/",
        "ftp://x.example/",
        "http:/x.example",
        "https://",
        " https://x.example",
        "https://x.example/ y",
        "https://x.example/\\\"onload=",
        "https://x.example/<b>",
        "x",
        "vbscript:x",
        "file:///etc/passwd",
    };
    (void) state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        char json[256];
        snprintf(json, sizeof(json), "[{\"url\":\"%s\"}]", refused[i]);
        check(json, NULL);
        snprintf(json, sizeof(json), "[{\"footer\":{\"text\":\"x\",\"icon_url\":\"%s\"}}]",
                 refused[i]);
        check(json, NULL);
    }
    check("[{\"url\":\"HTTPS://X.example\"}]", "[{\"url\":\"HTTPS://X.example\"}]");
}

static void wrong_types_and_too_much_are_refused(void **state)
{
    static const char *const cases[] = {
        "{}",
        "\"x\"",
        "[1]",
        "[null]",
        "[[]]",
        "[{\"title\":1}]",
        "[{\"title\":\"a\\u0000b\"}]",
        "[{\"color\":\"red\"}]",
        "[{\"color\":16777216}]",
        "[{\"color\":-1}]",
        "[{\"color\":1.5}]",
        "[{\"footer\":\"x\"}]",
        "[{\"image\":\"https://x\"}]",
        "[{\"fields\":{}}]",
        "[{\"fields\":[1]}]",
        "[{\"fields\":[{\"name\":\"n\",\"value\":\"v\",\"inline\":1}]}]",
        "[{},{},{},{},{},{},{},{},{},{},{}]",
    };
    char text[3501], embed[6000];
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check(cases[i], NULL);
    memset(text, 'x', sizeof(text));
    text[257] = '\0';
    snprintf(embed, sizeof(embed), "[{\"title\":\"%s\"}]", text);
    check(embed, NULL);
    memset(text, 'x', sizeof(text));
    text[3500] = '\0';
    char two[12000];
    snprintf(two, sizeof(two), "[{\"description\":\"%s\"},{\"description\":\"%s\"}]", text, text);
    check(two, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_members_are_kept_and_others_dropped),
        cmocka_unit_test(what_is_empty_goes),
        cmocka_unit_test(times_without_an_offset_are_utc),
        cmocka_unit_test(addresses_are_http_or_nothing),
        cmocka_unit_test(wrong_types_and_too_much_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
