#include "CKernelsVectors.h"

/* Defines `name` to call the variant for the processor at hand; `declared` and `passed` are the parameters with and without their types. */
#if defined(__x86_64__)
#define DISPATCH(result, name, declared, passed)                                                                       \
    result name##_avx512 declared;                                                                                     \
    result name##_avx2 declared;                                                                                       \
    result name##_portable declared;                                                                                   \
    result name declared {                                                                                             \
        switch (level()) {                                                                                             \
        case avx512: return name##_avx512 passed;                                                                      \
        case avx2: return name##_avx2 passed;                                                                          \
        default: return name##_portable passed;                                                                        \
        }                                                                                                              \
    }
#else
#define DISPATCH(result, name, declared, passed)                                                                       \
    result name##_portable declared;                                                                                   \
    result name declared { return name##_portable passed; }
#endif

#if defined(__x86_64__)
enum level { portable, avx2, avx512 };

static enum level level(void) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq")) {
        return avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) return avx2;
    return portable;
}
#endif

DISPATCH(void, ck_widen, (const void *source, enum ck_format format, float *target, size_t count),
         (source, format, target, count))
DISPATCH(void, ck_few_rows,
         (const void *w, enum ck_format format, size_t inputs, size_t outputs, const float *x, size_t x_stride,
          size_t rows, const float *bias, float *y, size_t y_stride),
         (w, format, inputs, outputs, x, x_stride, rows, bias, y, y_stride))
DISPATCH(void, ck_rms_norm, (const float *x, const float *gain, float epsilon, float *y, size_t width),
         (x, gain, epsilon, y, width))
DISPATCH(void, ck_silu_times, (float *gate, const float *up, size_t count), (gate, up, count))
DISPATCH(void, ck_add, (float *x, const float *y, size_t count), (x, y, count))
DISPATCH(void, ck_rectify, (float *x, size_t count), (x, count))
DISPATCH(void, ck_scale, (float *x, float factor, size_t count), (x, factor, count))
DISPATCH(void, ck_softmax, (float *x, size_t count), (x, count))
DISPATCH(float, ck_softmax_step, (float *scores, size_t valid, size_t length, float *maximum, float *sum),
         (scores, valid, length, maximum, sum))
DISPATCH(void, ck_rotate, (float *x, const float *cosines, const float *sines, size_t half), (x, cosines, sines, half))
