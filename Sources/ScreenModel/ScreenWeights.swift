import CScreenModel
package import Checkpoints
import Tensors

/// The weights of a network, as `Sources/Training/screens/export.py` writes them: of a convolution, `NAME.weight` is
/// `[outputs, height, width, inputs]` and `NAME.bias` `[outputs]`.
package struct ScreenWeights: Sendable {
    private let tensors: CheckpointTensors
    private let file: String

    /// Reads a safetensors file.
    package init(path: String) throws(CheckpointError) {
        tensors = try CheckpointTensors([SafetensorsFile(path: path)])
        file = path
    }

    private init(_ start: UnsafePointer<UInt8>, _ count: Int, named name: String) throws(CheckpointError) {
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        tensors = try CheckpointTensors([SafetensorsFile(MappedFile(partOfProgram: bytes, named: name))])
        file = name
    }

    /// Those of the detector that are a part of the program.
    static func detector() throws(CheckpointError) -> ScreenWeights {
        try ScreenWeights(deskhand_detector(), deskhand_detector_size(), named: "detector.safetensors")
    }

    /// Those of the namer of icons.
    static func icons() throws(CheckpointError) -> ScreenWeights {
        try ScreenWeights(deskhand_icons(), deskhand_icons_size(), named: "icons.safetensors")
    }

    func convolution(
        _ name: String, _ inputs: Int, _ outputs: Int, kernel: (height: Int, width: Int) = (3, 3), stride: Int = 1,
        hasReLU: Bool = true
    ) throws(CheckpointError) -> Convolution {
        let count = outputs * kernel.height * kernel.width * inputs
        return Convolution(
            weight: try tensors.floats("\(name).weight", count: count),
            bias: try tensors.floats("\(name).bias", count: outputs), kernel: kernel, stride: stride,
            hasReLU: hasReLU)
    }

    /// A small tensor, row by row.
    func floats(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        try tensors.floats(name, count: count)
    }

    /// A tensor of any number of rows.
    func rows(_ name: String, width: Int) throws(CheckpointError) -> Matrix {
        let count = tensors.shape(of: name)?.first ?? 0
        return Matrix(rows: count, columns: width, try tensors.floats(name, count: count * width))
    }

    /// The lines of a text stored as a tensor of bytes.
    func lines(_ name: String) throws(CheckpointError) -> [String] {
        guard let text = tensors.stored.first(where: { $0.name == name })?.bytes.text() else {
            throw .missingTensor(name, file: file, expected: [])
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
