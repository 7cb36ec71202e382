#include "../exact.h"

#define CK_FUSED 0
#define CK_HARDWARE_HALF 0

#include <math.h>
#include <stdbool.h>

#include "../Vectors/lanes.h"
#include "../half.h"
#include "CKernelsBlocks.h"
#include "cloned.h"

/* Thirty-two neighbouring weights. */
struct weights {
    lanes low, high;
};

INLINE struct weights weights_at(const float *x) { return (struct weights){load(x), load(x + LANES)}; }

INLINE float total(lanes low, lanes high) { return sum_of(low + high); }

INLINE float least_of(lanes value) { return -largest_of(-value); }

INLINE lanes magnitude_of(lanes value) { return (lanes)((int_lanes)value & 0x7FFFFFFF); }

INLINE lanes bounded(lanes value, float least, float most) {
    value = choose(value < least, splat(least), value);
    return choose(value > most, splat(most), value);
}

/* The nearest whole numbers, ties to even, for magnitudes below 2^22. */
INLINE lanes nearest(lanes value) { return (value + 0x1.8p23f) - 0x1.8p23f; }

/* Writes whole numbers from −128 to 255 as bytes, negative ones as two's complement. */
INLINE void store_levels(uint8_t *target, lanes levels) {
    typedef uint8_t byte_part __attribute__((vector_size(16)));
    byte_part bytes = __builtin_convertvector(__builtin_convertvector(levels, int_lanes), byte_part);
    memcpy(target, &bytes, sizeof bytes);
}

/* The half nearest to a number, as it is stored; one beyond the largest half becomes the largest. */
static inline uint16_t half_from_float(float value) {
    float rounded = rounded_to_half(value);
    if (rounded > 65504.0f) rounded = 65504.0f;
    if (rounded < -65504.0f) rounded = -65504.0f;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    uint32_t magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) return sign | 0x7E00;
    if (magnitude < 0x38800000) {
        float positive;
        memcpy(&positive, &magnitude, sizeof positive);
        return sign | (uint16_t)(positive * 0x1p24f);
    }
    return sign | (uint16_t)((magnitude - 0x38000000) >> 13);
}

static inline float put_half(uint8_t *target, float value) {
    uint16_t half = half_from_float(value);
    memcpy(target, &half, sizeof half);
    return float_from_half(half);
}

/* Whether a sum of them is a number. */
INLINE bool all_finite(struct weights w) { return isfinite(total(w.low - w.low, w.high - w.high)); }

CLONED void ck_row_to_q8_0(const float *x, void *target, size_t blocks) {
    uint8_t *block = target;
    for (size_t b = 0; b < blocks; b++, block += 34, x += 32) {
        struct weights w = weights_at(x);
        lanes larger = choose(magnitude_of(w.low) > magnitude_of(w.high), magnitude_of(w.low), magnitude_of(w.high));
        float d = put_half(block, all_finite(w) ? largest_of(larger) / 127.0f : NAN);
        float inverse = d > 0 ? 1.0f / d : 0;
        lanes low = bounded(w.low * inverse, -127, 127), high = bounded(w.high * inverse, -127, 127);
        store_levels(block + 2, nearest(low));
        store_levels(block + 2 + LANES, nearest(high));
    }
}

/* How 32 weights are written with `most` + 1 levels from 0 on: step · level − minimum, neither below zero. */
struct affine {
    float step, minimum;
};

/* The squares of what levels with a step and a minimum miss of the weights, added up. */
INLINE float missed(struct weights w, lanes low, lanes high, struct affine fit) {
    lanes first = low * fit.step - fit.minimum - w.low, second = high * fit.step - fit.minimum - w.high;
    return total(first * first, second * second);
}

/* The step and the minimum that fit levels best, by least squares with the minimum not below zero. */
INLINE struct affine fitted(struct weights w, lanes low, lanes high, float sum) {
    float levels = total(low, high), squares = total(low * low, high * high);
    float products = total(low * w.low, high * w.high);
    float determinant = 32.0f * squares - levels * levels;
    if (determinant > 0) {
        float step = (32.0f * products - levels * sum) / determinant;
        float minimum = (step * levels - sum) / 32.0f;
        if (minimum >= 0 && step > 0) return (struct affine){step, minimum};
    }
    return (struct affine){squares > 0 && products > 0 ? products / squares : 0, 0};
}

/* Tries levels from several steps, and keeps what misses least. */
INLINE struct affine best_affine(struct weights w, float most) {
    lanes lesser = choose(w.low < w.high, w.low, w.high), larger = choose(w.low > w.high, w.low, w.high);
    float least = least_of(lesser), range, sum = total(w.low, w.high), fewest = INFINITY;
    if (least > 0) least = 0;
    range = largest_of(larger) - least;
    struct affine best = {0, -least};
    if (!(range > 0)) return best;
    for (int trial = -8; trial <= 8; trial++) {
        float inverse = (most + 0.125f * (float)trial) / range;
        lanes low = nearest(bounded((w.low - least) * inverse, 0, most));
        lanes high = nearest(bounded((w.high - least) * inverse, 0, most));
        struct affine fit = fitted(w, low, high, sum);
        float error = missed(w, low, high, fit);
        if (error < fewest) {
            fewest = error;
            best = fit;
        }
    }
    return best;
}

