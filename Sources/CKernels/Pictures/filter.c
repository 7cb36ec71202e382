#include "../exact.h"

#include "CKernelsPictures.h"

#include <string.h>

/* As CLONED, and for the longer vectors of AVX-512, which take half as many multiplications. */
#if defined(__x86_64__)
#define CLONED __attribute__((target_clones("avx512bw", "avx2", "default")))
#else
#define CLONED
#endif

typedef uint8_t bytes __attribute__((vector_size(16)));
typedef int32_t words __attribute__((vector_size(64)));

enum { lanes = 16 };

/* Vectors are passed by address: how they would be passed by value depends on the instruction set. */
#define INLINE static inline __attribute__((always_inline))

INLINE void add(words *sums, const uint8_t *source, int32_t weight) {
    bytes values;
    memcpy(&values, source, sizeof values);
    *sums += __builtin_convertvector(values, words) * weight;
}

/* Rounds sums to whole colours. */
INLINE void store(const words *sums, uint8_t *target) {
    words rounded = (*sums + (1 << (ck_filter_fraction - 1))) >> ck_filter_fraction;
    rounded &= rounded >= 0;
    rounded = (rounded | (rounded > 255)) & 255;
    bytes values = __builtin_convertvector(rounded, bytes);
    memcpy(target, &values, sizeof values);
}

CLONED void ck_filter_rows(const uint8_t *rows, size_t stride, const int32_t *weights, size_t taps, uint8_t *target,
                           size_t count) {
    size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        words sums = {};
        for (size_t t = 0; t < taps; t++) add(&sums, rows + t * stride + i, weights[t]);
        store(&sums, target + i);
    }
    if (i == count) return;
    uint8_t last[lanes] = {0}, filtered[lanes];
    words sums = {};
    for (size_t t = 0; t < taps; t++) {
        memcpy(last, rows + t * stride + i, count - i);
        add(&sums, last, weights[t]);
    }
    store(&sums, filtered);
    memcpy(target + i, filtered, count - i);
}

/* Puts the pixels of `rows` rows that share a place side by side, as all lanes of one vector; the lanes of rows that are missing keep what they held. */
INLINE void interleave(const uint8_t *source, size_t stride, size_t rows, size_t width, uint8_t *target) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t x = 0; x < width; x++) memcpy(target + x * lanes + 4 * r, source + r * stride + 4 * x, 4);
    }
}

CLONED void ck_filter_columns(const uint8_t *source, size_t stride, size_t rows, size_t width, const int32_t *starts,
                              const int32_t *lengths, const int32_t *weights, size_t taps, uint8_t *scratch,
                              uint8_t *target, size_t target_stride, size_t count) {
    interleave(source, stride, rows, width, scratch);
    for (size_t x = 0; x < count; x++, weights += taps) {
        words sums = {};
        const uint8_t *first = scratch + (size_t)starts[x] * lanes;
        for (size_t t = 0; t < (size_t)lengths[x]; t++) add(&sums, first + t * lanes, weights[t]);
        uint8_t filtered[lanes];
        store(&sums, filtered);
        for (size_t r = 0; r < rows; r++) memcpy(target + r * target_stride + 4 * x, filtered + 4 * r, 4);
    }
}
