/// Lets a few requests at a time be answered, and the others wait in rounds: in each, every user who waits when it begins has one
/// turn, for the oldest request.
///
/// A user who asks for much at a time waits for the others, and one who gives a new name each time gains nothing: new names
/// wait for the next round.
package actor AnswerQueue {
    private let maximum: Int
    private let slots: Int
    private var running = 0
    /// In the order in which they came.
    private var waiting: [Waiter] = []
    private var lastNumber = 0
    /// The numbers of those who are left of this round, the next one last.
    private var round: [Int] = []

    private struct Waiter {
        let number: Int
        let user: String
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// - Parameters:
    ///   - maximum: of requests that wait.
    ///   - slots: how many are answered at a time.
    package init(maximum: Int, slots: Int = 1) {
        precondition(slots > 0, "\(slots) slots")
        (self.maximum, self.slots) = (maximum, slots)
    }

    /// How many wait, and how many are answered.
    package var state: (waiting: Int, running: Int) { (waiting.count, running) }

    /// Does the work when its turn comes.
    ///
    /// - Throws: ``CompletionFault/overloaded``, `CancellationError`, and what `work` throws.
    package func run<Result: Sendable>(
        for user: String, _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await enter(user)
        defer { leave() }
        return try await work()
    }

    private func enter(_ user: String) async throws {
        try Task.checkCancellation()
        guard running == slots else {
            running += 1
            return
        }
        guard waiting.count < maximum else { throw CompletionFault.overloaded }
        lastNumber += 1
        let number = lastNumber
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append(Waiter(number: number, user: user, continuation: continuation))
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            Task { await self.cancel(number) }
        }
    }

    private func cancel(_ number: Int) { take(number)?.continuation.resume(throwing: CancellationError()) }

    private func take(_ number: Int) -> Waiter? {
        waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0) }
    }

    private func leave() {
        guard let next = next() else {
            running -= 1
            return
        }
        next.continuation.resume()
    }

    /// The next of the round, or of another one; who was cancelled is passed over.
    private func next() -> Waiter? {
        while let number = round.popLast() {
            if let waiter = take(number) { return waiter }
        }
        var users: Set<String> = []
        round = waiting.filter { users.insert($0.user).inserted }.map(\.number).reversed()
        return round.popLast().flatMap(take)
    }
}
