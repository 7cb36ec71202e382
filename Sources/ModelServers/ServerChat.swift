import ChatCompletions
import Foundation
package import Images
import JSON
package import Models
import Synchronization

/// A model behind a server.
package final class ServerChat: ChatModel {
    /// The size at which a model sees a picture.
    package typealias PictureRule = @Sendable (Size<ImageSpace>) throws -> Size<ModelSpace>

    package var name: String { settings.name }
    let settings: ServerSettings
    let connection: ServerConnection
    let wire: any ChatWire
    let key: APIKey?
    private let sizing: PictureRule
    private let pictures = EncodedPictures()
    private let account: UsageAccount?
    /// Whether the server is known not to hold answers to a schema.
    private let lacksSchema = Mutex(false)
    private let format: Mutex<PictureFormat>

    /// - Parameters:
    ///   - sizing: the size at which the model sees a picture; pictures are sent at that size.
    ///   - account: what its answers cost is added there, and nothing is asked once that is too much.
    /// - Throws: ``ModelsFileError`` for a key or certificates that cannot be read, ``ModelServerError`` for a proxy or
    ///   prices.
    package init(
        _ settings: ServerSettings, account: UsageAccount? = nil,
        sizing: @escaping PictureRule = { Size(width: $0.width, height: $0.height) }
    ) throws {
        self.settings = settings
        self.sizing = sizing
        format = Mutex(settings.pictures)
        self.account = account
        if account?.maximumCost != nil, settings.prices == nil { throw ModelServerError.noPrices(name: settings.name) }
        wire = Self.wire(settings.address)
        key = try settings.readKey()
        do { connection = try ServerConnection.to(settings) } catch let fault as TransportFault {
            throw ModelServerError(.transport(fault), settings, retries: 0)
        }
    }

    private static func wire(_ address: ModelAddress) -> any ChatWire {
        switch address.interface {
        case .chatCompletions: CompletionsWire(model: address.model, isStrict: address.host == "api.openai.com")
        case .responses: ResponsesWire(model: address.model)
        case .messages: MessagesWire(model: address.model)
        case .generateContent: GenerateContentWire(model: address.model)
        }
    }

    /// A server begins its answer itself.
    package var continuesOpenings: Bool { false }

    package var identity: [String: String] {
        var identity = ["model": settings.address.description, "retries": "\(settings.retries.maximum)"]
        identity["max_tokens"] = settings.maximumTokens.map(String.init)
        identity["max_pixels"] = settings.maximumPixels.map(String.init)
        if settings.pictures != .png { identity["pictures"] = settings.pictures.rawValue }
        identity["decoding"] = settings.sampling.map { parameters in
            let parts = [
                parameters.temperature.map { "temperature \($0)" }, parameters.topP.map { "top p \($0)" },
                parameters.topK.map { "top k \($0)" }, parameters.presencePenalty.map { "presence penalty \($0)" },
            ]
            return parts.compactMap(\.self).joined(separator: ", ")
        }
        return identity
    }

    /// In which pictures are sent now.
    var pictureFormat: PictureFormat { format.withLock { $0 } }

    package func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace> { try sizing(size) }

    package func answer(_ request: ChatRequest) async throws -> ChatReply {
        try account?.check()
        var request = request
        if let sampling = settings.sampling { request.sampling = .parameters(sampling) }
        let reply = try await connection.limit.run { [request] in try await self.persist(request) }
        account?.add(reply)
        return reply
    }

    // MARK: tries

    private func persist(_ request: ChatRequest) async throws -> ChatReply {
        var request = request
        var history: [String] = []
        var (retries, hasDropped) = (0, false)
        while true {
            let options = self.options(of: request)
            do {
                var reply = try await ask(request, options)
                reply.exchange?.retries = history
                return reply
            } catch let failure as FailedTry {
                let fault = failure.fault.scrubbed(key)
                if fault.isContextOverflow, !hasDropped, let shorter = request.withoutOldestPicture {
                    hasDropped = true
                    request = shorter
                    history.append("\(fault.words); again without the oldest picture")
                    continue
                }
                if let change = change(after: fault, request, options) {
                    history.append("\(fault.words); again \(change)")
                    continue
                }
                guard fault.isTransient(hasAnswered: connection.hasAnswered), retries < settings.retries.maximum,
                    failure.retryAfter.map({ $0 <= settings.retries.longestAsked }) ?? true
                else { throw ModelServerError(fault, settings, retries: retries) }
                retries += 1
                let pause = failure.retryAfter ?? settings.retries.pause(before: retries)
                history.append("\(fault.words); again after \(pause)")
                try await Task.sleep(for: pause)
            }
        }
    }

    private func options(of request: ChatRequest) -> WireOptions {
        WireOptions(
            isStreamed: request.watcher != nil, usesSchema: !lacksSchema.withLock { $0 }, pictures: pictureFormat,
            maximumTokens: settings.maximumTokens)
    }

    /// What all requests from here on do otherwise than one that was refused; `nil` where nothing would help.
    private func change(after fault: AnswerFault, _ request: ChatRequest, _ options: WireOptions) -> String? {
        if fault.refusesSchema, request.form.schema != nil, options.usesSchema {
            lacksSchema.withLock { $0 = true }
            return "without a schema"
        }
        if fault.refusesPNG, request.hasPictures, options.pictures == .png {
            format.withLock { $0 = .jpeg }
            return "with pictures as JPEG"
        }
        return nil
    }

    /// One try.
    private func ask(_ request: ChatRequest, _ options: WireOptions) async throws -> ChatReply {
        let format = options.pictures
        let body = try wire.body(request, options) { image in .file(format, try encoded(image, format)) }
        let message = self.message(
            .post, wire.path(isStreamed: options.isStreamed), headers: request.headers, body: body.utf8)
        let reader = AnswerReader(
            options.isStreamed ? wire.stream() : nil, maximum: maximumBytes(of: request),
            watcher: scrubbed(request.watcher))
        let start = ContinuousClock.now
        let answer = try await send(message, to: reader, isStreamed: options.isStreamed)
        let duration = start.duration(to: .now)
        var reply = try read(answer)
        if answer.reader.stream != nil {
            reply.timeToFirstToken = answer.firstToken
        } else if !reply.text.isEmpty {
            request.watcher?(reply.text)
        }
        let shown = try wire.body(request, options) { image in .name(format, FrameName(of: image).description) }
        reply.exchange = ChatExchange(
            request: shown.text, requestHeaders: request.headers.merging(wire.headers) { own, _ in own },
            answerHeaders: answer.head.tellingHeaders.mapValues(key.scrub),
            answer: key.scrub(String(decoding: answer.reader.body, as: UTF8.self)), duration: duration,
            cost: settings.prices?.cost(of: reply))
        return reply
    }

    /// A watcher that never sees the key, should the server repeat it.
    private func scrubbed(_ watcher: (@Sendable (String) -> Void)?) -> (@Sendable (String) -> Void)? {
        guard let watcher else { return nil }
        return { [key] piece in watcher(key.scrub(piece)) }
    }

    /// The most bytes of an answer: far more than any server sends for its tokens, so that a stream without end ends soon.
    private func maximumBytes(of request: ChatRequest) -> Int {
        guard let tokens = request.maximumTokens ?? settings.maximumTokens else { return settings.maximumBytes }
        let (bytes, isTooMany) = tokens.multipliedReportingOverflow(by: 4096)
        return isTooMany ? settings.maximumBytes : min(settings.maximumBytes, max(1 << 20, bytes))
    }

    private func encoded(_ image: Image, _ format: PictureFormat) throws -> String {
        let size = try sizing(image.size)
        return try pictures.text(of: image, at: Size(width: size.width, height: size.height), as: format)
    }
}

