#include "pushd/link/upstream.h"

#include "pushd/link/endpoint.h"
#include "pushd/link/fcgi.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/log.h"

#include <assert.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    REQUEST_MAX_BYTES = 2 << 20,
    ANSWER_MAX_BYTES = 1 << 20,
    READ_BYTES = 65536,
    TICK_MS = 100,
    REST_MS = 100,     /* between tries while nothing listens */
    REST_503_MS = 300, /* between tries while a worker lacks its database */
    REQUEST_ID_BYTES = 8,
    REQUEST_ID_MAX = 64,
};

enum job_state { JOB_WAITING, JOB_CONNECTING, JOB_ASKING, JOB_RESTING, JOB_CLOSING };

/* One request, through all its tries. Lives in exactly one list of the upstream: waiting, resting,
 * or active (a handle of it is open). */
struct job {
    struct job *prev, *next;
    struct job_list *list;
    struct upstream *u;
    struct buf bytes; /* the encoded request */
    struct fcgi_reader reader;
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    } link;
    uv_connect_t connect;
    uv_write_t write;
    enum job_state state;
    bool repeatable;
    bool finished;         /* `done` was called; what remains is to close and free */
    uint64_t since_ms;     /* when this try, or the waiting, began */
    uint64_t rest_ends_ms; /* in JOB_RESTING; set before closing when the job shall rest */
    uint64_t patience_ends_ms;
    void (*done)(void *ctx, const struct upstream_answer *answer);
    void *ctx;
    char request_id[REQUEST_ID_MAX + 1];
};

struct job_list {
    struct job *first, *last;
    size_t count;
};

struct upstream {
    uv_loop_t *loop;
    struct upstream_config config;
    struct endpoint endpoint;
    struct sockaddr_storage sockaddr; /* when the endpoint is a host */
    struct job_list waiting, active, resting;
    uv_timer_t tick;
    bool closing;
    bool tick_closed;
    bool down; /* connects fail: logged once */
    char read_buffer[READ_BYTES];
};

static void pump(struct upstream *u);

static void list_add(struct job_list *list, struct job *job)
{
    job->list = list;
    job->next = NULL;
    job->prev = list->last;
    if (list->last)
        list->last->next = job;
    else
        list->first = job;
    list->last = job;
    list->count++;
}

static void list_remove(struct job *job)
{
    struct job_list *list = job->list;
    if (job->prev)
        job->prev->next = job->next;
    else
        list->first = job->next;
    if (job->next)
        job->next->prev = job->prev;
    else
        list->last = job->prev;
    list->count--;
    job->list = NULL;
}

static void job_move(struct job *job, struct job_list *to, enum job_state state)
{
    if (job->list)
        list_remove(job);
    job->state = state;
    job->since_ms = clock_mono_ms();
    list_add(to, job);
}

static void job_free(struct job *job)
{
    if (job->list)
        list_remove(job);
    fcgi_reader_cleanup(&job->reader);
    buf_cleanup(&job->bytes);
    free(job);
}

static void job_finish(struct job *job, int status, struct str body)
{
    const struct upstream_answer answer = {.status = status, .body = body};
    assert(!job->finished);
    job->finished = true;
    job->done(job->ctx, &answer);
}

static void free_when_gone(struct upstream *u)
{
    if (u->closing && u->tick_closed && u->active.count == 0)
        free(u);
}

/* The handle is gone: the job rests, or is over. */
static void on_link_closed(uv_handle_t *handle)
{
    struct job *job = handle->data;
    struct upstream *u = job->u;
    if (job->finished)
        job_free(job);
    else
        job_move(job, &u->resting, JOB_RESTING);
    if (u->closing)
        free_when_gone(u);
    else
        pump(u);
}

static void job_close_link(struct job *job)
{
    job->state = JOB_CLOSING;
    uv_close(&job->link.handle, on_link_closed);
}

/* This try brought no answer. */
static void job_fail(struct job *job, bool reached_worker, unsigned rest_ms, const char *why)
{
    uint64_t now = clock_mono_ms();
    bool again = (!reached_worker || job->repeatable) && now < job->patience_ends_ms;
    if (reached_worker)
        log_write(again ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARN, "upstream_broken",
                  "reason=\"%s\" again=%d request=%s", why, again, job->request_id);
    if (again)
        job->rest_ends_ms = now + rest_ms;
    else
        job_finish(job, 0, STR(""));
    job_close_link(job);
}

