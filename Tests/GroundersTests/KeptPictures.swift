import Foundation
import Images

/// Pictures of programs with the words asked of them, kept in a folder so that another reader can be asked the same.
///
/// `DESKHAND_READING_PICTURES` names the folder; `pictures.tsv` in it has a line for each word.
struct KeptPictures {
    /// One word that stands on a picture.
    struct Question: Hashable {
        let picture: String
        let font: String
        let place: String
        let word: String
    }

    private let folder: URL
    private var list: URL { folder.appending(path: "pictures.tsv") }

    /// The folder in which this run keeps what it sees, if any.
    static let wanted = ProcessInfo.processInfo.environment["DESKHAND_READING_PICTURES"].map(KeptPictures.init(path:))

    init(path: String) { folder = URL(filePath: path) }

    /// Adds a word and its picture, which is written once.
    func keep(_ word: String, place: String, font: String, on image: Image) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let bytes = Data(try image.png())
        let lines = (try? String(contentsOf: list, encoding: .utf8)) ?? ""
        let last = lines.split(separator: "\n").last?.split(separator: "\t").first.map(String.init)
        var name = last ?? ""
        if last == nil || (try? Data(contentsOf: folder.appending(path: name))) != bytes {
            name = "\(lines.count { $0 == "\n" }).png"
            try bytes.write(to: folder.appending(path: name))
        }
        try Data((lines + "\(name)\t\(font)\t\(place)\t\(word)\n").utf8).write(to: list)
    }

    /// All questions, in the order in which they were asked.
    var questions: [Question] {
        get throws {
            try String(contentsOf: list, encoding: .utf8).split(separator: "\n").compactMap { line in
                let parts = line.split(separator: "\t").map(String.init)
                guard parts.count == 4 else { return nil }
                return Question(picture: parts[0], font: parts[1], place: parts[2], word: parts[3])
            }
        }
    }

    func image(_ name: String) throws -> Image {
        try Image(png: Array(Data(contentsOf: folder.appending(path: name))))
    }
}
