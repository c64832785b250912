/*
 * Faults at file calls: preloaded (LD_PRELOAD) into a command and all programs that it starts.
 *
 * Every file call below one folder passes a gate. The gate counts the calls of the wanted classes
 * in a block of memory that all processes share (the file PCBFAULTS_CONTROL), and at the wanted
 * one it kills, fails or shortens. In recording mode it writes every changing call, in order and
 * with its bytes, to a log that scripts/faults/recording.py reads.
 *
 * Calls of this library's own go past the gate by syscall().
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 1024

enum { CHANGE = 1, SPACE = 2, WRITES = 4, READ = 8, STAT = 16, CHILD = 32 };
enum { COUNT, KILL_GROUP, KILL_ONE, KILL_PARENT, ERRNO_ONCE, ERRNO_ON, SHORT };
enum { CREATE = 1, MKDIR, WRITE, TRUNCATE, RENAME, LINK, SYMLINK, UNLINK, RMDIR, CHMOD, FSYNC,
       SYNCFS, ACK, OPEN_TO_CHANGE };

/* The layout is known to scripts/faults/shim.py as well. */
struct control {
    _Atomic uint32_t armed;
    uint32_t kind, classes, step, error, recording;
    _Atomic uint32_t count, fired, leader, lock;
    char root[PATH_SIZE], uncounted[PATH_SIZE], log[PATH_SIZE], what[PATH_SIZE];
};

struct entry {
    uint32_t op, pid;
    uint64_t inode;
    int64_t offset;
    uint32_t mode, first, second, data;
};

static struct control *control;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("PCBFAULTS_CONTROL");
    if (!name)
        return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return;
    void *block = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (block != MAP_FAILED)
        control = block;
}

/* ---- which file ---- */

static int below(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static int path_of_handle(int handle, char *out)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t got = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_SIZE - 1);
    if (got < 0)
        return 0;
    out[got] = 0;
    return 1;
}

/* *path* as an absolute path without "." and "..". */
static int absolute(int folder, const char *path, char *out)
{
    char whole[2 * PATH_SIZE];
    if (path[0] == '/')
        snprintf(whole, sizeof whole, "%s", path);
    else {
        char start[PATH_SIZE];
        if (folder == AT_FDCWD ? syscall(SYS_getcwd, start, sizeof start) < 0
                               : !path_of_handle(folder, start))
            return 0;
        snprintf(whole, sizeof whole, "%s/%s", start, path);
    }
    size_t end = 0;
    char *rest = whole, *part;
    while ((part = strsep(&rest, "/"))) {
        if (!*part || !strcmp(part, "."))
            continue;
        if (!strcmp(part, "..")) {
            while (end && out[--end] != '/')
                ;
            continue;
        }
        size_t length = strlen(part);
        if (end + length + 2 > PATH_SIZE)
            return 0;
        out[end++] = '/';
        memcpy(out + end, part, length);
        end += length;
    }
    out[end] = 0;
    return 1;
}

static int named(int folder, const char *path, char *out)
{
    int before = errno;
    int found = control && atomic_load(&control->armed) && path && absolute(folder, path, out) &&
                below(control->root, out);
    errno = before;
    return found;
}

static int opened(int handle, char *out)
{
    int before = errno;
    int found = control && atomic_load(&control->armed) && path_of_handle(handle, out) &&
                below(control->root, out);
    errno = before;
    return found;
}

/* ---- the gate ---- */

static void fire(const char *call, const char *path)
{
    if (atomic_fetch_add(&control->fired, 1) == 0)
        snprintf(control->what, sizeof control->what, "%d %s %s",
                 getpid() == (pid_t)atomic_load(&control->leader), call,
                 path + strlen(control->root));
}

static void kill_parent(const char *call, const char *path)
{
    fire(call, path);
    syscall(SYS_kill, (pid_t)atomic_load(&control->leader), SIGKILL);
    struct timespec pause = {0, 60 * 1000 * 1000};
    nanosleep(&pause, NULL); /* whoever comes next is at work before this call goes on */
}

