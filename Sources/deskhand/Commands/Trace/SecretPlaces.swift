import Grounders
import Images
import Traces

/// Where secrets show on the screens of a trace: as programs tell them, as they are read, and where they were typed.
struct SecretPlaces {
    private let secrets: [String]
    private let redaction: Redaction
    private let reader = TextReader()

    init(_ secrets: [String: String]) {
        self.secrets = secrets.values.map(Self.letters).filter { $0.count >= Self.minimumLetters }
        redaction = Redaction(secrets: secrets, ignoresCase: true)
    }

    /// The places on the screen.
    func places(in trace: Trace) async throws -> [Box<ScreenSpace>] {
        guard !redaction.isEmpty else { return [] }
        var places = try trace.typedPlaces(of: redaction)
        for look in trace.looks {
            guard let frame = look.screen.coordinates.restored else { continue }
            let told = look.elements.filter { redaction.finds($0.name) }.map(\.box)
            let labels = try await reader.labels(on: try trace.image(of: look.screen.frame))
            let read = Self.indices(of: secrets, in: labels.map(\.text)).union(
                labels.indices.filter { redaction.finds(labels[$0].text) })
            places += (told + read.map { labels[$0].box.expanded(by: 3) }).map(frame.screenBox)
        }
        return places
    }

    /// Shorter words are looked for as they are, not letter by letter.
    private static let minimumLetters = 5
    /// Letters that are read for each other.
    private static let alike: [Character: Character] = ["0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b"]

    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "|" }.map { alike[$0] ?? $0 })
    }

    /// The labels in which a secret stands, letter by letter: it may be spread over several, and signs be misread.
    static func indices(of secrets: [String], in labels: [String]) -> Set<Int> {
        var whole: [Character] = []
        var owners: [Int] = []
        for (index, label) in labels.enumerated() {
            let letters = Array(letters(label))
            whole += letters
            owners += letters.map { _ in index }
        }
        var found: Set<Int> = []
        for secret in secrets.map(Array.init) where secret.count <= whole.count {
            for start in 0...(whole.count - secret.count)
            where whole[start..<(start + secret.count)].elementsEqual(secret) {
                found.formUnion(owners[start..<(start + secret.count)])
            }
        }
        return found
    }
}
