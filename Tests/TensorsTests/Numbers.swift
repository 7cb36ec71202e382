import Foundation
import Tensors
import TestInputs
import Testing

extension SeededGenerator {
    /// About normally distributed, with variance `scale`².
    mutating func normal(_ scale: Float = 1) -> Float {
        let sum = (0..<12).reduce(Float(0)) { total, _ in total + Float.random(in: 0..<1, using: &self) }
        return (sum - 6) * scale
    }

    mutating func floats(_ count: Int, scale: Float = 1) -> [Float] { (0..<count).map { _ in normal(scale) } }

    mutating func matrix(_ rows: Int, _ columns: Int, scale: Float = 1) -> Matrix {
        Matrix(rows: rows, columns: columns, floats(rows * columns, scale: scale))
    }
}

/// The largest difference over the largest value of `expected`; infinite where a value is NaN or the counts differ.
func distance(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let largest = expected.map(abs).max() ?? 0
    let differences = zip(found, expected).map { abs(Double($0) - $1) }
    guard differences.allSatisfy({ !$0.isNaN }) else { return .infinity }
    return (differences.max() ?? 0) / (largest == 0 ? 1 : largest)
}

/// Weights in a mapped file, rounded to `format`, and their exact values.
struct WeightFile: ~Copyable {
    let tensor: StoredTensor
    let values: [Double]
    private let path: String

    /// - Parameter padding: bytes before the tensor; an odd number leaves it unaligned.
    init(_ values: [Float], shape: [Int], format: ElementFormat, padding: Int = 0) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID().uuidString)").path
        var data = Data(repeating: 0xFF, count: padding)
        var rounded: [Double] = []
        for value in values {
            switch format {
            case .float16:
                withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { data.append(contentsOf: $0) }
                rounded.append(Double(Float16(value)))
            case .bfloat16:
                withUnsafeBytes(of: UInt16(truncatingIfNeeded: value.bitPattern >> 16)) { data.append(contentsOf: $0) }
                rounded.append(Double(Float(bitPattern: value.bitPattern & 0xFFFF_0000)))
            default:
                withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
                rounded.append(Double(value))
            }
        }
        // A file may not be empty.
        data.append(0)
        try data.write(to: URL(fileURLWithPath: path))
        let bytes = try #require(
            try MappedFile(path: path).bytes.slice(from: padding, length: data.count - padding - 1))
        tensor = try StoredTensor(name: "w", format: format, shape: shape, bytes: bytes)
        self.values = rounded
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
