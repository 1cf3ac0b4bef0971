/* Faults for the tests, between a program with all its children and the C library (LD_PRELOAD; Linux).
 *
 * FAULTS_UNDER=/a:/b   the folders that count; every change to a file below them is an operation
 * FAULTS_COUNTER=FILE  8 bytes shared by all processes: how many operations there were so far
 * FAULTS_DO=kill       at operation FAULTS_AT the import and the process at work are killed before it takes place
 * FAULTS_DO=ENOSPC     from operation FAULTS_AT on all that would need room fail (the number of any errno does)
 * FAULTS_ONCE=1        only that one operation fails
 * FAULTS_LOG=FILE      one line a change: what, and the path, wherever it is; one line a socket of the network
 * FAULTS_CLOCK=N       the clock is so many seconds ahead
 * FAULTS_NO_NET=1      sockets of the network are refused
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static char under[PATH_MAX * 2];
static long at, once, ahead, no_net;
static int fault; /* -1: kill; 0: none; else an errno */
static volatile long *counter;
static int log_fd = -1;
static pid_t root; /* the first process under the shim: what is killed is the import, whoever was writing */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void)
{
    const char *told;
    char own[32];
    if (!getenv("FAULTS_ROOT")) {
        snprintf(own, sizeof own, "%d", (int)getpid());
        setenv("FAULTS_ROOT", own, 1);
    }
    root = atoi(getenv("FAULTS_ROOT"));
    if ((told = getenv("FAULTS_UNDER"))) snprintf(under, sizeof under, "%s", told);
    if ((told = getenv("FAULTS_AT"))) at = atol(told);
    if ((told = getenv("FAULTS_ONCE"))) once = atol(told);
    if ((told = getenv("FAULTS_CLOCK"))) ahead = atol(told);
    if ((told = getenv("FAULTS_NO_NET"))) no_net = atol(told);
    if ((told = getenv("FAULTS_DO"))) fault = strcmp(told, "kill") ? atoi(told) : -1;
    if ((told = getenv("FAULTS_COUNTER"))) {
        int fd = syscall(SYS_openat, AT_FDCWD, told, O_RDWR | O_CLOEXEC);
        if (fd >= 0) {
            void *page = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (page != MAP_FAILED) counter = page;
            syscall(SYS_close, fd);
        }
    }
    if ((told = getenv("FAULTS_LOG")))
        log_fd = syscall(SYS_openat, AT_FDCWD, told, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static void note(const char *what, const char *path)
{
    char line[PATH_MAX + 64];
    if (log_fd < 0) return;
    int length = snprintf(line, sizeof line, "%s\t%s\n", what, path);
    if (length > 0) {
        char *c = line;
        for (int i = 0; i < length - 1 && i < (int)sizeof line - 1; i++, c++)
            if (*c == '\n') *c = '?';
        syscall(SYS_write, log_fd, line, (size_t)length);
    }
}

static int counts(const char *path)
{
    const char *from = under;
    while (*from) {
        const char *to = strchrnul(from, ':');
        size_t length = (size_t)(to - from);
        if (length && !strncmp(path, from, length) && (path[length] == '/' || !path[length])) return 1;
        from = *to ? to + 1 : to;
    }
    return 0;
}

/* The operation takes place where 0 comes back; otherwise errno is set. `room`: whether it would need any. */
static int operation(const char *what, const char *path, int room)
{
    if (!counter || !counts(path)) return 0;
    long number = __sync_add_and_fetch(counter, 1);
    if (getenv("FAULTS_TRACE")) {
        char text[PATH_MAX + 64];
        snprintf(text, sizeof text, "%ld %s", number, path);
        note(what, text);
    }
    if (!fault || number < at || (once && number > at)) return 0;
    if (fault < 0) {
        if (number == at) {
            syscall(SYS_kill, root, SIGKILL);
            syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
        }
        return 0;
    }
    if (!room) return 0;
    errno = fault;
    return -1;
}

static int on_descriptor(const char *what, int fd)
{
    char link[64], path[PATH_MAX];
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = counter ? readlink(link, path, sizeof path - 1) : -1;
    errno = kept;
    if (length <= 0) return 0;
    path[length] = 0;
    return operation(what, path, 1);
}

static const char *absolute(int folder, const char *path, char *room)
{
    char link[64];
    if (path[0] == '/') return path;
    int kept = errno;
    if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, room, PATH_MAX - 1);
    errno = kept;
    if (length < 0) return path;
    snprintf(room + length, PATH_MAX * 2 - length, "/%s", path);
    return room;
}

static int on_path(const char *what, int folder, const char *path, int room)
{
    char whole[PATH_MAX * 2];
    if (!path || (!counter && log_fd < 0)) return 0;
    path = absolute(folder, path, whole);
    if (!getenv("FAULTS_TRACE")) note(what, path);
    return operation(what, path, room);
}

#define OF_FD(type, name, parameters, arguments)                                                                      \
    type name parameters                                                                                              \
    {                                                                                                                 \
        if (on_descriptor(#name, fd)) return -1;                                                                      \
        return REAL(name) arguments;                                                                                  \
    }

OF_FD(ssize_t, write, (int fd, const void *data, size_t length), (fd, data, length))
OF_FD(ssize_t, pwrite, (int fd, const void *data, size_t length, off_t place), (fd, data, length, place))
OF_FD(ssize_t, pwrite64, (int fd, const void *data, size_t length, off64_t place), (fd, data, length, place))
OF_FD(ssize_t, writev, (int fd, const struct iovec *data, int count), (fd, data, count))
OF_FD(ssize_t, sendfile, (int fd, int from, off_t *place, size_t count), (fd, from, place, count))
OF_FD(ssize_t, sendfile64, (int fd, int from, off64_t *place, size_t count), (fd, from, place, count))
OF_FD(int, fsync, (int fd), (fd))
OF_FD(int, fdatasync, (int fd), (fd))
OF_FD(int, ftruncate, (int fd, off_t length), (fd, length))
OF_FD(int, ftruncate64, (int fd, off64_t length), (fd, length))

int posix_fallocate(int fd, off_t start, off_t length)
{
    return on_descriptor("posix_fallocate", fd) ? errno : REAL(posix_fallocate)(fd, start, length);
}

ssize_t copy_file_range(int from, off64_t *here, int to, off64_t *there, size_t length, unsigned flags)
{
    if (on_descriptor("copy_file_range", to)) return -1;
    return REAL(copy_file_range)(from, here, to, there, length, flags);
}

static int opens(int folder, const char *path, int flags)
{
    struct stat known;
    char whole[PATH_MAX * 2];
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC))) return 0;
    if (!path || (!counter && log_fd < 0)) return 0;
    int kept = errno;
    int is_new = (flags & O_CREAT) && stat(absolute(folder, path, whole), &known) != 0;
    errno = kept;
    return on_path("open", folder, path, is_new);
}

