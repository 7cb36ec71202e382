#ifndef CKERNELS_PRODUCT_H
#define CKERNELS_PRODUCT_H

#include "CKernelsQuantised.h"

/* The operands of ck_multiply_panels. */
struct product {
    const uint8_t *panels;
    size_t inputs, outputs;
    const struct ck_levels *x;
    size_t x_stride;
    const float *bias;
    float *y;
    size_t y_stride;
};

#endif
