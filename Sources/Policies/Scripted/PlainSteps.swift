package import Agents
import Images
import Interaction

/// An instruction of simple imperative steps, read into programs to start and a script.
///
/// ```ebnf
/// steps   = step { separator step } ;
/// separator = "," | ";" | "." before a step or at the end | line end | "and" | "then" ;   also ", and then"
/// step    = launch | click | move | drag | type | press | hold | release | scroll | wait | check | like | use
///         | modifiers "+" ( click | drag | scroll ) | "hold" modifiers "and" ( click | drag | scroll ) ;
/// modifiers = modifier { "+" modifier } ;                            ctrl, shift, alt, super
/// launch  = ("open" | "launch" | "start") program { argument } ;      before all other steps
/// click   = ("click" | "double-click" | "triple-click" | "right-click" | "middle-click" | "back-click" | "forward-click")
///           [ place ] ;
/// move    = "move" [ "the pointer" ] "to" place | "hover" [ "over" ] place ;
/// drag    = ("drag" | "right-drag" | "middle-drag") place "to" place ;
/// type    = "type" text [ "into" target ] ;
/// press   = "press" chord [ number "times" ] ;                        ctrl+s, Return
/// hold    = [ "press and" ] "hold" ( chord [ "for" time ] | quoted [ "for" time ] | point [ "for" time ] ) ;
/// release = "release" ( chord | [ "the" ] [ button ] [ "mouse" ] [ "button" ] ) ;
/// scroll  = "scroll" ("up" | "down" | "left" | "right") [ number ] [ [ "in" ] place ] ;     notches, 3 if not said
/// wait    = "wait" number ("seconds" | "minutes" | "milliseconds")
///         | "wait for" target [ "within" number "seconds" ]
///         | "wait until" target ("appears" | "disappears" | "is gone" | state) [ "within" number "seconds" ] ;
/// check   = [ "softly" ] ("check" | "expect" | "see") [ "that" ] [ "there is" ] [ "roughly" ] [ "no" ] target [ state ] ;
/// like    = [ "softly" ] "screen like" name [ "in" window | "of" target | "at" x "," y "size" width "x" height ] ;
/// use     = "use" file [ "with" name text { name text } ] ;            the steps of a file, with values for its parameters
/// state   = "is there" | "is shown" | "is gone" | "is not there" | "is not shown"
///         | "is" [ "not" ] ( condition | quoted ) | "contains" quoted ;              of a quoted or described target
/// condition = "enabled" | "disabled" | "checked" | "unchecked" | "pressed" | "selected" | "focused" | "expanded"
///         | "collapsed" | "editable" | "read-only" ;
/// place   = [ "on" ] target | [ "at" ] x "," y | "at" target ;
/// target  = [ "the" ] ( label | description ) { "in" window | "below" label | "right of" label | "number" number } ;
/// description = words that end with a role, or a role and a quoted name: Save button, field "Name" ;
/// label, window, text = words | quoted ;
/// program, argument = part { part } ;  part = character | quoted ;    as in a shell: --text='two words'
/// quoted  = "'…'" | '"…"' | "‘…’" | "“…”" ;                           nothing inside is special
/// ```
///
/// Verbs and keywords are the same in any case. A text or label that holds a separator or a keyword needs quotes:
/// an unquoted "and" or "then" always joins two steps. A comma between two digits separates nothing.
///
/// A check is exact by the rules of ``Assertion``; with "roughly" it takes what a target of a click may be.
package struct PlainSteps: Hashable, Sendable {
    /// The programs to start, each with its arguments, before the first step.
    package var commands: [[String]]
    /// The steps.
    package var script: Script

    /// Reads an instruction.
    ///
    /// - Throws: ``PlainStepsError`` with the step that is not understood.
    package init(parsing instruction: String) throws(PlainStepsError) {
        commands = []
        script = Script(steps: [])
        var before: PlainClause?
        for part in try PlainToken.clauses(of: instruction) {
            let clause = PlainClause(part.tokens)
            do throws(PlainStepsError) {
                try add(clause)
            } catch {
                guard let before, part.joint != nil else { throw error }
                throw .joined(before: before.words, after: clause.words, problem: error.problem)
            }
            if let before, part.joint != nil, clause.mayContinue(before) {
                throw .joined(before: before.words, after: clause.words, problem: "it may be meant so, or as one step")
            }
            before = clause
        }
        guard !commands.isEmpty || !script.steps.isEmpty else { throw .empty }
    }

    private mutating func add(_ clause: PlainClause) throws(PlainStepsError) {
        guard let command = try clause.launch() else {
            script.steps += try clause.steps()
            return
        }
        guard script.steps.isEmpty else { throw clause.refusal("programs are opened before the first other step") }
        commands.append(command)
    }
}

/// Why an instruction cannot be read as plain steps.
package enum PlainStepsError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case openQuote(String)
    /// A part that means nothing, and why.
    case unclear(part: String, problem: String)
    /// Words before and after an "and" or "then" that may be one step or two, and why.
    case joined(before: String, after: String, problem: String)

    package var description: String {
        switch self {
        case .empty: "the instruction does not contain a step; begin with \(PlainStepsError.verbs)"
        case .openQuote(let part): "a quote in the part '\(part)' is never closed; close it"
        case .unclear(let part, let problem): "the step '\(part)' is not understood: \(problem)"
        case .joined(let before, let after, let problem):
            "'and' and 'then' join steps, so this is read as '\(before)' and the step '\(after)': \(problem); "
                + "put a text or label that holds the word in quotes, or write a comma between two steps"
        }
    }

    /// What is wrong, without the part that it is said of.
    var problem: String {
        switch self {
        case .empty, .openQuote: description
        case .unclear(_, let problem), .joined(_, _, let problem): problem
        }
    }

    static let verbs =
        "open, click, double-click, triple-click, right-click, middle-click, move to, hover, drag, type, press, "
        + "hold, release, scroll, wait, check, expect, see, screen like, use or softly check"
}
