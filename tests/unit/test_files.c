/* Names and types of files, and files on the disk. */
#include "tests/unit/unit.h"

#include "cgi/blobs.h"
#include "cgi/domain/file_name.h"
#include "cgi/domain/file_type.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void names_are_made_harmless(void **state)
{
    (void) state;
    static const struct {
        const char *given, *kept;
    } rows[] = {
        {"a.txt", "a.txt"},
        {"../../etc/passwd", "passwd"},
        {"C:\\x\\y.exe", "y.exe"},
        {"/", "file"},
        {"..", "file"},
        {"...a..", "a"},
        {" . a . ", "a"},
        {"a\tb\x7f\xc2\x85.txt", "ab.txt"},
        {"cod\xe2\x80\xaegpj.exe", "codgpj.exe"},
        {"\xe2\x80\x8b", "file"},
        {"\xff\xfe.txt", "__.txt"},
        {"half\xe4\xbd", "half__"},
        {"你好.png", "你好.png"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buf out;
        buf_init(&out, 1024);
        file_name_clean(&out, str_from(rows[i].given));
        assert_str(buf_str(&out), rows[i].kept);
        buf_cleanup(&out);
    }
}

static void headers_carry_every_name(void **state)
{
    (void) state;
    struct buf out;
    buf_init(&out, 1024);
    file_name_disposition(&out, "attachment", STR("a\"b\\ü%41 你.txt"));
    assert_str(buf_str(&out), "attachment; filename=\"a_b___41 _.txt\"; "
                              "filename*=UTF-8''a%22b%5C%C3%BC%2541%20%E4%BD%A0.txt");
    buf_cleanup(&out);
}

static void assert_type(struct str content, const char *expected)
{
    for (size_t at_once = 1; at_once < 8; at_once++) {
        struct file_look look = {0};
        for (size_t i = 0; i < content.len; i += at_once)
            file_look_at(&look, str_slice(content, i, i + at_once));
        assert_string_equal(file_look_type(&look)->content_type, expected);
    }
}

static void content_decides_the_type(void **state)
{
    (void) state;
    assert_type(STR("plain"), "text/plain; charset=utf-8");
    assert_type(STR("\xef\xbb\xbf<?xml version='1.0'?><svg/>"), "text/plain; charset=utf-8");
    assert_type(STR("<html>"), "text/plain; charset=utf-8");
    assert_type(STR("tab\there\r\n\x1b[1m 🦊 \xf4\x8f\xbf\xbf"), "text/plain; charset=utf-8");
    assert_type(STR("nul\0here"), "application/octet-stream");
    assert_type(STR("bell\ahere"), "application/octet-stream");
    assert_type(STR("cut \xf0\x9f\xa6"), "application/octet-stream");
    assert_type(STR("surrogate \xed\xa0\x80"), "application/octet-stream");
    assert_type(STR("overlong \xc0\xaf"), "application/octet-stream");
    assert_type(STR("overlong \xe0\x80\xaf"), "application/octet-stream");
    assert_type(STR("beyond \xf4\x90\x80\x80"), "application/octet-stream");
    assert_type(STR("\xff\xfb\x90\x64\x00\x00"), "audio/mpeg");
    assert_type(STR("\xff\xfe"
                    "a\0b\0"),
                "application/octet-stream");
    assert_type(STR("RIFF\x24\0\0\0WEBPVP8 "), "image/webp");
    assert_type(STR("GIF8"), "text/plain; charset=utf-8");
}

static void a_file_that_was_not_kept_leaves_nothing(void **state)
{
    (void) state;
    char folder[] = "/tmp/ohkay-blobs-XXXXXX", path[BLOB_PATH_MAX], command[BLOB_PATH_MAX];
    struct blob blob;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(blob_create(&blob, folder), ERR_NONE);
    assert_true(blob_is_key(str_from(blob.key)));
    assert_int_equal(blob_write(&blob, STR("hello")), ERR_NONE);
    blob_path(folder, blob.key, BLOB_PART, path);
    assert_int_equal(access(path, F_OK), 0);
    blob_abandon(&blob);
    assert_int_not_equal(access(path, F_OK), 0);

    assert_int_equal(blob_create(&blob, folder), ERR_NONE);
    assert_int_equal(blob_write(&blob, STR("hello")), ERR_NONE);
    assert_int_equal(blob_keep(&blob), ERR_NONE);
    blob_abandon(&blob);
    blob_path(folder, blob.key, BLOB_WHOLE, path);
    assert_int_equal(access(path, F_OK), 0);
    blob_remove_all(folder, blob.key);
    assert_int_not_equal(access(path, F_OK), 0);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static void a_full_disk_is_no_crash(void **state)
{
    (void) state;
    struct blob blob;
    assert_int_equal(blob_create(&blob, "/proc/nowhere"), ERR_UNAVAILABLE);
    assert_int_equal(blob.fd, -1);
    blob_abandon(&blob);
    blob = (struct blob){.folder = "/proc/nowhere",
                         .key = "00000000000000000000000000000000",
                         .fd = open("/dev/full", O_WRONLY)};
    assert_true(blob.fd >= 0);
    assert_int_equal(blob_write(&blob, STR("hello")), ERR_UNAVAILABLE);
    assert_int_equal(blob_keep(&blob), ERR_UNAVAILABLE);
    assert_int_equal(blob.fd, -1);
}

static void only_keys_are_keys(void **state)
{
    (void) state;
    assert_true(blob_is_key(STR("0123456789abcdef0123456789abcdef")));
    assert_false(blob_is_key(STR("0123456789abcdef0123456789abcde")));
    assert_false(blob_is_key(STR("0123456789ABCDEF0123456789ABCDEF")));
    assert_false(blob_is_key(STR("../3456789abcdef0123456789abcdef")));
    assert_false(blob_is_key(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_made_harmless),
        cmocka_unit_test(headers_carry_every_name),
        cmocka_unit_test(content_decides_the_type),
        cmocka_unit_test(a_file_that_was_not_kept_leaves_nothing),
        cmocka_unit_test(a_full_disk_is_no_crash),
        cmocka_unit_test(only_keys_are_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
