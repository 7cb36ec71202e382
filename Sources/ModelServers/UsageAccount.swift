package import Models
import Synchronization

/// What the answers of one run or evaluation took.
package struct ModelUsage: Hashable, Sendable, Encodable {
    /// How many came.
    package var answers = 0
    var retries = 0
    /// Tokens of the requests, pictures included.
    package var promptTokens = 0
    var cachedTokens = 0
    var answerTokens = 0
    /// Of models in this process: the pictures that were encoded, those of the requests, and the passes that wrote the
    /// answers; `nil` where there is none.
    var encodedPictures: Int?
    var pictures: Int?
    var passes: Int?
    /// In the currency of the price table; `nil` without prices.
    package var cost: Double?

    /// Nothing yet.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case answers, retries, cost, pictures, passes
        case encodedPictures = "encoded_pictures"
        case promptTokens = "prompt_tokens"
        case cachedTokens = "cached_tokens"
        case answerTokens = "answer_tokens"
    }

    /// In a line.
    package var text: String {
        let cached = cachedTokens > 0 ? " (\(cachedTokens) cached)" : ""
        let tried = retries > 0 ? ", \(retries) retries" : ""
        let cost = cost.map { ", cost \(($0 * 1e6).rounded() / 1e6)" } ?? ""
        let seen = pictures.map { ", \(encodedPictures ?? 0) of \($0) pictures encoded" } ?? ""
        let steps = passes.map { " in \($0) passes" } ?? ""
        return
            "\(answers) answers, \(promptTokens) tokens read\(cached)\(seen), \(answerTokens) written\(steps)\(tried)\(cost)"
    }
}

extension ModelUsage {
    /// What both took; the cost of one without prices counts as none.
    package static func + (first: ModelUsage, second: ModelUsage) -> ModelUsage {
        first.combined(with: second, sign: 1)
    }

    /// What was added since `earlier`.
    package static func - (later: ModelUsage, earlier: ModelUsage) -> ModelUsage {
        later.combined(with: earlier, sign: -1)
    }

    private func combined(with other: ModelUsage, sign: Int) -> ModelUsage {
        var sum = self
        sum.answers += sign * other.answers
        sum.retries += sign * other.retries
        sum.promptTokens += sign * other.promptTokens
        sum.cachedTokens += sign * other.cachedTokens
        sum.answerTokens += sign * other.answerTokens
        if cost != nil || other.cost != nil { sum.cost = (cost ?? 0) + Double(sign) * (other.cost ?? 0) }
        return sum
    }
}

/// Counts what answers take, and stops at a maximum cost.
package final class UsageAccount: Sendable {
    /// In the currency of the price table; `nil` for no limit.
    let maximumCost: Double?
    private let sum = Mutex(ModelUsage())

    /// Creates an account without answers.
    package init(maximumCost: Double? = nil) { self.maximumCost = maximumCost }

    /// What the answers so far took.
    package var usage: ModelUsage { sum.withLock { $0 } }

    /// - Throws: ``ModelServerError/tooExpensive(spent:maximum:)`` once the maximum is reached.
    func check() throws(ModelServerError) {
        guard let maximumCost, let spent = usage.cost, spent >= maximumCost else { return }
        throw .tooExpensive(spent: spent, maximum: maximumCost)
    }

    /// Counts an answer.
    package func add(_ reply: ChatReply) {
        sum.withLock { sum in
            sum.answers += 1
            sum.retries += reply.exchange?.retries.count ?? 0
            sum.promptTokens += reply.promptTokens ?? 0
            sum.cachedTokens += reply.cachedTokens ?? 0
            sum.answerTokens += reply.answerTokens ?? 0
            if let work = reply.work {
                sum.encodedPictures = (sum.encodedPictures ?? 0) + work.encodedPictures
                sum.pictures = (sum.pictures ?? 0) + work.pictures
                sum.passes = (sum.passes ?? 0) + work.passes
            }
            if let cost = reply.exchange?.cost { sum.cost = (sum.cost ?? 0) + cost }
        }
    }
}
