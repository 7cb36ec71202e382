/// What goes wrong between memory and numbers.
package enum TensorsError: Error, Equatable, CustomStringConvertible {
    /// A file could not be mapped.
    case unreadable(path: String, reason: String)
    /// The bytes at hand do not make a tensor of that shape and format.
    case wrongSize(tensor: String, file: String, shape: [Int], format: ElementFormat, found: Int)
    /// The matrix library is not installed, or is too old.
    case noOpenBLAS(reason: String)
    /// A tensor stands where another shape or plain floats are needed.
    case unsuitable(tensor: String, file: String, shape: [Int], format: ElementFormat, needed: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .wrongSize(let tensor, let file, let shape, let format, let found):
            "tensor \(tensor) in \(file) has \(found) bytes, but shape \(shape) in \(format) takes \(Self.expected(shape, format)); the file is damaged or truncated: fetch it again"
        case .noOpenBLAS(let reason):
            "cannot load OpenBLAS: \(reason); install it with: sudo apt install libopenblas0"
        case .unsuitable(let tensor, let file, let shape, let format, let needed):
            "tensor \(tensor) in \(file) is \(format) of shape \(shape), but \(needed) is needed; check that the file belongs to this model"
        }
    }

    private static func expected(_ shape: [Int], _ format: ElementFormat) -> String {
        StoredTensor.byteCount(of: shape, in: format).map(String.init) ?? "no whole number of blocks"
    }
}
