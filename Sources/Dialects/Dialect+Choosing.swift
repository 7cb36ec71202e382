extension Dialect {
    /// The dialect of a model, by the name that its server gives it, such as `Qwen/Qwen3-VL-8B-Instruct` or
    /// `claude-opus-5`; `nil` where the name tells nothing, so that ``json`` is to be tried.
    ///
    /// The longest part of a name that is known decides, so that a model's version outweighs its family.
    package static func chosen(forModel name: String) -> Dialect? {
        let name = name.asModelName
        return all.flatMap { dialect in dialect.models.map { (dialect: dialect, part: $0) } }
            .filter { name.contains($0.part) }
            .max { $0.part.count < $1.part.count }?.dialect
    }

    /// Whether a model of this name speaks the dialect.
    package func chooses(_ modelName: String) -> Bool { Self.chosen(forModel: modelName)?.name == name }
}

extension String {
    /// In lower case, with hyphens for all that servers put between the parts of a name.
    fileprivate var asModelName: String {
        String(lowercased().map { "_ :/".contains($0) ? "-" : $0 })
    }
}
