import Dialects
import Foundation
import Images
import Interaction
import JSON
import Models

/// One recorded-style answer in one dialect, and what it means, from a file under `Tests/Fixtures/dialects`.
///
/// Actions in the files name points in the numbers of the answer; `action` here is in pixels of ``picture``.
struct AnswerCase: Sendable, CustomStringConvertible {
    /// The picture that every answer is about.
    static let picture = Size<ModelSpace>(width: 2000, height: 1000)

    enum Expectation: Sendable {
        case action(Action<ModelSpace>)
        case query(String)
        case end(String, text: String?)
        case error(String, isFinal: Bool)
    }

    let dialect: Dialect
    let answer: String
    let expectation: Expectation
    let unexecuted: Int
    let concerns: Int

    var description: String { "\(dialect.name): \(answer.prefix(160))" }

    /// Every case of every file, once for each dialect of the file.
    static let all: [AnswerCase] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/dialects")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.flatMap { file -> [AnswerCase] in
            guard let text = try? String(contentsOf: file, encoding: .utf8), let json = try? JSON(parsing: text) else {
                return []
            }
            return (json["dialects"]?.strings ?? []).compactMap(Dialect.named).flatMap { dialect in
                (json["cases"]?.items ?? []).compactMap { AnswerCase($0, dialect) }
            }
        }
    }()

    private init?(_ json: JSON, _ dialect: Dialect) {
        self.dialect = dialect
        answer = json["answer"]?.string ?? json["reply"].map { dialect.text(of: ChatReply(fixture: $0)) } ?? ""
        unexecuted = json["unexecuted"]?.integer ?? 0
        concerns = json["concerns"]?.integer ?? 0
        if let action = json["action"].flatMap({ try? Action<ModelSpace>(json: $0) }) {
            expectation = .action(action.mapPoints(dialect.pixels))
        } else if let query = json["query"]?.string {
            expectation = .query(query)
        } else if let end = json["end"]?.string {
            expectation = .end(end, text: json["text"]?.string)
        } else if let error = json["error"]?.string {
            expectation = .error(error, isFinal: json["final"]?.bool ?? false)
        } else {
            return nil
        }
    }
}

extension Dialect {
    /// A point of an answer in pixels, by the definition of its coordinates.
    fileprivate func pixels(_ point: Point<ModelSpace>) -> Point<ModelSpace> {
        let (width, height) = (Double(AnswerCase.picture.width), Double(AnswerCase.picture.height))
        return switch coordinates {
        case .pixels: point
        case .perMille: Point(x: point.x * width / 1000, y: point.y * height / 1000)
        case .ratio: point.x <= 1 && point.y <= 1 ? Point(x: point.x * width, y: point.y * height) : point
        }
    }
}

extension ChatReply {
    fileprivate init(fixture json: JSON) {
        self.init(text: json["text"]?.string ?? "")
        calls = (json["calls"]?.items ?? []).map { call in
            ChatCall(
                id: call["id"]?.string ?? "", name: call["name"]?.string ?? "",
                arguments: call["arguments"]?.string ?? call["arguments"]?.text ?? "")
        }
        refusal = json["refusal"]?.string
        finish =
            switch json["finish"]?.string {
            case "end": .end
            case "calls": .calls
            case "length": .length
            case "refusal": .refusal
            case "malformed_call": .malformedCall
            default: nil
            }
    }
}