/* 0: go on. Above 0: fail with that errno. -1: write less than asked. */
static int gate(uint32_t classes, const char *call, const char *path)
{
    if (!(classes & control->classes))
        return 0;
    if ((control->classes & CHILD) && getpid() == (pid_t)atomic_load(&control->leader))
        return 0;
    int before = errno;
    int counts = !below(control->uncounted, path);
    uint32_t number = atomic_fetch_add(&control->count, counts) + counts;
    int now = counts && number == control->step, answer = 0;
    if (control->kind == ERRNO_ON && number >= control->step) {
        fire(call, path);
        answer = (int)control->error;
    } else if (now) {
        switch (control->kind) {
        case KILL_GROUP:
        case KILL_ONE:
            fire(call, path);
            if (control->kind == KILL_GROUP) /* and this one, if it is in a group of its own */
                syscall(SYS_kill, -(pid_t)atomic_load(&control->leader), SIGKILL);
            syscall(SYS_kill, control->kind == KILL_GROUP ? 0 : getpid(), SIGKILL);
            for (;;)
                pause();
        case KILL_PARENT:
            kill_parent(call, path);
            break;
        case ERRNO_ONCE:
            fire(call, path);
            answer = (int)control->error;
            break;
        case SHORT:
            fire(call, path);
            answer = -1;
            break;
        }
    }
    errno = before;
    return answer;
}

/* ---- the log ---- */

static int recording(void)
{
    return control && atomic_load(&control->armed) && control->recording;
}

static void take_turn(void)
{
    if (!recording())
        return;
    while (atomic_exchange(&control->lock, 1))
        ;
}

static void end_turn(void)
{
    if (recording())
        atomic_store(&control->lock, 0);
}

static void note(uint32_t op, uint64_t inode, int64_t offset, uint32_t mode, const char *first,
                 const char *second, const void *data, size_t size)
{
    if (!recording())
        return;
    int before = errno;
    struct entry entry = {op, (uint32_t)getpid(), inode, offset, mode,
                          (uint32_t)strlen(first), (uint32_t)strlen(second), (uint32_t)size};
    struct iovec parts[] = {{&entry, sizeof entry},
                            {(void *)first, entry.first},
                            {(void *)second, entry.second},
                            {(void *)data, size}};
    int file = (int)syscall(SYS_openat, AT_FDCWD, control->log,
                            O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || syscall(SYS_writev, file, parts, 4) != (ssize_t)(sizeof entry + entry.first +
                                                                    entry.second + size))
        abort();
    syscall(SYS_close, file);
    errno = before;
}

static uint64_t inode_of(int handle, uint32_t *mode)
{
    struct stat found;
    if (fstatat(handle, "", &found, AT_EMPTY_PATH) < 0)
        return 0;
    if (mode)
        *mode = found.st_mode;
    return found.st_ino;
}

static int exists(const char *path)
{
    int before = errno;
    int found = !syscall(SYS_faccessat, AT_FDCWD, path, F_OK);
    errno = before;
    return found;
}

/* ---- the wrapped calls ---- */

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF(answer) \
    do { \
        int error_ = (answer); \
        if (error_ > 0) { \
            errno = error_; \
            return -1; \
        } \
    } while (0)

static int changes(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
}

static uint32_t class_of_opening(int flags)
{
    if (!changes(flags))
        return READ;
    return CHANGE | ((flags & O_CREAT) ? SPACE : 0);
}

static int open_below(int folder, const char *name, int flags, mode_t mode)
{
    char path[PATH_SIZE];
    if (!named(folder, name, path) || (flags & O_PATH))
        return (int)syscall(SYS_openat, folder, name, flags, mode);
    FAIL_IF(gate(class_of_opening(flags), changes(flags) ? "open" : "open-to-read", path));
    take_turn();
    int there = exists(path);
    int file = (int)syscall(SYS_openat, folder, name, flags, mode);
    if (file >= 0 && changes(flags)) {
        uint32_t kept = 0;
        uint64_t inode = inode_of(file, &kept);
        if (!there)
            note(CREATE, inode, 0, kept, path, "", NULL, 0);
        note(OPEN_TO_CHANGE, inode, 0, kept, path, "", NULL, 0);
        if (there && (flags & O_TRUNC))
            note(TRUNCATE, inode, 0, OPEN_TO_CHANGE, path, "", NULL, 0);
    }
    end_turn();
    return file;
}

