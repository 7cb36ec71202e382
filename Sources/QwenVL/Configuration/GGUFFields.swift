import Checkpoints

/// The values in a GGUF header, read as what they must be.
struct GGUFFields {
    let file: GGUFFile
    /// What goes before each key: the architecture's name.
    let prefix: String

    /// A whole number in `range`; `otherwise` when it is absent.
    func integer(_ key: String, in range: ClosedRange<Int>, otherwise: Int? = nil) throws(QwenError) -> Int {
        guard let value = file[prefix + key] else {
            guard let otherwise else { throw wrong(key, "it is missing") }
            return otherwise
        }
        guard case .integer(let found) = value, range.contains(found) else {
            throw wrong(key, "expected \(range.lowerBound) to \(range.upperBound), found \(value.description)")
        }
        return found
    }

    /// A number in `range`, `nil` when it is absent.
    func number(_ key: String, in range: ClosedRange<Double>) throws(QwenError) -> Double? {
        let found: Double
        switch file[prefix + key] {
        case nil: return nil
        case .number(let value): found = value
        case .integer(let value): found = Double(value)
        case let other?: throw wrong(key, "expected a number, found \(other.description)")
        }
        guard range.contains(found) else {
            throw wrong(key, "expected \(range.lowerBound) to \(range.upperBound), found \(found)")
        }
        return found
    }

    func text(_ key: String) throws(QwenError) -> String? {
        switch file[prefix + key] {
        case nil: return nil
        case .text(let text): return text
        case let other?: throw wrong(key, "expected a string, found \(other.description)")
        }
    }

    /// The numbers of an array, `nil` where there is none.
    func numbers(_ key: String, in range: ClosedRange<Double>) throws(QwenError) -> [Double]? {
        let numbers: [Double]?
        do { numbers = try file.numbers(prefix + key) } catch { throw .checkpoint(error) }
        if let odd = numbers?.first(where: { !range.contains($0) }) {
            throw wrong(key, "expected numbers from \(range.lowerBound) to \(range.upperBound), found \(odd)")
        }
        return numbers
    }

    /// As ``numbers(_:in:)``, of whole numbers.
    func integers(_ key: String, in range: ClosedRange<Int>) throws(QwenError) -> [Int]? {
        let bounds = Double(range.lowerBound)...Double(range.upperBound)
        return try numbers(key, in: bounds)?.map { Int($0) }
    }

    /// The texts of an array.
    func texts(_ key: String) throws(QwenError) -> [String] {
        let texts: [String]?
        do { texts = try file.texts(prefix + key) } catch { throw .checkpoint(error) }
        guard let texts else { throw wrong(key, "it is missing") }
        return texts
    }

    func wrong(_ key: String, _ problem: String) -> QwenError {
        .malformedFile(file: file.path, place: prefix + key, problem: problem)
    }
}
