/// Reads one program's tree over the bus and keeps it.
///
/// Every answer leads to the next questions by itself, so that a program is read while others still think, and reading
/// goes on with whatever comes between looks.
final class ProgramReader {
    /// Questions that wait for an answer at one time.
    private static let mostInFlight = 256

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
    /// Whether the program lists its objects in a cache, and so announces what changes in it.
    var hasCache = false
    /// Whether children of some object are read only as far as they show.
    var hasManaged = false

    private var inFlight = 0
    private var queue: [(question: BusQuestion, take: ([BusValue]?) -> Void)] = []
    private var queueStart = 0
    /// When it last answered, or was first asked.
    private(set) var lastSign = ContinuousClock.now

    init(_ root: AccessibleObject, process: Int?, on connection: BusConnection) {
        owner = root.owner
        self.root = root
        self.process = process
        self.connection = connection
    }

    /// Whether answers are awaited.
    var isReading: Bool { inFlight > 0 || queueStart < queue.count }

    /// Whether it has not answered for so long.
    func isSilent(for time: Duration) -> Bool { isReading && .now - lastSign >= time }

    /// Gives up everything that has been asked.
    func abandon() {
        connection.forget(owner: owner)
        (inFlight, queue, queueStart) = (0, [], 0)
        stale.everything = true
    }

    /// Asks, when its turn comes, and passes on the answer's arguments; `nil` for an error.
    func ask(_ question: BusQuestion, _ take: @escaping ([BusValue]?) -> Void) {
        if !isReading { lastSign = .now }
        queue.append((question, take))
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
        while inFlight < Self.mostInFlight, queueStart < queue.count {
            let (question, take) = queue[queueStart]
            queueStart += 1
            let serial = connection.send(question) { [weak self] answer in self?.answered(answer, take) }
            inFlight += serial == nil ? 0 : 1
        }
        if queueStart == queue.count { (queue, queueStart) = ([], 0) }
    }

    private func answered(_ answer: [BusValue]?, _ take: ([BusValue]?) -> Void) {
        inFlight -= 1
        lastSign = .now
        take(answer)
        flush()
    }
}

/// What is known to be out of date of a program.
struct Staleness {
    /// More objects than this are not kept apart.
    private static let most = 500

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
        if children.count > Self.most { everything = true }
    }

    mutating func insert(detailsOf object: AccessibleObject) {
        details.insert(object)
        if details.count > Self.most { everything = true }
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
