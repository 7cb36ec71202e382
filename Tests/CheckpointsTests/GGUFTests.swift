import Checkpoints
import Tensors
import Testing

/// Puts a GGUF file together, whatever it says.
private struct GGUFBytes {
    var version: UInt32 = 3
    var tensorCount: UInt64?
    var valueCount: UInt64?
    private var values: [[UInt8]] = []
    private var tensors: [[UInt8]] = []

    static func text(_ text: String) -> [UInt8] { littleEndian(UInt64(text.utf8.count)) + Array(text.utf8) }

    mutating func add(_ key: String, _ kind: UInt32, _ value: [UInt8]) {
        values.append(Self.text(key) + littleEndian(kind) + value)
    }

    mutating func addTensor(_ name: String, _ dimensions: [UInt64], type: UInt32, offset: UInt64) {
        tensors.append(
            Self.text(name) + littleEndian(UInt32(dimensions.count)) + dimensions.flatMap { littleEndian($0) }
                + littleEndian(type) + littleEndian(offset))
    }

    func bytes(data: Int = 0) -> [UInt8] {
        var bytes =
            Array("GGUF".utf8) + littleEndian(version) + littleEndian(tensorCount ?? UInt64(tensors.count))
            + littleEndian(valueCount ?? UInt64(values.count)) + values.joined() + tensors.joined()
        bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32 + data)
        return bytes
    }
}

private func gguf(_ change: (inout GGUFBytes) -> Void) -> GGUFBytes {
    var file = GGUFBytes()
    change(&file)
    return file
}

private let nestedArrays = (0..<50).flatMap { _ in littleEndian(UInt32(9)) + littleEndian(UInt64(1)) }

private let hostile: [(what: String, bytes: [UInt8], words: String)] = [
    ("another kind of file", Array("GGML and more bytes".utf8), "not a GGUF file"),
    ("version 1", gguf { $0.version = 1 }.bytes(), "version 1"),
    ("another byte order", gguf { $0.version = 3 << 24 }.bytes(), "big-endian"),
    ("2^63 tensors", gguf { $0.tensorCount = 1 << 63 }.bytes(), "tensors of 9223372036854775808"),
    ("2^64 values", gguf { $0.valueCount = .max }.bytes(), "values of"),
    ("more tensors than there are", gguf { $0.tensorCount = 1000 }.bytes(), "middle of its header"),
    (
        "a key of 2^60 bytes", Array(gguf { $0.valueCount = 1 }.bytes().prefix(24)) + littleEndian(UInt64(1) << 60),
        "a text of"
    ),
    ("a text of 2^62 bytes", gguf { $0.add("a", 8, littleEndian(UInt64(1) << 62)) }.bytes(), "a text of"),
    ("a text that is no UTF-8", gguf { $0.add("a", 8, littleEndian(UInt64(2)) + [0xFF, 0xFE]) }.bytes(), "UTF-8"),
    ("an unknown kind of value", gguf { $0.add("a", 99, []) }.bytes(), "kind of value 99"),
    (
        "an array of 2^61 numbers",
        gguf { $0.add("a", 9, littleEndian(UInt32(10)) + littleEndian(UInt64(1) << 61)) }.bytes(),
        "an array of"
    ),
    (
        "an array longer than the file",
        gguf { $0.add("a", 9, littleEndian(UInt32(10)) + littleEndian(UInt64(60))) }.bytes(),
        "middle of its header"
    ),
    ("arrays in arrays in arrays", gguf { $0.add("a", 9, nestedArrays) }.bytes(), "deep"),
    (
        "one key twice",
        gguf {
            $0.add("a", 7, [1])
            $0.add("a", 7, [0])
        }.bytes(), "twice"
    ),
    (
        "one tensor twice",
        gguf {
            $0.addTensor("a", [4], type: 0, offset: 0)
            $0.addTensor("a", [4], type: 0, offset: 32)
        }.bytes(data: 64), "twice"
    ),
    (
        "overlapping tensors",
        gguf {
            $0.addTensor("a", [16], type: 0, offset: 0)
            $0.addTensor("b", [16], type: 0, offset: 32)
        }.bytes(data: 96), "overlap"
    ),
    ("a tensor beyond the end", gguf { $0.addTensor("a", [64], type: 0, offset: 0) }.bytes(data: 64), "has 64 bytes"),
    (
        "an offset beyond the end", gguf { $0.addTensor("a", [4], type: 0, offset: 1 << 40) }.bytes(data: 64),
        "has 0 bytes"
    ),
    (
        "a shape that overflows",
        gguf { $0.addTensor("a", [1 << 40, 1 << 40, 4], type: 0, offset: 0) }.bytes(data: 64),
        "no whole number"
    ),
    (
        "a dimension of 2^63", gguf { $0.addTensor("a", [1 << 63], type: 0, offset: 0) }.bytes(data: 64),
        "a dimension of"
    ),
    ("a dimension of 0", gguf { $0.addTensor("a", [0, 4], type: 0, offset: 0) }.bytes(data: 64), "dimension of 0"),
    (
        "nine dimensions", gguf { $0.addTensor("a", Array(repeating: 1, count: 9), type: 0, offset: 0) }.bytes(),
        "9 dimensions"
    ),
    ("half a block", gguf { $0.addTensor("a", [48], type: 8, offset: 0) }.bytes(data: 64), "no whole number"),
    ("an unknown type", gguf { $0.addTensor("a", [256], type: 23, offset: 0) }.bytes(data: 256), "IQ4_XS"),
    ("a type without a name", gguf { $0.addTensor("a", [256], type: 77, offset: 0) }.bytes(data: 256), "number 77"),
    ("an alignment of 0", gguf { $0.add("general.alignment", 4, littleEndian(UInt32(0))) }.bytes(), "power of two"),
]