/* The 6-bit scales and minima of eight sub-blocks in twelve bytes. */
static inline void put_scales_of_K(uint8_t *packed, const uint8_t steps[8], const uint8_t minima[8]) {
    for (int j = 0; j < 4; j++) {
        packed[j] = (uint8_t)(steps[j] | steps[j + 4] >> 4 << 6);
        packed[j + 4] = (uint8_t)(minima[j] | minima[j + 4] >> 4 << 6);
        packed[j + 8] = (uint8_t)((steps[j + 4] & 15) | (minima[j + 4] & 15) << 4);
    }
}

static inline uint8_t sixth(float value, float unit) {
    return unit > 0 ? (uint8_t)fminf(63, value / unit + 0.5f) : 0;
}

CLONED void ck_row_to_q4_K(const float *x, void *target, size_t blocks) {
    uint8_t *block = target;
    for (size_t b = 0; b < blocks; b++, block += 144, x += 256) {
        struct affine fits[8];
        float step = 0, minimum = 0;
        bool finite = true;
        for (int j = 0; j < 8; j++) {
            struct weights w = weights_at(x + 32 * j);
            finite = finite && all_finite(w);
            fits[j] = best_affine(w, 15);
            step = fmaxf(step, fits[j].step);
            minimum = fmaxf(minimum, fits[j].minimum);
        }
        float d = put_half(block, finite ? step / 63.0f : NAN), dmin = put_half(block + 2, minimum / 63.0f);
        uint8_t steps[8], minima[8];
        for (int j = 0; j < 8; j++) {
            steps[j] = sixth(fits[j].step, d);
            minima[j] = sixth(fits[j].minimum, dmin);
        }
        put_scales_of_K(block + 4, steps, minima);
        for (int j = 0; j < 8; j++) {
            struct weights w = weights_at(x + 32 * j);
            float unit = d * (float)steps[j], offset = dmin * (float)minima[j];
            float inverse = unit > 0 ? 1.0f / unit : 0;
            uint8_t levels[32], *bytes = block + 16 + j / 2 * 32;
            store_levels(levels, nearest(bounded((w.low + offset) * inverse, 0, 15)));
            store_levels(levels + LANES, nearest(bounded((w.high + offset) * inverse, 0, 15)));
            for (int i = 0; i < 32; i++) bytes[i] = (uint8_t)(j % 2 ? bytes[i] | levels[i] << 4 : levels[i]);
        }
    }
}

/* The step with which sixteen weights are written best in levels from −32 to 31; of either sign. */
INLINE float best_step(lanes w) {
    float largest = largest_of(w), least = least_of(w), best = 0, gain = -1;
    float extreme = -least > largest ? least : largest;
    if (extreme == 0) return 0;
    for (int trial = -9; trial <= 9; trial++) {
        /* The extreme falls on −32, which is one level more than there are on the other side. */
        lanes levels = nearest(bounded(w * (-(32.0f + 0.1f * (float)trial) / extreme), -32, 31));
        float products = sum_of(levels * w), squares = sum_of(levels * levels);
        /* What the best step explains of the weights' squares. */
        if (squares > 0 && products * products > gain * squares) {
            gain = products * products / squares;
            best = products / squares;
        }
    }
    return best;
}

/* Writes the levels, from 0 on, of 32 weights of sub-block j. */
static inline void put_levels_of_q6_K(uint8_t *block, int j, const uint8_t levels[32]) {
    int half = j / 4, quarter = j % 4;
    uint8_t *low = block + 64 * half + quarter % 2 * 32, *high = block + 128 + 32 * half;
    for (int i = 0; i < 32; i++) {
        low[i] |= (uint8_t)((levels[i] & 15) << quarter / 2 * 4);
        high[i] |= (uint8_t)(levels[i] >> 4 << 2 * quarter);
    }
}

CLONED void ck_row_to_q6_K(const float *x, void *target, size_t blocks) {
    uint8_t *block = target;
    for (size_t b = 0; b < blocks; b++, block += 210, x += 256) {
        float steps[16], extreme = 0;
        bool finite = true;
        for (int s = 0; s < 16; s++) {
            lanes w = load(x + 16 * s);
            finite = finite && isfinite(sum_of(w - w));
            steps[s] = best_step(w);
            if (fabsf(steps[s]) > fabsf(extreme)) extreme = steps[s];
        }
        memset(block, 0, 210);
        float d = put_half(block + 208, finite ? extreme / -128.0f : NAN);
        for (int j = 0; j < 8; j++) {
            uint8_t levels[32];
            for (int part = 0; part < 2; part++) {
                float scale = d != 0 && finite ? fmaxf(-128, fminf(127, rintf(steps[2 * j + part] / d))) : 0;
                block[192 + 2 * j + part] = (uint8_t)(int8_t)scale;
                float step = d * scale;
                lanes w = load(x + 32 * j + 16 * part) * (step != 0 ? 1.0f / step : 0);
                store_levels(levels + 16 * part, nearest(bounded(w, -32, 31)) + 32.0f);
            }
            put_levels_of_q6_K(block, j, levels);
        }
    }
}
