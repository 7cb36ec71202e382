#ifndef CKERNELS_PREFIX_CODES_H
#define CKERNELS_PREFIX_CODES_H

#include <stddef.h>
#include <stdint.h>

enum { most_symbols = 286, longest_code = 15 };

/* Codes of one alphabet as RFC 1951 (3.2.2) has them: how often each symbol is used, how many bits its code has, and the code with its first bit lowest, as it is written. */
typedef struct {
    uint32_t uses[most_symbols];
    uint8_t lengths[most_symbols];
    uint16_t codes[most_symbols];
} alphabet;

/* Gives each of `count` symbols that is used its code of at most `longest` bits, the rarest the longest ones; at least two symbols get one. */
void ck_make_codes(alphabet *of, size_t count, unsigned longest) __attribute__((visibility("hidden")));

#endif
