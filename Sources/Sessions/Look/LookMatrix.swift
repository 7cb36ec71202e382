import Foundation
package import JSON

/// Looks under which recordings are replayed.
package enum LookMatrix {
    /// The matrix that is used when none is named.
    package static func standard() throws(JSONError) -> [LookVariant] { try read(try JSON(parsing: text)) }

    /// Reads what an option was given: `all`, names of the standard matrix between commas, or the path of a file with an
    /// array of objects and such names.
    ///
    /// - Throws: ``LookMatrixError``.
    package static func chosen(by option: String) throws(LookMatrixError) -> [LookVariant] {
        let known: [LookVariant]
        do throws(JSONError) { known = try standard() } catch { throw .malformed("all", reason: "\(error)") }
        if option == "all" { return known }
        let names = option.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let unknown = names.first { name in !known.contains { $0.name == name } }
        guard let unknown else { return known.filter { names.contains($0.name) } }
        guard let bytes = FileManager.default.contents(atPath: option) else {
            throw .unknown(unknown, known: known.map(\.name))
        }
        do throws(JSONError) {
            return try read(try JSON(parsing: String(decoding: bytes, as: UTF8.self)), known: known)
        } catch {
            throw .malformed(option, reason: "\(error)")
        }
    }

    private static func read(_ json: JSON, known: [LookVariant] = []) throws(JSONError) -> [LookVariant] {
        guard case .array(let items) = json.value, !items.isEmpty else {
            throw JSONError.field(path: [], line: json.line, problem: "expected an array of looks")
        }
        var variants: [LookVariant] = []
        for (index, item) in items.enumerated() {
            let named = item.string.flatMap { name in known.first { $0.name == name } }
            let variant = if let named { named } else { try LookVariant(json: item, at: [.index(index)]) }
            guard !variants.contains(where: { $0.name == variant.name }) else {
                throw JSONError.field(
                    path: [.index(index)], line: item.line, problem: "the name '\(variant.name)' is taken twice")
            }
            variants.append(variant)
        }
        return variants
    }

    /// Text from 80 to 150 %, resolutions from 96 to 192 dots an inch, themes, fonts, icons, pointers, frames, screens,
    /// locales. A doubled resolution comes with a doubled screen, as on real displays.
    private static let text = """
        [
          {"name": "text-80", "text_percent": 80},
          {"name": "text-90", "text_percent": 90},
          {"name": "text-110", "text_percent": 110},
          {"name": "text-120", "text_percent": 120},
          {"name": "text-130", "text_percent": 130},
          {"name": "text-140", "text_percent": 140},
          {"name": "text-150", "text_percent": 150},
          {"name": "dpi-108", "dots_per_inch": 108},
          {"name": "dpi-120", "dots_per_inch": 120},
          {"name": "dpi-144", "dots_per_inch": 144, "screen_percent": 150},
          {"name": "dpi-168", "dots_per_inch": 168, "screen_percent": 175},
          {"name": "dpi-192", "dots_per_inch": 192, "screen_percent": 200},
          {"name": "dark", "theme": "dark"},
          {"name": "contrast", "theme": "contrast"},
          {"name": "dark-contrast", "theme": "dark-contrast"},
          {"name": "dark-text-120", "theme": "dark", "text_percent": 120},
          {"name": "dark-dpi-120", "theme": "dark", "dots_per_inch": 120},
          {"name": "font-liberation", "fonts": {"sans": "Liberation Sans", "serif": "Liberation Serif", "mono": "Liberation Mono"}},
          {"name": "font-noto", "fonts": {"sans": "Noto Sans CJK JP"}},
          {"name": "font-serif", "fonts": {"sans": "DejaVu Serif"}},
          {"name": "font-unhinted", "fonts": {"hinting": "none"}},
          {"name": "font-full-hinting", "fonts": {"hinting": "full"}},
          {"name": "font-rough", "fonts": {"smooth": false}},
          {"name": "icons-hicolor", "icons": "hicolor"},
          {"name": "icons-papirus", "icons": "Papirus"},
          {"name": "pointer-48", "pointer_size": 48},
          {"name": "no-window-manager", "window_manager": false},
          {"name": "screen-80", "screen_percent": 80},
          {"name": "screen-150", "screen_percent": 150},
          {"name": "screen-1920x1080", "screen": [1920, 1080]},
          {"name": "locale-british", "locale": "en_GB.UTF-8"},
          {"name": "locale-german", "locale": "de_DE.UTF-8"},
          {"name": "time-zone-tokyo", "time_zone": "Asia/Tokyo"}
        ]
        """
}

/// Why an option names no matrix of looks.
package enum LookMatrixError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither a look of the standard matrix nor a readable file.
    case unknown(String, known: [String])
    /// The file cannot be read as a matrix.
    case malformed(String, reason: String)

    package var description: String {
        switch self {
        case .unknown(let text, let known):
            "--looks: no such look or file '\(text)'; give all, a file, or some of \(known.joined(separator: ","))"
        case .malformed(let text, let reason): "--looks '\(text)': \(reason)"
        }
    }
}
