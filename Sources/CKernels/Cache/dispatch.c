#include "CKernelsCache.h"

size_t ck_cache_element(enum ck_cache_format format) {
    switch (format) {
    case ck_cache_float32: return 4;
    case ck_cache_bfloat16: return 2;
    case ck_cache_int8: return 1;
    }
    return 0;
}

/* Defines `name` to call the variant for the given instructions; `declared` and `passed` are the further parameters with and without their types. */
#if defined(__x86_64__)
#define DISPATCH(name, declared, passed)                                                                               \
    void name##_avx512(enum ck_cache_format format, declared);                                                         \
    void name##_avx2(enum ck_cache_format format, declared);                                                           \
    void name##_portable(enum ck_cache_format format, declared);                                                       \
    void name(enum ck_instructions instructions, enum ck_cache_format format, declared) {                              \
        if (instructions >= ck_avx512_vnni) {                                                                          \
            name##_avx512(format, passed);                                                                             \
        } else if (instructions >= ck_avx2) {                                                                          \
            name##_avx2(format, passed);                                                                               \
        } else {                                                                                                       \
            name##_portable(format, passed);                                                                           \
        }                                                                                                              \
    }
#else
#define DISPATCH(name, declared, passed)                                                                               \
    void name##_portable(enum ck_cache_format format, declared);                                                       \
    void name(enum ck_instructions instructions, enum ck_cache_format format, declared) {                              \
        (void)instructions;                                                                                            \
        name##_portable(format, passed);                                                                               \
    }
#endif
#define LIST(...) __VA_ARGS__

DISPATCH(ck_cache_store, LIST(const float *x, size_t width, void *row, float *scale), LIST(x, width, row, scale))
DISPATCH(ck_cache_load,
         LIST(const void *rows, const float *scales, size_t stride, size_t count, size_t width, float *target,
              size_t target_stride),
         LIST(rows, scales, stride, count, width, target, target_stride))
DISPATCH(ck_attend_block,
         LIST(const struct ck_cache_block *block, const float *queries, size_t heads, float *scores, float *maxima,
              float *sums, float *output),
         LIST(block, queries, heads, scores, maxima, sums, output))
