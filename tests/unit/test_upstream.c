/* FastCGI records and the CGI head inside them: what the upstream link is built of. */
#include "pushd/link/fcgi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
// cmocka needs the headers above it
#include <cmocka.h>

#define BYTES(literal) str_of(literal, sizeof(literal) - 1)

#define HELLO "\1\6\0\1\0\23\3\0Status: 201\r\n\r\n{}\n\n???"
#define OTHER "\1\7\0\1\0\4\0\0oops"
#define END   "\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0"

static void a_request_is_begin_params_and_stdin(void **state)
{
    (void) state;
    struct buf out;
    buf_init(&out, 1 << 20);
    const struct fcgi_param params[] = {
        {"A", STR("b")},
        {"LEFT_OUT", {0}},
        {"EMPTY", STR("")},
    };
    assert_true(fcgi_write_request(&out, params, 3, STR("{}")));
    struct str expected = BYTES("\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"
                                "\1\4\0\1\0\13\0\0\1\1Ab\5\0EMPTY"
                                "\1\4\0\1\0\0\0\0"
                                "\1\5\0\1\0\2\0\0{}"
                                "\1\5\0\1\0\0\0\0");
    assert_int_equal(out.len, expected.len);
    assert_memory_equal(out.ptr, expected.ptr, expected.len);
    buf_cleanup(&out);
}

static void long_values_and_long_bodies_are_split_and_counted(void **state)
{
    (void) state;
    struct buf out;
    static char body[70000];
    memset(body, 'x', sizeof(body));
    buf_init(&out, 1 << 20);
    const struct fcgi_param params[] = {{"V", str_of(body, 300)}};
    assert_true(fcgi_write_request(&out, params, 1, str_of(body, sizeof(body))));
    /* begin 16, params 8+1+4+1+300, 8, stdin 8+65528, 8+4472, 8 */
    assert_int_equal(out.len, 16 + 314 + 8 + 65536 + 4480 + 8);
    assert_memory_equal(out.ptr + 24, "\1\x80\0\1\x2cV", 6);
    buf_cleanup(&out);
    buf_init(&out, 100);
    assert_false(fcgi_write_request(&out, params, 1, str_of(body, sizeof(body))));
    buf_cleanup(&out);
}

static void an_answer_is_the_same_in_pieces_of_any_size(void **state)
{
    (void) state;
    struct str whole = BYTES(HELLO OTHER "\1\6\0\1\0\0\0\0" END);
    for (size_t step = 1; step <= whole.len; step++) {
        struct fcgi_reader r;
        fcgi_reader_init(&r, 1000);
        for (size_t at = 0; at < whole.len; at += step) {
            assert_int_equal(r.state, FCGI_READING);
            fcgi_reader_feed(&r, str_slice(whole, at, at + step));
        }
        assert_int_equal(r.state, FCGI_DONE);
        assert_int_equal(r.answer.len, 19);
        assert_int_equal(r.stderr_bytes, 4);
        fcgi_reader_cleanup(&r);
    }
}

static void bytes_that_are_not_an_answer_break_the_reader(void **state)
{
    (void) state;
    static const struct {
        struct str bytes;
        enum fcgi_state state;
    } rows[] = {
        {{"", 0}, FCGI_READING},
        {{"\1\6\0\1\0", 5}, FCGI_READING},
        {{"HTTP/1.1 200 OK\r\n", 17}, FCGI_BROKEN},
        {{"\2\6\0\1\0\0\0\0", 8}, FCGI_BROKEN},
        {{"\1\6\0\2\0\0\0\0", 8}, FCGI_BROKEN},
        {{"\1\3\0\1\0\7\0\0", 8}, FCGI_BROKEN},
        {{"\1\11\0\1\0\1\0\0x", 9}, FCGI_BROKEN},
        {{"\1\3\0\1\0\10\0\0\0\0\0\0\2\0\0\0", 16}, FCGI_REFUSED},
        {{"\1\6\0\1\0\12\0\0twelve chars", 20}, FCGI_BROKEN},
        {{"\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0behind", 22}, FCGI_DONE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fcgi_reader r;
        fcgi_reader_init(&r, 8);
        assert_int_equal(fcgi_reader_feed(&r, rows[i].bytes), rows[i].state);
        fcgi_reader_cleanup(&r);
    }
}

static void a_cgi_head_gives_status_and_body(void **state)
{
    (void) state;
    static const struct {
        const char *response;
        bool ok;
        int status;
        const char *body;
    } rows[] = {
        {"Status: 201 Created\r\nContent-Type: x\r\n\r\n{\"a\":1}", true, 201, "{\"a\":1}"},
        {"status:404\n\nno", true, 404, "no"},
        {"Content-Type: x\r\n\r\n", true, 200, ""},
        {"Status: 204\r\n\r\n\r\n", true, 204, "\r\n"},
        {"Status: abc\r\n\r\n", false, 0, ""},
        {"Status: 99\r\n\r\n", false, 0, ""},
        {"Status: 201\r\n", false, 0, ""},
        {"\r\nbody without a head", false, 0, ""},
        {"", false, 0, ""},
        {"no end", false, 0, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct cgi_head head;
        assert_int_equal(cgi_head_read(str_from(rows[i].response), &head), rows[i].ok);
        if (!rows[i].ok)
            continue;
        assert_int_equal(head.status, rows[i].status);
        assert_true(str_eq_cstr(head.body, rows[i].body));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_begin_params_and_stdin),
        cmocka_unit_test(long_values_and_long_bodies_are_split_and_counted),
        cmocka_unit_test(an_answer_is_the_same_in_pieces_of_any_size),
        cmocka_unit_test(bytes_that_are_not_an_answer_break_the_reader),
        cmocka_unit_test(a_cgi_head_gives_status_and_body),
    };
    return cmocka_run_group_tests_name("upstream", tests, NULL, NULL);
}
