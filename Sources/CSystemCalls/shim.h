#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Makes a system call; the result, or the negative error number.
static inline long system_call(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}
