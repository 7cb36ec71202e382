/// Reads one program's tree over the bus and keeps it.
///
/// Every answer leads to the next questions by itself, so that a program is read while others still think, and reading
/// goes on with whatever comes between looks.
final class ProgramReader {
    /// Questions that wait for an answer at one time.
    private static let maximumInFlight = 256
    /// The same for what is not waited for.
    private static let maximumInBackground = 32

    let owner: String
    let root: AccessibleObject
    let process: Int?
    private let connection: BusConnection

    var name = ""
    var toolkit = ""
    var toolkitVersion = ""
    var entries: [AccessibleObject: AccessibleEntry] = [:]
    /// Objects whose children have been looked at in this reading.
    var expanded: Set<AccessibleObject> = []
    var problems: Set<AccessibilityProblem> = []
    var stale = Staleness()
    /// Whether the program lists its objects in a cache, or announces what it would list, and so announces all changes.
    var hasCache = false
    /// Whether it was asked for its cache and had none.
    var hasNoCacheYet = false
    /// Whether something was read that was not waited for.
    var hasGrown = false
    /// Whether children of some object are read only as far as they show.
    var hasManaged = false

    private var urgent = BusQueue()
    private var background = BusQueue()
    /// Whether what is asked now is not waited for.
    private var isInBackground = false
    /// Objects that do not show and whose children are not listed yet.
    private var hidden: [AccessibleObject] = []
    /// When it last answered, or was first asked.
    private(set) var lastSign = ContinuousClock.now

    init(_ root: AccessibleObject, process: Int?, on connection: BusConnection) {
        owner = root.owner
        self.root = root
        self.process = process
        self.connection = connection
    }

    /// Whether answers are awaited.
    var isReading: Bool { !urgent.isEmpty }

    /// Whether it has not answered for so long.
    func isSilent(for time: Duration) -> Bool { isReading && .now - lastSign >= time }

    /// Gives up everything that has been asked.
    func abandon() {
        connection.forget(owner: owner)
        (urgent, background, hidden) = (BusQueue(), BusQueue(), [])
        stale.everything = true
    }

    /// Leaves the children of an object that does not show for later.
    func postpone(_ object: AccessibleObject) { hidden.append(object) }

    /// Once all that shows is read, reads the rest without being waited for.
    private func continueInBackground() {
        guard !isReading, background.isEmpty, !hidden.isEmpty else { return }
        isInBackground = true
        let objects = hidden
        hidden = []
        for object in objects where entries[object] != nil { readChildren(of: object) }
        isInBackground = false
    }

    /// Asks, when its turn comes, and passes on the answer's arguments; `nil` for an error.
    func ask(_ question: BusQuestion, _ take: @escaping ([BusValue]?) -> Void) {
        if isInBackground {
            background.append(question, take)
        } else {
            if !isReading { lastSign = .now }
            urgent.append(question, take)
        }
        flush()
    }

    /// Asks several questions and passes on all answers together.
    func askTogether(_ questions: [BusQuestion], _ take: @escaping ([[BusValue]?]) -> Void) {
        var answers = [[BusValue]?](repeating: nil, count: questions.count)
        var left = questions.count
        for (index, question) in questions.enumerated() {
            ask(question) {
                answers[index] = $0
                left -= 1
                if left == 0 { take(answers) }
            }
        }
    }

    private func flush() {
        while urgent.inFlight < Self.maximumInFlight, let next = urgent.next() { send(next, inBackground: false) }
        while urgent.isEmpty, background.inFlight < Self.maximumInBackground, let next = background.next() {
            send(next, inBackground: true)
        }
    }

    private func send(_ next: BusQueue.Item, inBackground: Bool) {
        let serial = connection.send(next.question) { [weak self] answer in
            self?.answered(answer, next.take, inBackground: inBackground)
        }
        guard serial == nil else { return }
        inBackground ? background.end() : urgent.end()
    }

    private func answered(_ answer: [BusValue]?, _ take: ([BusValue]?) -> Void, inBackground: Bool) {
        lastSign = .now
        isInBackground = inBackground
        take(answer)
        isInBackground = false
        if inBackground { hasGrown = true }
        inBackground ? background.end() : urgent.end()
        flush()
        continueInBackground()
    }
}

/// Questions that are answered, asked, or wait for their turn.
private struct BusQueue {
    typealias Item = (question: BusQuestion, take: ([BusValue]?) -> Void)

    private var items: [Item] = []
    private var start = 0
    /// How many have been asked and are not answered.
    private(set) var inFlight = 0

    var isEmpty: Bool { inFlight == 0 && start == items.count }

    mutating func append(_ question: BusQuestion, _ take: @escaping ([BusValue]?) -> Void) {
        items.append((question, take))
    }

    /// Takes the first that waits; it counts as asked.
    mutating func next() -> Item? {
        guard start < items.count else {
            (items, start) = ([], 0)
            return nil
        }
        defer { start += 1 }
        inFlight += 1
        return items[start]
    }

    mutating func end() { inFlight -= 1 }
}

/// What is known to be out of date of a program.
struct Staleness {
    /// More objects than this are not kept apart.
    private static let maximumObjects = 500

    /// Nothing has been read, or too much has changed.
    var everything = true
    /// Boxes may have moved.
    var geometry = false
    /// Something was announced that has been taken over already.
    var isSeen = false
    /// Cells of objects whose children are read only where they show.
    var managed = false
    private(set) var children: Set<AccessibleObject> = []
    private(set) var details: Set<AccessibleObject> = []

    /// Whether nothing has been announced since the last look.
    var isEmpty: Bool { !everything && !geometry && !managed && !isSeen && children.isEmpty && details.isEmpty }

    mutating func insert(childrenOf object: AccessibleObject) {
        children.insert(object)
        if children.count > Self.maximumObjects { everything = true }
    }

    mutating func insert(detailsOf object: AccessibleObject) {
        details.insert(object)
        if details.count > Self.maximumObjects { everything = true }
    }

    /// Everything that was stale; nothing is afterwards.
    mutating func take() -> Staleness {
        defer {
            self = Staleness()
            everything = false
        }
        return self
    }
}