extension ServerChat {
    /// A message to a path of the server, with its key.
    func message(
        _ method: HTTPMessage.Method, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
    ) -> HTTPMessage {
        var all = ["accept": "*/*", "user-agent": "deskhand"].merging(wire.headers) { $1 }.merging(headers) { $1 }
        if !body.isEmpty { all["content-type"] = "application/json" }
        // Last: nothing else may say who asks.
        for name in ["authorization", "x-api-key", "x-goog-api-key"] { all[name] = nil }
        if let key {
            let header = wire.authentication(key)
            all[header.name] = header.value
        }
        return HTTPMessage(method: method, url: url(path), headers: all, body: body)
    }

    /// The base URL with `path` after its own path, and its query after that of `path`.
    private func url(_ path: String) -> String {
        let base = settings.address.base
        let own = base.absoluteString.split(separator: "?").first.map(String.init) ?? base.absoluteString
        let query = base.query().map { (path.contains("?") ? "&" : "?") + $0 } ?? ""
        return own + path + query
    }

    /// Sends a message.
    ///
    /// - Throws: ``FailedTry`` for whatever the server or the way to it is to blame for, and `CancellationError`.
    func send(
        _ message: HTTPMessage, to reader: AnswerReader, isStreamed: Bool = false
    ) async throws -> (head: HTTPHead, reader: AnswerReader, firstToken: Duration?) {
        do {
            return try await connection.send(message, to: reader, settings.timeouts, isStreamed: isStreamed)
        } catch let fault as TransportFault {
            throw FailedTry(.transport(fault))
        } catch let fault as WireFault {
            throw FailedTry(AnswerFault(fault, status: 200))
        } catch is ServerSentEvents.LineTooLong {
            throw FailedTry(.transport(.tooLarge(settings.maximumBytes)))
        }
    }

