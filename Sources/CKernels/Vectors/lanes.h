/* Sixteen lanes of float32 for the variant that is being compiled; included once by each variant's file, after CK_FUSED and CK_HARDWARE_HALF. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CKernelsVectors.h"

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t int_lanes __attribute__((vector_size(64)));
typedef uint16_t short_lanes __attribute__((vector_size(32)));
typedef _Float16 half_lanes __attribute__((vector_size(32)));

/* All that takes or returns lanes is inlined, so no call depends on how vectors are passed. */
#pragma clang diagnostic ignored "-Wpsabi"

enum { LANES = 16 };

#define INLINE static inline __attribute__((always_inline))

INLINE lanes load(const float *source) {
    lanes value;
    memcpy(&value, source, sizeof value);
    return value;
}

INLINE void store(float *target, lanes value) { memcpy(target, &value, sizeof value); }

/* The first `count` (< 16) values, the other lanes `filler`. */
INLINE lanes load_part(const float *source, size_t count, float filler) {
    float values[LANES];
    for (size_t i = 0; i < LANES; i++) values[i] = filler;
    memcpy(values, source, count * sizeof(float));
    return load(values);
}

INLINE void store_part(float *target, lanes value, size_t count) { memcpy(target, &value, count * sizeof(float)); }

INLINE lanes splat(float value) { return (lanes){} + value; }

INLINE lanes multiply_add(lanes a, lanes b, lanes c) {
#if CK_FUSED
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/* Where the mask (0 or −1 in each lane) is set `a`, elsewhere `b`. */
INLINE lanes choose(int_lanes mask, lanes a, lanes b) { return (lanes)((mask & (int_lanes)a) | (~mask & (int_lanes)b)); }

/* Rounds to bfloat16, ties to even, in the upper halves; the lower ones hold anything. NaN stays NaN. */
INLINE int_lanes rounded(lanes value) {
    int_lanes bits = (int_lanes)value;
    int_lanes even = bits + 0x7FFF + (bits >> 16 & 1);
    /* Rounding up could carry a NaN with few bits into infinity or zero. */
    return (int_lanes)choose(value == value, (lanes)even, (lanes)(bits | 0x400000));
}

INLINE float sum_of(lanes value) {
    float v[LANES];
    memcpy(v, &value, sizeof v);
    for (int width = LANES / 2; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) v[i] += v[i + width];
    }
    return v[0];
}

/* The larger of two numbers in each lane; the second where one is NaN. */
INLINE lanes larger_of(lanes a, lanes b) { return choose(a > b, a, b); }

#define SHUFFLED(value, d)                                                                                             \
    __builtin_shufflevector(value, value, 0 ^ d, 1 ^ d, 2 ^ d, 3 ^ d, 4 ^ d, 5 ^ d, 6 ^ d, 7 ^ d, 8 ^ d, 9 ^ d, 10 ^ d, \
                            11 ^ d, 12 ^ d, 13 ^ d, 14 ^ d, 15 ^ d)

/* The largest of the lanes, none of which is NaN. */
INLINE float largest_of(lanes value) {
    value = larger_of(SHUFFLED(value, 8), value);
    value = larger_of(SHUFFLED(value, 4), value);
    value = larger_of(SHUFFLED(value, 2), value);
    value = larger_of(SHUFFLED(value, 1), value);
    return value[0];
}

INLINE lanes lanes_from_half(short_lanes halves) {
#if CK_HARDWARE_HALF
    return __builtin_convertvector((half_lanes)halves, lanes);
#else
    int_lanes bits = __builtin_convertvector(halves, int_lanes);
    int_lanes magnitude = (bits & 0x7FFF) << 13;
    /* Read as a float32 the exponent is 112 too small, for subnormals too; infinity and NaN get the largest one. */
    int_lanes value = (int_lanes)((lanes)magnitude * 0x1p112f);
    int_lanes special = (bits & 0x7C00) == 0x7C00;
    return (lanes)(value | (special & 0x7F800000) | (bits & 0x8000) << 16);
#endif
}

/* Sixteen weights from element `index` on; the format is a constant where this is called. */
INLINE lanes load_weights(const void *source, enum ck_format format, size_t index) {
    if (format == ck_float32) {
        lanes value;
        memcpy(&value, (const char *)source + index * sizeof(float), sizeof value);
        return value;
    }
    short_lanes halves;
    memcpy(&halves, (const char *)source + index * sizeof(uint16_t), sizeof halves);
    if (format == ck_float16) return lanes_from_half(halves);
    return (lanes)(__builtin_convertvector(halves, int_lanes) << 16);
}

INLINE lanes load_weights_part(const void *source, enum ck_format format, size_t index, size_t count) {
    size_t size = format == ck_float32 ? sizeof(float) : sizeof(uint16_t);
    char bytes[LANES * sizeof(float)] = {0};
    memcpy(bytes, (const char *)source + index * size, count * size);
    return load_weights(bytes, format, 0);
}

/* e^x to about one unit in the last place: x = n·ln 2 + r, |r| ≤ ln 2 / 2, e^r by Cephes' polynomial (Moshier 1992). Overflows to ∞, underflows gradually, keeps NaN. */
INLINE lanes exponential(lanes x) {
    x = choose(x < -104.0f, splat(-104.0f), x);
    x = choose(x > 89.0f, splat(89.0f), x);
    /* Adding 1.5·2^23 rounds to a whole number, which then stands in the lowest bits. */
    lanes shifted = multiply_add(x, splat(1.44269504f), splat(0x1.8p23f));
    int_lanes n = (int_lanes)shifted - 0x4B400000;
    lanes whole = shifted - 0x1.8p23f;
    lanes r = multiply_add(whole, splat(-0.693359375f), x);
    r = multiply_add(whole, splat(2.12194440e-4f), r);
    lanes p = multiply_add(splat(1.9875691500e-4f), r, splat(1.3981999507e-3f));
    p = multiply_add(p, r, splat(8.3334519073e-3f));
    p = multiply_add(p, r, splat(4.1665795894e-2f));
    p = multiply_add(p, r, splat(1.6666665459e-1f));
    p = multiply_add(p, r, splat(5.0000001201e-1f));
    p = multiply_add(p, r * r, r) + 1.0f;
    /* 2^n in two factors, since n reaches from −150 to 128. */
    int_lanes half = n >> 1;
    lanes first = (lanes)((half + 127) << 23);
    lanes second = (lanes)((n - half + 127) << 23);
    return p * first * second;
}
