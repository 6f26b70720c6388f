/* multipart/form-data as browsers, curl and attackers send it; each body is also read a byte at a
 * time, with the same result. */
#include "tests/unit/unit.h"

#include "cgi/multipart.h"

#include <stdio.h>
#include <stdlib.h>

/* What a body holds, as text: P(file name) or p for a part, its content, E; then . at the end or !
 * when broken. */
static void read_all(struct str type, struct str body, size_t at_once, char *out, size_t size)
{
    static struct multipart m;
    enum multipart_event event = MULTIPART_NOTHING;
    struct str data;
    size_t len = 0;
    out[0] = '\0';
    if (!multipart_init(&m, type)) {
        snprintf(out, size, "no form");
        return;
    }
    for (size_t from = 0; from < body.len && event != MULTIPART_BROKEN;) {
        struct str chunk = str_slice(body, from, from + at_once);
        from += multipart_feed(&m, chunk, &event, &data);
        if (event == MULTIPART_PART && m.has_file_name)
            len += (size_t) snprintf(out + len, size - len, "P(%.*s)", (int) m.file_name_len,
                                     m.file_name);
        else if (event == MULTIPART_PART)
            len += (size_t) snprintf(out + len, size - len, "p");
        else if (event == MULTIPART_DATA)
            len += (size_t) snprintf(out + len, size - len, "%.*s", STR_FMT(data));
        else if (event == MULTIPART_PART_END)
            len += (size_t) snprintf(out + len, size - len, "E");
        else if (event == MULTIPART_BROKEN)
            len += (size_t) snprintf(out + len, size - len, "!");
    }
    if (multipart_is_over(&m))
        snprintf(out + len, size - len, ".");
}

static void expect(struct str type, struct str body, const char *expected)
{
    static char out[16384];
    for (size_t at_once = 1; at_once <= body.len + 1; at_once += at_once < 8 ? 1 : 31) {
        read_all(type, body, at_once, out, sizeof(out));
        assert_string_equal(out, expected);
    }
}

#define TYPE STR("multipart/form-data; boundary=xyz")
#define FILE_PART(disposition, content)                                                            \
    "--xyz\r\nContent-Disposition: form-data; name=\"file\"; " disposition "\r\n\r\n" content "\r" \
    "\n"
#define FILE_BODY(disposition, content) STR(FILE_PART(disposition, content) "--xyz--\r\n")

static void bodies_are_read_whatever_the_pieces(void **state)
{
    (void) state;
    expect(TYPE, FILE_BODY("filename=\"a.txt\"", "hello"), "P(a.txt)helloE.");
    expect(TYPE, FILE_BODY("filename=a.txt", "hello"), "P(a.txt)helloE.");
    expect(TYPE, FILE_BODY("filename=\"a.txt\"", ""), "P(a.txt)E.");
    expect(TYPE,
           STR("preamble\r\n" FILE_PART("filename=\"a\"", "1") "--xyz--\r\nepilogue\r\n--xyz\r\n"),
           "P(a)1E.");
    expect(TYPE,
           STR("--xyz\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nfield\r\n" FILE_PART(
               "filename=\"a\"", "1") "--xyz--"),
           "pfieldEP(a)1E.");
    expect(TYPE, STR("--xyz \t\r\n\r\nno headers\r\n--xyz--"), "pno headersE.");
    expect(STR("multipart/form-data; charset=utf-8; Boundary=\"x y:z\""),
           STR("--x y:z\r\n\r\n1\r\n--x y:z--"), "p1E.");
}

static void what_looks_like_a_delimiter_is_content(void **state)
{
    (void) state;
    expect(TYPE, FILE_BODY("filename=\"a\"", "\r\n--xy\r\n-\r\r\n--xy--\r\n--"),
           "P(a)\r\n--xy\r\n-\r\r\n--xy--\r\n--E.");
    expect(TYPE, FILE_BODY("filename=\"a\"", "--xyz"), "P(a)E");
    expect(TYPE, FILE_BODY("filename=\"a\"", "x--xyz--"), "P(a)x--xyz--E.");
    expect(TYPE, FILE_BODY("filename=\"a\"", "\n--xyz--\n"), "P(a)\n--xyz--\nE.");
    expect(TYPE, FILE_BODY("filename=\"a\"", "\r\n"), "P(a)\r\nE.");
    expect(TYPE, FILE_BODY("filename=\"a\"", "\r"), "P(a)\rE.");
}

