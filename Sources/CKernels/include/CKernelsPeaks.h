#ifndef CKERNELS_PEAKS_H
#define CKERNELS_PEAKS_H

#include <stddef.h>
#include <stdint.h>

/* What a processor can do at most, as a yardstick for kernels: multiply-adds that never leave the registers, with the widest instructions it has, and reading memory without using it. */

enum ck_number { ck_number_float32 = 0, ck_number_bfloat16 = 1, ck_number_int8 = 2 };

/* Multiplies and adds `rounds` times; returns how many operations that were, a multiply-add being two, or 0 on a processor without instructions for such numbers. */
double ck_peak(enum ck_number number, size_t rounds);

/* The exclusive or of `count` / 64 cache lines' words, which takes as long as reading them. */
uint64_t ck_read(const void *bytes, size_t count);

#endif
