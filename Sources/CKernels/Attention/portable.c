#include "../exact.h"
#define VARIANT(name) name##_portable
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define CK_FUSED 1
#else
#define CK_FUSED 0
#endif
#define CK_WIDE 0
#define CK_HARDWARE_HALF 0
#include "kernels.h"
