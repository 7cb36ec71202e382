#define _GNU_SOURCE
#include "exact.h"

#include "CKernelsQuantised.h"

#if defined(__x86_64__)

#include <sys/syscall.h>
#include <unistd.h>

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

static bool has_avx512_vnni(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vnni");
}

/* Linux gives a process the large state of the tiles only on request: ARCH_REQ_XCOMP_PERM of asm/prctl.h, with the state's number in the processor's manual. */
static bool may_use_tiles(void) {
#if defined(__linux__)
    enum { request_permission = 0x1023, tile_data = 18 };
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
#else
    return false;
#endif
}

bool ck_has(enum ck_instructions instructions) {
    switch (instructions) {
    case ck_portable: return true;
    case ck_avx2: return has_avx2();
    case ck_avx_vnni: return has_avx2() && __builtin_cpu_supports("avxvnni");
    case ck_avx512_vnni: return has_avx512_vnni();
    case ck_avx512_bf16: return has_avx512_vnni() && __builtin_cpu_supports("avx512bf16");
    case ck_amx:
        return has_avx512_vnni() && __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16")
            && may_use_tiles();
    }
    return false;
}

enum ck_instructions ck_best_instructions(void) {
    if (ck_has(ck_amx)) return ck_amx;
    /* Intel's processors multiply vectors of bfloat16 at half the speed of float32. */
    if (ck_has(ck_avx512_bf16) && __builtin_cpu_is("amd")) return ck_avx512_bf16;
    if (ck_has(ck_avx512_vnni)) return ck_avx512_vnni;
    if (ck_has(ck_avx_vnni)) return ck_avx_vnni;
    return ck_has(ck_avx2) ? ck_avx2 : ck_portable;
}

#else

bool ck_has(enum ck_instructions instructions) { return instructions == ck_portable; }

enum ck_instructions ck_best_instructions(void) { return ck_portable; }

#endif
