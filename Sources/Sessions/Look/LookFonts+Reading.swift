import Foundation
import Interaction
import JSON

extension LookFonts {
    private static let fields = ["sans", "serif", "mono", "fallback", "size", "hinting", "smooth", "families"]

    /// These fonts with what an object says of them; `families` describes those that we do not know.
    func changed(by json: JSON, at path: [JSONPathPart]) throws(JSONError) -> LookFonts {
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(Self.fields)
        let described = try Self.families(fields)
        func family(_ name: String, _ field: String) throws(JSONError) -> FontFamily {
            let candidates = described + families + FontFamily.known
            guard let family = candidates.first(where: { $0.name == name }) else {
                throw fields.fault(at: field, "the font '\(name)' is not known; say under families which files it has")
            }
            return family
        }
        var fonts = self
        if let name = try fields.word("sans") { fonts.sans = try family(name, "sans") }
        if let name = try fields.word("serif") { fonts.serif = try family(name, "serif") }
        if let name = try fields.word("mono") { fonts.mono = try family(name, "mono") }
        if let names = try fields.strings("fallback") {
            fonts.fallback = try names.map { (name) throws(JSONError) in try family(name, "fallback") }
        }
        fonts.size = try fields.integer("size", in: 4...72, expected: "a number of points from 4 to 72") ?? size
        fonts.hinting = try fields.choice("hinting", of: Hinting.self) ?? hinting
        fonts.isSmooth = try fields.boolean("smooth") ?? isSmooth
        return fonts
    }

    private static func families(_ fields: JSONFields) throws(JSONError) -> [FontFamily] {
        guard let json = fields["families"] else { return [] }
        guard case .array(let items) = json.value else {
            throw fields.mismatch("families", json, "an array of objects")
        }
        var families: [FontFamily] = []
        for (index, item) in items.enumerated() {
            let family = try JSONFields(item, path: fields.path + [.name("families"), .index(index)])
            try family.onlyKnow(["name", "files", "package"])
            guard let name = try family.word("name"), let files = try family.strings("files"), !files.isEmpty else {
                throw family.fault(at: "name", "expected name and files")
            }
            guard let stray = files.first(where: { $0.contains("..") || $0.contains("*") || $0.contains("?") }) else {
                families.append(FontFamily(name, files: files, package: try family.word("package")))
                continue
            }
            throw family.fault(at: "files", "expected a file name or an absolute path, found '\(stray)'")
        }
        return families
    }

    /// The fonts as an object, with the files of every family.
    var json: JSON {
        func text(_ text: String) -> JSON { JSON(.string(text)) }
        let described = families.map { family in
            JSON(
                .object(
                    [
                        JSONMember("name", text(family.name)),
                        JSONMember("files", JSON(.array(family.files.map(text)))),
                    ] + (family.package.map { [JSONMember("package", text($0))] } ?? [])))
        }
        return JSON(
            .object([
                JSONMember("sans", text(sans.name)), JSONMember("serif", text(serif.name)),
                JSONMember("mono", text(mono.name)),
                JSONMember("fallback", JSON(.array(fallback.map { text($0.name) }))),
                JSONMember("size", JSON(.number(Double(size)))), JSONMember("hinting", text(hinting.rawValue)),
                JSONMember("smooth", JSON(.bool(isSmooth))), JSONMember("families", JSON(.array(described))),
            ]))
    }
}
