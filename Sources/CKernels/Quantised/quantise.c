#include "../exact.h"

#include <math.h>
#include <string.h>

#include "../Blocks/cloned.h"
#include "CKernelsQuantised.h"

/* The largest magnitude of 32 values as the bits of a float, which are ordered as integers: NaN above infinity above numbers. */
static inline uint32_t largest_bits(const float *x) {
    uint32_t largest = 0;
    for (int i = 0; i < 32; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        bits &= 0x7FFFFFFF;
        largest = bits > largest ? bits : largest;
    }
    return largest;
}

/* Writes the nearest levels of 32 values and returns their sum. */
static inline int32_t quantise_block(const float *x, float inverse, int8_t *levels, int32_t halves[2]) {
    int32_t whole[32];
    for (int i = 0; i < 32; i++) {
        /* Adding 1.5·2^23 rounds to a whole number, which then stands in the lowest bits. */
        float shifted = x[i] * inverse + 0x1.8p23f;
        memcpy(&whole[i], &shifted, sizeof shifted);
        whole[i] -= 0x4B400000;
    }
    for (int i = 0; i < 32; i++) levels[i] = (int8_t)whole[i];
    halves[0] = halves[1] = 0;
    for (int i = 0; i < 16; i++) {
        halves[0] += whole[i];
        halves[1] += whole[i + 16];
    }
    return halves[0] + halves[1];
}

/* Quantises 32 values as block b of a structure. */
static inline void quantise_into(const float *x, size_t b, struct ck_levels *levels) {
    uint32_t bits = largest_bits(x);
    float largest, inverse = 0, scale = 0;
    memcpy(&largest, &bits, sizeof bits);
    if (bits >= 0x7F800000) {
        scale = NAN;
    } else if (largest > 0x1p-119f) {
        /* Below that 127 / largest would overflow, and all levels are 0. */
        inverse = 127.0f / largest;
        scale = largest / 127.0f;
    }
    int32_t sum = 0;
    if (inverse > 0) {
        sum = quantise_block(x, inverse, levels->levels + 32 * b, levels->halves + 2 * b);
    } else {
        memset(levels->levels + 32 * b, 0, 32);
        memset(levels->halves + 2 * b, 0, 2 * sizeof(int32_t));
    }
    levels->scales[b] = scale;
    levels->sums[b] = scale * (float)sum;
}

CLONED void ck_quantise(const float *x, size_t count, struct ck_levels *levels) {
    for (size_t start = 0; start < count; start += 256, levels++) {
        for (size_t b = 0; b < 8 && start + 32 * b < count; b++) quantise_into(x + start + 32 * b, b, levels);
    }
}

CLONED void ck_quantise_rest(const float *x, size_t start, struct ck_levels *levels) {
    quantise_into(x, start / 32 % 8, levels + start / 256);
}
