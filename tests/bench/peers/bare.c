/* The floor of this architecture: a FastCGI worker that only runs the SQL of a request and sends
 * what PostgreSQL wrote.
 *
 * No token, no rights, no JSON, no events, no errors to speak of. Statements come from files of the
 * folder named by BENCH_SQL: get.1.sql, get.1.args, get.2.sql …, and post.… for POST; the arguments
 * are one a line, \N for NULL, and {channel} for the number in /channels/<number>/ of the path. All
 * statements of a request go in one round trip; the answer is the first field of the one named by
 * BENCH_ANSWER_GET or BENCH_ANSWER_POST, counted from 1. */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 8, ARGS_MAX = 24, FILE_MAX = 64 * 1024, LINE_MAX_BYTES = 4096 };

struct statement {
    char name[16];
    char *sql;
    char *args[ARGS_MAX]; /* NULL: NULL */
    bool is_channel[ARGS_MAX];
    int arg_count;
};

struct plan {
    struct statement statements[STATEMENTS_MAX];
    int count;
    int answer;
};

static void die(const char *why)
{
    fprintf(stderr, "bare: %s\n", why);
    exit(1);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    char *text = calloc(1, FILE_MAX);
    if (!text || fread(text, 1, FILE_MAX - 1, file) == 0)
        die(path);
    fclose(file);
    return text;
}

static void read_args(struct statement *s, const char *path)
{
    char line[LINE_MAX_BYTES];
    FILE *file = fopen(path, "r");
    if (!file)
        die(path);
    while (fgets(line, sizeof(line), file) && s->arg_count < ARGS_MAX) {
        line[strcspn(line, "\n")] = '\0';
        s->is_channel[s->arg_count] = strcmp(line, "{channel}") == 0;
        s->args[s->arg_count++] = strcmp(line, "\\N") == 0 ? NULL : strdup(line);
    }
    fclose(file);
}

static void load(struct plan *plan, PGconn *db, const char *method)
{
    char path[512], variable[64];
    const char *folder = getenv("BENCH_SQL");
    for (int i = 1; i <= STATEMENTS_MAX; i++) {
        struct statement *s = &plan->statements[plan->count];
        snprintf(path, sizeof(path), "%s/%s.%d.sql", folder, method, i);
        s->sql = read_file(path);
        if (!s->sql)
            break;
        snprintf(path, sizeof(path), "%s/%s.%d.args", folder, method, i);
        read_args(s, path);
        snprintf(s->name, sizeof(s->name), "%s%d", method, i);
        PGresult *r = PQprepare(db, s->name, s->sql, 0, NULL);
        if (PQresultStatus(r) != PGRES_COMMAND_OK)
            die(PQerrorMessage(db));
        PQclear(r);
        plan->count++;
    }
    snprintf(variable, sizeof(variable), "BENCH_ANSWER_%s",
             strcmp(method, "get") == 0 ? "GET" : "POST");
    plan->answer = atoi(getenv(variable));
}

/* Wait for one statement's result; NULL is the end of the pipeline. */
static PGresult *next(PGconn *db)
{
    PGresult *r = PQgetResult(db);
    PGresult *end = PQgetResult(db);
    PQclear(end);
    return r;
}

static void serve(FCGX_Request *request, PGconn *db, const struct plan *plan, const char *status)
{
    const char *at = strstr(FCGX_GetParam("REQUEST_URI", request->envp), "/channels/");
    char channel[32] = "0";
    PGresult *answer = NULL;
    if (at)
        snprintf(channel, sizeof(channel), "%lld", atoll(at + strlen("/channels/")));
    for (int i = 0; i < plan->count; i++) {
        const struct statement *s = &plan->statements[i];
        const char *values[ARGS_MAX];
        for (int a = 0; a < s->arg_count; a++)
            values[a] = s->is_channel[a] ? channel : s->args[a];
        PQsendQueryPrepared(db, s->name, s->arg_count, values, NULL, NULL, 0);
    }
    PQpipelineSync(db);
    for (int i = 1; i <= plan->count; i++) {
        PGresult *r = next(db);
        if (PQresultStatus(r) != PGRES_TUPLES_OK)
            die(PQerrorMessage(db));
        if (i == plan->answer)
            answer = r;
        else
            PQclear(r);
    }
    PQclear(PQgetResult(db)); /* the sync */
    FCGX_FPrintF(request->out,
                 "Status: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                 status, PQgetlength(answer, 0, 0));
    FCGX_PutStr(PQgetvalue(answer, 0, 0), PQgetlength(answer, 0, 0), request->out);
    PQclear(answer);
}

int main(void)
{
    FCGX_Request request;
    struct plan get = {.count = 0}, post = {.count = 0};
    PGconn *db = PQconnectdb(getenv("BENCH_DB"));
    if (PQstatus(db) != CONNECTION_OK)
        die(PQerrorMessage(db));
    load(&get, db, "get");
    load(&post, db, "post");
    PQenterPipelineMode(db);
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        bool is_post = strcmp(FCGX_GetParam("REQUEST_METHOD", request.envp), "POST") == 0;
        char body[LINE_MAX_BYTES];
        while (is_post && FCGX_GetStr(body, sizeof(body), request.in) > 0)
            ;
        serve(&request, db, is_post ? &post : &get, is_post ? "201 Created" : "200 OK");
        FCGX_Finish_r(&request);
    }
    return 0;
}
