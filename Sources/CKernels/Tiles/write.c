#include "../exact.h"

#if defined(__x86_64__)
#define CK_FUSED 1
#define CK_HARDWARE_HALF 1
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#else
#define CK_FUSED 0
#define CK_HARDWARE_HALF 0
#endif

#include "../Vectors/lanes.h"
#include "../Quantised/groups.h"
#include "../Quantised/meaning.h"
#include "CKernelsTiles.h"

/* Row p of a tile: the inputs 2p and 2p + 1 of sixteen outputs. */
INLINE void store_pairs(uint16_t *target, lanes first, lanes second) {
    int_lanes low = rounded(first) >> 16 & 0xFFFF;
    int_lanes pairs = low | (rounded(second) & (int32_t)0xFFFF0000);
    memcpy(target, &pairs, sizeof pairs);
}

void ck_round_to_bfloat16(const float *x, size_t count, uint16_t *target) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        short_lanes upper = __builtin_convertvector(rounded(load(x + i)) >> 16, short_lanes);
        memcpy(target + i, &upper, sizeof upper);
    }
    if (i < count) {
        short_lanes upper = __builtin_convertvector(rounded(load_part(x + i, count - i, 0)) >> 16, short_lanes);
        memcpy(target + i, &upper, (count - i) * sizeof *target);
    }
}

INLINE void write_block(enum ck_blocks format, const uint8_t *scales, const uint8_t *planes, size_t j, uint16_t *tile) {
    lanes step, offset;
#pragma clang loop unroll(full)
    for (size_t g = 0; g < 8; g++) {
        if (g % 4 == 0) meaning_of(format, scales, j, g / 4, &step, &offset);
        byte_lanes group = group_of(format, planes, g);
        lanes w[4];
        for (int k = 0; k < 4; k++) w[k] = multiply_add(input_of(group, k), step, -offset);
        store_pairs(tile + 64 * g, w[0], w[1]);
        store_pairs(tile + 64 * g + 32, w[2], w[3]);
    }
}

INLINE void write_panel(enum ck_blocks format, const uint8_t *panel, size_t inputs, size_t first, size_t steps,
                        uint16_t *tiles) {
    const uint8_t *planes = panel + layout_planes(format, inputs);
    size_t in_unit = layout_blocks_in_unit(format);
    for (size_t s = 0; s < steps; s++, tiles += ck_tile_elements) {
        size_t b = first / 32 + s;
        write_block(format, panel + b / in_unit * layout_scale_bytes(format), planes + b * layout_plane_bytes(format),
                    b % in_unit, tiles);
    }
}

void ck_tiles_from_panel(enum ck_blocks format, const void *panel, size_t inputs, size_t first, size_t steps,
                         uint16_t *tiles) {
    switch (format) {
    case ck_q4_0: write_panel(ck_q4_0, panel, inputs, first, steps, tiles); break;
    case ck_q5_0: write_panel(ck_q5_0, panel, inputs, first, steps, tiles); break;
    case ck_q5_1: write_panel(ck_q5_1, panel, inputs, first, steps, tiles); break;
    case ck_q8_0: write_panel(ck_q8_0, panel, inputs, first, steps, tiles); break;
    case ck_q4_K: write_panel(ck_q4_K, panel, inputs, first, steps, tiles); break;
    case ck_q5_K: write_panel(ck_q5_K, panel, inputs, first, steps, tiles); break;
    case ck_q6_K: write_panel(ck_q6_K, panel, inputs, first, steps, tiles); break;
    case ck_awq_128: write_panel(ck_awq_128, panel, inputs, first, steps, tiles); break;
    }
}