static void file_names_are_decoded(void **state)
{
    (void) state;
    const struct {
        struct str body;
        const char *expected;
    } rows[] = {
        {FILE_BODY("filename=\"a %22b%22.txt\"", "1"), "P(a \"b\".txt)1E."},
        {FILE_BODY("filename=\"a \\\"b\\\".txt\"", "1"), "P(a \"b\".txt)1E."},
        {FILE_BODY("filename=\"C:\\dir\\a.txt\"", "1"), "P(C:\\dir\\a.txt)1E."},
        {FILE_BODY("filename=\"100%25.txt\"", "1"), "P(100%25.txt)1E."},
        {FILE_BODY("filename=\"a;b=c.txt\"; x=y", "1"), "P(a;b=c.txt)1E."},
        {FILE_BODY("filename=\"Привет 你好 🦊.png\"", "1"),
         "P(Привет 你好 🦊.png)1E."},
        {FILE_BODY("filename=\"plain.txt\"; filename*=UTF-8''na%C3%AFve%20file.txt", "1"),
         "P(naïve file.txt)1E."},
        {FILE_BODY("filename*=utf-8'en'a.txt; filename=\"plain.txt\"", "1"), "P(a.txt)1E."},
        {FILE_BODY("filename=\"plain.txt\"; filename*=KOI8-R''%C1.txt", "1"), "P(plain.txt)1E."},
        {FILE_BODY("filename=\"\"", "1"), "P()1E."},
        {FILE_BODY("filename=\"open", "1"), "P(open)1E."},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect(TYPE, rows[i].body, rows[i].expected);
}

static void what_is_no_form_is_refused(void **state)
{
    (void) state;
    static const char *const types[] = {
        "",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/mixed; boundary=xyz",
        "multipart/form-data; boundary=\"a\tb\"",
        "multipart/form-data; "
        "boundary=0123456789012345678901234567890123456789012345678901234567890123456789x",
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        expect(str_from(types[i]), STR("--xyz\r\n\r\n1\r\n--xyz--"), "no form");
    expect(TYPE, STR("--xyzabc\r\n\r\n1\r\n--xyz--"), "!");
    expect(TYPE, STR("--xyz\n\n1\n--xyz--"), "!");
    expect(TYPE, STR("--xyz\r\n\r\n1"), "p1");
    expect(TYPE, STR("--xyz\r\n\r\n1\r\n--xyz"), "p1E");
    expect(TYPE, STR("nothing of the kind"), "");
}

static void headers_and_parts_are_bounded(void **state)
{
    (void) state;
    static char body[64 * 1024], out[1024];
    size_t len = (size_t) snprintf(body, sizeof(body), "--xyz\r\nX: ");
    memset(body + len, 'x', MULTIPART_LINE_MAX);
    read_all(TYPE, str_of(body, len + MULTIPART_LINE_MAX), 1000, out, sizeof(out));
    assert_string_equal(out, "!");
    len = (size_t) snprintf(body, sizeof(body), "--xyz\r\n");
    for (int i = 0; i <= MULTIPART_HEADERS_MAX; i++)
        len += (size_t) snprintf(body + len, sizeof(body) - len, "X: y\r\n");
    read_all(TYPE, str_of(body, len), 1000, out, sizeof(out));
    assert_string_equal(out, "!");
    len = 0;
    for (int i = 0; i <= MULTIPART_PARTS_MAX; i++)
        len += (size_t) snprintf(body + len, sizeof(body) - len, "--xyz\r\n\r\n\r\n");
    read_all(TYPE, str_of(body, len), 1000, out, sizeof(out));
    assert_int_equal(out[strlen(out) - 1], '!');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_read_whatever_the_pieces),
        cmocka_unit_test(what_looks_like_a_delimiter_is_content),
        cmocka_unit_test(file_names_are_decoded),
        cmocka_unit_test(what_is_no_form_is_refused),
        cmocka_unit_test(headers_and_parts_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
