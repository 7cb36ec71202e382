#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// What the C library's headers show only to GNU programs, or not at all.

/// `O_PATH`: a descriptor that stands for a place, and reads and writes nothing.
static const int32_t linux_o_path = 010000000;

// Flags of `openat2`, as <linux/openat2.h> has them.
static const uint64_t linux_resolve_no_xdev = 0x01;
static const uint64_t linux_resolve_no_magiclinks = 0x02;
static const uint64_t linux_resolve_no_symlinks = 0x04;
static const uint64_t linux_resolve_beneath = 0x08;

/// `openat2(2)`: opens `path` from `folder` under the restrictions `resolve`. The result is a descriptor, or -1 with `errno`.
static inline int32_t linux_openat2(int32_t folder, const char *path, uint64_t flags, uint64_t resolve) {
    struct { uint64_t flags, mode, resolve; } how = {flags, 0, resolve};
#ifdef SYS_openat2
    return (int32_t)syscall(SYS_openat2, folder, path, &how, sizeof how);
#else
    return (int32_t)syscall(437, folder, path, &how, sizeof how);
#endif
}

/// Makes a system call; the result, or the negative error number.
static inline long linux_system_call(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}

/// Lets orphaned descendants become children of this process. Zero, or -1 with `errno`.
static inline int32_t linux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/// Keeps other processes of the user from attaching to this one and from its memory and descriptors. Zero, or -1 with `errno`.
static inline int32_t linux_forbid_tracing(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// `pipe2(2)` with `O_CLOEXEC`: a pipe, read and write end, that no other process inherits. Zero, or -1 with `errno`.
static inline int32_t linux_pipe(int32_t *ends) { return (int32_t)syscall(SYS_pipe2, ends, O_CLOEXEC); }

// Weak, for a C library without them: glibc before 2.34 and 2.29.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from) __attribute__((weak));
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path)
    __attribute__((weak));

/// Closes every descriptor from `from` up in the new process. Zero or an error number; `ENOSYS` if the C library cannot.
static inline int32_t linux_spawn_close_from(posix_spawn_file_actions_t *actions, int32_t from) {
    return posix_spawn_file_actions_addclosefrom_np ? posix_spawn_file_actions_addclosefrom_np(actions, from) : ENOSYS;
}

/// Changes the new process's working folder. Zero or an error number; `ENOSYS` if the C library cannot.
static inline int32_t linux_spawn_change_folder(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np ? posix_spawn_file_actions_addchdir_np(actions, path) : ENOSYS;
}

/// `pidfd_open(2)`: a descriptor for a process, or -1 with `errno`. The number is the same on all architectures.
static inline int32_t linux_pidfd_open(pid_t process) { return (int32_t)syscall(434, process, 0); }

/// `pidfd_send_signal(2)`: zero, or -1 with `errno`. The number is the same on all architectures.
static inline int32_t linux_pidfd_send_signal(int32_t descriptor, int32_t number) {
    return (int32_t)syscall(424, descriptor, number, 0, 0);
}

#endif
