package import Tensors

/// How the metadata of a safetensors file tells that a tensor of bytes is a weight in panels (`StoredPanels`):
/// `"deskhand.panels.NAME": "1 q4_K 11008 2048"`, a version of the layout, the format, outputs and inputs.
package struct PanelDescription: Hashable, Sendable {
    /// The format of its blocks.
    package let format: ElementFormat
    /// Rows and columns of the weight.
    package let outputs, inputs: Int

    /// What the metadata's name is made of, with the tensor's behind it.
    static let prefix = "deskhand.panels."
    private static let version = "1"

    package init(_ format: ElementFormat, outputs: Int, inputs: Int) {
        (self.format, self.outputs, self.inputs) = (format, outputs, inputs)
    }

    /// `nil` for another version of the layout and for malformed text.
    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 4, words[0] == Self.version, let format = ElementFormat(rawValue: words[1]),
            let outputs = Int(words[2]), let inputs = Int(words[3])
        else { return nil }
        self.init(format, outputs: outputs, inputs: inputs)
    }

    /// The member of the metadata for a tensor.
    package func metadata(for tensor: String) -> (name: String, value: String) {
        (Self.prefix + tensor, "\(Self.version) \(format.rawValue) \(outputs) \(inputs)")
    }
}
