import Agents
import Images
import Interaction

/// An instruction of simple imperative steps, read into programs to start and a script.
///
/// ```ebnf
/// steps   = step { separator step } ;
/// separator = "," | ";" | "." at an end | line end | "then" ;        also ", and" and ", then"
/// step    = launch | click | move | drag | type | press | scroll | wait | check
///         | modifiers "+" ( click | drag | scroll ) | "hold" modifiers "and" ( click | drag | scroll ) ;
/// modifiers = modifier { "+" modifier } ;                            ctrl, shift, alt, super
/// launch  = ("open" | "launch" | "start") program { argument } ;      before all other steps
/// click   = ("click" | "double-click" | "triple-click" | "right-click" | "middle-click") [ place ] ;
/// move    = "move" [ "the pointer" ] "to" place ;
/// drag    = "drag" place "to" place ;
/// type    = "type" text [ "into" target ] ;
/// press   = "press" chord [ number "times" ] ;                        ctrl+s, Return
/// scroll  = "scroll" ("up" | "down" | "left" | "right") [ number ] [ place ] ;     notches, 3 if not said
/// wait    = "wait" number "seconds"
///         | "wait for" target [ "within" number "seconds" ]
///         | "wait until" target ("appears" | "disappears" | "is gone") [ "within" number "seconds" ] ;
/// check   = ("check" | "expect" | "see") [ "no" ] target ;
/// place   = [ "on" ] target | [ "at" ] x "," y | "at" target ;
/// target  = [ "the" ] label { "in" window | "below" label | "right of" label | "number" number } ;
/// label, window, text = words | quoted ;
/// program, argument = part { part } ;  part = character | quoted ;    as in a shell: --text='two words'
/// quoted  = "'…'" | '"…"' | "‘…’" | "“…”" ;                           nothing inside is special
/// ```
///
/// Verbs and the small words are the same in any case. A text or label that holds a separator or one of the small words
/// needs quotes. A comma between two digits separates nothing.
package struct PlainSteps: Hashable, Sendable {
    /// The programs to start, each with its arguments, before the first step.
    package var commands: [[String]]
    package var script: Script

    package init(parsing instruction: String) throws(PlainStepsError) {
        commands = []
        script = Script(steps: [])
        for tokens in try PlainToken.clauses(of: instruction) {
            let clause = PlainClause(tokens)
            if let command = try clause.launch() {
                guard script.steps.isEmpty else {
                    throw clause.refusal("programs are opened before the first other step")
                }
                commands.append(command)
            } else {
                script.steps += try clause.steps()
            }
        }
        guard !commands.isEmpty || !script.steps.isEmpty else { throw .empty }
    }
}

/// Why an instruction cannot be read as plain steps.
package enum PlainStepsError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case openQuote(String)
    /// A part that means nothing, and why.
    case unclear(part: String, problem: String)

    package var description: String {
        switch self {
        case .empty: "the instruction holds no step; begin with \(PlainStepsError.verbs)"
        case .openQuote(let part): "a quote in the part '\(part)' is never closed; close it"
        case .unclear(let part, let problem): "the step '\(part)' is not understood: \(problem)"
        }
    }

    static let verbs =
        "open, click, double-click, triple-click, right-click, middle-click, move to, drag, type, press, scroll, "
        + "wait, check, expect or see"
}
