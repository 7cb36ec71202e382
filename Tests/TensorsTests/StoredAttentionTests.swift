import Foundation
import Tensors
import TestInputs
import Testing

/// Attention of a few tokens to keys and values as they are stored.
@Suite struct StoredAttentionTests {
    static let instructions = Instructions.allCases.filter(\.isAvailable)
    private static let epsilon = Double(Float.ulpOfOne)

    /// Heads of keys, query heads to each, their width, tokens in all, and how many of them ask.
    struct Shape: CustomStringConvertible {
        let keyHeads, group, width, tokens, queries: Int

        var description: String { "\(keyHeads) × \(group) heads of \(width), \(queries) of \(tokens) tokens" }
    }

    /// As the 3B and the 7B model have them, and odd ones; within a block, at its edges and beyond.
    static let shapes = [
        Shape(keyHeads: 2, group: 8, width: 128, tokens: 300, queries: 1),
        Shape(keyHeads: 4, group: 7, width: 128, tokens: 257, queries: 2),
        Shape(keyHeads: 1, group: 1, width: 20, tokens: 1, queries: 1),
        Shape(keyHeads: 3, group: 2, width: 4, tokens: 256, queries: 8),
        Shape(keyHeads: 2, group: 5, width: 80, tokens: 770, queries: 4),
    ]

    /// With errors of at most e in a key's elements and v in a value's, scores are off by at most ε = max Σ |q| · e / √width, so
    /// the weights of values by a factor between exp(−2ε) and exp(2ε), and results by at most (exp(2ε) − 1) · max |value| + v.
    @Test(arguments: shapes, KeyValueFormat.allCases)
    func `results are off by no more than storing keys and values explains`(
        _ shape: Shape, _ format: KeyValueFormat
    ) throws {
        var random = SeededGenerator(seed: UInt64(shape.tokens))
        let columns = shape.keyHeads * shape.width
        let (keys, values) = (random.matrix(shape.tokens, columns, scale: 1.5), random.matrix(shape.tokens, columns))
        let queries = random.matrix(shape.queries, columns * shape.group)
        for instructions in Self.instructions {
            let engine = try Engine(threads: 2, instructions: instructions)
            let cache = KeyValueCache(heads: shape.keyHeads, width: shape.width, format: format)
            cache.append(keys: keys, values: values, on: engine)
            let output = Matrix(rows: shape.queries, columns: columns * shape.group)
            engine.attendCausally(queries: queries, cache: cache, into: output)
            for row in 0..<shape.queries {
                for head in 0..<shape.keyHeads * shape.group {
                    let part = head / shape.group * shape.width..<(head / shape.group + 1) * shape.width
                    let own = head * shape.width..<(head + 1) * shape.width
                    let seen = shape.tokens - shape.queries + row + 1
                    let truth = Truth(
                        query: Array(queries.row(row)[own]), keys: (0..<seen).map { Array(keys.row($0)[part]) },
                        values: (0..<seen).map { Array(values.row($0)[part]) }, format)
                    for (found, expected) in zip(output.row(row)[own], truth.result) {
                        #expect(abs(Double(found) - expected) <= truth.bound, "\(instructions), head \(head)")
                    }
                }
            }
        }
    }

    /// What attention is in exact numbers, and how far a result may be from it.
    private struct Truth {
        let result: [Double]
        let bound: Double

        init(query: [Float], keys: [[Float]], values: [[Float]], _ format: KeyValueFormat) {
            let root = Double(query.count).squareRoot()
            let scores = keys.map { zip(query, $0).reduce(0) { $0 + Double($1.0) * Double($1.1) } / root }
            let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
            let sum = weights.reduce(0, +)
            result = query.indices.map { index in
                zip(weights, values).reduce(0) { $0 + $1.0 * Double($1.1[index]) } / sum
            }
            func errors(_ row: [Float]) -> [Double] {
                let largest = Double(row.map(abs).max() ?? 0)
                return row.map { element in
                    switch format {
                    case .float: 0
                    case .bf16: Double(abs(element)) / 256
                    case .int8: largest / 254 * 1.0001
                    }
                }
            }
            // Float32 sums of so many products add their own roundings.
            let rounding = Double(query.count + keys.count) * StoredAttentionTests.epsilon
            let score = keys.map { key in
                zip(zip(query, key), errors(key)).reduce(0) { sum, pair in
                    let ((query, key), error) = pair
                    return sum + Double(abs(query)) * (error + Double(abs(key)) * rounding)
                } / root
            }
            let largest = values.flatMap(\.self).map { Double(abs($0)) }.max() ?? 0
            let stored = values.flatMap(errors).max() ?? 0
            bound = (exp(2 * (score.max() ?? 0)) - 1 + rounding) * (largest + stored) + stored
        }
    }

