/* How the weights of a panel are read, sixteen outputs by four inputs at a time; included once by each variant's file, after "../Vectors/lanes.h". */
#include "layout.h"

typedef uint8_t byte_lanes __attribute__((vector_size(64)));
typedef int8_t sixteen_bytes __attribute__((vector_size(16)));
typedef uint8_t sixteen_unsigned_bytes __attribute__((vector_size(16)));

INLINE byte_lanes load_bytes(const uint8_t *source) {
    byte_lanes value;
    memcpy(&value, source, sizeof value);
    return value;
}

/* Group g (of eight) of a block's weights; format and g are constants where this is called. */
INLINE byte_lanes group_of(enum ck_blocks format, const uint8_t *planes, size_t g) {
    if (format == ck_q8_0) return load_bytes(planes + 64 * g);
    byte_lanes nibbles = load_bytes(planes + 64 * (g % 4));
    byte_lanes group = g < 4 ? nibbles & 15 : nibbles >> 4;
    if (format == ck_q6_K) {
        byte_lanes high = load_bytes(planes + 256 + 64 * (g / 4));
        size_t bit = 2 * (g % 4);
        return group | ((bit < 4 ? high << (4 - bit) : high >> (bit - 4)) & 0x30);
    }
    if (format == ck_q5_0 || format == ck_q5_1 || format == ck_q5_K) {
        byte_lanes high = load_bytes(planes + 256);
        return group | ((g < 4 ? high << (4 - g) : high >> (g - 4)) & 0x10);
    }
    return group;
}

/* Sixteen half-precision numbers. */
INLINE lanes halves_at(const uint8_t *source) {
    short_lanes halves;
    memcpy(&halves, source, sizeof halves);
    return lanes_from_half(halves);
}

INLINE lanes bytes_at(const uint8_t *source) {
    sixteen_unsigned_bytes values;
    memcpy(&values, source, sizeof values);
    return __builtin_convertvector(__builtin_convertvector(values, int_lanes), lanes);
}

INLINE lanes signed_bytes_at(const uint8_t *source) {
    sixteen_bytes values;
    memcpy(&values, source, sizeof values);
    return __builtin_convertvector(__builtin_convertvector(values, int_lanes), lanes);
}
