import ChatCompletions
import Foundation

extension ModelServerError {
    /// What a person is told of a fault that is not retried, or was too often.
    init(_ fault: AnswerFault, _ settings: ServerSettings, retries: Int) {
        let server = settings.address.server
        switch fault {
        case .transport(let fault): self.init(fault, server: server)
        case .redirected(let target): self = .redirected(server: server, to: target)
        case .foreign(let status, let found):
            self =
                status >= 500
                ? .overloaded(server: server, message: "status \(status), \(found)", retries: retries)
                : .noModelServer(url: settings.address.base.absoluteString, found: "status \(status), \(found)")
        case .broken(let reason): self = .brokenAnswer(server: server, reason: reason)
        case .empty: self = .emptyAnswer(model: settings.address.model, retries: retries)
        case .refused(let status, let message, _): self.init(status, message, settings, retries: retries)
        }
    }

    private init(_ fault: TransportFault, server: String) {
        switch fault {
        case .unreachable(let reason): self = .unreachable(server: server, reason: reason)
        case .tls(let reason): self = .tls(server: server, reason: reason)
        case .proxy(let reason): self = .proxy(reason: reason)
        case .lost(let reason): self = .lost(server: server, reason: reason)
        case .timeout(let phase, let limit):
            self = .timeout(server: server, what: phase.rawValue, seconds: limit / .seconds(1))
        case .tooLarge(let bytes): self = .tooLarge(server: server, megabytes: bytes >> 20)
        }
    }

    private init(_ status: Int, _ message: ServerMessage, _ settings: ServerSettings, retries: Int) {
        let (server, model) = (settings.address.server, settings.address.model)
        let words = message.shortened
        if status == 401 || message.isAboutKey {
            self = .wrongKey(server: server, message: words, remedy: settings.keyRemedy)
        } else if status == 402 || message.isOutOfCredit {
            self = .noCredit(server: server, message: words)
        } else if status == 413 || message.isContextOverflow {
            self = .contextOverflow(model: model, message: words)
        } else if message.saysNoVision {
            self = .noVision(model: model, message: words)
        } else if message.saysTooManyPictures {
            self = .tooManyPictures(model: model, message: words)
        } else if status == 403 {
            self = .forbidden(server: server, message: words, remedy: settings.keyRemedy)
        } else if message.isAboutModel {
            self = .unknownModel(model, server: server, message: words)
        } else if status == 404 || status == 405 {
            self = .noModelServer(url: settings.address.base.absoluteString, found: "status \(status), \(words)")
        } else if status == 429 || status >= 500 || status == 408 || status == 409 || status == 200 {
            self = .overloaded(server: server, message: words, retries: retries)
        } else if message.isAboutPicture {
            self = .pictureRefused(model: model, message: words)
        } else {
            self = .refused(server: server, status: status, message: words)
        }
    }
}

extension ServerMessage {
    private static let longest = 300

    /// On one line, as much as an error's sentence has room for.
    fileprivate var shortened: String {
        let line = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let text = line.isEmpty ? [type, code].filter { !$0.isEmpty }.joined(separator: " ") : line
        let short = text.count > Self.longest ? "\(text.prefix(Self.longest))…" : text
        return short.isEmpty ? "it does not say why" : String(short.trimmingSuffix { $0 == "." })
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isCut: (Character) -> Bool) -> String {
        String(reversed().drop(while: isCut).reversed())
    }
}
