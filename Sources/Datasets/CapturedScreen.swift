import Evaluation
import Images
import Interaction

/// What was captured of a program in one variant: a line of `capture.jsonl`.
struct CapturedProgram: RunRecord {
    /// The name of ``CaptureUnit``.
    let key: String
    /// The command line.
    let command: [String]
    let variant: CaptureVariant
    var screens: [CapturedScreen] = []
    /// Why there are no screens.
    var problem: String?
}

/// One screen with all that showed on it.
struct CapturedScreen: Codable, Sendable {
    /// The picture's file, in the folder `images`; what programs told lies beside it.
    let picture: String
    /// The names of what was opened to come here from the program's start.
    let path: [String]
    var elements: [CapturedElement]
}

/// An element that showed.
struct CapturedElement: Codable, Sendable {
    let number: Int
    let parent: Int?
    let role: String
    let name: String
    let description: String?
    let value: String?
    let states: [String]
    /// What showed of it: left, top, width and height in whole pixels of the picture.
    let box: [Int]
    /// Whether its name is written on it, or it must be known by its looks or its place.
    let kind: TargetKind
    /// The words that name it alone on this screen; `nil` for what is no target.
    var instruction: String?

    init(_ element: Element, kind: TargetKind, instruction: String?) {
        number = element.number
        parent = element.parent
        role = element.role.name
        name = element.name
        description = element.description.isEmpty ? nil : element.description
        value = element.value
        states = element.states.names
        let (x, y, width, height) = element.box.pixels
        box = [x, y, width, height]
        self.kind = kind
        self.instruction = instruction
    }
}
