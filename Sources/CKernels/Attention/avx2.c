#include "../exact.h"
#if defined(__x86_64__)
#define VARIANT(name) name##_avx2
#define CK_FUSED 1
#define CK_WIDE 0
#define CK_HARDWARE_HALF 1
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
