import ArgumentParser
import Dialects
import Foundation
import Grounders
import ModelServers
import Models
import Policies

/// What `--grounder` names: what finds the places of a planner's words.
enum GrounderChoice: Sendable {
    /// What finds words without a model that is asked.
    case source(TargetSource)
    /// A model that points, and the dialect in which it is asked.
    case model(any ChatModel, Dialect, isServed: Bool)

    /// - Parameter planner: the settings of the policy's server.
    /// - Throws: for what names none, and what keeps a model from being used.
    init(_ text: String, _ account: UsageAccount, planner: ServerSettings) throws {
        try self.init(text, account, planner) { try QwenChat(at: $0, keepsConversation: false) }
    }

    /// - Parameter planner: the policy's model, which is the grounder's too where both are at `path`.
    /// - Throws: as ``init(_:_:planner:)``.
    init(_ text: String, _ account: UsageAccount, planner: QwenChat, at path: String) throws {
        try self.init(text, account, nil) { $0 == path ? planner : try QwenChat(at: $0, keepsConversation: false) }
    }

    private init(
        _ text: String, _ account: UsageAccount, _ planner: ServerSettings?, open: (_ path: String) throws -> QwenChat
    ) throws {
        if let source = TargetSource(rawValue: text) {
            self = .source(source)
        } else {
            switch try ModelChoice(text, models: ModelsFile()) {
            case .server(var settings):
                // The planner's key goes to the planner's server only.
                if settings.address.server == planner?.address.server, settings.key == nil {
                    settings.key = planner?.key
                }
                let dialect = Self.pointing(try Dialect.chosen(nil, for: settings))
                self = .model(try ServerChat(settings, speaking: dialect, account: account), dialect, isServed: true)
            case .checkpoint(let path):
                guard FileManager.default.fileExists(atPath: path) else {
                    throw ValidationError(
                        "--grounder: expected \(TargetSource.names), the folder of a checkpoint, the address of a model or a name from models.json, found '\(text)'"
                    )
                }
                self = .model(try open(path), .click, isServed: false)
            }
        }
    }

    /// A model that operates a computer is asked for one click.
    private static func pointing(_ dialect: Dialect) -> Dialect {
        dialect.name == Dialect.computerUse.name ? .click : dialect
    }

    var isServed: Bool {
        if case .model(_, _, let isServed) = self { isServed } else { false }
    }

    /// What finds places in one episode.
    func places(_ reader: TextReader) -> any PlaceFinding {
        switch self {
        case .source(let source): ResolvedPlaces(source.resolver(reader: reader), name: source.rawValue)
        case .model(let chat, let dialect, _): PointedPlaces(chat, dialect: dialect)
        }
    }
}

extension TargetSource: ExpressibleByArgument {
    /// As help texts and errors list them.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
