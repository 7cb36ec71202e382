import Interaction
import JSON

/// Reads the calls of other tools, of the mobile dialect and of XML dialects: what place they name, if any.
///
/// A call is a JSON object, or `<function=NAME><parameter=NAME>VALUE</parameter></function>`. Its arguments may lie in an
/// object of their own, as text too. Coordinates may be numbers or numbers as strings, nested in one list more than
/// needed, an object such as `{"x": 1, "y": 2}`, or a string such as `"(1, 2)"`.
enum ForeignCalls {
    private static let argumentFields = ["arguments", "parameters", "args", "params", "input", "function"]
    private static let nameFields = ["name", "function", "action", "action_type", "type"]
    /// Names of functions and actions that say that there is nothing to find.
    private static let refusing: Set<String> = ["report_infeasible", "infeasible", "refuse", "wait"]

    /// What the calls mean; empty where there are none, or where one cannot be read.
    static func meanings(in answer: String) -> [ParsedAnswer] {
        let tagged = XMLCalls.calls(in: answer)
        let calls = tagged.isEmpty ? (try? JSON.objects(inAnswer: answer)) ?? [] : tagged
        return calls.flatMap(meanings(of:))
    }

    private static func meanings(of call: JSON) -> [ParsedAnswer] {
        let (names, arguments) = unwrapped(call)
        let places = PlaceFields.places(in: arguments)
        if !places.isEmpty { return places.map(ParsedAnswer.init) }
        let gaveUp = names.contains("terminate") && arguments["status"]?.string?.lowercased() == "failure"
        return gaveUp || !names.isDisjoint(with: refusing) ? [.refusal] : []
    }

    /// What a call is called, and the object that holds its arguments: the call itself, or one inside of it, which may
    /// be JSON in a string.
    private static func unwrapped(_ call: JSON, depth: Int = 0) -> (names: Set<String>, arguments: JSON) {
        let names = Set(nameFields.compactMap { call[$0]?.string?.lowercased() })
        guard depth < 4, let inner = argumentFields.lazy.compactMap({ call[$0]?.object }).first else {
            return (names, call)
        }
        let (more, arguments) = unwrapped(inner, depth: depth + 1)
        return (names.union(more), arguments)
    }
}

extension JSON {
    /// Itself, if it is an object, or the first object of a string.
    fileprivate var object: JSON? {
        switch value {
        case .object: self
        case .string(let text): (try? JSON.objects(inAnswer: text))?.first
        case .null, .bool, .number, .array: nil
        }
    }
}

/// Calls as Qwen3.5 and UI-TARS-2 write them.
private enum XMLCalls {
    /// Each as an object with `name` and `arguments`, whose values are strings.
    static func calls(in answer: String) -> [JSON] {
        let call = #/<function\w*=([\w.\-]+)>(.*?)(?:<\/function|$)/#.dotMatchesNewlines()
        let parameter = #/<parameter\w*=([\w.\-]+)>(.*?)<\/parameter/#.dotMatchesNewlines()
        return answer.matches(of: call).map { match in
            let members = match.2.matches(of: parameter).map { parameter in
                JSONMember(String(parameter.1), JSON(.string(parameter.2.trimmingSpace)))
            }
            return JSON(
                .object([
                    JSONMember("name", JSON(.string(String(match.1)))), JSONMember("arguments", JSON(.object(members))),
                ]))
        }
    }
}

extension Substring {
    fileprivate var trimmingSpace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
