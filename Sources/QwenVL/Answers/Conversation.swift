package import Tensors

/// What is kept of a conversation, so that its next turn is read from where the two part.
///
/// A value of identity that belongs to one caller at a time. It can be given any request: what the cache holds is used as far as the request begins with the same tokens and pictures, and forgotten beyond.
package final class Conversation {
    package private(set) var cache: SequenceCache?
    private var ids: [Int] = []
    private var positions: [TokenPosition] = []
    private var pictures: [PreparedRequest.PlacedPicture] = []
    private var encoded: [(picture: PreparedPicture, rows: Matrix)] = []

    /// Creates a conversation that has no turn yet.
    package init() {}

    /// A conversation that knows the same, to continue in another way.
    package func copy() -> Conversation {
        let other = Conversation()
        other.cache = cache.map { $0.copy(first: min($0.count, ids.count)) }
        (other.ids, other.positions, other.pictures, other.encoded) = (ids, positions, pictures, encoded)
        return other
    }

    /// Gives a cache with the tokens that `request` shares with the last one, at least one fewer than it has.
    func resume(_ request: PreparedRequest, by model: LanguageModel) -> SequenceCache {
        guard let cache, !ids.isEmpty else {
            let cache = model.makeCache()
            self.cache = cache
            return cache
        }
        cache.truncate(to: min(cache.count, sharedTokens(request)))
        return cache
    }

    /// Remembers what the cache holds now.
    ///
    /// - Parameter answer: the tokens after the prompt; the last has not gone through the model.
    func keep(_ request: PreparedRequest, answer: [Int]) {
        let count = cache?.count ?? 0
        let following = answer.indices.map { TokenPosition(request.positions.next + $0) }
        ids = Array((request.ids + answer).prefix(count))
        positions = Array((request.positions.tokens + following).prefix(count))
        pictures = request.pictures.filter { $0.start < count }
    }

    /// The rows of a picture of this or the last request, if it was encoded before.
    package func rows(of picture: PreparedPicture) -> Matrix? {
        encoded.first { $0.picture.isSame(as: picture) }?.rows
    }

    /// Keeps the rows of a request's pictures and no others.
    func keep(_ rows: [(picture: PreparedPicture, rows: Matrix)], of request: PreparedRequest) {
        let known = encoded.filter { entry in request.pictures.contains { $0.picture.isSame(as: entry.picture) } }
        encoded = known + rows
    }

    private func sharedTokens(_ request: PreparedRequest) -> Int {
        let pairs = zip(zip(ids, request.ids), zip(positions, request.positions.tokens))
        var count = pairs.prefix { $0.0 == $0.1 && $1.0 == $1.1 }.count
        for (index, picture) in request.pictures.enumerated() where picture.start < count {
            let isSame =
                index < pictures.count && pictures[index].start == picture.start
                && pictures[index].picture.isSame(as: picture.picture)
            if !isSame { count = picture.start }
        }
        return min(count, request.ids.count - 1)
    }
}
