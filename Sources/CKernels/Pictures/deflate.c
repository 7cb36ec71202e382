#include "CKernelsPictures.h"

#include <string.h>

#include "prefix_codes.h"

/* A compressor for the rows of a screen, in the format of RFC 1951. On a screen most pixels equal the one beside or above them, so those two places are tried before a table of what stood where is asked; and since all of a block's symbols are known before its codes are made, the codes fit it. */

enum {
    pixel_bytes = 3,
    shortest_match = 3,
    longest_match = 258,
    /* From this length on the table is not asked. */
    long_enough = 32,
    /* So many bytes from the start of a repetition get into the table. */
    well_known = 24,
    farthest = 32768,
    hash_bits = 14,
    literal_codes = most_symbols,
    distance_codes = 30,
    length_codes = 19,
    end_of_block = 256,
};

/* Set in tokens of repetitions, above the length less 3 and the distance less 1; others are bytes. */
static const uint32_t match_flag = 1 << 30;

/* The code of each length less 3, and how many bits more it takes. */
static const uint8_t length_bits[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};

typedef struct {
    uint8_t *next, *end;
    uint64_t held;
    unsigned count;
    int is_full;
} bits;

typedef struct {
    alphabet literals, distances;
    uint32_t *tokens;
    size_t count;
} block;

static inline void put(bits *out, uint64_t value, unsigned count) {
    out->held |= value << out->count;
    out->count += count;
}

/* Writes whole bytes; at most 7 bits stay. */
static inline void drain(bits *out) {
    if (out->end - out->next < 8) {
        out->is_full = 1;
        out->count &= 7;
        return;
    }
    memcpy(out->next, &out->held, 8);
    out->next += out->count >> 3;
    out->held >>= out->count & ~7u;
    out->count &= 7;
}

static inline unsigned high_bit(unsigned value) { return 31 - (unsigned)__builtin_clz(value); }

/* The code of a distance less 1; its number of further bits is (code >> 1) − 1, none below 4. */
static inline unsigned distance_code(unsigned less_one) {
    if (less_one < 4) return less_one;
    unsigned high = high_bit(less_one);
    return 2 * high + ((less_one >> (high - 1)) & 1);
}

/* The code of a length less 3, counted from 257 on. */
static inline unsigned length_code(unsigned less_three) {
    if (less_three == longest_match - 3) return 28;
    if (less_three < 8) return less_three;
    unsigned high = high_bit(less_three);
    return 4 * (high - 1) + ((less_three >> (high - 2)) & 3);
}

/* The lengths of all codes as symbols of the third alphabet: 16 repeats the last, 17 and 18 stand for zeros. Each has its further bits above. */
static size_t fold_lengths(const uint8_t *lengths, size_t count, uint16_t *folded, alphabet *third) {
    size_t made = 0;
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        while (i + run < count && lengths[i + run] == lengths[i]) run++;
        unsigned symbol = lengths[i], more = 0;
        if (!symbol && run >= 11) {
            run = run < 138 ? run : 138;
            symbol = 18, more = (unsigned)run - 11;
        } else if (!symbol && run >= 3) {
            symbol = 17, more = (unsigned)run - 3;
        } else if (i > 0 && lengths[i - 1] == lengths[i] && run >= 3) {
            run = run < 6 ? run : 6;
            symbol = 16, more = (unsigned)run - 3;
        } else {
            run = 1;
        }
        third->uses[symbol]++;
        folded[made++] = (uint16_t)(symbol | more << 8);
        i += run;
    }
    return made;
}

static void write_header(bits *out, const block *of, int is_last) {
    static const uint8_t order[length_codes] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    size_t literals = literal_codes, distances = distance_codes, lengths = length_codes;
    while (literals > 257 && !of->literals.lengths[literals - 1]) literals--;
    while (distances > 1 && !of->distances.lengths[distances - 1]) distances--;
    uint8_t all[literal_codes + distance_codes];
    memcpy(all, of->literals.lengths, literals);
    memcpy(all + literals, of->distances.lengths, distances);
    uint16_t folded[literal_codes + distance_codes];
    alphabet third = {0};
    size_t count = fold_lengths(all, literals + distances, folded, &third);
    ck_make_codes(&third, length_codes, 7);
    while (lengths > 4 && !third.lengths[order[lengths - 1]]) lengths--;
    put(out, (uint64_t)(is_last != 0) | 2 << 1 | (literals - 257) << 3 | (distances - 1) << 8 | (lengths - 4) << 13, 17);
    drain(out);
    for (size_t i = 0; i < lengths; i++) {
        put(out, third.lengths[order[i]], 3);
        drain(out);
    }
    for (size_t i = 0; i < count; i++) {
        unsigned symbol = folded[i] & 255;
        put(out, third.codes[symbol], third.lengths[symbol]);
        if (symbol >= 16) put(out, folded[i] >> 8, symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
        drain(out);
    }
}

static inline void put_symbol(bits *out, const alphabet *of, unsigned symbol) {
    put(out, of->codes[symbol], of->lengths[symbol]);
}

static void write_block(bits *out, block *of, int is_last) {
    of->literals.uses[end_of_block]++;
    ck_make_codes(&of->literals, literal_codes, longest_code);
    ck_make_codes(&of->distances, distance_codes, longest_code);
    write_header(out, of, is_last);
    for (size_t i = 0; i < of->count && !out->is_full; i++) {
        uint32_t token = of->tokens[i];
        if (!(token & match_flag)) {
            put_symbol(out, &of->literals, token & 255);
            if (out->count > 40) drain(out);
            continue;
        }
        drain(out);
        unsigned length = (token >> 16) & 255, distance = token & 0xffff;
        unsigned code = length_code(length);
        put_symbol(out, &of->literals, 257 + code);
        unsigned more = length_bits[code];
        put(out, length & ((1u << more) - 1), more);
        code = distance_code(distance);
        put_symbol(out, &of->distances, code);
        more = code < 4 ? 0 : (code >> 1) - 1;
        put(out, distance & ((1u << more) - 1), more);
        if (out->count > 16) drain(out);
    }
    drain(out);
    put_symbol(out, &of->literals, end_of_block);
    drain(out);
    uint32_t *tokens = of->tokens;
    memset(of, 0, sizeof *of);
    of->tokens = tokens;
}

static inline uint64_t eight(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, 8);
    return value;
}

