#include "shared/config.h"

#include "shared/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SECRET_FILE_MAX = 4096 };

/* Read NAME_FILE's file without its last line break. Returns NULL, with a problem noted, when it
 * cannot be read. */
static const char *read_secret_file(const char *name, const char *path, struct buf *problems)
{
    char text[SECRET_FILE_MAX];
    ssize_t len = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        len = read(fd, text, sizeof(text) - 1);
        close(fd);
    }
    if (len < 0) {
        buf_printf(problems, "%s_FILE names %s, which cannot be read: %s\n", name, path,
                   strerror(errno));
        return NULL;
    }
    while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
        len--;
    text[len] = '\0';
    char *copy = strdup(text);
    if (!copy)
        abort();
    return copy;
}

/* The value of NAME, or NULL when it is not set or empty. */
static const char *env_of(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static const char *load_secret(const char *name, size_t least, bool production,
                               struct buf *problems)
{
    char file_name[64];
    snprintf(file_name, sizeof(file_name), "%s_FILE", name);
    const char *value = env_of(name), *path = env_of(file_name);
    if (!value && path && !(value = read_secret_file(name, path, problems)))
        return "";
    if (!value || !*value) {
        buf_printf(problems, "%s is missing: set it, or %s_FILE to a file that holds it\n", name,
                   name);
        return "";
    }
    if (production && strstr(value, "CHANGE_ME"))
        buf_printf(problems, "%s is still a CHANGE_ME value: choose your own secret\n", name);
    else if (production && strlen(value) < least)
        buf_printf(problems, "%s is too short: at least %zu characters in production\n", name,
                   least);
    return value;
}

static int load_int(const char *name, int preset, int least, int most, struct buf *problems)
{
    const char *value = env_of(name);
    int64_t number = preset;
    if (value && (!str_to_i64(str_from(value), &number) || number < least || number > most)) {
        buf_printf(problems, "%s must be a number from %d to %d, not \"%s\"\n", name, least, most,
                   value);
        return preset;
    }
    return (int) number;
}

static const char *load_choice(const char *name, const char *choices, const char *preset,
                               struct buf *problems)
{
    const char *value = env_of(name);
    if (!value && strcmp(name, "APP_ENV") == 0)
        value = env_of("NODE_ENV");
    if (!value)
        return preset;
    struct str rest = str_from(choices);
    while (rest.ptr) {
        if (str_eq_cstr(str_cut(&rest, '|'), value))
            return value;
    }
    buf_printf(problems, "%s must be one of %s, not \"%s\"\n", name, choices, value);
    return preset;
}

static const char *load_text(const char *name, const char *preset)
{
    const char *value = env_of(name);
    return value ? value : preset;
}

bool config_load(struct config *config, struct buf *problems)
{
    const char *env =
        load_choice("APP_ENV", "development|production|test", "development", problems);
    bool production = strcmp(env, "production") == 0;
#define TEXT(field, name, preset, meaning) config->field = load_text(name, preset);
#define CHOICE(field, name, choices, preset, meaning)                                              \
    config->field = load_choice(name, choices, preset, problems);
#define SECRET(field, name, least, meaning)                                                        \
    config->field = load_secret(name, least, production, problems);
#define INT(field, name, preset, least, most, meaning)                                             \
    config->field = load_int(name, preset, least, most, problems);
#include "shared/config.def"
#undef TEXT
#undef CHOICE
#undef SECRET
#undef INT
    int need = config->workers * (3 + config->server_db_cache);
    if (need > config->db_connection_budget)
        buf_printf(
            problems,
            "WORKERS x (3 + SERVER_DB_CACHE) is %d, above DB_CONNECTION_BUDGET (%d): lower the "
            "first two, or raise the budget and PostgreSQL's max_connections\n",
            need, config->db_connection_budget);
    return problems->len == 0;
}

bool config_has_option(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], option) == 0)
            return true;
    }
    return false;
}

void config_start(struct config *config, const char *program, int argc, char **argv)
{
    if (config_has_option(argc, argv, "--version")) {
        printf("%s %s\n", program, OHKAY_VERSION);
        exit(0);
    }
    struct buf problems;
    buf_init(&problems, 16384);
    bool ok = config_load(config, &problems);
    if (!ok)
        fprintf(stderr, "%s: the configuration is not complete:\n%s", program, buf_cstr(&problems));
    buf_cleanup(&problems);
    if (!ok)
        exit(1);
    if (config_has_option(argc, argv, "--check-config"))
        exit(0);
    enum log_level level = LOG_LEVEL_INFO;
    log_level_from(str_from(config->log_level), &level);
    log_init(program, level, strcmp(config->log_format, "json") == 0);
}

static void dump_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, "\"%s\":\"", key);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static void dump_row(struct buf *out, const char *name, const char *kind, const char *preset,
                     const char *meaning)
{
    buf_add_cstr(out, out->len > 1 ? ",\n{" : "\n{");
    dump_text(out, "name", name);
    buf_add_char(out, ',');
    dump_text(out, "kind", kind);
    buf_add_char(out, ',');
    dump_text(out, "default", preset);
    buf_add_char(out, ',');
    dump_text(out, "meaning", meaning);
    buf_add_char(out, '}');
}

void config_dump(struct buf *out)
{
    buf_add_char(out, '[');
#define TEXT(field, name, preset, meaning)            dump_row(out, name, "text", preset, meaning);
#define CHOICE(field, name, choices, preset, meaning) dump_row(out, name, choices, preset, meaning);
#define SECRET(field, name, least, meaning)           dump_row(out, name, "secret", "", meaning);
#define INT(field, name, preset, least, most, meaning)                                             \
    dump_row(out, name, "integer", #preset, meaning);
#include "shared/config.def"
#undef TEXT
#undef CHOICE
#undef SECRET
#undef INT
    buf_add_cstr(out, "\n]\n");
}
