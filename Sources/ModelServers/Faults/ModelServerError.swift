import Foundation

/// Why a model behind a server does not answer: what is wrong, and what to do.
package enum ModelServerError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreachable(server: String, reason: String)
    case tls(server: String, reason: String)
    case proxy(reason: String)
    case lost(server: String, reason: String)
    case timeout(server: String, what: String, seconds: Double)
    case tooLarge(server: String, megabytes: Int)
    /// The server sends the request elsewhere.
    case redirected(server: String, to: String)
    case wrongKey(server: String, message: String, remedy: String)
    case forbidden(server: String, message: String, remedy: String)
    case noCredit(server: String, message: String)
    case unknownModel(String, server: String, message: String)
    /// What answers is no server of models, or has its interface elsewhere.
    case noModelServer(url: String, found: String)
    case noVision(model: String, message: String)
    case tooManyPictures(model: String, message: String)
    case pictureRefused(model: String, message: String)
    case contextOverflow(model: String, message: String)
    case overloaded(server: String, message: String, retries: Int)
    case refused(server: String, status: Int, message: String)
    case brokenAnswer(server: String, reason: String)
    case emptyAnswer(model: String, retries: Int)
    case tooExpensive(spent: Double, maximum: Double)
    case noPrices(name: String)

    package var description: String {
        switch self {
        case .unreachable(let server, let reason):
            "the model's server \(server) cannot be reached: \(reason); start it, or correct the address"
        case .tls(let server, let reason): "no secure connection to the model's server \(server): \(reason)"
        case .proxy(let reason):
            "the proxy from the environment cannot be used: \(reason); correct it, or list the host in NO_PROXY"
        case .lost(let server, let reason):
            "the connection to the model's server \(server) was lost: \(reason); look into the server's log"
        case .timeout(let server, let what, let seconds):
            "the model's server \(server) gave \(what) within \(seconds.formatted()) s; raise the timeout in models.json, or "
                + "look into the server's log"
        case .tooLarge(let server, let megabytes):
            "the answer of the model's server \(server) is larger than \(megabytes) MB and was broken off; limit it with "
                + "max_tokens in models.json"
        case .redirected(let server, let target):
            "the model's server \(server) redirects to \(target), which is not followed, so that the key stays with the "
                + "server; give that address if you trust it"
        case .wrongKey(let server, let message, let remedy):
            "the model's server \(server) does not accept the key: \(message); \(remedy)"
        case .forbidden(let server, let message, let remedy):
            "the model's server \(server) forbids this request: \(message); ask for access to the model, or \(remedy)"
        case .noCredit(let server, let message):
            "the account at \(server) has no credit left: \(message); add some there"
        case .unknownModel(let model, let server, let message):
            "the server \(server) has no model '\(model)': \(message); `deskhand model probe` lists its models"
        case .noModelServer(let url, let found):
            "\(url) does not answer as a model's server does: \(found); correct the address: its path is often /v1, "
                + "and its interface openai, responses, anthropic or gemini"
        case .noVision(let model, let message):
            "the model '\(model)' does not take pictures: \(message); name a model with vision (for llama.cpp start the "
                + "server with --mmproj)"
        case .tooManyPictures(let model, let message):
            "the model '\(model)' does not take so many pictures: \(message); lower --history, or raise the server's "
                + "limit (vLLM: --limit-mm-per-prompt)"
        case .pictureRefused(let model, let message):
            "the model '\(model)' refuses the picture: \(message); lower --max-pixels"
        case .contextOverflow(let model, let message):
            "the conversation is too long for the model '\(model)': \(message); lower --history or --max-pixels, or raise "
                + "the server's context length"
        case .overloaded(let server, let message, let retries):
            "the model's server \(server) could not answer in \(retries + 1) tries: \(message); try later, or lower "
                + "--parallel or the concurrency in models.json"
        case .refused(let server, let status, let message):
            "the model's server \(server) refuses the request with status \(status): \(message)"
        case .brokenAnswer(let server, let reason):
            "the answer of the model's server \(server) cannot be read: \(reason); look into the server's log"
        case .emptyAnswer(let model, let retries):
            "the model '\(model)' answered \(retries + 1) times with nothing, as when the conversation is too long for it; "
                + "lower --history or --max-pixels, or raise the server's context length"
        case .tooExpensive(let spent, let maximum):
            "the answers cost \(spent.formatted()) so far, and --max-cost is \(maximum.formatted()); raise it to go on"
        case .noPrices(let name):
            "--max-cost needs prices for '\(name)': give its entry in models.json \"prices\" of a million tokens"
        }
    }
}
