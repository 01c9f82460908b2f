/* Faults on purpose: the n-th call of a kind on files below a folder fails, or brings a signal.

   FAULT_KIND   read, write, sync or rename
   FAULT_BELOW  a part of the path of the files concerned
   FAULT_NUMBER which call, from 1
   FAULT_ERROR  an errno; or minus the number of a signal, which the process then gets
   FAULT_STAYS  1: every later call of the kind fails too, as on a full disk
   FAULT_DONE   a file that is made when the fault happens; while it is there no other process has it

   Half of what was to be written is written before a write fails. Loaded with LD_PRELOAD. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static char kind[16], below[PATH_MAX], done[PATH_MAX];
static int error, stays, armed, failing;
static long left;

static void text(char *to, size_t size, const char *name) {
    const char *from = getenv(name);
    snprintf(to, size, "%s", from ? from : "");
}

static long number(const char *name) {
    const char *from = getenv(name);
    return from ? atol(from) : 0;
}

__attribute__((constructor)) void fault_arm(void) {
    text(kind, sizeof kind, "FAULT_KIND");
    text(below, sizeof below, "FAULT_BELOW");
    text(done, sizeof done, "FAULT_DONE");
    error = (int)number("FAULT_ERROR");
    stays = (int)number("FAULT_STAYS");
    left = number("FAULT_NUMBER");
    failing = 0;
    armed = *kind && *below;
}

/* Whether this call is the one; a signal is sent here, and the call then goes on. */
static int is_now(const char *what, const char *path, const void *data, size_t size, int handle) {
    if (!armed || strcmp(what, kind) || !path || !strstr(path, below)) return 0;
    if (!failing) {
        if (--left) return 0;
        long marker = syscall(SYS_openat, AT_FDCWD, done, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (marker < 0 && !stays) { armed = 0; return 0; }
        if (marker >= 0) syscall(SYS_close, (int)marker);
        failing = stays;
        if (!stays) armed = 0;
        if (data && size > 1 && error != -SIGTERM && error != -SIGINT) syscall(SYS_write, handle, data, size / 2);
    }
    if (error < 0) { kill(getpid(), -error); return 0; }
    errno = error;
    return 1;
}

static int is_now_at(const char *what, int handle, const void *data, size_t size) {
    char link[64], path[PATH_MAX];
    if (!armed || strcmp(what, kind)) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return is_now(what, path, data, size, handle);
}

/* A rename may name its place from where the process stands. */
static int is_now_named(const char *what, const char *path) {
    char whole[2 * PATH_MAX];
    if (!armed || strcmp(what, kind) || !path) return 0;
    if (*path == '/' || !getcwd(whole, PATH_MAX)) return is_now(what, path, NULL, 0, -1);
    size_t length = strlen(whole);
    snprintf(whole + length, sizeof whole - length, "/%s", path);
    return is_now(what, whole, NULL, 0, -1);
}

#define CALL(result, name, types, names, now) \
    result name types { \
        static result(*real) types; \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name); \
        if (now) return -1; \
        return real names; \
    }

CALL(ssize_t, read, (int f, void *b, size_t n), (f, b, n), is_now_at("read", f, NULL, 0))
CALL(ssize_t, pread, (int f, void *b, size_t n, off_t o), (f, b, n, o), is_now_at("read", f, NULL, 0))
CALL(ssize_t, pread64, (int f, void *b, size_t n, off64_t o), (f, b, n, o), is_now_at("read", f, NULL, 0))
CALL(ssize_t, write, (int f, const void *b, size_t n), (f, b, n), is_now_at("write", f, b, n))
CALL(ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o), is_now_at("write", f, NULL, 0))
CALL(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o), is_now_at("write", f, NULL, 0))
CALL(ssize_t, sendfile, (int t, int f, off_t *o, size_t n), (t, f, o, n), is_now_at("write", t, NULL, 0))
CALL(ssize_t, sendfile64, (int t, int f, off64_t *o, size_t n), (t, f, o, n), is_now_at("write", t, NULL, 0))
CALL(ssize_t, copy_file_range, (int f, off64_t *a, int t, off64_t *b, size_t n, unsigned x), (f, a, t, b, n, x),
     is_now_at("write", t, NULL, 0))
CALL(int, fsync, (int f), (f), is_now_at("sync", f, NULL, 0))
CALL(int, fdatasync, (int f), (f), is_now_at("sync", f, NULL, 0))
CALL(int, rename, (const char *a, const char *b), (a, b), is_now_named("rename", b))
CALL(int, renameat, (int x, const char *a, int y, const char *b), (x, a, y, b), is_now_named("rename", b))
