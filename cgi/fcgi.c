#include "cgi/fcgi.h"

#include <fastcgi.h>
#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OUT_BYTES = 65536 };

struct fcgi {
    FCGX_Request request;
    FCGX_Stream *out; /* in larger pieces than the request's own: a page of messages is one */
    bool is_cgi;      /* no socket: one request by environ, stdin and stdout */
    bool served;      /* the one request of a CGI call was given out */
};

static void on_terminate(int sig)
{
    (void) sig;
    FCGX_ShutdownPending();
}

struct fcgi *fcgi_create(void)
{
    struct fcgi *f = calloc(1, sizeof(*f));
    /* Without SA_RESTART, so that an idle worker leaves its accept at once. */
    struct sigaction terminate = {.sa_handler = on_terminate}, ignore = {.sa_handler = SIG_IGN};
    if (!f)
        abort();
    sigaction(SIGTERM, &terminate, NULL);
    sigaction(SIGINT, &terminate, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    f->is_cgi = FCGX_IsCGI() != 0;
    if (!f->is_cgi &&
        (FCGX_Init() != 0 || FCGX_InitRequest(&f->request, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0))
        abort();
    return f;
}

void fcgi_destroy(struct fcgi *f)
{
    if (!f->is_cgi)
        FCGX_Free(&f->request, 1);
    free(f);
}

bool fcgi_accept(struct fcgi *f)
{
    if (!f->is_cgi) {
        if (FCGX_Accept_r(&f->request) != 0)
            return false;
        f->out = FCGX_CreateWriter(f->request.ipcFd, f->request.requestId, OUT_BYTES, FCGI_STDOUT);
        return true;
    }
    bool first = !f->served;
    f->served = true;
    return first;
}

bool fcgi_wait(const struct fcgi *f, int ms)
{
    struct pollfd listener = {.fd = 0, .events = POLLIN};
    return f->is_cgi || poll(&listener, 1, ms) != 0;
}

const char *fcgi_param(const struct fcgi *f, const char *name)
{
    return f->is_cgi ? getenv(name) : FCGX_GetParam(name, f->request.envp);
}

size_t fcgi_read(struct fcgi *f, char *out, size_t size)
{
    if (f->is_cgi)
        return fread(out, 1, size, stdin);
    int got = FCGX_GetStr(out, (int) size, f->request.in);
    return got > 0 ? (size_t) got : 0;
}

void fcgi_write(struct fcgi *f, struct str bytes)
{
    if (bytes.len == 0)
        return;
    if (f->is_cgi)
        fwrite(bytes.ptr, 1, bytes.len, stdout);
    else
        FCGX_PutStr(bytes.ptr, (int) bytes.len, f->out);
}

void fcgi_finish(struct fcgi *f)
{
    if (f->is_cgi) {
        fflush(stdout);
        return;
    }
    FCGX_FFlush(f->out); /* its end, and the request's, come from Finish */
    FCGX_FreeStream(&f->out);
    FCGX_Finish_r(&f->request);
}
