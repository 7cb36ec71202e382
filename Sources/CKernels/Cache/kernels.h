/* The kernels of CKernelsCache.h, each as VARIANT(name); included once by each variant's file. */
#include "../Vectors/lanes.h"

#include "CKernelsCache.h"

/* As many sums as there are registers for: queries and keys of a tile of scores, and vectors of a value. */
#if CK_WIDE
enum { CK_TILE = 4, CK_COLUMNS = 4 };
#else
enum { CK_TILE = 2, CK_COLUMNS = 1 };
#endif

float VARIANT(ck_softmax_step)(float *scores, size_t valid, size_t length, float *maximum, float *sum);

typedef int8_t sixteen_bytes __attribute__((vector_size(16)));

/* Sixteen stored elements from `index` on, without their scale; the format is a constant where this is called. */
INLINE lanes load_stored(const void *rows, enum ck_cache_format format, size_t index) {
    if (format == ck_cache_float32) return load((const float *)rows + index);
    if (format == ck_cache_bfloat16) return load_weights(rows, ck_bfloat16, index);
    sixteen_bytes levels;
    memcpy(&levels, (const char *)rows + index, sizeof levels);
    return __builtin_convertvector(__builtin_convertvector(levels, int_lanes), lanes);
}

INLINE lanes load_some(const float *x, size_t i, size_t width) {
    return i + LANES <= width ? load(x + i) : load_part(x + i, width - i, 0);
}

static void store_bfloat16(const float *x, size_t width, uint16_t *row) {
    for (size_t i = 0; i < width; i += LANES) {
        short_lanes upper = __builtin_convertvector(rounded(load_some(x, i, width)) >> 16, short_lanes);
        size_t count = width - i < LANES ? width - i : LANES;
        memcpy(row + i, &upper, count * sizeof *row);
    }
}

static void store_int8(const float *x, size_t width, int8_t *row, float *scale) {
    lanes most = splat(0);
    int_lanes strange = (int_lanes)splat(0);
    for (size_t i = 0; i < width; i += LANES) {
        lanes magnitude = (lanes)((int_lanes)load_some(x, i, width) & 0x7FFFFFFF);
        strange |= ~(magnitude <= 3.40282347e38f);
        most = choose(magnitude > most, magnitude, most);
    }
    float largest = largest_of(most);
    int32_t flags[LANES], any = 0;
    memcpy(flags, &strange, sizeof flags);
    for (size_t i = 0; i < LANES; i++) any |= flags[i];
    if (any || largest < 0x1p-100f) {
        *scale = any ? __builtin_nanf("") : 0;
        memset(row, 0, width);
        return;
    }
    *scale = largest / 127.0f;
    float factor = 127.0f / largest;
    for (size_t i = 0; i < width; i += LANES) {
        /* Adding 1.5·2^23 rounds to a whole number, which then stands in the lowest bits. */
        lanes shifted = load_some(x, i, width) * factor + 0x1.8p23f;
        sixteen_bytes levels = __builtin_convertvector((int_lanes)shifted - 0x4B400000, sixteen_bytes);
        memcpy(row + i, &levels, width - i < LANES ? width - i : LANES);
    }
}

void VARIANT(ck_cache_store)(enum ck_cache_format format, const float *x, size_t width, void *row, float *scale) {
    switch (format) {
    case ck_cache_float32: memcpy(row, x, width * sizeof *x); break;
    case ck_cache_bfloat16: store_bfloat16(x, width, row); break;
    case ck_cache_int8: store_int8(x, width, row, scale); break;
    }
}

INLINE void load_rows(enum ck_cache_format format, const void *rows, const float *scales, size_t stride, size_t count,
                      size_t width, float *target, size_t target_stride) {
    for (size_t t = 0; t < count; t++) {
        float scale = format == ck_cache_int8 ? scales[t] : 1;
        for (size_t i = 0; i < width; i += LANES) {
            lanes value = load_stored(rows, format, t * stride + i);
            if (format == ck_cache_int8) value *= scale;
            float *to = target + t * target_stride + i;
            if (i + LANES <= width) {
                store(to, value);
            } else {
                store_part(to, value, width - i);
            }
        }
    }
}