    @Test(arguments: KeyValueFormat.allCases)
    func `all instructions store the same, and what one token gets does not depend on others`(
        _ format: KeyValueFormat
    ) throws {
        var random = SeededGenerator(seed: 5)
        let (keys, values) = (random.matrix(300, 40), random.matrix(300, 40))
        let queries = random.matrix(3, 120)
        var results: [[Float]] = []
        for instructions in Self.instructions where instructions != .portable {
            let engine = try Engine(threads: 2, instructions: instructions)
            let caches = [300, 7, 256].map { count in
                let cache = KeyValueCache(heads: 2, width: 20, format: format)
                cache.append(keys: keys.rows(0..<count), values: values.rows(0..<count), on: engine)
                return cache
            }
            let (together, alone) = (Matrix(rows: 3, columns: 120), Matrix(rows: 3, columns: 120))
            engine.attendCausally(
                caches.enumerated().map { (queries.rows($0..<$0 + 1), $1, together.rows($0..<$0 + 1)) })
            for (row, cache) in caches.enumerated() {
                engine.attendCausally(
                    queries: queries.rows(row..<row + 1), cache: cache, into: alone.rows(row..<row + 1))
            }
            #expect(together.elements == alone.elements)
            results.append(alone.elements)
        }
        #expect(results.allSatisfy { $0 == results.first })
    }

    @Test(arguments: KeyValueFormat.allCases)
    func `a cache grows by blocks, gives them back when cut, and goes on as if nothing else had been in it`(
        _ format: KeyValueFormat
    ) throws {
        var random = SeededGenerator(seed: 6)
        let engine = try Engine(threads: 2)
        let (keys, values, query) = (random.matrix(600, 32), random.matrix(600, 32), random.matrix(1, 64))
        func answer(_ cache: KeyValueCache) -> [Float] {
            let output = Matrix(rows: 1, columns: 64)
            engine.attendCausally(queries: query, cache: cache, into: output)
            return output.elements
        }
        let (cache, fresh) = (
            KeyValueCache(heads: 2, width: 16, format: format), KeyValueCache(heads: 2, width: 16, format: format)
        )
        #expect(cache.bytes == 0)
        let block = 256 * format.bytes(heads: 2, width: 16)
        for (count, blocks) in [(1, 1), (256, 1), (257, 2), (600, 3)] {
            cache.append(keys: keys.rows(cache.count..<count), values: values.rows(cache.count..<count), on: engine)
            #expect(cache.bytes == blocks * block)
        }
        cache.truncate(to: 256)
        #expect(cache.bytes == block)
        cache.append(keys: keys.rows(300..<340), values: values.rows(300..<340), on: engine)
        for rows in [0..<256, 300..<340] {
            fresh.append(keys: keys.rows(rows), values: values.rows(rows), on: engine)
        }
        #expect(answer(cache) == answer(fresh))
        let copy = cache.copy(first: 256)
        cache.truncate(to: 256)
        #expect(answer(copy) == answer(cache) && copy.bytes == block)
    }

    @Test func `a token's memory is what its format takes`() {
        // 2 heads of 128, keys and values: 512 numbers, and 4 scales.
        #expect(KeyValueFormat.float.bytes(heads: 2, width: 128) == 2048)
        #expect(KeyValueFormat.bf16.bytes(heads: 2, width: 128) == 1024)
        #expect(KeyValueFormat.int8.bytes(heads: 2, width: 128) == 528)
    }

    @Test(arguments: instructions)
    func `zeros, tiny numbers and infinity are stored as what they are`(_ instructions: Instructions) throws {
        let engine = try Engine(threads: 1, instructions: instructions)
        for (value, isFinite) in [(0, true), (1e-37, true), (-3, true), (Float.infinity, false), (.nan, false)] {
            let cache = KeyValueCache(heads: 1, width: 16, format: .int8)
            let (keys, values) = (Matrix(rows: 1, columns: 16), Matrix(rows: 1, columns: 16))
            values[0, 3] = value
            cache.append(keys: keys, values: values, on: engine)
            let output = Matrix(rows: 1, columns: 16)
            engine.attendCausally(queries: keys, cache: cache, into: output)
            #expect(isFinite ? abs(output[0, 3] - value) < 1e-6 : output[0, 3].isNaN)
        }
    }
}
