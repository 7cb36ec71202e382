import Agents

/// Whether a control under another name may be taken for the recorded one.
///
/// At least half of the words that say something have to be the same, all numbers, and no word may be new that makes
/// another control of it, as in 'Place order' and 'Delete order'.
struct OtherName {
    private let old: Set<String>
    private let new: Set<String>
    private let isIrreversible: (old: Bool, new: Bool)

    /// Words that join others.
    private static let joining: Set<String> = [
        "a", "an", "the", "to", "of", "in", "on", "at", "by", "for", "from", "with", "and", "or", "as", "is", "it",
        "this",
        "that", "your", "my", "all",
    ]
    /// Words that make the opposite, or the end, of something.
    private static let opposing: Set<String> = [
        "abort", "cancel", "clear", "close", "decline", "delete", "deny", "disable", "discard", "don't", "dont", "exit",
        "hide", "never", "no", "none", "not", "off", "quit", "reject", "remove", "reset", "stop", "undo", "unlock",
        "without",
    ]

    init(of old: String, _ new: String) {
        let words = IrreversibleWords()
        isIrreversible = (words.word(in: old) != nil, words.word(in: new) != nil)
        (self.old, self.new) = (Self.words(of: old), Self.words(of: new))
    }

    var isLikely: Bool {
        let common = old.intersection(new)
        guard !common.isEmpty, 2 * common.count >= min(old.count, new.count) else { return false }
        let (gone, added) = (old.subtracting(new), new.subtracting(old))
        guard gone.union(added).allSatisfy({ !$0.contains(where: \.isNumber) }) else { return false }
        guard gone.union(added).isDisjoint(with: Self.opposing) else { return false }
        return isIrreversible.old || !isIrreversible.new
    }

    private static func words(of name: String) -> Set<String> {
        let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
        return Set(parts).subtracting(joining)
    }
}