    /// Reads an answer.
    private func read(
        _ answer: (head: HTTPHead, reader: AnswerReader, firstToken: Duration?)
    ) throws(FailedTry) -> ChatReply {
        if let stream = answer.reader.stream {
            guard stream.isFinished else { throw FailedTry(.broken("the stream ended before the answer did")) }
            return try reply(stream.body)
        }
        return try reply(try json(answer.head, answer.reader.body))
    }

    private func reply(_ body: JSON) throws(FailedTry) -> ChatReply {
        let reply: ChatReply
        do { reply = try wire.reply(key.scrub(json: body)) } catch { throw FailedTry(AnswerFault(error, status: 200)) }
        let isEmpty = reply.text.isEmpty && reply.calls.isEmpty && reply.refusal == nil
        let isOrdinary = reply.finish == nil || reply.finish == .end || reply.finish == .malformedCall
        guard !isEmpty || !isOrdinary else { throw FailedTry(.empty) }
        return reply
    }

    /// The JSON of an answer whose status says that it is one.
    func json(_ head: HTTPHead, _ body: [UInt8]) throws(FailedTry) -> JSON {
        let text = String(decoding: body, as: UTF8.self)
        let json = try? JSON(parsing: text, syntax: .python)
        switch head.status {
        case 200..<300:
            guard let json else { throw FailedTry(.foreign(status: head.status, found: Self.found(text, head))) }
            return json
        case 300..<400:
            let target = head.headers["location"] ?? "elsewhere"
            throw FailedTry(.redirected(to: URL(string: target)?.withoutSecrets ?? "elsewhere"))
        default:
            let after = head.retryAfter
            guard let message = json.flatMap(ServerMessage.init) else {
                // An authentication proxy answers in its own way.
                if [401, 403, 429].contains(head.status) {
                    let message = ServerMessage(message: Self.found(text, head))
                    throw FailedTry(.refused(status: head.status, message, isWithin200: false), retryAfter: after)
                }
                throw FailedTry(.foreign(status: head.status, found: Self.found(text, head)), retryAfter: after)
            }
            throw FailedTry(.refused(status: head.status, message, isWithin200: false), retryAfter: after)
        }
    }

    /// What a body is that is not JSON.
    private static func found(_ text: String, _ head: HTTPHead) -> String {
        let start = text.drop { $0.isWhitespace }
        if start.isEmpty { return "an empty answer" }
        if start.hasPrefix("<") || head.mediaType == "text/html" { return "HTML instead of JSON" }
        let words = start.prefix(60).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return start.hasPrefix("{") || start.hasPrefix("[") ? "'\(words)'" : "'\(words)' instead of JSON"
    }
}

/// One request that came to nothing.
struct FailedTry: Error {
    let fault: AnswerFault
    /// When the server wants to be asked again.
    let retryAfter: Duration?

    init(_ fault: AnswerFault, retryAfter: Duration? = nil) {
        self.fault = fault
        self.retryAfter = retryAfter
    }
}
