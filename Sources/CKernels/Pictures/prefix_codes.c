#include "prefix_codes.h"

#include <string.h>

/* Sorts the symbols that are used by how often, the rarest first; returns how many there are. */
static size_t sort_symbols(const alphabet *from, size_t count, uint16_t *sorted) {
    size_t used = 0;
    for (size_t symbol = 0; symbol < count; symbol++) {
        if (!from->uses[symbol]) continue;
        size_t at = used++;
        for (; at > 0 && from->uses[sorted[at - 1]] > from->uses[symbol]; at--) sorted[at] = sorted[at - 1];
        sorted[at] = (uint16_t)symbol;
    }
    return used;
}

/* Huffman's tree of symbols in the order of `sorted`, as how many codes of each length it has. The two queues are the symbols and the nodes, both in the order of their weight. */
static void count_lengths(const alphabet *from, const uint16_t *sorted, size_t used, uint32_t *of_length) {
    uint32_t weights[2 * most_symbols];
    uint16_t parents[2 * most_symbols];
    for (size_t i = 0; i < used; i++) weights[i] = from->uses[sorted[i]];
    size_t leaf = 0, node = used, end = used;
    while (end < 2 * used - 1) {
        uint32_t sum = 0;
        for (int i = 0; i < 2; i++) {
            size_t least = leaf < used && (node == end || weights[leaf] <= weights[node]) ? leaf++ : node++;
            sum += weights[least];
            parents[least] = (uint16_t)end;
        }
        weights[end++] = sum;
    }
    uint16_t depths[2 * most_symbols];
    depths[end - 1] = 0;
    for (size_t i = end - 1; i-- > 0;) {
        depths[i] = (uint16_t)(depths[parents[i]] + 1);
        if (i < used) of_length[depths[i] < longest_code ? depths[i] : longest_code]++;
    }
}

/* Codes of at most `longest` bits. Those that were cut are given room by making the longest shorter ones longer (Kraft's sum). */
static void limit_lengths(uint32_t *of_length, unsigned longest) {
    uint32_t sum = 0;
    for (unsigned i = longest + 1; i <= longest_code; i++) {
        of_length[longest] += of_length[i];
        of_length[i] = 0;
    }
    for (unsigned i = 1; i <= longest; i++) sum += of_length[i] << (longest - i);
    for (; sum > 1u << longest; sum--) {
        unsigned i = longest - 1;
        while (!of_length[i]) i--;
        of_length[i]--;
        of_length[i + 1] += 2;
        of_length[longest]--;
    }
}

void ck_make_codes(alphabet *of, size_t count, unsigned longest) {
    uint16_t sorted[most_symbols];
    memset(of->lengths, 0, sizeof of->lengths);
    for (size_t symbol = 0; symbol < 2; symbol++) of->uses[symbol] += !of->uses[symbol];
    size_t used = sort_symbols(of, count, sorted);
    uint32_t of_length[longest_code + 1] = {0};
    count_lengths(of, sorted, used, of_length);
    limit_lengths(of_length, longest);
    uint32_t first[longest_code + 2] = {0};
    for (unsigned i = 1; i <= longest; i++) first[i + 1] = (first[i] + of_length[i]) << 1;
    size_t at = 0;
    for (unsigned length = longest; length > 0; length--) {
        for (uint32_t i = 0; i < of_length[length]; i++) of->lengths[sorted[at++]] = (uint8_t)length;
    }
    for (size_t symbol = 0; symbol < count; symbol++) {
        unsigned length = of->lengths[symbol];
        if (!length) continue;
        uint32_t code = first[length]++, turned = 0;
        for (unsigned i = 0; i < length; i++) turned |= ((code >> i) & 1) << (length - 1 - i);
        of->codes[symbol] = (uint16_t)turned;
    }
}
