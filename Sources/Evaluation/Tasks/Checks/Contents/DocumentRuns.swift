import Formats

/// How the text of a docx document looks, from piece to piece.
enum DocumentRuns {
    /// Properties that a person sees; the others differ from save to save.
    private static let properties: Set = ["b", "i", "u", "strike", "color", "sz", "highlight", "vertAlign"]
    private static let unset: Set = ["0", "false", "none", "auto", "baseline"]

    /// The looks of each paragraph; nothing for other documents.
    static func of(_ zip: ZipArchive) -> [String] {
        guard let part = try? zip.contents(of: "word/document.xml"), let body = try? XMLTree(part)["body"] else {
            return []
        }
        return body.all("p").map(looks)
    }

    /// Such as `'The ' plain, 'end' b sz=28`: neighbours that look alike are one piece.
    private static func looks(of paragraph: XMLTree) -> String {
        var pieces: [(text: String, look: String)] = []
        for run in paragraph.everywhere("r") {
            let text = run.all("t").map(\.text).joined()
            guard !text.isEmpty else { continue }
            let look = (run["rPr"]?.elements ?? []).filter { properties.contains($0.name) }
                .compactMap { property -> String? in
                    let value = property.attributes["val"] ?? ""
                    return unset.contains(value) ? nil : value.isEmpty ? property.name : "\(property.name)=\(value)"
                }.sorted().joined(separator: " ")
            if pieces.last?.look == look { pieces[pieces.count - 1].text += text } else { pieces.append((text, look)) }
        }
        return pieces.map { "'\($0.text)' \($0.look.isEmpty ? "plain" : $0.look)" }.joined(separator: ", ")
    }
}
