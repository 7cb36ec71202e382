/// Lets one request at a time be answered, and the others wait in turns of their users.
///
/// Start-time fair queueing: a request gets the time at which its user's turn comes, counted in requests, and the earliest is
/// next. A user who asks for much at a time waits for the others; one who gives a new name each time gains nothing.
actor AnswerQueue {
    private let maximum: Int
    private var isBusy = false
    private var waiting: [Waiter] = []
    private var lastNumber = 0
    /// The start of the request that is answered, or was last.
    private var now = 0
    /// Of users with requests that lie ahead: where their next one starts.
    private var next: [String: Int] = [:]

    private struct Waiter {
        let number: Int
        let start: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// - Parameter maximum: of requests that wait.
    init(maximum: Int) { self.maximum = maximum }

    /// How many wait, and whether one is answered.
    var state: (waiting: Int, running: Int) { (waiting.count, isBusy ? 1 : 0) }

    /// Does the work when its turn comes.
    ///
    /// - Throws: ``CompletionFault/overloaded``, `CancellationError`, and what `work` throws.
    func run<Result: Sendable>(for user: String, _ work: @Sendable () async throws -> Result) async throws -> Result {
        try await enter(user)
        defer { leave() }
        return try await work()
    }

    private func enter(_ user: String) async throws {
        try Task.checkCancellation()
        guard isBusy else {
            isBusy = true
            now = start(of: user)
            return
        }
        guard waiting.count < maximum else { throw CompletionFault.overloaded }
        lastNumber += 1
        let (number, start) = (lastNumber, start(of: user))
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append(Waiter(number: number, start: start, continuation: continuation))
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            Task { await self.cancel(number) }
        }
    }

    /// The start of another request of a user; the one after it starts later.
    private func start(of user: String) -> Int {
        let start = max(now, next[user] ?? 0)
        next = next.filter { $0.value > now }
        next[user] = start + 1
        return start
    }

    private func cancel(_ number: Int) {
        guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: place).continuation.resume(throwing: CancellationError())
    }

    private func leave() {
        let first = waiting.indices.min {
            (waiting[$0].start, waiting[$0].number) < (waiting[$1].start, waiting[$1].number)
        }
        guard let first else {
            isBusy = false
            return
        }
        let waiter = waiting.remove(at: first)
        now = max(now, waiter.start)
        waiter.continuation.resume()
    }
}
