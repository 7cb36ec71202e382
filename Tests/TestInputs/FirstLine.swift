package import Foundation

extension FileHandle {
    /// The first line of a program's output without its end, waited for; what there is if the program ends before.
    package func firstLine() -> String {
        var line = ""
        while !line.hasSuffix("\n") {
            let bytes = availableData
            if bytes.isEmpty { break }
            line += String(decoding: bytes, as: UTF8.self)
        }
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
