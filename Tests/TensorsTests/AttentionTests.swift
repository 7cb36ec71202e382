import Foundation
import Tensors
import TestInputs
import Testing

@Suite struct AttentionTests {
    /// In float32 with OpenBLAS, and with all instructions that the processor has, some of them in bfloat16.
    static let modes: [(Precision, Instructions)] =
        [(.exact, .best)] + Instructions.allCases.filter(\.isAvailable).map { (.fast, $0) }

    /// How far from the truth results may be, over the largest: bfloat16 changes scores, and so what is seen, by 1/256.
    private static func bound(_ mode: (precision: Precision, instructions: Instructions)) -> Double {
        mode.precision == .fast && mode.instructions.multiplyBFloat16 ? 2e-2 : 2e-6
    }

    @Test(arguments: [
        [0], [0, 1], [0, 0, 5], [0, 64, 128, 160, 161, 161, 200], [0, 700], [0, 3, 1203],
    ])
    func `tokens see their own segment only`(boundaries: [Int]) throws {
        let (heads, width, tokens) = (3, 20, boundaries.last ?? 0)
        var random = SeededGenerator(seed: UInt64(tokens))
        let fused = random.matrix(tokens, 3 * heads * width, scale: 1.5)
        let parts = (0..<3).map { fused.columns($0 * heads * width..<($0 + 1) * heads * width) }
        var expected: [Double] = []
        for (start, end) in zip(boundaries, boundaries.dropFirst()) {
            for token in start..<end {
                for head in 0..<heads {
                    let columns = head * width..<(head + 1) * width
                    expected += Self.attention(
                        parts[0].columns(columns).row(token), keys: parts[1].columns(columns).rows(start..<end),
                        values: parts[2].columns(columns).rows(start..<end))
                }
            }
        }
        for mode in Self.modes {
            let output = Matrix(rows: tokens, columns: heads * width, repeatElement(.nan, count: expected.count))
            try Engine(threads: 2, precision: mode.0, instructions: mode.1).attend(
                queries: parts[0], keys: parts[1], values: parts[2], heads: heads, boundaries: boundaries,
                into: output)
            #expect(distance(output.elements, expected) < Self.bound(mode), "\(mode)")
        }
    }

    @Test(arguments: [(1, 1), (600, 1), (0, 3), (7, 4), (0, 5), (0, 130), (513, 260), (1, 700)])
    func `tokens see themselves and those before`(past: Int, tokens: Int) throws {
        let (keyHeads, group, width) = (2, 3, 16)
        var random = SeededGenerator(seed: UInt64(past * 1000 + tokens))
        let (keys, values) = (
            random.matrix(past + tokens, keyHeads * width), random.matrix(past + tokens, keyHeads * width)
        )
        let queries = random.matrix(tokens, keyHeads * group * width, scale: 2)
        let (engine, cache) = (try Engine(threads: 2), KeyValueCache(heads: keyHeads, width: width))
        cache.append(keys: keys.rows(0..<past), values: values.rows(0..<past), on: engine)
        cache.append(keys: keys.rows(past..<past + tokens), values: values.rows(past..<past + tokens), on: engine)
        var expected: [Double] = []
        for token in 0..<tokens {
            for head in 0..<keyHeads * group {
                let columns = head / group * width..<(head / group + 1) * width
                expected += Self.attention(
                    queries.columns(head * width..<(head + 1) * width).row(token),
                    keys: keys.columns(columns).rows(0..<past + token + 1),
                    values: values.columns(columns).rows(0..<past + token + 1))
            }
        }
        for mode in Self.modes {
            let output = Matrix(rows: tokens, columns: keyHeads * group * width)
            try Engine(threads: 2, precision: mode.0, instructions: mode.1).attendCausally(
                queries: queries, cache: cache, into: output)
            #expect(distance(output.elements, expected) < Self.bound(mode), "\(mode)")
        }
    }

    @Test func `the number of threads does not change attention`() throws {
        var random = SeededGenerator(seed: 3)
        let (x, cache) = (random.matrix(300, 64), KeyValueCache(heads: 1, width: 16))
        cache.append(keys: random.matrix(400, 16), values: random.matrix(400, 16), on: try Engine(threads: 1))
        let results = try [1, 2, 3].map { threads in
            let (engine, output, other) = (
                try Engine(threads: threads), Matrix(rows: 300, columns: 64), Matrix(rows: 300, columns: 64)
            )
            engine.attend(queries: x, keys: x, values: x, heads: 4, boundaries: [0, 64, 300], into: output)
            engine.attendCausally(queries: x, cache: cache, into: other)
            return output.elements + other.elements
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test func `a cache can be cut, copied and continued in two ways`() throws {
        var random = SeededGenerator(seed: 4)
        let (keys, values, query) = (random.matrix(9, 8), random.matrix(9, 8), random.matrix(1, 8))
        let engine = try Engine(threads: 1)
        func answer(_ cache: KeyValueCache) -> [Float] {
            let output = Matrix(rows: 1, columns: 8)
            engine.attendCausally(queries: query, cache: cache, into: output)
            return output.elements
        }
        func cache(of rows: Range<Int>...) -> KeyValueCache {
            let cache = KeyValueCache(heads: 2, width: 4)
            for rows in rows { cache.append(keys: keys.rows(rows), values: values.rows(rows), on: engine) }
            return cache
        }
        let long = cache(of: 0..<4, 4..<9)
        let short = long.copy()
        short.truncate(to: 3)
        #expect(answer(short) == answer(cache(of: 0..<3)))
        short.append(keys: keys.rows(6..<8), values: values.rows(6..<8), on: engine)
        #expect(answer(short) == answer(cache(of: 0..<3, 6..<8)))
        #expect(answer(long) == answer(cache(of: 0..<9)))
    }

    /// softmax(query · keysᵀ / √width) · values
    private static func attention(_ query: [Float], keys: Matrix, values: Matrix) -> [Double] {
        let scores = (0..<keys.rows).map { key in
            zip(query, keys.row(key)).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(query.count).squareRoot()
        }
        let exponentials = scores.map { exp($0 - (scores.max() ?? 0)) }
        let sum = exponentials.reduce(0, +)
        var result = [Double](repeating: 0, count: query.count)
        for (key, share) in exponentials.enumerated() {
            for (index, value) in values.row(key).enumerated() { result[index] += share / sum * Double(value) }
        }
        return result
    }
}
