#include "../exact.h"
#if defined(__x86_64__)
#include "../Quantised/dots.h"
#define VARIANT(name) name##_avx_vnni
#define CK_DOT CK_DOT_AVX_VNNI
#define CK_FUSED 1
#define CK_HARDWARE_HALF 1
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avxvnni,avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#include "write.h"
#pragma clang attribute pop
#endif
