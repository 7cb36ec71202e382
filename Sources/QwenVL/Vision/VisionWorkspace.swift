import Tensors

/// Working memory of the vision tower, used again from block to block and from picture to picture.
final class VisionWorkspace {
    /// The patches' states, `[patches, width]`, in window order.
    private(set) var states: Matrix
    private(set) var normalised: Matrix
    /// Queries, keys and values side by side.
    private(set) var projected: Matrix
    private(set) var attended: Matrix
    private var gate: Matrix
    private var up: Matrix

    init(_ configuration: VisionConfiguration) {
        states = Matrix(rows: 0, columns: configuration.width)
        normalised = Matrix(rows: 0, columns: configuration.width)
        projected = Matrix(rows: 0, columns: 3 * configuration.width)
        attended = Matrix(rows: 0, columns: configuration.width)
        gate = Matrix(rows: 0, columns: configuration.intermediate)
        up = Matrix(rows: 0, columns: configuration.intermediate)
    }

    /// Makes room for as many patches; what was in it is lost.
    func prepare(patches: Int) {
        states.resize(rows: patches)
        normalised.resize(rows: patches)
        projected.resize(rows: patches)
        attended.resize(rows: patches)
    }

    /// Room for what lies within the feed-forward half of a block, made when it is first asked for.
    func wide() -> (gate: Matrix, up: Matrix) {
        gate.resize(rows: states.rows)
        up.resize(rows: states.rows)
        return (gate, up)
    }

    /// The memory that one patch takes, in bytes.
    static func bytesPerPatch(_ configuration: VisionConfiguration) -> Int {
        (6 * configuration.width + 2 * configuration.intermediate) * MemoryLayout<Float>.stride
    }
}
