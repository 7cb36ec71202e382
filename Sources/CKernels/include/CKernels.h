#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CKernelsAttention.h"
#include "CKernelsBlocks.h"
#include "CKernelsCache.h"
#include "CKernelsPeaks.h"
#include "CKernelsPictures.h"
#include "CKernelsQuantised.h"
#include "CKernelsStrips.h"
#include "CKernelsTiles.h"
#include "CKernelsVectors.h"

/* Widens `count` bfloat16 values, which are the upper halves of float32 values. */
void ck_float_from_bfloat16(const uint16_t *source, float *target, size_t count);

/* Widens `count` IEEE 754 half-precision values, subnormals, infinities and NaN included. */
void ck_float_from_float16(const uint16_t *source, float *target, size_t count);

/* Tells the processor that a loop waits for another thread. */
static inline void ck_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
