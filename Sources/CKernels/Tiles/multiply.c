#define _GNU_SOURCE
#include "../exact.h"

#include "CKernelsTiles.h"

#if defined(__x86_64__) && defined(__linux__)

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ARCH_REQ_XCOMP_PERM and the number of the tiles' state, of asm/prctl.h and the processor's manual. */
enum { request_permission = 0x1023, tile_data = 18 };

bool ck_has_tiles(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("amx-tile")
        && __builtin_cpu_supports("amx-bf16") && syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

/* What LDTILECFG reads: eight tiles of 16 rows of 64 bytes. */
struct tile_configuration {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

static const struct tile_configuration eight_tiles = {
    .palette = 1, .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};

/* 32 rows of x times 32 outputs: sums in tiles 0 to 3, of which each operand's tile serves two. */
__attribute__((target("amx-tile,amx-bf16"))) static void multiply_pair(const uint16_t *x, size_t x_stride,
                                                                        const uint16_t *tiles, size_t steps,
                                                                        float *sums, size_t sums_bytes) {
    const uint16_t *lower_x = x + 16 * x_stride, *right = tiles + steps * ck_tile_elements;
    float *lower = sums + 16 * (sums_bytes / sizeof(float));
    _tile_loadd(0, sums, sums_bytes);
    _tile_loadd(1, sums + 16, sums_bytes);
    _tile_loadd(2, lower, sums_bytes);
    _tile_loadd(3, lower + 16, sums_bytes);
    for (size_t s = 0; s < steps; s++) {
        _tile_loadd(4, x + s * ck_tile_inputs, x_stride * sizeof *x);
        _tile_loadd(6, tiles + s * ck_tile_elements, 64);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, right + s * ck_tile_elements, 64);
        _tile_dpbf16ps(1, 4, 7);
        _tile_loadd(5, lower_x + s * ck_tile_inputs, x_stride * sizeof *x);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, sums, sums_bytes);
    _tile_stored(1, sums + 16, sums_bytes);
    _tile_stored(2, lower, sums_bytes);
    _tile_stored(3, lower + 16, sums_bytes);
}

__attribute__((target("amx-tile"))) void ck_multiply_tiles(const uint16_t *x, size_t x_stride, const uint16_t *tiles,
                                                           size_t steps, size_t outputs, float *sums) {
    _tile_loadconfig(&eight_tiles);
    for (size_t o = 0; o < outputs; o += ck_tile_pair) {
        multiply_pair(x, x_stride, tiles + o * steps * ck_tile_inputs, steps, sums + o, outputs * sizeof *sums);
    }
    /* Tiles in use would be saved at each change of threads. */
    _tile_release();
}

#else

bool ck_has_tiles(void) { return false; }

/* Never called where ck_has_tiles is false. */
void ck_multiply_tiles(const uint16_t *x, size_t x_stride, const uint16_t *tiles, size_t steps, size_t outputs,
                       float *sums) {
    (void)x, (void)x_stride, (void)tiles, (void)steps, (void)outputs, (void)sums;
}

#endif
