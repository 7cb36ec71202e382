/// A schema made ready for writing: what may begin where, and the shortest way to an end.
struct ValueForms: Sendable {
    /// What a value has to fit: one of some leaves.
    struct Node: Sendable {
        var leaves: [Int32] = []
        /// Bytes of the shortest value, `nil` where none fits.
        var shortest: Int?
        /// How deep that value is nested.
        var depth = 0
        /// The leaf of the shortest value, and which of its kinds that is.
        var choice: (leaf: Int32, kind: JSONKinds) = (-1, [])
    }

    /// What fits, by kind; -1 where nothing of a kind does.
    struct Leaf: Sendable {
        var words: Set<Word> = []
        var number: Int32 = -1
        var string: Int32 = -1
        var array: Int32 = -1
        var object: Int32 = -1
    }

    /// The values that are words.
    enum Word: Int, CaseIterable, Sendable {
        case null, yes, no
        var text: [UInt8] {
            switch self {
            case .null: Array("null".utf8)
            case .yes: Array("true".utf8)
            case .no: Array("false".utf8)
            }
        }
    }

    enum StringForm: Sendable {
        /// Any text of some length in code points; `most` is -1 where nothing bounds it.
        case free(least: Int32, most: Int32)
        case texts(TextTrie)
        case automaton(ScalarAutomaton)
    }

    struct ArrayForm: Sendable {
        var least: Int
        /// `nil` where nothing bounds it.
        var most: Int?
        var first: [Int32]
        var rest: Int32
        var isCorners = false

        func node(at index: Int) -> Int32 { index < first.count ? first[index] : rest }
    }

    struct ObjectForm: Sendable {
        /// The listed names, by property.
        var names: TextTrie
        /// By property.
        var nodes: [Int32]
        var required: UInt128 = 0
        /// The properties that have a value that fits.
        var available: UInt128 = 0
        /// For other properties; -1 where there may be none.
        var additional: Int32
    }

    var nodes: [Node] = []
    var leaves: [Leaf] = []
    var numbers: [NumberForm] = []
    var strings: [StringForm] = []
    var arrays: [ArrayForm] = []
    var objects: [ObjectForm] = []
    var root: Int32 = 0
    /// By how many bytes one more byte of an answer can put off its end, at most.
    var longestOpening = 0
    /// By how many bytes more characters of a string, or of a name of an object, can do so; by form.
    var stringGrowth: [Int] = []
    var nameGrowth: [Int] = []

    /// By how many bytes more characters of a string can put off the end of an answer, at most.
    func growth(of content: StringState.Content) -> Int {
        switch content {
        case .free: 0
        case .texts(let form, node: _), .automaton(let form, state: _): stringGrowth[Int(form)]
        case .name(let name): nameGrowth[Int(name.form)]
        }
    }
}
