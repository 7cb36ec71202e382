import Checkpoints
import JSON

/// The members of an object in a JSON file, read as what they must be.
///
/// `null` counts as absent, as it does for the reference.
struct ConfigurationFields {
    /// The file's path, for messages.
    let file: String
    /// Where in the file the object lies, empty at the top.
    let place: String
    private let members: [String: JSON]

    /// - Throws: ``QwenError/malformedFile(file:place:problem:)`` when `value` is not an object.
    init(_ value: JSON, file: String, place: String = "") throws(QwenError) {
        guard let members = value.members else {
            throw .malformedFile(
                file: file, place: place.isEmpty ? "line 1" : place,
                problem: "expected an object, found \(value.summary)")
        }
        self.file = file
        self.place = place
        self.members = Dictionary(
            members.filter { $0.value != JSON(.null) }.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    func has(_ key: String) -> Bool { members[key] != nil }

    /// A whole number in `range`; `otherwise` when it is absent.
    func integer(_ key: String, in range: ClosedRange<Int>, otherwise: Int? = nil) throws(QwenError) -> Int {
        guard let value = members[key] else {
            guard let otherwise else { throw wrong(key, "it is missing") }
            return otherwise
        }
        // Some writers give whole numbers a fraction of zero.
        guard let found = value.integer else { throw wrong(key, "expected an integer, found \(value.summary)") }
        guard range.contains(found) else {
            throw wrong(key, "expected \(range.lowerBound) to \(range.upperBound), found \(found)")
        }
        return found
    }

    /// A number in `range`, `nil` when it is absent.
    func number(_ key: String, in range: ClosedRange<Double>) throws(QwenError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let found = value.number else { throw wrong(key, "expected a number, found \(value.summary)") }
        guard range.contains(found) else {
            throw wrong(key, "expected \(range.lowerBound) to \(range.upperBound), found \(found)")
        }
        return found
    }

    func flag(_ key: String) throws(QwenError) -> Bool? {
        guard let value = members[key] else { return nil }
        guard let flag = value.bool else { throw wrong(key, "expected true or false, found \(value.summary)") }
        return flag
    }

    func text(_ key: String) throws(QwenError) -> String? {
        guard let value = members[key] else { return nil }
        guard let text = value.string else { throw wrong(key, "expected a string, found \(value.summary)") }
        return text
    }

    /// An array of numbers, or one number, which counts as an array of one; `nil` when it is absent.
    func numbers(_ key: String, in range: ClosedRange<Double>) throws(QwenError) -> [Double]? {
        guard let value = members[key] else { return nil }
        let elements = value.items ?? [value]
        var numbers: [Double] = []
        for element in elements {
            guard let number = element.number, range.contains(number) else {
                throw wrong(
                    key,
                    "expected numbers from \(range.lowerBound) to \(range.upperBound), found \(element.summary)")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// As ``numbers(_:in:)``, of whole numbers.
    func integers(_ key: String, in range: ClosedRange<Int>) throws(QwenError) -> [Int]? {
        let bounds = Double(range.lowerBound)...Double(range.upperBound)
        guard let numbers = try numbers(key, in: bounds) else { return nil }
        var integers: [Int] = []
        for number in numbers {
            guard let integer = Int(exactly: number) else {
                throw wrong(key, "expected integers, found \(number)")
            }
            integers.append(integer)
        }
        return integers
    }

    /// The members of an object within this one.
    func fields(_ key: String) throws(QwenError) -> ConfigurationFields? {
        guard let value = members[key] else { return nil }
        return try ConfigurationFields(value, file: file, place: path(key))
    }

    /// Refuses a field that the architecture fixes when it says something else.
    func require(_ key: String, is expected: Int) throws(QwenError) {
        let found = try integers(key, in: -1 << 40...1 << 40) ?? [expected]
        guard found.allSatisfy({ $0 == expected }) else {
            throw wrong(key, "found \(found.map(String.init).joined(separator: ", ")), but Qwen2.5-VL has \(expected)")
        }
    }

    /// The error of `problem` in the field `key`.
    func wrong(_ key: String, _ problem: String) -> QwenError {
        .malformedFile(file: file, place: path(key), problem: problem)
    }

    private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}

extension ConfigurationFields {
    /// The largest of these files has a few kilobytes.
    private static let largest = 16 << 20

    /// Reads `name` in `folder`, `nil` where there is no such file.
    static func read(_ name: String, in folder: String) throws(QwenError) -> ConfigurationFields? {
        let files = TokenizerFiles(folder: folder)
        guard files.contains(name) else { return nil }
        let bytes = try files.bytes(name)
        let path = folder + "/" + name
        guard bytes.count <= largest else {
            throw .malformedFile(file: path, place: "size", problem: "\(bytes.count) bytes exceed its maximum size")
        }
        var cursor = try JSONCursor<QwenError>(file: path, bytes: bytes)
        let value = try cursor.value()
        try cursor.end()
        return try ConfigurationFields(value, file: path)
    }
}
