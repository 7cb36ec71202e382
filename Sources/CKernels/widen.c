#include "exact.h"

#include "CKernels.h"

#include <string.h>

#include "half.h"

void ck_float_from_bfloat16(const uint16_t *source, float *target, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)source[i] << 16;
        memcpy(&target[i], &bits, sizeof bits);
    }
}

void ck_float_from_float16(const uint16_t *source, float *target, size_t count) {
    for (size_t i = 0; i < count; i++) {
        target[i] = float_from_half(source[i]);
    }
}