void VARIANT(ck_cache_load)(enum ck_cache_format format, const void *rows, const float *scales, size_t stride,
                            size_t count, size_t width, float *target, size_t target_stride) {
    switch (format) {
    case ck_cache_float32: load_rows(ck_cache_float32, rows, scales, stride, count, width, target, target_stride); break;
    case ck_cache_bfloat16:
        load_rows(ck_cache_bfloat16, rows, scales, stride, count, width, target, target_stride);
        break;
    case ck_cache_int8: load_rows(ck_cache_int8, rows, scales, stride, count, width, target, target_stride); break;
    }
}

/* Adds the halves of each segment of a and of b; the sums of a's segments come first. */
#define HALVES(a, b, i0, i1, i2, i3, i4, i5, i6, i7, d)                                                               \
    (__builtin_shufflevector(a, b, i0, i1, i2, i3, i4, i5, i6, i7, 16 + i0, 16 + i1, 16 + i2, 16 + i3, 16 + i4,       \
                             16 + i5, 16 + i6, 16 + i7)                                                               \
     + __builtin_shufflevector(a, b, d + i0, d + i1, d + i2, d + i3, d + i4, d + i5, d + i6, d + i7, 16 + d + i0,     \
                               16 + d + i1, 16 + d + i2, 16 + d + i3, 16 + d + i4, 16 + d + i5, 16 + d + i6,          \
                               16 + d + i7))

/* The sum of each of sixteen vectors, in the order of sum_of. */
INLINE lanes sums_of_sixteen(const lanes *v) {
    lanes w[8], x[4], y[2];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 8; j++) w[j] = HALVES(v[2 * j], v[2 * j + 1], 0, 1, 2, 3, 4, 5, 6, 7, 8);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) x[j] = HALVES(w[2 * j], w[2 * j + 1], 0, 1, 2, 3, 8, 9, 10, 11, 4);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 2; j++) y[j] = HALVES(x[2 * j], x[2 * j + 1], 0, 1, 4, 5, 8, 9, 12, 13, 2);
    return HALVES(y[0], y[1], 0, 2, 4, 6, 8, 10, 12, 14, 1);
}

