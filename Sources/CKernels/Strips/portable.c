#include "../exact.h"
#include "../Quantised/dots.h"
#define VARIANT(name) name##_portable
#define CK_DOT CK_DOT_PORTABLE
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define CK_FUSED 1
#else
#define CK_FUSED 0
#endif
#define CK_HARDWARE_HALF 0
#include "kernels.h"
#include "write.h"
