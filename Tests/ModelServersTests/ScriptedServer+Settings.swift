import ModelServers
import ScriptedServers

extension ScriptedServer {
    /// Settings for a model there, with short pauses between tries.
    func settings(
        _ interface: String = "openai", model: String = "eyes-1", path: String = "/v1", scheme: String = "http"
    ) throws -> ServerSettings {
        var settings = ServerSettings(try ModelAddress("\(interface):\(scheme)://127.0.0.1:\(port)\(path)#\(model)"))
        settings.retries.base = .milliseconds(5)
        return settings
    }
}

/// Something else happened than a test expects.
struct Unexpected: Error {
    let what: String

    init(_ what: String) { self.what = what }
}