/* The products of `heads` queries with `tokens` keys from token t on, sixteen lanes each, as sums[4 · head + token]; both numbers are constants where this is called. */
INLINE void multiply_keys(enum ck_cache_format format, const struct ck_cache_block *block, size_t t, size_t tokens,
                          const float *queries, size_t heads, lanes *sums) {
    size_t stride = block->stride;
    lanes tile[CK_TILE][CK_TILE];
#pragma clang loop unroll(full)
    for (size_t h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (size_t k = 0; k < tokens; k++) tile[h][k] = splat(0);
    }
    for (size_t i = 0; i < stride; i += LANES) {
        lanes keys[CK_TILE];
#pragma clang loop unroll(full)
        for (size_t k = 0; k < tokens; k++) keys[k] = load_stored(block->keys, format, (t + k) * stride + i);
#pragma clang loop unroll(full)
        for (size_t h = 0; h < heads; h++) {
            lanes query = load(queries + h * stride + i);
#pragma clang loop unroll(full)
            for (size_t k = 0; k < tokens; k++) tile[h][k] = multiply_add(query, keys[k], tile[h][k]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (size_t k = 0; k < tokens; k++) sums[4 * h + k] = tile[h][k];
    }
}

/* The scores of all of a block's tokens, four at a time; `heads`, at most ck_cache_heads, is a constant where this is called. */
INLINE void scores_of(enum ck_cache_format format, const struct ck_cache_block *block, const float *queries,
                      size_t heads, float *scores) {
    for (size_t t = 0; t < block->count; t += 4) {
        lanes sums[4 * ck_cache_heads];
        for (size_t s = 4 * heads; s < 4 * ck_cache_heads; s++) sums[s] = splat(0);
#pragma clang loop unroll(full)
        for (size_t h = 0; h < heads; h += CK_TILE) {
#pragma clang loop unroll(full)
            for (size_t k = 0; k < 4; k += CK_TILE) {
                multiply_keys(format, block, t + k, CK_TILE, queries + h * block->stride,
                              heads - h < CK_TILE ? heads - h : CK_TILE, sums + 4 * h + k);
            }
        }
        lanes totals = sums_of_sixteen(sums);
        for (size_t h = 0; h < heads; h++) {
            memcpy(scores + h * ck_cache_tokens + t, (const char *)&totals + 16 * h, 4 * sizeof(float));
        }
    }
    if (format != ck_cache_int8) return;
    for (size_t h = 0; h < heads; h++) {
        for (size_t t = 0; t < block->count; t++) scores[h * ck_cache_tokens + t] *= block->key_scales[t];
    }
}

/* Adds some lanes of the values, from element i on; heads and count are constants where this is called. */
INLINE void add_columns(enum ck_cache_format format, const struct ck_cache_block *block, size_t i, size_t count,
                        size_t heads, const float *weights, const float *factors, float *output) {
    size_t stride = block->stride;
    lanes sums[ck_cache_heads][4];
#pragma clang loop unroll(full)
    for (size_t h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (size_t c = 0; c < count; c++) sums[h][c] = load(output + h * stride + i + c * LANES) * factors[h];
    }
    for (size_t t = 0; t < block->count; t++) {
        lanes values[4];
#pragma clang loop unroll(full)
        for (size_t c = 0; c < count; c++) values[c] = load_stored(block->values, format, t * stride + i + c * LANES);
#pragma clang loop unroll(full)
        for (size_t h = 0; h < heads; h++) {
            lanes weight = splat(weights[h * ck_cache_tokens + t]);
#pragma clang loop unroll(full)
            for (size_t c = 0; c < count; c++) sums[h][c] = multiply_add(weight, values[c], sums[h][c]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t h = 0; h < heads; h++) {
#pragma clang loop unroll(full)
        for (size_t c = 0; c < count; c++) store(output + h * stride + i + c * LANES, sums[h][c]);
    }
}

INLINE void attend_heads(enum ck_cache_format format, const struct ck_cache_block *block, const float *queries,
                         size_t heads, float *scores, float *maxima, float *sums, float *output) {
    float factors[ck_cache_heads];
    scores_of(format, block, queries, heads, scores);
    for (size_t h = 0; h < heads; h++) {
        float *row = scores + h * ck_cache_tokens;
        factors[h] = VARIANT(ck_softmax_step)(row, block->count, block->count, maxima + h, sums + h);
        if (format != ck_cache_int8) continue;
        for (size_t t = 0; t < block->count; t++) row[t] *= block->value_scales[t];
    }
    size_t i = 0;
    for (; i + CK_COLUMNS * LANES <= block->stride; i += CK_COLUMNS * LANES) {
        add_columns(format, block, i, CK_COLUMNS, heads, scores, factors, output);
    }
    for (; i < block->stride; i += LANES) add_columns(format, block, i, 1, heads, scores, factors, output);
}

INLINE void attend(enum ck_cache_format format, const struct ck_cache_block *block, const float *queries, size_t heads,
                   float *scores, float *maxima, float *sums, float *output) {
    for (size_t h = 0; h < heads; h += ck_cache_heads) {
        const float *q = queries + h * block->stride;
        float *y = output + h * block->stride;
        switch (heads - h) {
        case 1: attend_heads(format, block, q, 1, scores, maxima + h, sums + h, y); break;
        case 2: attend_heads(format, block, q, 2, scores, maxima + h, sums + h, y); break;
        case 3: attend_heads(format, block, q, 3, scores, maxima + h, sums + h, y); break;
        default: attend_heads(format, block, q, ck_cache_heads, scores, maxima + h, sums + h, y); break;
        }
    }
}

void VARIANT(ck_attend_block)(enum ck_cache_format format, const struct ck_cache_block *block, const float *queries,
                              size_t heads, float *scores, float *maxima, float *sums, float *output) {
    switch (format) {
    case ck_cache_float32: attend(ck_cache_float32, block, queries, heads, scores, maxima, sums, output); break;
    case ck_cache_bfloat16: attend(ck_cache_bfloat16, block, queries, heads, scores, maxima, sums, output); break;
    case ck_cache_int8: attend(ck_cache_int8, block, queries, heads, scores, maxima, sums, output); break;
    }
}
