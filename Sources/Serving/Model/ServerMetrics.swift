import Models
import QwenVL
import Synchronization

/// What a model's server has done, as Prometheus reads it.
final class ServerMetrics: Sendable {
    private struct Counts {
        var requests: [Int: Int] = [:]
        var tokens = (prompt: 0, cached: 0, answer: 0)
        var seconds = (all: 0.0, waiting: 0.0, model: 0.0)
        var firstTokens = (count: 0, seconds: 0.0)
        var cancelled = 0
    }

    private let counts = Mutex(Counts())

    func note(status: Int) { counts.withLock { $0.requests[status, default: 0] += 1 } }

    func noteCancelled() { counts.withLock { $0.cancelled += 1 } }

    func noteFirstToken(after time: Duration) {
        counts.withLock { counts in
            counts.firstTokens.count += 1
            counts.firstTokens.seconds += time.seconds
        }
    }

    /// A request that waited so long has its turn.
    func noteTurn(after time: Duration) { counts.withLock { $0.seconds.waiting += time.seconds } }

    func note(_ answer: Answer, after time: Duration) {
        counts.withLock { counts in
            counts.tokens.prompt += answer.counts.prompt
            counts.tokens.cached += answer.counts.reused
            counts.tokens.answer += answer.counts.answer
            counts.seconds.all += time.seconds
            let times = answer.times
            counts.seconds.model += (times.vision + times.prefill + times.decode).seconds
        }
    }

    /// - Parameters:
    ///   - state: of the queue.
    ///   - batch: how full the batches were; `nil` where no checkpoint is served.
    func text(_ state: (waiting: Int, running: Int), _ batch: BatchCounts?) -> String {
        let counts = counts.withLock { $0 }
        var lines: [String] = []
        func add(_ name: String, _ type: String, _ help: String, _ values: [(labels: String, value: String)]) {
            lines += ["# HELP deskhand_\(name) \(help)", "# TYPE deskhand_\(name) \(type)"]
            lines += values.map { "deskhand_\(name)\($0.labels) \($0.value)" }
        }
        add("requests_waiting", "gauge", "Requests that wait.", [("", "\(state.waiting)")])
        add("requests_running", "gauge", "Requests that are answered.", [("", "\(state.running)")])
        if let batch {
            add("batch_size", "gauge", "Answers of the last step.", [("", "\(state.running == 0 ? 0 : batch.last)")])
            add("batch_size_maximum", "gauge", "The most answers of a step.", [("", "\(batch.most)")])
            add("steps_total", "counter", "Steps that went on with answers.", [("", "\(batch.steps)")])
            add("step_answers_total", "counter", "The sum of the answers of each step.", [("", "\(batch.answers)")])
        }
        add(
            "requests_total", "counter", "Requests by the status of their answer.",
            counts.requests.sorted { $0.key < $1.key }.map { ("{status=\"\($0.key)\"}", "\($0.value)") })
        add("requests_cancelled_total", "counter", "Requests whose client went.", [("", "\(counts.cancelled)")])
        add("prompt_tokens_total", "counter", "Tokens of prompts.", [("", "\(counts.tokens.prompt)")])
        add("cached_tokens_total", "counter", "Tokens of prompts that were cached.", [("", "\(counts.tokens.cached)")])
        add("answer_tokens_total", "counter", "Tokens of answers.", [("", "\(counts.tokens.answer)")])
        add("answer_seconds_total", "counter", "Time from request to answer.", [("", "\(counts.seconds.all)")])
        add(
            "queue_seconds_total", "counter", "Time from request to its turn.",
            [("", "\(counts.seconds.waiting)")])
        add("model_seconds_total", "counter", "Time in which the model computed.", [("", "\(counts.seconds.model)")])
        add(
            "first_token_seconds", "summary", "Time from request to the first token of a stream.",
            [("_sum", "\(counts.firstTokens.seconds)"), ("_count", "\(counts.firstTokens.count)")])
        return lines.joined(separator: "\n")
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
