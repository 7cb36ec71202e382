#include "../exact.h"
#if defined(__x86_64__)
#include "../Quantised/dots.h"
#define VARIANT(name) name##_avx2
#define CK_DOT CK_DOT_AVX2
#define CK_FUSED 1
#define CK_HARDWARE_HALF 1
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#include "write.h"
#pragma clang attribute pop
#endif