@Suite struct GGUF {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [2, 3] as [UInt32])
    func `values and tensors are read`(version: UInt32) throws {
        let bytes = gguf {
            $0.version = version
            $0.add("answer", 4, littleEndian(UInt32(42)))
            $0.add("less", 5, littleEndian(Int32(-7)))
            $0.add("name", 8, GGUFBytes.text("naïve"))
            $0.add("half", 6, littleEndian(Float(0.5).bitPattern))
            $0.add(
                "words", 9, littleEndian(UInt32(8)) + littleEndian(UInt64(2)) + GGUFBytes.text("a") + GGUFBytes.text("")
            )
            $0.add("sizes", 9, littleEndian(UInt32(3)) + littleEndian(UInt64(2)) + littleEndian(Int16(-3)) + [9, 0])
            $0.addTensor("x", [32, 2], type: 8, offset: 0)
            $0.addTensor("y", [3], type: 0, offset: 96)
        }.bytes(data: 108)
        let file = try GGUFFile(path: scratch.write(bytes, to: "a.gguf"))
        #expect(file["answer"]?.description == "42" && file["less"]?.description == "-7")
        #expect(file["name"]?.description == #""naïve""# && file["half"]?.description == "0.5")
        #expect(try file.texts("words") == ["a", ""] && file.numbers("sizes") == [-3, 9])
        #expect(try file.texts("sizes2") == nil)
        #expect(file.tensors.map(\.shape) == [[2, 32], [3]] && file.tensors.map(\.format) == [.q8_0, .float32])
    }

    @Test(arguments: hostile)
    func `a damaged or hostile file is refused in words`(what: String, bytes: [UInt8], words: String) throws {
        let path = try scratch.write(bytes, to: "a.gguf")
        let error = try #require(throws: CheckpointError.self) { try GGUFFile(path: path) }
        #expect(error.description.contains(words) && error.description.contains(path), "\(what): \(error)")
    }
}
