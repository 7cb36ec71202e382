/// Lets one request at a time be answered, and the others wait: first those of the user whose last one is longest ago.
actor AnswerQueue {
    private let maximum: Int
    private var isBusy = false
    private var waiting: [Waiter] = []
    private var lastNumber = 0
    /// When each user was served last, as a number that rises.
    private var served: [String: Int] = [:]

    private struct Waiter {
        let number: Int
        let user: String
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Users that are remembered.
    private static let memory = 1000

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
        lastNumber += 1
        let number = lastNumber
        if !isBusy {
            isBusy = true
            return note(user)
        }
        guard waiting.count < maximum else { throw CompletionFault.overloaded }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append(Waiter(number: number, user: user, continuation: continuation))
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            Task { await self.cancel(number) }
        }
    }

    private func cancel(_ number: Int) {
        guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: place).continuation.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = waiting.indices.min { one, other in
            let (one, other) = (waiting[one], waiting[other])
            return (served[one.user] ?? 0, one.number) < (served[other.user] ?? 0, other.number)
        }
        guard let next else {
            isBusy = false
            return
        }
        let waiter = waiting.remove(at: next)
        note(waiter.user)
        waiter.continuation.resume()
    }

    private func note(_ user: String) {
        if served.count >= Self.memory { served = [:] }
        lastNumber += 1
        served[user] = lastNumber
    }
}
