import Foundation
import Images

/// Pictures given by the names of their files.
enum PictureFile {
    /// Why one cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(path: String, reason: String) {
            description = "cannot use the picture \(path): \(reason); give a PNG file"
        }

        init(video path: String, reason: String) {
            description = "cannot use the video \(path): \(reason); give a folder with its frames as PNG files"
        }

        init(timesOf path: String, reason: String) {
            description =
                "cannot use the times in \(path): \(reason); expected the time of each frame in seconds, one a line"
        }
    }

    /// Reads a PNG file.
    static func read(_ path: String) throws(Failure) -> Image {
        do {
            let bytes = try Data(contentsOf: URL(filePath: path))
            return unsafe try bytes.withUnsafeBytes { unsafe try Image(png: $0) }
        } catch let error as ImageError {
            throw Failure(path: path, reason: error.description)
        } catch {
            throw Failure(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads the PNG files of a folder in the order of their names, numbers by their value.
    static func frames(in folder: String) throws(Failure) -> [Image] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            let isThere = FileManager.default.fileExists(atPath: folder)
            throw Failure(video: folder, reason: isThere ? "it is not a readable folder" : "it does not exist")
        }
        let frames = names.filter { $0.lowercased().hasSuffix(".png") }.sorted {
            $0.compare($1, options: .numeric) == .orderedAscending
        }
        guard !frames.isEmpty else { throw Failure(video: folder, reason: "the folder has no PNG files") }
        var images: [Image] = []
        for name in frames { images.append(try read(folder + "/" + name)) }
        return images
    }

    /// Reads the times of a video's frames in seconds, one a line.
    static func seconds(in path: String) throws(Failure) -> [Double] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw Failure(timesOf: path, reason: isThere ? "it is not UTF-8 text" : "it does not exist")
        }
        var seconds: [Double] = []
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let second = Double(line.filter { !$0.isWhitespace }) else {
                throw Failure(timesOf: path, reason: "line \(index + 1): expected a number, found '\(line.prefix(40))'")
            }
            seconds.append(second)
        }
        return seconds
    }
}
