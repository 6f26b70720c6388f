#include "cgi/pictures.h"

#include "shared/clock.h"
#include "shared/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 10000, SMALLER_FD = 3, ANSWER_MAX = 64 };

/* Its path, from this program's own. */
static bool find_program(char *out, size_t size)
{
    char self[BLOB_PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (len <= 0)
        return false;
    self[len] = '\0';
    char *slash = strrchr(self, '/');
    return slash &&
           (size_t) snprintf(out, size, "%.*s/ohkay-image", (int) (slash - self), self) < size;
}

/* Start it with the picture as input, `answer` as output, and nothing else of ours. Returns its id,
 * or -1. */
static pid_t start(const char *format, const char *purpose, int picture, int smaller, int answer)
{
    char program[BLOB_PATH_MAX], format_copy[16], purpose_copy[16];
    char *arguments[] = {program, format_copy, purpose_copy, NULL};
    char *settings[] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t preset;
    pid_t pid = -1;
    if (!find_program(program, sizeof(program)))
        return -1;
    snprintf(format_copy, sizeof(format_copy), "%s", format);
    snprintf(purpose_copy, sizeof(purpose_copy), "%s", purpose);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, picture, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, answer, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, smaller, SMALLER_FD);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, SMALLER_FD + 1);
    posix_spawnattr_init(&attributes);
    sigemptyset(&preset);
    sigaddset(&preset, SIGPIPE);
    sigaddset(&preset, SIGTERM);
    sigaddset(&preset, SIGINT);
    posix_spawnattr_setsigdefault(&attributes, &preset);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int why = posix_spawn(&pid, program, &files, &attributes, arguments, settings);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (why != 0) {
        log_error("picture_program_not_started", "reason=\"%s\"", strerror(why));
        return -1;
    }
    return pid;
}

/* Read the line it says when all is done, until it ends or its time is over. Returns whether it
 * came. */
static bool listen_to(int answer, char out[ANSWER_MAX + 1])
{
    uint64_t until_ms = clock_mono_ms() + PATIENCE_MS;
    size_t len = 0;
    for (;;) {
        uint64_t now_ms = clock_mono_ms();
        struct pollfd fd = {.fd = answer, .events = POLLIN};
        int ready = now_ms < until_ms ? poll(&fd, 1, (int) (until_ms - now_ms)) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t got = ready > 0 && len < ANSWER_MAX ? read(answer, out + len, ANSWER_MAX - len) : 0;
        if (got <= 0)
            return false;
        len += (size_t) got;
        out[len] = '\0';
        if (out[len - 1] == '\n')
            return true;
    }
}

static bool read_measures(const char *text, struct picture *out)
{
    return sscanf(text, "%d %d %d\n", &out->width, &out->height, &out->frames) == 3 &&
           out->width > 0 && out->height > 0;
}

/* It is done, or its time is over: either way it need not live on. */
static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

bool picture_shrink(const char *path, const char *format, const char *purpose, struct blob *smaller,
                    struct picture *out)
{
    char answer[ANSWER_MAX + 1] = "";
    int pipe_fds[2], picture = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (picture < 0)
        return false;
    if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
        close(picture);
        return false;
    }
    pid_t pid = start(format, purpose, picture, smaller->fd, pipe_fds[1]);
    close(pipe_fds[1]);
    close(picture);
    bool ok = pid > 0 && listen_to(pipe_fds[0], answer) && read_measures(answer, out);
    close(pipe_fds[0]);
    if (pid > 0)
        end(pid);
    if (!ok || fstat(smaller->fd, &st) != 0)
        return false;
    smaller->size = st.st_size;
    return st.st_size > 0;
}
