/* shared/config: settings are checked before anything starts. */
#include "tests/unit/unit.h"

#include "shared/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int set_secrets(void **state)
{
    (void) state;
    clearenv();
    setenv("SERVER_PASSWORD", "a good password", 1);
    setenv("JWT_SECRET", "0123456789abcdef0123456789abcdef", 1);
    setenv("DB_ENCRYPTION_KEY", "0123456789abcdef0123456789abcdef", 1);
    setenv("DB_PASSWORD", "database password", 1);
    return 0;
}

/* Load and give the problems; "" for none. */
static const char *problems_of(struct config *config)
{
    static char text[4096];
    struct buf problems;
    buf_init(&problems, sizeof(text) - 1);
    bool ok = config_load(config, &problems);
    snprintf(text, sizeof(text), "%s", buf_cstr(&problems));
    assert_int_equal(ok, text[0] == '\0');
    buf_cleanup(&problems);
    return text;
}

static void presets_fill_what_is_not_set(void **state)
{
    struct config c;
    (void) state;
    assert_string_equal(problems_of(&c), "");
    assert_int_equal(c.port, 8100);
    assert_string_equal(c.auth_db_name, "ohkay_auth");
    assert_string_equal(c.app_env, "development");
    setenv("PORT", "9000", 1);
    setenv("NODE_ENV", "production", 1);
    assert_string_equal(problems_of(&c), "");
    assert_int_equal(c.port, 9000);
    assert_string_equal(c.app_env, "production");
}

static void a_missing_secret_is_named(void **state)
{
    struct config c;
    (void) state;
    unsetenv("JWT_SECRET");
    assert_non_null(strstr(problems_of(&c), "JWT_SECRET is missing"));
}

static void production_refuses_weak_secrets_and_names_them(void **state)
{
    struct config c;
    (void) state;
    setenv("JWT_SECRET", "short", 1);
    setenv("SERVER_PASSWORD", "CHANGE_ME_SERVER_ACCESS_PASSWORD", 1);
    assert_string_equal(problems_of(&c), "");
    setenv("APP_ENV", "production", 1);
    const char *problems = problems_of(&c);
    assert_non_null(strstr(problems, "JWT_SECRET is too short"));
    assert_non_null(strstr(problems, "SERVER_PASSWORD is still a CHANGE_ME"));
    assert_null(strstr(problems, "DB_ENCRYPTION_KEY"));
    assert_null(strstr(problems, "short\n"));
}

static void secrets_can_come_from_files(void **state)
{
    struct config c;
    char path[] = "/tmp/ohkay-config-XXXXXX";
    int fd = mkstemp(path);
    (void) state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "from a file\n", 12), 12);
    close(fd);
    unsetenv("SERVER_PASSWORD");
    setenv("SERVER_PASSWORD_FILE", path, 1);
    assert_string_equal(problems_of(&c), "");
    assert_string_equal(c.server_password, "from a file");
    unlink(path);
    assert_non_null(strstr(problems_of(&c), "SERVER_PASSWORD_FILE"));
}

static void wrong_values_are_named_with_what_is_right(void **state)
{
    struct config c;
    (void) state;
    setenv("PORT", "many", 1);
    setenv("LOG_LEVEL", "loud", 1);
    const char *problems = problems_of(&c);
    assert_non_null(strstr(problems, "PORT must be a number from 1 to 65535"));
    assert_non_null(strstr(problems, "LOG_LEVEL must be one of error|warn|info|debug"));
}

static void connections_must_fit_their_budget(void **state)
{
    struct config c;
    (void) state;
    setenv("WORKERS", "40", 1);
    assert_non_null(strstr(problems_of(&c), "DB_CONNECTION_BUDGET"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(presets_fill_what_is_not_set, set_secrets),
        cmocka_unit_test_setup(a_missing_secret_is_named, set_secrets),
        cmocka_unit_test_setup(production_refuses_weak_secrets_and_names_them, set_secrets),
        cmocka_unit_test_setup(secrets_can_come_from_files, set_secrets),
        cmocka_unit_test_setup(wrong_values_are_named_with_what_is_right, set_secrets),
        cmocka_unit_test_setup(connections_must_fit_their_budget, set_secrets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
