#ifndef CKERNELS_STRIP_LAYOUT_H
#define CKERNELS_STRIP_LAYOUT_H

#include <stdint.h>

#include "CKernelsStrips.h"

/* A group of a strip: for each four inputs 16 outputs' bytes, then those of the other 16, unsigned, with 128 for zero; then the scales. */
enum { STRIP_QUAD = 4 * ck_strip_outputs, STRIP_SCALES = STRIP_QUAD * ck_strip_inputs / 4 };
enum { STRIP_GROUP = STRIP_SCALES + ck_strip_outputs * sizeof(float) };

/* A group of a bundle: for each four inputs twelve rows' signed bytes; then each row's −128 · Σ byte, then the scales. */
enum { BUNDLE_QUAD = 4 * ck_bundle_rows, BUNDLE_STARTS = BUNDLE_QUAD * ck_strip_inputs / 4 };
enum { BUNDLE_SCALES = BUNDLE_STARTS + ck_bundle_rows * sizeof(int32_t) };
enum { BUNDLE_GROUP = BUNDLE_SCALES + ck_bundle_rows * sizeof(float) };

#endif
