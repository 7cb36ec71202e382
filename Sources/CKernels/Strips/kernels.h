/* ck_multiply_strip as VARIANT(ck_multiply_strip); included once by each variant's file. */
#include "../Quantised/dot.h"

#include "layout.h"

/* As many sums as there are registers for: rows, and halves of a strip. */
enum { ROWS_AT_ONCE = CK_DOT == CK_DOT_AVX512_VNNI ? 12 : CK_DOT == CK_DOT_AVX_VNNI ? 6 : 4 };
enum { HALVES_AT_ONCE = CK_DOT == CK_DOT_AVX512_VNNI ? 2 : 1 };

INLINE int32_t word_at(const uint8_t *source) {
    int32_t word;
    memcpy(&word, source, sizeof word);
    return word;
}

/* The float at `source` in every lane; without the addition of splat, which is one of the operations that there is no room for. */
INLINE lanes broadcast(const uint8_t *source) {
    int32_t word = word_at(source);
    return (lanes)((int_lanes){} + word);
}

/* One group's products of some rows with some halves of a strip; both numbers are constants where this is called. */
INLINE void add_group(const uint8_t *bundle, const uint8_t *strip, size_t rows, size_t halves, float *sums,
                      size_t stride) {
    int_lanes dots[ROWS_AT_ONCE][2];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        /* Where bytes are multiplied as signed ones there is nothing to take away. */
        int_lanes start = (int_lanes){} + (CK_SIGNED_BYTES ? 0 : word_at(bundle + BUNDLE_STARTS + 4 * r));
#pragma clang loop unroll(full)
        for (size_t h = 0; h < halves; h++) dots[r][h] = start;
    }
#pragma clang loop unroll_count(4)
    for (size_t quad = 0; quad < ck_strip_inputs / 4; quad++) {
        byte_lanes weights[2];
#pragma clang loop unroll(full)
        for (size_t h = 0; h < halves; h++) weights[h] = load_bytes(strip + quad * STRIP_QUAD + 64 * h);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            int32_t word = word_at(bundle + quad * BUNDLE_QUAD + 4 * r);
#pragma clang loop unroll(full)
            for (size_t h = 0; h < halves; h++) dots[r][h] = dot_of_bytes(dots[r][h], weights[h], word);
        }
    }
#pragma clang loop unroll(full)
    for (size_t h = 0; h < halves; h++) {
        lanes scales = load((const float *)(strip + STRIP_SCALES) + LANES * h);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            float *sum = sums + r * stride + LANES * h;
            lanes products = __builtin_convertvector(dots[r][h], lanes) * scales;
            store(sum, multiply_add(products, broadcast(bundle + BUNDLE_SCALES + 4 * r), load(sum)));
        }
    }
}

/* Takes all groups with rows `row` to row + rows − 1; `rows` is a constant where this is called. */
INLINE void add_rows(const uint8_t *bundle, const uint8_t *strip, size_t groups, size_t row, size_t rows, float *sums,
                     size_t stride) {
    bundle += 4 * row;
    sums += row * stride;
    for (size_t h = 0; h < 2; h += HALVES_AT_ONCE) {
        for (size_t g = 0; g < groups; g++) {
            add_group(bundle + g * BUNDLE_GROUP, strip + g * STRIP_GROUP + 64 * h, rows, HALVES_AT_ONCE,
                      sums + LANES * h, stride);
            /* Keeps sums in memory from group to group: registers are for dots. */
            __asm__ volatile("" : : : "memory");
        }
    }
}

void VARIANT(ck_multiply_strip)(const uint8_t *bundle, const uint8_t *strip, size_t groups, size_t rows, float *sums,
                                size_t stride) {
    size_t row = 0;
    for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE) {
        add_rows(bundle, strip, groups, row, ROWS_AT_ONCE, sums, stride);
    }
#if CK_DOT == CK_DOT_AVX512_VNNI
    if (row + 8 <= rows) {
        add_rows(bundle, strip, groups, row, 8, sums, stride);
        row += 8;
    }
#endif
    for (; row + 4 <= rows; row += 4) add_rows(bundle, strip, groups, row, 4, sums, stride);
    for (; row + 2 <= rows; row += 2) add_rows(bundle, strip, groups, row, 2, sums, stride);
    for (; row < rows; row++) add_rows(bundle, strip, groups, row, 1, sums, stride);
}
