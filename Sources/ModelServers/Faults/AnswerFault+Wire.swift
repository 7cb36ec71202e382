import ChatCompletions
import Foundation
import JSON

extension AnswerFault {
    /// What is wrong with an answer of that status.
    init(_ fault: WireFault, status: Int) {
        switch fault {
        case .foreign: self = .broken("it is not what the interface answers")
        case .error(let message):
            self = .refused(status: message.status ?? status, message, isWithin200: true)
        }
    }
}

extension HTTPHead {
    /// When the server wants to be asked again: seconds or a date.
    var retryAfter: Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = Double(text), milliseconds >= 0 {
            return .milliseconds(milliseconds)
        }
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = Double(text) { return seconds >= 0 && seconds.isFinite ? .seconds(seconds) : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { .seconds(max(0, $0.timeIntervalSinceNow)) }
    }

    /// Those that help to find an answer again, and say what is left of a limit.
    var tellingHeaders: [String: String] {
        headers.filter { name, _ in
            ["x-request-id", "request-id", "server", "openai-processing-ms", "retry-after"].contains(name)
                || name.hasPrefix("x-ratelimit-") || name.hasPrefix("anthropic-ratelimit-")
        }
    }
}

extension URL {
    /// Without user, password, query and fragment, any of which may hold a key.
    var withoutSecrets: String? {
        var parts = URLComponents(url: self, resolvingAgainstBaseURL: false)
        parts?.user = nil
        parts?.password = nil
        parts?.query = nil
        parts?.fragment = nil
        return parts?.string
    }
}

extension APIKey? {
    /// The same text without the key.
    func scrub(_ text: String) -> String { self?.scrubbing(text) ?? text }

    /// The same value without the key in any of its texts.
    func scrub(json: JSON) -> JSON {
        guard self != nil else { return json }
        var json = json
        switch json.value {
        case .string(let text): json.value = .string(scrub(text))
        case .array(let items): json.value = .array(items.map { scrub(json: $0) })
        case .object(let members):
            json.value = .object(members.map { JSONMember(scrub($0.name), scrub(json: $0.value)) })
        case .null, .bool, .number: break
        }
        return json
    }
}

extension AnswerFault {
    /// The same without the key, which some servers repeat.
    func scrubbed(_ key: APIKey?) -> AnswerFault {
        switch self {
        case .refused(let status, var message, let isWithin200):
            message.message = key.scrub(message.message)
            return .refused(status: status, message, isWithin200: isWithin200)
        case .foreign(let status, let found): return .foreign(status: status, found: key.scrub(found))
        case .redirected(let target): return .redirected(to: key.scrub(target))
        case .broken(let reason): return .broken(key.scrub(reason))
        case .transport, .empty: return self
        }
    }
}
