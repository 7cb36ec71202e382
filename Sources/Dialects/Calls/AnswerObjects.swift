import JSON

/// The JSON objects of an answer in which a model writes our actions.
enum AnswerObjects {
    /// All objects after the reasoning.
    ///
    /// - Throws: ``ActionTextError`` for an answer that is too long or cannot be read.
    static func all(in answer: String) throws(ActionTextError) -> [JSON] {
        guard answer.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        guard let text = PlaceText.withoutReasoning(answer) else { throw .unfinishedReasoning }
        do { return try JSON.objects(inAnswer: text) } catch { throw ActionTextError(error) }
    }

    /// The action in an object: under `action`, or the object itself.
    static func action(in json: JSON) -> JSON? {
        if let inner = json["action"] {
            return inner.members == nil ? inner.string.map { _ in json } : inner
        }
        return json["arguments"] == nil ? nil : json
    }
}
