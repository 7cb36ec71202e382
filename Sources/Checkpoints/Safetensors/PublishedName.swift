import Foundation

/// The names of the published checkpoints, which all code here uses.
enum PublishedName {
    /// The published name of a tensor that transformers saves under a newer one since 4.52.
    static func of(_ name: String) -> String {
        for (newer, published) in [("model.language_model.", "model."), ("model.visual.", "visual.")]
        where name.hasPrefix(newer) {
            return published + name.dropFirst(newer.count)
        }
        return name
    }

    /// Whether PEFT gives a tensor this name: one of an adapter, or one of the model around which an adapter lies.
    static func isOfAdapter(_ name: String) -> Bool {
        name.hasPrefix("base_model.model.") || name.contains(".lora_A.") || name.contains(".lora_B.")
    }
}
