#include "../exact.h"

#include "CKernelsTiles.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

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

__attribute__((target("amx-tile"))) static void multiply_in_unit(const uint16_t *x, size_t x_stride,
                                                                  const uint16_t *tiles, size_t steps, size_t outputs,
                                                                  float *sums) {
    _tile_loadconfig(&eight_tiles);
    for (size_t o = 0; o < outputs; o += ck_tile_pair) {
        multiply_pair(x, x_stride, tiles + o * steps * ck_tile_inputs, steps, sums + o, outputs * sizeof *sums);
    }
    /* Tiles in use would be saved at each change of threads. */
    _tile_release();
}

/* The rows of x whose sums fit into registers. */
enum { ROWS = 8 };

/* Eight rows of x times 32 outputs, in vectors. */
__attribute__((target("avx512f,avx512bf16"))) static void multiply_rows(const uint16_t *x, size_t x_stride,
                                                                        const uint16_t *tiles, size_t steps,
                                                                        float *sums, size_t sums_stride) {
    const uint16_t *right = tiles + steps * ck_tile_elements;
    __m512 first[ROWS], second[ROWS];
    for (size_t r = 0; r < ROWS; r++) {
        first[r] = _mm512_loadu_ps(sums + r * sums_stride);
        second[r] = _mm512_loadu_ps(sums + r * sums_stride + 16);
    }
    for (size_t pair = 0; pair < 16 * steps; pair++) {
        __m512bh one = (__m512bh)_mm512_loadu_si512(tiles + 32 * pair);
        __m512bh other = (__m512bh)_mm512_loadu_si512(right + 32 * pair);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) {
            int32_t word;
            memcpy(&word, x + r * x_stride + 2 * pair, sizeof word);
            __m512bh inputs = (__m512bh)_mm512_set1_epi32(word);
            first[r] = _mm512_dpbf16_ps(first[r], inputs, one);
            second[r] = _mm512_dpbf16_ps(second[r], inputs, other);
        }
    }
    for (size_t r = 0; r < ROWS; r++) {
        _mm512_storeu_ps(sums + r * sums_stride, first[r]);
        _mm512_storeu_ps(sums + r * sums_stride + 16, second[r]);
    }
}

static void multiply_in_vectors(const uint16_t *x, size_t x_stride, const uint16_t *tiles, size_t steps, size_t outputs,
                                float *sums) {
    for (size_t r = 0; r < ck_tile_pair; r += ROWS) {
        for (size_t o = 0; o < outputs; o += ck_tile_pair) {
            multiply_rows(x + r * x_stride, x_stride, tiles + o * steps * ck_tile_inputs, steps,
                          sums + r * outputs + o, outputs);
        }
    }
}

void ck_multiply_tiles(enum ck_instructions instructions, const uint16_t *x, size_t x_stride, const uint16_t *tiles,
                       size_t steps, size_t outputs, float *sums) {
    if (instructions == ck_amx) {
        multiply_in_unit(x, x_stride, tiles, steps, outputs, sums);
    } else {
        multiply_in_vectors(x, x_stride, tiles, steps, outputs, sums);
    }
}

#else

/* Never called: no other processor is said to have the instructions. */
void ck_multiply_tiles(enum ck_instructions instructions, const uint16_t *x, size_t x_stride, const uint16_t *tiles,
                       size_t steps, size_t outputs, float *sums) {
    (void)instructions, (void)x, (void)x_stride, (void)tiles, (void)steps, (void)outputs, (void)sums;
}

#endif