/* Thirty-two weights of one output from element `index` on as bfloat16, two to a lane; those beyond `inputs` are zero. */
INLINE int_lanes pairs_of(enum ck_format format, const char *row, size_t index, size_t inputs) {
    if (index >= inputs) return (int_lanes){};
    size_t count = inputs - index;
    if (format == ck_bfloat16) {
        int_lanes pairs = {};
        memcpy(&pairs, row + index * sizeof(uint16_t), (count < 32 ? count : 32) * sizeof(uint16_t));
        return pairs;
    }
    uint16_t weights[32] = {0};
    for (size_t half = 0; half < 32 && half < count; half += LANES) {
        size_t rest = count - half;
        lanes value = rest >= LANES ? load_weights(row, format, index + half)
                                    : load_weights_part(row, format, index + half, rest);
        short_lanes upper = __builtin_convertvector(rounded(value) >> 16, short_lanes);
        memcpy(weights + half, &upper, sizeof upper);
    }
    int_lanes pairs;
    memcpy(&pairs, weights, sizeof pairs);
    return pairs;
}

#define EVEN_PAIRS 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define ODD_PAIRS 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define EVEN_QUADS 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define ODD_QUADS 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define EVEN_QUARTERS 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27
#define ODD_QUARTERS 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31

/* One step of the transposition: vectors `apart` from each other are mixed, the first order before the second. */
#define MIX(apart, first, second)                                                                                      \
    for (size_t i = 0; i < 16; i++) {                                                                                  \
        if (i & (apart)) continue;                                                                                     \
        int_lanes one = rows[i], other = rows[i + (apart)];                                                            \
        rows[i] = __builtin_shufflevector(one, other, first);                                                          \
        rows[i + (apart)] = __builtin_shufflevector(one, other, second);                                               \
    }

/* Makes columns of sixteen vectors vectors. */
INLINE void transpose(int_lanes rows[16]) {
    MIX(1, EVEN_PAIRS, ODD_PAIRS)
    MIX(2, EVEN_QUADS, ODD_QUADS)
    MIX(4, EVEN_QUARTERS, ODD_QUARTERS)
    MIX(8, EVEN_QUARTERS, ODD_QUARTERS)
}

/* Where transpose leaves a column: its two lowest bits change places. */
INLINE size_t place_of(size_t column) { return (column & 12) | (column & 1) << 1 | (column >> 1 & 1); }

INLINE void write_rows(enum ck_format format, const char *rows, size_t stride, size_t inputs, size_t outputs,
                       size_t first, size_t steps, uint16_t *tiles) {
    size_t row_bytes = stride * (format == ck_float32 ? sizeof(float) : sizeof(uint16_t));
    for (size_t s = 0; s < steps; s++, tiles += ck_tile_elements) {
        int_lanes vectors[16];
#pragma clang loop unroll(full)
        for (size_t o = 0; o < 16; o++) {
            vectors[o] = o < outputs ? pairs_of(format, rows + o * row_bytes, first + 32 * s, inputs) : (int_lanes){};
        }
        transpose(vectors);
#pragma clang loop unroll(full)
        for (size_t p = 0; p < 16; p++) {
            memcpy(tiles + 32 * p, &vectors[place_of(p)], sizeof vectors[0]);
        }
    }
}

void ck_tiles_from_rows(enum ck_format format, const void *rows, size_t stride, size_t inputs, size_t outputs,
                        size_t first, size_t steps, uint16_t *tiles) {
    switch (format) {
    case ck_float32: write_rows(ck_float32, rows, stride, inputs, outputs, first, steps, tiles); break;
    case ck_float16: write_rows(ck_float16, rows, stride, inputs, outputs, first, steps, tiles); break;
    case ck_bfloat16: write_rows(ck_bfloat16, rows, stride, inputs, outputs, first, steps, tiles); break;
    }
}

/* Input i of sixteen outputs, of which those beyond `outputs` are zero. */
INLINE lanes column_part(const float *columns, size_t stride, size_t i, size_t inputs, size_t outputs) {
    if (i >= inputs) return splat(0);
    return outputs == LANES ? load(columns + i * stride) : load_part(columns + i * stride, outputs, 0);
}

void ck_tiles_from_columns(const float *columns, size_t stride, size_t inputs, size_t outputs, size_t steps,
                           uint16_t *tiles) {
    for (size_t i = 0; i < steps * ck_tile_inputs; i += 2, tiles += 32) {
        store_pairs(tiles, column_part(columns, stride, i, inputs, outputs),
                    column_part(columns, stride, i + 1, inputs, outputs));
    }
}

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