static mode_t mode_in(int flags, va_list rest)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_in(flags, rest); \
        va_end(rest); \
        return open_below(AT_FDCWD, path, flags, mode); \
    }
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_in(flags, rest); \
        va_end(rest); \
        return open_below(folder, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
int __open_2(const char *path, int flags) { return open_below(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_below(AT_FDCWD, path, flags, 0); }
int __openat_2(int folder, const char *path, int flags)
{
    return open_below(folder, path, flags, 0);
}
int __openat64_2(int folder, const char *path, int flags)
{
    return open_below(folder, path, flags, 0);
}
int creat(const char *path, mode_t mode)
{
    return open_below(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* A stream is opened by our own open(); what it reads and writes itself stays in libc. */
static FILE *stream(const char *path, const char *how)
{
    int flags = how[0] == 'r' ? (strchr(how, '+') ? O_RDWR : O_RDONLY)
                              : (strchr(how, '+') ? O_RDWR : O_WRONLY) | O_CREAT |
                                    (how[0] == 'w' ? O_TRUNC : O_APPEND);
    if (strchr(how, 'e'))
        flags |= O_CLOEXEC;
    if (strchr(how, 'x'))
        flags |= O_EXCL;
    int file = open_below(AT_FDCWD, path, flags, 0666);
    return file < 0 ? NULL : fdopen(file, how);
}
FILE *fopen(const char *path, const char *how) { return stream(path, how); }
FILE *fopen64(const char *path, const char *how) { return stream(path, how); }

static void note_written(int file, ssize_t done, int64_t offset, const char *path,
                         const void *data)
{
    if (done <= 0 || !recording())
        return;
    if (offset < 0)
        offset = syscall(SYS_lseek, file, 0, SEEK_CUR) - done;
    note(WRITE, inode_of(file, NULL), offset, 0, path, "", data, (size_t)done);
}

static void note_answered(int file)
{
    if (file == 1 && recording() && getpid() == (pid_t)atomic_load(&control->leader))
        note(ACK, 0, 0, 0, "", "", NULL, 0);
}

ssize_t write(int file, const void *data, size_t size)
{
    char path[PATH_SIZE];
    if (!opened(file, path)) {
        note_answered(file);
        return syscall(SYS_write, file, data, size);
    }
    int answer = gate(CHANGE | SPACE | WRITES, "write", path);
    FAIL_IF(answer);
    take_turn();
    ssize_t done = syscall(SYS_write, file, data, answer < 0 ? (size + 1) / 2 : size);
    note_written(file, done, -1, path, data);
    end_turn();
    return done;
}

static ssize_t write_at(int file, const void *data, size_t size, off_t offset)
{
    char path[PATH_SIZE];
    if (!opened(file, path))
        return syscall(SYS_pwrite64, file, data, size, offset);
    int answer = gate(CHANGE | SPACE | WRITES, "pwrite", path);
    FAIL_IF(answer);
    take_turn();
    ssize_t done =
        syscall(SYS_pwrite64, file, data, answer < 0 ? (size + 1) / 2 : size, offset);
    note_written(file, done, offset, path, data);
    end_turn();
    return done;
}
ssize_t pwrite(int file, const void *data, size_t size, off_t at)
{
    return write_at(file, data, size, at);
}
ssize_t pwrite64(int file, const void *data, size_t size, off64_t at)
{
    return write_at(file, data, size, at);
}

ssize_t writev(int file, const struct iovec *parts, int many)
{
    char path[PATH_SIZE];
    if (!opened(file, path))
        return syscall(SYS_writev, file, parts, many);
    ssize_t whole = 0;
    for (int i = 0; i < many; i++) { /* one by one, so that each is a step and has its bytes */
        ssize_t done = write(file, parts[i].iov_base, parts[i].iov_len);
        if (done < 0)
            return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[i].iov_len)
            break;
    }
    return whole;
}

/* Copies inside the kernel become reads and writes: each is a step and has its bytes. */
static ssize_t copy(int out, int in, off_t *from, size_t size)
{
    char piece[65536];
    size_t wanted = size < sizeof piece ? size : sizeof piece;
    ssize_t got = from ? pread(in, piece, wanted, *from) : read(in, piece, wanted);
    if (got <= 0)
        return got;
    ssize_t done = write(out, piece, (size_t)got);
    if (done < 0)
        return -1;
    if (from)
        *from += done;
    else if (done < got)
        syscall(SYS_lseek, in, done - got, SEEK_CUR);
    return done;
}
ssize_t sendfile(int out, int in, off_t *from, size_t size)
{
    char path[PATH_SIZE];
    if (!opened(out, path))
        return syscall(SYS_sendfile, out, in, from, size);
    return copy(out, in, from, size);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t size)
{
    return sendfile(out, in, from, size);
}
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags)
{
    char path[PATH_SIZE];
    if (!opened(out, path))
        return syscall(SYS_copy_file_range, in, from, out, to, size, flags);
    errno = EOPNOTSUPP; /* callers then copy by reading and writing */
    return -1;
}

ssize_t read(int file, void *data, size_t size)
{
    char path[PATH_SIZE];
    if (opened(file, path))
        FAIL_IF(gate(READ, "read", path));
    return syscall(SYS_read, file, data, size);
}
static ssize_t read_at(int file, void *data, size_t size, off_t offset)
{
    char path[PATH_SIZE];
    if (opened(file, path))
        FAIL_IF(gate(READ, "pread", path));
    return syscall(SYS_pread64, file, data, size, offset);
}
ssize_t pread(int file, void *data, size_t size, off_t at)
{
    return read_at(file, data, size, at);
}
ssize_t pread64(int file, void *data, size_t size, off64_t at)
{
    return read_at(file, data, size, at);
}

DIR *opendir(const char *name)
{
    char path[PATH_SIZE];
    int error = named(AT_FDCWD, name, path) ? gate(READ, "opendir", path) : 0;
    if (error > 0) {
        errno = error;
        return NULL;
    }
    return NEXT(opendir)(name);
}

static int look(int folder, const char *name, struct stat *found, int flags)
{
    char path[PATH_SIZE];
    if (name && *name && named(folder, name, path))
        FAIL_IF(gate(STAT, "stat", path));
    return (int)syscall(SYS_newfstatat, folder, name, found, flags);
}
int stat(const char *name, struct stat *found) { return look(AT_FDCWD, name, found, 0); }
int stat64(const char *name, struct stat64 *found)
{
    return look(AT_FDCWD, name, (struct stat *)found, 0);
}
int lstat(const char *name, struct stat *found)
{
    return look(AT_FDCWD, name, found, AT_SYMLINK_NOFOLLOW);
}
int lstat64(const char *name, struct stat64 *found)
{
    return look(AT_FDCWD, name, (struct stat *)found, AT_SYMLINK_NOFOLLOW);
}
int fstatat(int folder, const char *name, struct stat *found, int flags)
{
    return look(folder, name, found, flags);
}
int fstatat64(int folder, const char *name, struct stat64 *found, int flags)
{
    return look(folder, name, (struct stat *)found, flags);
}

static int sync_one(int file, const char *call, long number, uint32_t op)
{
    char path[PATH_SIZE];
    if (!opened(file, path))
        return (int)syscall(number, file);
    FAIL_IF(gate(CHANGE | SPACE, call, path));
    take_turn();
    int done = (int)syscall(number, file);
    if (!done) {
        uint32_t mode = 0;
        uint64_t inode = inode_of(file, &mode);
        note(op, inode, 0, mode, path, "", NULL, 0);
    }
    end_turn();
    return done;
}
int fsync(int file) { return sync_one(file, "fsync", SYS_fsync, FSYNC); }
int fdatasync(int file) { return sync_one(file, "fdatasync", SYS_fdatasync, FSYNC); }
int syncfs(int file) { return sync_one(file, "syncfs", SYS_syncfs, SYNCFS); }
int sync_file_range(int file, off64_t from, off64_t size, unsigned flags)
{
    char path[PATH_SIZE];
    if (opened(file, path))
        FAIL_IF(gate(CHANGE | SPACE, "sync_file_range", path)); /* makes nothing durable */
    return (int)syscall(SYS_sync_file_range, file, from, size, flags);
}
int posix_fallocate(int file, off_t from, off_t size)
{
    char path[PATH_SIZE];
    if (opened(file, path)) {
        int error = gate(CHANGE | SPACE, "posix_fallocate", path);
        if (error > 0)
            return error;
    }
    return NEXT(posix_fallocate)(file, from, size);
}
int posix_fallocate64(int file, off64_t from, off64_t size)
{
    return posix_fallocate(file, from, size);
}

static int rename_at(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags)
{
    char old[PATH_SIZE], new[PATH_SIZE];
    int inside = named(from_folder, from, old) & named(to_folder, to, new);
    if (inside)
        FAIL_IF(gate(CHANGE | SPACE, "rename", new));
    take_turn();
    int done = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (!done && inside)
        note(RENAME, 0, 0, 0, old, new, NULL, 0);
    end_turn();
    return done;
}
int rename(const char *from, const char *to)
{
    return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return rename_at(from_folder, from, to_folder, to, 0);
}
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    return rename_at(from_folder, from, to_folder, to, flags);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    char old[PATH_SIZE], new[PATH_SIZE];
    int inside = named(from_folder, from, old) & named(to_folder, to, new);
    if (inside)
        FAIL_IF(gate(CHANGE | SPACE, "link", new));
    take_turn();
    int done = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (!done && inside)
        note(LINK, 0, 0, 0, old, new, NULL, 0);
    end_turn();
    return done;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int folder, const char *name)
{
    char path[PATH_SIZE];
    int inside = named(folder, name, path);
    if (inside)
        FAIL_IF(gate(CHANGE | SPACE, "symlink", path));
    take_turn();
    int done = (int)syscall(SYS_symlinkat, target, folder, name);
    if (!done && inside)
        note(SYMLINK, 0, 0, 0, path, target, NULL, 0);
    end_turn();
    return done;
}
int symlink(const char *target, const char *name) { return symlinkat(target, AT_FDCWD, name); }

int unlinkat(int folder, const char *name, int flags)
{
    char path[PATH_SIZE];
    int inside = named(folder, name, path), whole = flags & AT_REMOVEDIR;
    if (inside)
        FAIL_IF(gate(CHANGE, whole ? "rmdir" : "unlink", path));
    take_turn();
    int done = (int)syscall(SYS_unlinkat, folder, name, flags);
    if (!done && inside)
        note(whole ? RMDIR : UNLINK, 0, 0, 0, path, "", NULL, 0);
    end_turn();
    return done;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name)
{
    int done = unlink(name);
    return done && errno == EISDIR ? rmdir(name) : done;
}

int mkdirat(int folder, const char *name, mode_t mode)
{
    char path[PATH_SIZE];
    int inside = named(folder, name, path);
    if (inside)
        FAIL_IF(gate(CHANGE | SPACE, "mkdir", path));
    take_turn();
    int done = (int)syscall(SYS_mkdirat, folder, name, mode);
    if (!done && inside) {
        struct stat found = {0};
        syscall(SYS_newfstatat, AT_FDCWD, path, &found, 0);
        note(MKDIR, found.st_ino, 0, found.st_mode, path, "", NULL, 0);
    }
    end_turn();
    return done;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int ftruncate(int file, off_t size)
{
    char path[PATH_SIZE];
    if (!opened(file, path))
        return (int)syscall(SYS_ftruncate, file, size);
    FAIL_IF(gate(CHANGE | SPACE, "ftruncate", path));
    take_turn();
    int done = (int)syscall(SYS_ftruncate, file, size);
    if (!done)
        note(TRUNCATE, inode_of(file, NULL), size, 0, path, "", NULL, 0);
    end_turn();
    return done;
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }
int truncate(const char *name, off_t size)
{
    int file = open_below(AT_FDCWD, name, O_WRONLY, 0);
    if (file < 0)
        return -1;
    int done = ftruncate(file, size);
    syscall(SYS_close, file);
    return done;
}
int truncate64(const char *name, off64_t size) { return truncate(name, size); }

int fchmod(int file, mode_t mode)
{
    char path[PATH_SIZE];
    if (!opened(file, path))
        return (int)syscall(SYS_fchmod, file, mode);
    FAIL_IF(gate(CHANGE, "fchmod", path));
    take_turn();
    int done = (int)syscall(SYS_fchmod, file, mode);
    if (!done)
        note(CHMOD, inode_of(file, NULL), 0, mode, path, "", NULL, 0);
    end_turn();
    return done;
}
int fchmodat(int folder, const char *name, mode_t mode, int flags)
{
    char path[PATH_SIZE];
    if (!named(folder, name, path))
        return NEXT(fchmodat)(folder, name, mode, flags);
    FAIL_IF(gate(CHANGE, "chmod", path));
    take_turn();
    int done = (int)syscall(SYS_fchmodat, folder, name, mode);
    if (!done) {
        struct stat found = {0};
        syscall(SYS_newfstatat, AT_FDCWD, path, &found, 0);
        note(CHMOD, found.st_ino, 0, mode, path, "", NULL, 0);
    }
    end_turn();
    return done;
}
int chmod(const char *name, mode_t mode) { return fchmodat(AT_FDCWD, name, mode, 0); }

int utimensat(int folder, const char *name, const struct timespec times[2], int flags)
{
    char path[PATH_SIZE];
    if (named(folder, name, path))
        FAIL_IF(gate(CHANGE, "utimensat", path));
    return (int)syscall(SYS_utimensat, folder, name, times, flags);
}
int futimens(int file, const struct timespec times[2])
{
    char path[PATH_SIZE];
    if (opened(file, path))
        FAIL_IF(gate(CHANGE, "futimens", path));
    return (int)syscall(SYS_utimensat, file, NULL, times, 0);
}
