#include "../exact.h"

#include "CKernels.h"

/* So many sums at once hide the latency of each. */
enum { SUMS = 12 };

/* What the compiler must take for used. */
static volatile float sink;

static double portable_floats(size_t rounds) {
    float sums[64] = {0};
    volatile float factor = 0.5f;
    float a = factor;
    for (size_t r = 0; r < rounds; r++) {
        for (size_t i = 0; i < 64; i++) sums[i] = sums[i] * a + a;
    }
    for (size_t i = 0; i < 64; i++) sink = sums[i];
    return 2.0 * 64 * (double)rounds;
}

#if defined(__x86_64__)

#include <immintrin.h>

__attribute__((target("avx512f"))) static double wide_floats(size_t rounds) {
    __m512 sums[SUMS], a = _mm512_set1_ps(0.5f);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_set1_ps((float)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_fmadd_ps(sums[i], a, a);
    }
    for (size_t i = 0; i < SUMS; i++) sink = _mm512_cvtss_f32(sums[i]);
    return 2.0 * 16 * SUMS * (double)rounds;
}

__attribute__((target("avx2,fma"))) static double narrow_floats(size_t rounds) {
    __m256 sums[SUMS], a = _mm256_set1_ps(0.5f);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm256_set1_ps((float)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) sums[i] = _mm256_fmadd_ps(sums[i], a, a);
    }
    for (size_t i = 0; i < SUMS; i++) sink = _mm256_cvtss_f32(sums[i]);
    return 2.0 * 8 * SUMS * (double)rounds;
}

__attribute__((target("avx512f,avx512bf16"))) static double wide_halves(size_t rounds) {
    __m512 sums[SUMS];
    __m512bh a = (__m512bh)_mm512_set1_epi16(0x3F00);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_set1_ps((float)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_dpbf16_ps(sums[i], a, a);
    }
    for (size_t i = 0; i < SUMS; i++) sink = _mm512_cvtss_f32(sums[i]);
    return 2.0 * 32 * SUMS * (double)rounds;
}

__attribute__((target("avx512f,avx512vnni"))) static double wide_bytes(size_t rounds) {
    __m512i sums[SUMS], a = _mm512_set1_epi8(3);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_set1_epi32((int)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) sums[i] = _mm512_dpbusd_epi32(sums[i], a, a);
    }
    for (size_t i = 0; i < SUMS; i++) sink = (float)_mm512_cvtsi512_si32(sums[i]);
    return 2.0 * 64 * SUMS * (double)rounds;
}

__attribute__((target("avx2,avxvnni"))) static double narrow_bytes(size_t rounds) {
    __m256i sums[SUMS], a = _mm256_set1_epi8(3);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm256_set1_epi32((int)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) sums[i] = _mm256_dpbusd_avx_epi32(sums[i], a, a);
    }
    for (size_t i = 0; i < SUMS; i++) sink = (float)_mm256_cvtsi256_si32(sums[i]);
    return 2.0 * 32 * SUMS * (double)rounds;
}

/* Without VNNI: products in pairs, pairs in fours, and the sum. */
__attribute__((target("avx2"))) static double paired_bytes(size_t rounds) {
    __m256i sums[SUMS], ones = _mm256_set1_epi16(1), b = _mm256_set1_epi8(3);
    for (size_t i = 0; i < SUMS; i++) sums[i] = _mm256_set1_epi32((int)i);
    for (size_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < SUMS; i++) {
            sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(_mm256_maddubs_epi16(sums[i], b), ones));
        }
    }
    for (size_t i = 0; i < SUMS; i++) sink = (float)_mm256_cvtsi256_si32(sums[i]);
    return 2.0 * 32 * SUMS * (double)rounds;
}

/* What LDTILECFG reads: eight tiles of 16 rows of 64 bytes. */
struct tile_configuration {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

static const struct tile_configuration eight_tiles = {
    .palette = 1, .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};

__attribute__((target("amx-tile,amx-bf16"))) static double tiles_of_halves(size_t rounds) {
    _tile_loadconfig(&eight_tiles);
    _tile_zero(0), _tile_zero(1), _tile_zero(2), _tile_zero(3);
    _tile_zero(4), _tile_zero(5), _tile_zero(6), _tile_zero(7);
    for (size_t r = 0; r < rounds; r++) {
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_release();
    return 2.0 * 4 * 16 * 16 * 32 * (double)rounds;
}

__attribute__((target("amx-tile,amx-int8"))) static double tiles_of_bytes(size_t rounds) {
    _tile_loadconfig(&eight_tiles);
    _tile_zero(0), _tile_zero(1), _tile_zero(2), _tile_zero(3);
    _tile_zero(4), _tile_zero(5), _tile_zero(6), _tile_zero(7);
    for (size_t r = 0; r < rounds; r++) {
        _tile_dpbssd(0, 4, 6);
        _tile_dpbssd(1, 4, 7);
        _tile_dpbssd(2, 5, 6);
        _tile_dpbssd(3, 5, 7);
    }
    _tile_release();
    return 2.0 * 4 * 16 * 16 * 64 * (double)rounds;
}

double ck_peak(enum ck_number number, size_t rounds) {
    switch (number) {
    case ck_number_float32:
        if (ck_has(ck_avx512_vnni)) return wide_floats(rounds);
        return ck_has(ck_avx2) ? narrow_floats(rounds) : portable_floats(rounds);
    case ck_number_bfloat16:
        if (ck_has(ck_amx)) return tiles_of_halves(rounds);
        return ck_has(ck_avx512_bf16) ? wide_halves(rounds) : 0;
    case ck_number_int8:
        if (ck_has(ck_amx) && __builtin_cpu_supports("amx-int8")) return tiles_of_bytes(rounds);
        if (ck_has(ck_avx512_vnni)) return wide_bytes(rounds);
        if (ck_has(ck_avx_vnni)) return narrow_bytes(rounds);
        return ck_has(ck_avx2) ? paired_bytes(rounds) : 0;
    }
    return 0;
}

#else

double ck_peak(enum ck_number number, size_t rounds) {
    return number == ck_number_float32 ? portable_floats(rounds) : 0;
}

#endif

typedef uint64_t line __attribute__((vector_size(64), aligned(1)));

uint64_t ck_read(const void *bytes, size_t count) {
    const line *lines = bytes;
    line first = {0}, second = {0};
    size_t pairs = count / sizeof(line) / 2;
    for (size_t i = 0; i < pairs; i++) {
        first ^= lines[2 * i];
        second ^= lines[2 * i + 1];
    }
    first ^= second;
    uint64_t all = 0;
    for (size_t i = 0; i < 8; i++) all ^= first[i];
    return all;
}
