#ifndef CKERNELS_DOTS_H
#define CKERNELS_DOTS_H

/* The ways of multiplying bytes, of which a variant takes one as CK_DOT. */
#define CK_DOT_PORTABLE 0
#define CK_DOT_AVX2 1
#define CK_DOT_AVX_VNNI 2
#define CK_DOT_AVX512_VNNI 3

#endif
