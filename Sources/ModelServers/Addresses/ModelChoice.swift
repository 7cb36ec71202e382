import Foundation

/// What `--model` names: a checkpoint on this machine or a model behind a server.
package enum ModelChoice: Hashable, Sendable {
    /// The folder or file of a Qwen2.5-VL checkpoint.
    case checkpoint(String)
    case server(ServerSettings)

    /// Takes an address, a name of the user's models, `qwen:DIR`, or the path of a checkpoint.
    ///
    /// - Throws: ``ModelAddressError`` and ``ModelsFileError``.
    package init(_ text: String, models: ModelsFile) throws {
        if ModelAddress.isAddress(text) {
            self = .server(ServerSettings(try ModelAddress(text)))
        } else if text.hasPrefix("qwen:") {
            self = .checkpoint(String(text.dropFirst("qwen:".count)))
        } else if !FileManager.default.fileExists(atPath: text), let named = try models.settings(named: text) {
            self = .server(named)
        } else {
            self = .checkpoint(text)
        }
    }
}