#define MODE                                                                                                          \
    mode_t mode = 0;                                                                                                  \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                              \
        va_list more;                                                                                                 \
        va_start(more, flags);                                                                                        \
        mode = va_arg(more, mode_t);                                                                                  \
        va_end(more);                                                                                                 \
    }

int open(const char *path, int flags, ...)
{
    MODE
    return opens(AT_FDCWD, path, flags) ? -1 : REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...)
{
    MODE
    return opens(AT_FDCWD, path, flags) ? -1 : REAL(open64)(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...)
{
    MODE
    return opens(folder, path, flags) ? -1 : REAL(openat)(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...)
{
    MODE
    return opens(folder, path, flags) ? -1 : REAL(openat64)(folder, path, flags, mode);
}
FILE *fopen(const char *path, const char *how)
{
    int flags = strchr(how, 'r') && !strchr(how, '+') ? O_RDONLY : O_WRONLY | O_CREAT;
    return opens(AT_FDCWD, path, flags) ? NULL : REAL(fopen)(path, how);
}
FILE *fopen64(const char *path, const char *how)
{
    int flags = strchr(how, 'r') && !strchr(how, '+') ? O_RDONLY : O_WRONLY | O_CREAT;
    return opens(AT_FDCWD, path, flags) ? NULL : REAL(fopen64)(path, how);
}

#define OF_PATH(name, folder, path, room, parameters, arguments)                                                      \
    int name parameters                                                                                               \
    {                                                                                                                 \
        if (on_path(#name, folder, path, room)) return -1;                                                            \
        return REAL(name) arguments;                                                                                  \
    }

OF_PATH(mkdir, AT_FDCWD, path, 1, (const char *path, mode_t mode), (path, mode))
OF_PATH(mkdirat, folder, path, 1, (int folder, const char *path, mode_t mode), (folder, path, mode))
OF_PATH(rmdir, AT_FDCWD, path, 0, (const char *path), (path))
OF_PATH(unlink, AT_FDCWD, path, 0, (const char *path), (path))
OF_PATH(unlinkat, folder, path, 0, (int folder, const char *path, int flags), (folder, path, flags))
OF_PATH(truncate, AT_FDCWD, path, 1, (const char *path, off_t length), (path, length))
OF_PATH(chmod, AT_FDCWD, path, 0, (const char *path, mode_t mode), (path, mode))
OF_PATH(rename, AT_FDCWD, to, 0, (const char *from, const char *to), (from, to))
OF_PATH(renameat, folder, to, 0, (int old, const char *from, int folder, const char *to), (old, from, folder, to))
OF_PATH(link, AT_FDCWD, to, 1, (const char *from, const char *to), (from, to))
OF_PATH(linkat, folder, to, 1, (int old, const char *from, int folder, const char *to, int flags),
        (old, from, folder, to, flags))
OF_PATH(symlink, AT_FDCWD, to, 1, (const char *from, const char *to), (from, to))
OF_PATH(symlinkat, folder, to, 1, (const char *from, int folder, const char *to), (from, folder, to))

/* The network */

int socket(int family, int kind, int protocol)
{
    if (family == AF_INET || family == AF_INET6) {
        note("socket", family == AF_INET ? "AF_INET" : "AF_INET6");
        if (no_net) {
            errno = EACCES;
            return -1;
        }
    }
    return REAL(socket)(family, kind, protocol);
}

/* The clock */

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int done = REAL(clock_gettime)(clock, now);
    if (!done && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += ahead;
    return done;
}
time_t time(time_t *now)
{
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now) *now = precise.tv_sec;
    return precise.tv_sec;
}
int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}
