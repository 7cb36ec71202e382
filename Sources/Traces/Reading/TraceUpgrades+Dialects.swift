import Foundation
import JSON

extension TraceUpgrades {
    /// From version 1 to 2: answers name their dialect. Before, all were answers of the computer-use tool.
    static let namingDialects: Step = { line in
        // Most lines hold no answer, and are as they were.
        guard line.range(of: Data("\"answer\"".utf8)) != nil else { return line }
        let json = try JSON(parsing: String(decoding: line, as: UTF8.self))
        let upgraded = json.mapping("answer", named).mapping("decision") { $0.mapping("answer", named) }
        return Data(upgraded.text.utf8)
    }

    @Sendable private static func named(_ answer: JSON) -> JSON {
        guard case .object(let members) = answer.value else { return answer }
        return JSON(.object([JSONMember("dialect", JSON(.string("computer_use")))] + members))
    }
}

extension JSON {
    /// With `change` applied to the member called `name`, where there is one.
    fileprivate func mapping(_ name: String, _ change: (JSON) -> JSON) -> JSON {
        guard case .object(let members) = value else { return self }
        return JSON(.object(members.map { $0.name == name ? JSONMember(name, change($0.value)) : $0 }))
    }
}
