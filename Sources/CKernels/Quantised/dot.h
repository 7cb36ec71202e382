/* The product of bytes for the variant that is being compiled; included once by each variant's file, after CK_DOT. */
#include "../Vectors/lanes.h"

#include "groups.h"

#if CK_DOT != CK_DOT_PORTABLE
#include <immintrin.h>
#endif

/* Lane l: sum[l] + Σ_i u[4l + i] · s[i] for i < 4, u unsigned and at most 127, s the four signed bytes of `word`. */
INLINE int_lanes dot(int_lanes sum, byte_lanes u, int32_t word);

/* The same for u − 128, u up to 255. Where CK_SIGNED_BYTES is not set, `sum` has had 128 · Σ_i s[i] taken from it before. */
INLINE int_lanes dot_of_bytes(int_lanes sum, byte_lanes u, int32_t word);

#if CK_DOT == CK_DOT_AVX512_VNNI

INLINE int_lanes dot(int_lanes sum, byte_lanes u, int32_t word) {
    return (int_lanes)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)u, _mm512_set1_epi32(word));
}

INLINE int_lanes dot_of_bytes(int_lanes sum, byte_lanes u, int32_t word) { return dot(sum, u, word); }

#elif CK_DOT == CK_DOT_AVX_VNNI || CK_DOT == CK_DOT_AVX2

typedef struct {
    __m256i low, high;
} two_halves;

INLINE two_halves halves_of(int_lanes value) {
    two_halves halves;
    memcpy(&halves, &value, sizeof halves);
    return halves;
}

INLINE int_lanes lanes_of(__m256i low, __m256i high) {
    two_halves halves = {low, high};
    int_lanes value;
    memcpy(&value, &halves, sizeof value);
    return value;
}

#if CK_DOT == CK_DOT_AVX_VNNI

INLINE int_lanes dot(int_lanes sum, byte_lanes u, int32_t word) {
    two_halves sums = halves_of(sum), factors = halves_of((int_lanes)u);
    __m256i words = _mm256_set1_epi32(word);
    return lanes_of(_mm256_dpbusd_avx_epi32(sums.low, factors.low, words),
                    _mm256_dpbusd_avx_epi32(sums.high, factors.high, words));
}

INLINE int_lanes dot_of_bytes(int_lanes sum, byte_lanes u, int32_t word) { return dot(sum, u, word); }

#else

/* Sums of two products stay below 2 · 127 · 127, so nothing saturates. */
INLINE __m256i half_dot(__m256i sum, __m256i u, __m256i s) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(u, s), _mm256_set1_epi16(1)));
}

INLINE int_lanes dot(int_lanes sum, byte_lanes u, int32_t word) {
    two_halves sums = halves_of(sum), factors = halves_of((int_lanes)u);
    __m256i words = _mm256_set1_epi32(word);
    return lanes_of(half_dot(sums.low, factors.low, words), half_dot(sums.high, factors.high, words));
}

/* |w| may be 128: two products with |x| ≤ 127 still fit into 16 bits. */
INLINE __m256i signed_half_dot(__m256i sum, __m256i w, __m256i x) {
    return half_dot(sum, _mm256_sign_epi8(w, w), _mm256_sign_epi8(x, w));
}

INLINE int_lanes dot_of_bytes(int_lanes sum, byte_lanes u, int32_t word) {
    two_halves sums = halves_of(sum), factors = halves_of((int_lanes)(u ^ 0x80));
    __m256i words = _mm256_set1_epi32(word);
    return lanes_of(signed_half_dot(sums.low, factors.low, words), signed_half_dot(sums.high, factors.high, words));
}

#endif

#else

INLINE int_lanes dot(int_lanes sum, byte_lanes u, int32_t word) {
    uint8_t factors[64];
    int8_t s[4];
    int32_t products[LANES];
    memcpy(factors, &u, sizeof u);
    memcpy(s, &word, sizeof word);
    for (size_t l = 0; l < LANES; l++) {
        const uint8_t *four = factors + 4 * l;
        products[l] = four[0] * s[0] + four[1] * s[1] + four[2] * s[2] + four[3] * s[3];
    }
    int_lanes added;
    memcpy(&added, products, sizeof added);
    return sum + added;
}

INLINE int_lanes dot_of_bytes(int_lanes sum, byte_lanes u, int32_t word) { return dot(sum, u, word); }

#endif

/* Whether dot_of_bytes takes 128 from u by itself. */
#define CK_SIGNED_BYTES (CK_DOT == CK_DOT_AVX2)
