/* The kernels of CKernelsAttention.h, each as VARIANT(name); included once by each variant's file. */
#include "../Vectors/lanes.h"

#include "CKernelsAttention.h"

/* As many sums as there are registers for: rows, and vectors of keys or values. */
enum { ROWS = ck_attention_queries, VECTORS = CK_WIDE ? 4 : 1 };

float VARIANT(ck_softmax_step)(float *scores, size_t valid, size_t length, float *maximum, float *sum);

/* The float at `source` in every lane. */
INLINE lanes broadcast(const float *source) {
    int32_t word;
    memcpy(&word, source, sizeof word);
    return (lanes)((int_lanes){} + word);
}

#define EVEN_ONES 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define ODD_ONES 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31
#define EVEN_TWOS 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define ODD_TWOS 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define EVEN_FOURS 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define ODD_FOURS 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define EVEN_EIGHTS 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define ODD_EIGHTS 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31

/* One step of the transposition: of vectors `apart` from each other blocks of as many lanes change places. */
#define EXCHANGE(apart, first, second)                                                                                 \
    for (size_t i = 0; i < LANES; i++) {                                                                               \
        if (i & (apart)) continue;                                                                                     \
        lanes one = v[i], other = v[i + (apart)];                                                                      \
        v[i] = __builtin_shufflevector(one, other, first);                                                             \
        v[i + (apart)] = __builtin_shufflevector(one, other, second);                                                  \
    }

/* Makes columns of sixteen vectors vectors. */
INLINE void transpose(lanes v[LANES]) {
    EXCHANGE(1, EVEN_ONES, ODD_ONES)
    EXCHANGE(2, EVEN_TWOS, ODD_TWOS)
    EXCHANGE(4, EVEN_FOURS, ODD_FOURS)
    EXCHANGE(8, EVEN_EIGHTS, ODD_EIGHTS)
}

INLINE size_t rounded_up(size_t count, size_t unit) { return (count + unit - 1) / unit * unit; }

INLINE lanes load_some(const float *x, size_t i, size_t width) {
    return i + LANES <= width ? load(x + i) : load_part(x + i, width - i, 0);
}

void VARIANT(ck_attention_pack_keys)(const float *keys, size_t stride, size_t count, size_t width, float *panels) {
    size_t padded = rounded_up(width, LANES);
    for (size_t t = 0; t < rounded_up(count, ck_attention_keys); t += LANES, panels += LANES * padded) {
        if (t >= count) {
            memset(panels, 0, LANES * padded * sizeof *panels);
            continue;
        }
        for (size_t i = 0; i < width; i += LANES) {
            lanes v[LANES];
#pragma clang loop unroll(full)
            for (size_t k = 0; k < LANES; k++) {
                v[k] = t + k < count ? load_some(keys + (t + k) * stride, i, width) : splat(0);
            }
            transpose(v);
#pragma clang loop unroll(full)
            for (size_t k = 0; k < LANES; k++) store(panels + (i + k) * LANES, v[k]);
        }
    }
}

void VARIANT(ck_attention_copy_rows)(const float *x, size_t stride, size_t count, size_t width, float factor,
                                     size_t rows, float *target) {
    size_t padded = rounded_up(width, LANES);
    for (size_t r = 0; r < count; r++) {
        for (size_t i = 0; i < width; i += LANES) {
            store(target + r * padded + i, load_some(x + r * stride, i, width) * factor);
        }
    }
    memset(target + count * padded, 0, (rows - count) * padded * sizeof *target);
}

/* The scores of some rows with some vectors of keys; both numbers are constants where this is called. */
INLINE void multiply_keys(const float *queries, const float *panels, size_t padded, float *scores, size_t length) {
    lanes sums[ROWS][VECTORS];
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t v = 0; v < VECTORS; v++) sums[r][v] = splat(0);
    }
#pragma clang loop unroll_count(2)
    for (size_t i = 0; i < padded; i++) {
        lanes keys[VECTORS];
#pragma clang loop unroll(full)
        for (size_t v = 0; v < VECTORS; v++) keys[v] = load(panels + (v * padded + i) * LANES);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) {
            lanes query = broadcast(queries + r * padded + i);
#pragma clang loop unroll(full)
            for (size_t v = 0; v < VECTORS; v++) sums[r][v] = multiply_add(query, keys[v], sums[r][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
        for (size_t v = 0; v < VECTORS; v++) store(scores + r * length + v * LANES, sums[r][v]);
    }
}

/* Adds `count` values' products with some rows' weights to some vectors of outputs, which are first multiplied by the rows' factors; `vectors` is a constant where this is called. */
INLINE void add_values(const float *weights, size_t length, const float *values, size_t count, size_t padded,
                       size_t vectors, const float *factors, float *outputs) {
    lanes sums[ROWS][VECTORS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) sums[r][v] = load(outputs + r * padded + v * LANES) * factors[r];
    }
    for (size_t t = 0; t < count; t++) {
        lanes value[VECTORS];
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) value[v] = load(values + t * padded + v * LANES);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) {
            lanes weight = broadcast(weights + r * length + t);
#pragma clang loop unroll(full)
            for (size_t v = 0; v < vectors; v++) sums[r][v] = multiply_add(weight, value[v], sums[r][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) store(outputs + r * padded + v * LANES, sums[r][v]);
    }
}

INLINE void add_all_values(const float *weights, size_t length, const float *values, size_t count, size_t padded,
                           const float *factors, float *outputs) {
    size_t i = 0;
#if CK_WIDE
    while (i < padded) {
        size_t rest = (padded - i) / LANES;
        /* Five vectors are better taken as three and two than as four and one. */
        size_t vectors = rest == 5 ? 3 : rest < 4 ? rest : 4;
        switch (vectors) {
        case 4: add_values(weights, length, values + i, count, padded, 4, factors, outputs + i); break;
        case 3: add_values(weights, length, values + i, count, padded, 3, factors, outputs + i); break;
        case 2: add_values(weights, length, values + i, count, padded, 2, factors, outputs + i); break;
        default: add_values(weights, length, values + i, count, padded, 1, factors, outputs + i); break;
        }
        i += vectors * LANES;
    }
#else
    for (; i < padded; i += LANES) add_values(weights, length, values + i, count, padded, 1, factors, outputs + i);
#endif
}

void VARIANT(ck_attend_panels)(const struct ck_attention_block *block, const float *panels, const float *values,
                               size_t count, size_t padded, ptrdiff_t visible, ptrdiff_t step, float *scores) {
    for (size_t row = 0; row < block->rows; row += ROWS) {
        /* The last row sees most. */
        ptrdiff_t most = visible + (ptrdiff_t)(row + ROWS - 1) * step;
        if (most <= 0) continue;
        size_t seen = (size_t)most < count ? (size_t)most : count, length = rounded_up(seen, ck_attention_keys);
        for (size_t t = 0; t < length; t += VECTORS * LANES) {
            multiply_keys(block->queries + row * padded, panels + t * padded, padded, scores + t, length);
        }
        float factors[ROWS];
        for (size_t r = 0; r < ROWS; r++) {
            ptrdiff_t own = visible + (ptrdiff_t)(row + r) * step;
            size_t valid = own <= 0 ? 0 : (size_t)own < count ? (size_t)own : count;
            factors[r] = VARIANT(ck_softmax_step)(scores + r * length, valid, length, block->maxima + row + r,
                                                  block->sums + row + r);
        }
        add_all_values(scores, length, values, seen, padded, factors, block->outputs + row * padded);
    }
}
