import Foundation
package import Images
import JSON
import Models

/// What a probe found out about a server and its model.
package struct ProbeFindings: Sendable {
    /// The server's address, without a path.
    package var server = ""
    /// How it is spoken to, as addresses begin.
    package var interface = ""
    /// The models that the server lists; `nil` where it lists none.
    package var models: [String]?
    /// The model that was asked.
    package var model = ""
    /// The maximum number of tokens of a conversation, where the server says it.
    package var contextLength: Int?
    /// What the model answered for the drawn target.
    package var answer: String?
    /// The coordinate space that the answer is in; `nil` without an answer.
    package var space: ProbedSpace?
    /// The format in which the picture was taken.
    package var pictureFormat: PictureFormat?
    /// Why the picture was not answered.
    package var pictureFailure: String?
    /// The largest picture that was taken, and where the model pointed on it.
    package var largest: (size: Size<ImageSpace>, space: ProbedSpace)?
    /// Why the next larger one was not.
    package var sizeFailure: String?
    /// The most pictures of one request that were taken, and why more were not.
    package var pictures: (most: Int, failure: String?)?
    /// Whether an answer was held to a JSON schema.
    package var followsSchema: Bool?
    /// Why it was not.
    package var schemaFailure: String?
    /// The time of the answer.
    package var seconds: Double?
    /// What the drawn picture and its question took.
    package var promptTokens: Int?
    /// What the answer took.
    package var answerTokens: Int?
}

/// Tries a server out: connects, lists its models, and has the model find drawn targets.
package struct ServerProbe: Sendable {
    private let chat: ServerChat

    /// Creates a probe of one model.
    package init(_ chat: ServerChat) { self.chat = chat }

    /// - Throws: ``ModelServerError`` where the server cannot be used at all; what the model cannot do is a finding.
    package func run() async throws -> ProbeFindings {
        let isAlone = chat.settings.address.model.isEmpty
        var findings = ProbeFindings()
        do {
            let listing = try await get("/models")
            findings.models = chat.wire.models(listing)
            findings.contextLength = contextLength(in: listing, of: chat.settings.address.model)
        } catch let error as ModelServerError where !isAlone && !error.isOfConnection {
            // Not every server lists its models.
        }
        name(&findings)
        guard !isAlone else { return findings }
        try await findTarget(&findings)
        try await trySchema(&findings)
        if findings.pictureFailure == nil { try await findLimits(&findings) }
        return findings
    }

    /// Only has the model find one drawn target.
    ///
    /// - Throws: as ``run()``.
    package func target() async throws -> ProbeFindings {
        var findings = ProbeFindings()
        name(&findings)
        try await findTarget(&findings)
        return findings
    }

    private func name(_ findings: inout ProbeFindings) {
        let address = chat.settings.address
        (findings.server, findings.interface, findings.model) = (
            address.server, address.interface.rawValue, address.model
        )
    }

    private func findTarget(_ findings: inout ProbeFindings) async throws {
        do {
            let reply = try await chat.answer(question(ProbePicture()))
            findings.answer = reply.text
            findings.pictureFormat = chat.pictureFormat
            findings.seconds = reply.exchange.map { $0.duration / .seconds(1) }
            findings.promptTokens = reply.promptTokens
            findings.answerTokens = reply.answerTokens
            findings.space = Self.space(of: reply.text, in: ProbePicture())
        } catch let error as ModelServerError where error.isOfPicture {
            findings.pictureFailure = error.description
        }
    }

    private func question(_ picture: ProbePicture) -> ChatRequest {
        ChatRequest(
            turns: [.user([.picture(picture.image), .text(ProbePicture.question)])], sampling: .greedy,
            maximumTokens: 2048)
    }

    private static func space(of answer: String, in picture: ProbePicture) -> ProbedSpace {
        point(in: answer).map { ProbedSpace(x: $0.x, y: $0.y, in: picture) } ?? .unknown
    }

    private func trySchema(_ findings: inout ProbeFindings) async throws {
        var request = question(ProbePicture())
        if findings.pictureFailure != nil {
            request.turns = [.user([.text("Answer with nothing but one JSON object: {\"x\": 1, \"y\": 2}")])]
        }
        request.form = .json(schema: ProbePicture.schema)
        do {
            let reply = try await chat.answer(request)
            findings.followsSchema = !(reply.exchange?.retries.contains { $0.hasSuffix("without a schema") } ?? false)
            if findings.followsSchema == true, (try? JSON(parsing: reply.text))?["x"]?.number == nil {
                findings.followsSchema = false
                findings.schemaFailure = "the server takes a schema, but the answer does not fit it"
            }
        } catch let error as ModelServerError where !error.isOfConnection {
            findings.followsSchema = false
            findings.schemaFailure = error.description
        }
    }

    /// How large pictures are taken, up to three times the sides of the first, and how many, up to eight.
    private func findLimits(_ findings: inout ProbeFindings) async throws {
        if let space = findings.space { findings.largest = (ProbePicture().size, space) }
        do {
            for scale in [2, 3] {
                let picture = ProbePicture(scale: scale)
                let reply = try await chat.answer(question(picture))
                findings.largest = (picture.size, Self.space(of: reply.text, in: picture))
            }
        } catch let error as ModelServerError where !error.isOfConnection {
            findings.sizeFailure = error.description
        }
        findings.pictures = (1, nil)
        let blank = ProbePicture.blank
        do {
            for count in [2, 4, 8] {
                let parts =
                    Array(repeating: ChatPart.picture(blank), count: count) + [.text("Answer with one word: seen")]
                _ = try await chat.answer(
                    ChatRequest(turns: [.user(parts)], sampling: .greedy, maximumTokens: 512))
                findings.pictures = (count, nil)
            }
        } catch let error as ModelServerError where !error.isOfConnection {
            findings.pictures?.failure = error.description
        }
    }

    /// The two numbers of an answer.
    static func point(in text: String) -> (x: Double, y: Double)? {
        if let json = try? JSON(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines), syntax: .lenient),
            let x = json["x"]?.number, let y = json["y"]?.number
        {
            return (x, y)
        }
        let numbers = text.matches(of: /-?\d+(?:\.\d+)?/).compactMap { Double($0.output) }
        return numbers.count >= 2 ? (numbers[numbers.count - 2], numbers[numbers.count - 1]) : nil
    }

    /// vLLM and LM Studio say it in the listing.
    private func contextLength(in listing: JSON, of model: String) -> Int? {
        let entry = listing["data"]?.items?.first { $0["id"]?.string == model }
        return ["max_model_len", "max_context_length", "context_length"].lazy.compactMap { entry?[$0]?.integer }.first
            ?? entry?["meta"]?["n_ctx_train"]?.integer
    }

    private func get(_ path: String) async throws -> JSON {
        do {
            let reader = AnswerReader(maximum: chat.settings.maximumBytes)
            let answer = try await chat.send(chat.message(.get, path), to: reader)
            return try chat.json(answer.head, answer.reader.body)
        } catch let failure as FailedTry {
            throw ModelServerError(failure.fault.scrubbed(chat.key), chat.settings, retries: 0)
        }
    }
}

extension ModelServerError {
    /// Whether nothing else can succeed either.
    fileprivate var isOfConnection: Bool {
        switch self {
        case .unreachable, .tls, .proxy, .wrongKey, .redirected, .noCredit: true
        default: false
        }
    }

    fileprivate var isOfPicture: Bool {
        switch self {
        case .noVision, .tooManyPictures, .pictureRefused: true
        default: false
        }
    }
}
