package import Constraints

extension TokenTable {
    /// What each token of `tokenizer` writes.
    ///
    /// - Throws: ``ConstraintError/missingByte(_:)`` if a byte has no token.
    package convenience init(_ tokenizer: Tokenizer) throws(ConstraintError) {
        try self.init(
            count: tokenizer.endID,
            token: { id in
                let bytes = tokenizer.bytes(of: id) ?? []
                guard let added = tokenizer.addedToken(id) else { return .text(bytes) }
                return added.isSpecial ? .none : .tag(bytes)
            }, encode: { tokenizer.encode($0) })
    }
}
