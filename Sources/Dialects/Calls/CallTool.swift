import Interaction
import JSON

/// A function with actions that a dialect's calls name, and what each means in ours.
struct CallTool: Sendable {
    /// As calls name it.
    let name: String
    /// The actions that mean something here, as errors list them.
    let actions: [String]
    /// The action that a bare point stands for.
    let click: String
    /// Our action, and its fields, for an action of the tool and the fields that it was given; `nil` for one that means
    /// nothing here.
    let translate: @Sendable (_ action: String, _ fields: JSONFields) -> (ActionName, JSONFields)?
}