/* How many bytes at `a` and `b` are alike, at most `most`. */
static inline size_t alike(const uint8_t *a, const uint8_t *b, size_t most) {
    size_t i = 0;
    for (; i + 8 <= most; i += 8) {
        uint64_t differing = eight(a + i) ^ eight(b + i);
        if (differing) return i + ((size_t)__builtin_ctzll(differing) >> 3);
    }
    while (i < most && a[i] == b[i]) i++;
    return i;
}

static inline uint32_t hash_of(const uint8_t *bytes) {
    return (uint32_t)(((eight(bytes) & 0xffffff) * 0x9e3779b97f4a7c15) >> (64 - hash_bits));
}

typedef struct {
    size_t length, distance;
} match;

/* The longest repetition of what stands to the left, above, or where the table knows; at least 8 bytes are left. A place farther away takes more bits to say, and has to repeat more. */
static inline match find(const uint8_t *rows, size_t at, size_t most, size_t row_bytes, const uint32_t *places) {
    match best = {0, 0};
    if (at >= pixel_bytes) best = (match){alike(rows + at, rows + at - pixel_bytes, most), pixel_bytes};
    if (best.length < most && at >= row_bytes && row_bytes <= farthest) {
        size_t length = alike(rows + at, rows + at - row_bytes, most);
        if (length > best.length + 1) best = (match){length, row_bytes};
    }
    size_t known = places[hash_of(rows + at)];
    if (best.length < long_enough && known > 0 && at - (known - 1) <= farthest) {
        size_t length = alike(rows + at, rows + known - 1, most);
        if (length > best.length + 1) best = (match){length, at - (known - 1)};
    }
    return best;
}

static inline void add_literal(block *to, uint8_t value) {
    to->tokens[to->count++] = value;
    to->literals.uses[value]++;
}

static inline void add_match(block *to, match found) {
    unsigned length = (unsigned)found.length - shortest_match, distance = (unsigned)found.distance - 1;
    to->tokens[to->count++] = match_flag | length << 16 | distance;
    to->literals.uses[257 + length_code(length)]++;
    to->distances.uses[distance_code(distance)]++;
}

/* Ends the stream, or ends at a whole byte with an empty block as it is. */
static void finish(bits *out, int is_last) {
    if (!is_last) put(out, 0, 3);
    put(out, 0, (8 - out->count) & 7);
    drain(out);
    if (!is_last) put(out, 0xffff0000, 32);
    drain(out);
}

size_t ck_deflate_rows(const uint8_t *rows, size_t start, size_t end, size_t row_bytes, int is_last, uint32_t *tokens,
                       size_t token_count, uint8_t *target, size_t capacity) {
    bits out = {.next = target, .end = target + capacity};
    block block = {.tokens = tokens};
    uint32_t places[1 << hash_bits] = {0};
    for (size_t at = start; at < end;) {
        if (block.count == token_count) write_block(&out, &block, 0);
        size_t most = end - at < longest_match ? end - at : longest_match;
        match found = {0, 0};
        if (most >= 8) {
            found = find(rows, at, most, row_bytes, places);
            for (size_t i = 0; i < well_known && (i == 0 || i < found.length) && at + i + 8 <= end; i += pixel_bytes) {
                places[hash_of(rows + at + i)] = (uint32_t)(at + i) + 1;
            }
        }
        if (found.length >= shortest_match) {
            add_match(&block, found);
            at += found.length;
        } else {
            add_literal(&block, rows[at++]);
        }
    }
    write_block(&out, &block, is_last);
    finish(&out, is_last);
    return out.is_full ? 0 : (size_t)(out.next - target);
}