static void job_answered(struct job *job)
{
    struct cgi_head head;
    if (job->reader.stderr_bytes > 0)
        log_warn("upstream_stderr", "bytes=%zu request=%s", job->reader.stderr_bytes,
                 job->request_id);
    if (!cgi_head_read(buf_str(&job->reader.answer), &head)) {
        job_fail(job, true, REST_MS, "malformed answer");
        return;
    }
    if (head.status == 503 && job->repeatable && clock_mono_ms() < job->patience_ends_ms) {
        job_fail(job, true, REST_503_MS, "unavailable");
        return;
    }
    job_finish(job, head.status, head.body);
    job_close_link(job);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    (void) suggested;
    struct job *job = handle->data;
    /* Read callbacks follow at once: one buffer serves all jobs. */
    *out = uv_buf_init(job->u->read_buffer, READ_BYTES);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes)
{
    struct job *job = stream->data;
    if (count == 0 || job->state == JOB_CLOSING)
        return;
    if (count < 0) {
        job_fail(job, true, REST_MS, "connection closed");
        return;
    }
    switch (fcgi_reader_feed(&job->reader, str_of(bytes->base, (size_t) count))) {
    case FCGI_READING:
        return;
    case FCGI_DONE:
        job_answered(job);
        return;
    case FCGI_REFUSED:
        job_fail(job, false, REST_MS, "refused");
        return;
    case FCGI_BROKEN:
        job_fail(job, true, REST_MS, "not FastCGI, or too long");
        return;
    }
}

static void on_written(uv_write_t *write, int status)
{
    struct job *job = write->data;
    /* A worker may answer, and close, before it has read everything: then the answer counts. */
    if (status < 0 && job->state != JOB_CLOSING)
        log_debug("upstream_write", "reason=\"%s\" request=%s", uv_strerror(status),
                  job->request_id);
}

static void note_reachable(struct upstream *u, int status)
{
    if (status < 0 && !u->down)
        log_warn("upstream_unreachable", "reason=\"%s\"", uv_strerror(status));
    else if (status == 0 && u->down)
        log_info("upstream_reachable", "waiting=%zu", u->waiting.count + u->resting.count);
    u->down = status < 0;
}

static void on_connected(uv_connect_t *connect, int status)
{
    struct job *job = connect->data;
    if (job->state == JOB_CLOSING)
        return;
    note_reachable(job->u, status);
    if (status < 0) {
        job_fail(job, false, REST_MS, uv_strerror(status));
        return;
    }
    const uv_buf_t bytes = uv_buf_init(job->bytes.ptr, (unsigned) job->bytes.len);
    job->state = JOB_ASKING;
    job->write.data = job;
    if (uv_read_start(&job->link.stream, on_alloc, on_read) != 0 ||
        uv_write(&job->write, &job->link.stream, &bytes, 1, on_written) != 0)
        job_fail(job, false, REST_MS, "cannot write");
}

static int open_link(struct job *job)
{
    struct upstream *u = job->u;
    int error;
    job->connect.data = job;
    if (u->endpoint.path[0]) {
        error = uv_pipe_init(u->loop, &job->link.pipe, 0);
        assert(error == 0);
        uv_pipe_connect(&job->connect, &job->link.pipe, u->endpoint.path, on_connected);
    } else {
        error = uv_tcp_init(u->loop, &job->link.tcp);
        assert(error == 0);
        error = uv_tcp_connect(&job->connect, &job->link.tcp, (struct sockaddr *) &u->sockaddr,
                               on_connected);
    }
    job->link.handle.data = job;
    return error;
}

static void job_start(struct job *job)
{
    job_move(job, &job->u->active, JOB_CONNECTING);
    fcgi_reader_cleanup(&job->reader);
    fcgi_reader_init(&job->reader, ANSWER_MAX_BYTES);
    int error = open_link(job);
    if (error != 0)
        job_fail(job, false, REST_MS, uv_strerror(error));
}

static void expire(struct upstream *u, uint64_t now)
{
    struct job *next;
    for (struct job *job = u->active.first; job; job = next) {
        next = job->next;
        if (job->state != JOB_CLOSING && now - job->since_ms >= u->config.timeout_ms)
            job_fail(job, job->state == JOB_ASKING, REST_MS, "timeout");
    }
    while (u->waiting.first && now - u->waiting.first->since_ms >= u->config.timeout_ms) {
        struct job *job = u->waiting.first;
        job_finish(job, 0, STR(""));
        job_free(job);
    }
}

static void wake(struct upstream *u, uint64_t now)
{
    struct job *next;
    for (struct job *job = u->resting.first; job; job = next) {
        next = job->next;
        if (now >= job->rest_ends_ms)
            job_move(job, &u->waiting, JOB_WAITING);
    }
}

static void on_tick(uv_timer_t *timer)
{
    struct upstream *u = timer->data;
    uint64_t now = clock_mono_ms();
    expire(u, now);
    wake(u, now);
    pump(u);
    if (upstream_busy(u) == 0)
        uv_timer_stop(&u->tick);
}

static void pump(struct upstream *u)
{
    while (u->waiting.first && u->active.count < u->config.max_connections)
        job_start(u->waiting.first);
}

/* Clients may choose it: only what is safe in any log and header is passed on. */
static bool is_plain_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
              c == '-' || c == '_' || c == '.'))
            return false;
    }
    return id.len > 0 && id.len <= REQUEST_ID_MAX;
}

