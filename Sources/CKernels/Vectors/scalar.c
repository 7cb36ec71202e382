#include "../exact.h"

#include <math.h>

#include "CKernelsVectors.h"

void ck_gelu(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = 0.5f * x[i] * (1.0f + erff(x[i] * 0.70710678f));
}

size_t ck_argmax(const float *x, size_t count) {
    size_t best = 0;
    float largest = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (x[i] > largest) {
            largest = x[i];
            best = i;
        }
    }
    return best;
}
