#include "../exact.h"
#if defined(__x86_64__)
#include "../Quantised/dots.h"
#define VARIANT(name) name##_avx512_vnni
#define CK_DOT CK_DOT_AVX512_VNNI
#define CK_FUSED 1
#define CK_HARDWARE_HALF 1
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#include "write.h"
#pragma clang attribute pop
#endif