static void write_request_id(struct job *job, struct str given)
{
    unsigned char random[REQUEST_ID_BYTES];
    if (is_plain_id(given)) {
        memcpy(job->request_id, given.ptr, given.len);
        return;
    }
    crypto_random(random, sizeof(random));
    for (size_t i = 0; i < sizeof(random); i++)
        snprintf(job->request_id + 2 * i, 3, "%02x", random[i]);
}

struct decimal {
    char text[24];
};

/* The number as text, or a str without a pointer for 0: that parameter is left out. */
static struct str decimal_of(int64_t number, struct decimal *room)
{
    if (number == 0)
        return (struct str){0};
    int len = snprintf(room->text, sizeof(room->text), "%lld", (long long) number);
    return str_of(room->text, (size_t) len);
}

static bool encode(struct job *job, const struct upstream_request *request)
{
    struct decimal user, session, length;
    snprintf(length.text, sizeof(length.text), "%zu", request->body.len);
    const struct fcgi_param params[] = {
        {"REQUEST_METHOD", str_from(request->method)},
        {"REQUEST_URI", request->path},
        {"SCRIPT_NAME", STR("")},
        {"QUERY_STRING", STR("")},
        {"CONTENT_TYPE", STR("application/json")},
        {"CONTENT_LENGTH", str_from(length.text)},
        {"REMOTE_ADDR", request->address.len > 0 ? request->address : STR("127.0.0.1")},
        {"SERVER_PROTOCOL", STR("HTTP/1.1")},
        {"GATEWAY_INTERFACE", STR("CGI/1.1")},
        {"HTTP_X_REQUEST_ID", str_from(job->request_id)},
        {"OHKAY_GATEWAY", str_from(job->u->config.gateway_key)},
        {"OHKAY_USER", decimal_of(request->user_id, &user)},
        {"OHKAY_SESSION", decimal_of(request->session_id, &session)},
    };
    buf_init(&job->bytes, REQUEST_MAX_BYTES);
    return fcgi_write_request(&job->bytes, params, sizeof(params) / sizeof(params[0]),
                              request->body);
}

bool upstream_send(struct upstream *u, const struct upstream_request *request)
{
    if (u->closing || u->waiting.count + u->resting.count >= u->config.max_waiting)
        return false;
    struct job *job = calloc(1, sizeof(*job));
    if (!job)
        abort();
    job->u = u;
    job->repeatable = request->repeatable;
    job->patience_ends_ms = clock_mono_ms() + request->patience_ms;
    job->done = request->done;
    job->ctx = request->ctx;
    write_request_id(job, request->request_id);
    fcgi_reader_init(&job->reader, ANSWER_MAX_BYTES);
    if (!encode(job, request)) {
        job_free(job);
        return false;
    }
    job_move(job, &u->waiting, JOB_WAITING);
    if (!uv_is_active((uv_handle_t *) &u->tick))
        uv_timer_start(&u->tick, on_tick, TICK_MS, TICK_MS);
    pump(u);
    return true;
}

size_t upstream_busy(const struct upstream *u)
{
    return u->waiting.count + u->active.count + u->resting.count;
}

/* Only at start, where blocking is allowed. */
static bool resolve(struct upstream *u)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char port[8];
    snprintf(port, sizeof(port), "%d", u->endpoint.port);
    int error = getaddrinfo(u->endpoint.host, port, &hints, &found);
    if (error != 0) {
        log_error("upstream_address", "host=%s reason=\"%s\"", u->endpoint.host,
                  gai_strerror(error));
        return false;
    }
    memcpy(&u->sockaddr, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return true;
}

struct upstream *upstream_create(uv_loop_t *loop, const struct upstream_config *config)
{
    struct upstream *u = calloc(1, sizeof(*u));
    if (!u)
        abort();
    u->loop = loop;
    u->config = *config;
    if (!endpoint_from_address(config->address, &u->endpoint)) {
        log_error("upstream_address", "reason=\"neither a path nor host:port\"");
        free(u);
        return NULL;
    }
    if (!u->endpoint.path[0] && !resolve(u)) {
        free(u);
        return NULL;
    }
    uv_timer_init(loop, &u->tick);
    u->tick.data = u;
    return u;
}

static void on_tick_closed(uv_handle_t *handle)
{
    struct upstream *u = handle->data;
    u->tick_closed = true;
    free_when_gone(u);
}

static void give_up(struct job_list *list)
{
    while (list->first) {
        struct job *job = list->first;
        job_finish(job, 0, STR(""));
        job_free(job);
    }
}

void upstream_close(struct upstream *u)
{
    u->closing = true;
    give_up(&u->waiting);
    give_up(&u->resting);
    for (struct job *job = u->active.first; job; job = job->next) {
        if (!job->finished)
            job_finish(job, 0, STR(""));
        if (job->state != JOB_CLOSING)
            job_close_link(job);
    }
    uv_close((uv_handle_t *) &u->tick, on_tick_closed);
}
