import Formats
import Images
import JSON
import Traces

/// Other contents of a file that a run changed.
struct FileChange {
    /// Values that are altered.
    private static let maximumValues = 3

    let contents: [UInt8]
    /// What it was before; `nil` for a new file.
    let before: [UInt8]?
    let name: String
    /// Places that differ from run to run, and are not altered.
    let unsteady: [String]

    /// Wrong ones, with words.
    var alterations: [(String, [UInt8])] {
        if let archive = archive { return altered(archive) }
        if let picture = try? Picture(contents) { return altered(picture) }
        let plain = inflated ?? contents
        guard let text = plain.utf8Text, !plain.contains(0) else {
            return contents.isEmpty ? [] : [("cut off in the middle", Array(contents.prefix(contents.count / 2)))]
        }
        var found = alteredValues(of: text, plain)
        let lines = text.textLines
        if lines.count > 1 {
            let half = lines.prefix(lines.count / 2).joined(separator: "\n") + "\n"
            found.append(("only the first half", Array(half.utf8)))
        }
        if FileFacts(of: contents, name: name).kind == .text {
            if lines.count > 1 {
                found.append(("the last line lost", Array(lines.dropLast().joined(separator: "\n").utf8)))
            }
            found.append(("a line too many", Array((text + (text.hasSuffix("\n") ? "" : "\n") + "and more\n").utf8)))
        }
        let facts = FileFacts(of: contents, name: name)
        // What says the same is not wrong.
        return found.filter { FileFacts(of: $0.1, name: name) != facts }
    }

    /// Saves of the same, with words.
    var otherSaves: [(String, [UInt8])] {
        if let archive { return [("packed otherwise", StoredArchive.bytes(of: archive))] }
        if let picture = try? Picture(contents), let bytes = try? picture.image.png(), name.hasSuffix(".png") {
            return [("saved again", bytes)]
        }
        if let inflated { return [("without compression", inflated)] }
        guard let text = contents.utf8Text, !contents.contains(0), !text.isEmpty else { return [] }
        let end =
            text.hasSuffix("\n")
            ? ("without its last newline", String(text.dropLast())) : ("with a newline at the end", text + "\n")
        var saves = [(end.0, Array(end.1.utf8))]
        let kind = FileFacts(of: contents, name: name).kind
        if kind == .json, let json = try? JSON(parsing: text) {
            saves.append(("with its keys in another order", Array(json.reversed.spacedText.utf8)))
        }
        if kind == .settings {
            saves.append(("with blank lines between its settings", Array(text.replacing("\n", with: "\n\n").utf8)))
        }
        return saves
    }

    private var inflated: [UInt8]? {
        contents.starts(with: [0x1F, 0x8B]) ? try? Inflation.inflate(contents[...], .gzip, limit: 64 << 20) : nil
    }

    private var archive: [(name: String, contents: [UInt8])]? {
        guard contents.starts(with: [0x50, 0x4B]), let zip = try? ZipArchive(contents) else { return nil }
        return try? zip.entries.filter { !$0.name.hasSuffix("/") }.map { ($0.name, try zip.contents(of: $0)) }
    }

    /// The text with a character of a changed value altered.
    private func alteredValues(of text: String, _ plain: [UInt8]) -> [(String, [UInt8])] {
        let facts = FileFacts(of: contents, name: name)
        let first = before.map { FileFacts(of: $0, name: name) } ?? FileFacts(kind: facts.kind, values: [:])
        let places = facts.differences(from: first, except: unsteady.map { PlacePattern($0) })
        return places.compactMap { place in
            facts.values[place].flatMap { Self.altered($0, in: text) }.map { ("\(place) altered", Array($0.utf8)) }
        }.prefix(Self.maximumValues).map(\.self)
    }

    /// `text` with the longest word of `value` another one, where it stands last or everywhere.
    private static func altered(_ value: String, in text: String, everywhere: Bool = false) -> String? {
        let words = value.split { !$0.isLetter && !$0.isNumber }.filter { text.contains($0) }
        guard let word = words.max(by: { $0.count < $1.count }), let range = text.ranges(of: word).last,
            let last = word.last
        else { return nil }
        let end: Character = last.isNumber ? (last == "7" ? "3" : "7") : (last == "x" ? "y" : "x")
        let opposite = ["true": "false", "false": "true"][String(word)]
        let other = opposite ?? String(word.dropLast()) + String(end)
        return everywhere ? text.replacing(word, with: other) : text.replacingCharacters(range, with: other)
    }

    /// Office documents with a changed value altered, archives with a file lost.
    private func altered(_ archive: [(name: String, contents: [UInt8])]) -> [(String, [UInt8])] {
        let facts = FileFacts(of: contents, name: name)
        var found: [(String, [UInt8])] = []
        if facts.kind == .archive {
            for index in archive.indices.prefix(Self.maximumValues) {
                var fewer = archive
                found.append(("'\(fewer.remove(at: index).name)' lost", StoredArchive.bytes(of: fewer)))
            }
        } else if let index = archive.firstIndex(where: { Self.mainParts.contains($0.name) }),
            let text = archive[index].contents.utf8Text
        {
            let first = before.map { FileFacts(of: $0, name: name) } ?? FileFacts(kind: facts.kind, values: [:])
            for place in facts.differences(from: first) {
                guard let other = facts.values[place].flatMap({ Self.altered($0, in: text, everywhere: true) }) else {
                    continue
                }
                var copy = archive
                copy[index].contents = Array(other.utf8)
                found.append(("\(place) altered", StoredArchive.bytes(of: copy)))
                if found.count == Self.maximumValues { break }
            }
        }
        return found.filter { FileFacts(of: $0.1, name: name) != facts }
    }

    private static let mainParts = [
        "content.xml", "word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "ppt/slides/slide1.xml",
    ]

    private func altered(_ picture: Picture) -> [(String, [UInt8])] {
        let image = picture.image
        let half = Box<ImageSpace>(x: 0, y: 0, width: Double(image.width), height: Double(max(1, image.height / 2)))
        let spot = image.blackened(
            in: Box(x: 0, y: 0, width: Double(min(8, image.width)), height: Double(min(8, image.height))))
        return [("its lower half cut off", image.cropped(to: half)), ("a spot painted", spot)].compactMap {
            name, image in
            guard let bytes = try? image?.png(),
                FileFacts(of: bytes, name: self.name) != FileFacts(of: contents, name: self.name)
            else { return nil }
            return (name, bytes)
        }
    }
}

extension JSON {
    /// The same with the members of each object in the opposite order.
    fileprivate var reversed: JSON {
        if let members { return JSON(.object(members.reversed().map { JSONMember($0.name, $0.value.reversed) })) }
        if let items { return .list(items.map(\.reversed)) }
        return self
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}

extension Image {
    /// The picture with a part inverted.
    fileprivate func blackened(in box: Box<ImageSpace>) -> Image {
        unsafe Image(width: width, height: height) { target in
            unsafe withBytes { source in
                for y in 0..<height {
                    for x in 0..<width {
                        let isInside = Double(x) < box.width && Double(y) < box.height
                        for channel in 0..<4 {
                            let byte = unsafe source[y * bytesPerRow + 4 * x + channel]
                            unsafe target[4 * (y * width + x) + channel] = isInside && channel < 3 ? 255 - byte : byte
                        }
                    }
                }
            }
        }
    }
}
