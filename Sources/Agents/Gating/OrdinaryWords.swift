/// Names that look like those of irreversible acts but are not.
enum OrdinaryWords {
    /// Whether a word that differs from an irreversible one in a single letter is an ordinary word, and so was read correctly.
    static func contains(_ word: String) -> Bool { neighbours.contains(word) }

    /// Whether the whole label, as words with one space between them, is that of an act that changes nothing for good.
    ///
    /// Only whole labels count: a program could hide an irreversible act behind a part of one.
    static func isLabel(_ label: String) -> Bool { labels.contains(label) }

    /// Words of six letters and more, one letter from those of ``IrreversibleWords``, of another meaning. Inflections of
    /// the irreversible words themselves, such as "envoyez", are left out.
    private static let neighbours: Set<String> = [
        // English
        "remote", "summit", "discord", "formal", "fermat", "gender", "gander", "reactivate", "rebook", "revote",
        "having",
        "paving", "raving", "sawing", "saying", "waving", "starter", "started", "quieter", "quilter", "publican",
        "smarten",
        "commended", "commander",
        // German
        "sender", "senken", "sengen", "wenden", "lenden", "sonden", "sanden", "seiden", "sünden", "absender",
        "absenken",
        "abwenden", "anmelden", "zählen", "wahlen", "mahlen", "fahlen", "kahlen", "zahmen", "zahler", "kauten",
        "haufen",
        "laufen", "raufen", "saufen", "taufen", "aufführen", "ausfahren", "ausfuhren", "beengen", "blenden",
        "bestehlen",
        "bestallen", "besteller", "gestellen", "befahlen", "entkernen", "formaten", "gönner", "laschen", "röschen",
        "höschen", "löscher", "lehren", "heeren", "beeren", "meeren", "teeren", "leerer", "leeres", "starren",
        "starken",
        "staaten", "sparten", "statten", "stauten", "störten", "verwerten", "vorwerfen", "überschreiten", "quitten",
        // French
        "achever", "oublier", "effarer", "envoler", "corneille", "ébraser", "forçat", "restait", "restant", "reverra",
        // Spanish
        "descargar", "descantar", "descarnar", "descastar", "aparar", "apegar", "amagar", "bordar", "barrar", "forrar",
        "horrar", "cercar", "serrar", "herrar", "ferrar", "saciar", "variar", "viciar", "enfiar", "formar", "ejecutor",
        "cesión", "lesión", "papeleta",
    ]

    private static let labels: Set<String> = [
        "sort order", "order by", "tab order", "reading order", "in order", "stacking order", "reverse order",
        "send to back", "send backward", "send backwards", "reset zoom", "reset view", "reset layout", "run time",
        "file format", "date format", "time format", "number format", "page format", "paper format", "picture format",
        "image format", "output format", "format cells", "format painter", "format paragraph", "format as", "post code",
        "blog post", "find and replace", "replace with", "run in background", "last run", "next run", "first run",
        "blog posts", "money order", "print order", "page order", "byte order", "z order",
        "zoom zurücksetzen", "ansicht zurücksetzen", "suchen und ersetzen", "ersetzen durch",
        "rechercher et remplacer", "remplacer par", "buscar y reemplazar", "reemplazar con",
    ]
}
