import Foundation
package import Images

extension Trace {
    /// What its folder or file is called.
    package var name: String { URL(filePath: folder.path).absoluteURL.standardizedFileURL.lastPathComponent }

    /// The header and all lines as JSON, brought up to date.
    package func linesAsJSON() throws(TraceError) -> [String] {
        var texts = [String(decoding: try encoded(header, "header").dropLast(), as: UTF8.self)]
        for line in lines {
            texts.append(String(decoding: try encoded(line, line.event.name).dropLast(), as: UTF8.self))
        }
        return texts
    }

    /// The pictures as they are kept, whole ones and parts, by their names; those that are lost are left out.
    package func keptFiles() -> [(name: FrameName, contents: [UInt8])] {
        frameFiles.sorted { $0.description < $1.description }.compactMap { file in
            guard folder.fault(of: file) == nil, let bytes = try? keptFile(of: file) else { return nil }
            return (file, bytes)
        }
    }
}
