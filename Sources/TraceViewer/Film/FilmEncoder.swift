import Foundation
import Images

/// What kind of video a file is.
enum FilmFormat: String, CaseIterable {
    case mp4
    case webm

    /// - Throws: ``FilmError/unknownEnding(path:)``.
    init(of path: String) throws(FilmError) {
        guard let format = FilmFormat(rawValue: URL(filePath: path).pathExtension.lowercased()) else {
            throw .unknownEnding(path: path)
        }
        self = format
    }

    /// How `ffmpeg` makes it, so that browsers play it.
    var options: [String] {
        switch self {
        case .mp4:
            ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        case .webm:
            [
                "-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0", "-deadline", "realtime", "-cpu-used", "7", "-row-mt",
                "1", "-pix_fmt", "yuv420p",
            ]
        }
    }
}

/// A running `ffmpeg`, which is given pictures as they are, through a pipe.
struct FilmEncoder {
    private let process = Process()
    private let pictures = Pipe()
    /// Where it writes what is wrong; a file, since nobody reads it before the end.
    private let complaints: URL

    /// Starts it.
    ///
    /// - Parameters:
    ///   - rate: pictures a second.
    ///   - title: what the video says that it is of.
    init(
        _ format: FilmFormat, size: Size<ImageSpace>, rate: Int, title: String, to path: String
    ) throws(FilmError) {
        guard let program = Self.program else { throw .noEncoder }
        complaints = FileManager.default.temporaryDirectory.appending(path: "deskhand-film-\(UUID().uuidString)")
        process.executableURL = program
        process.arguments =
            ["-hide_banner", "-nostats", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "bgr0", "-video_size"]
            + ["\(size.width)x\(size.height)", "-framerate", "\(rate)", "-i", "pipe:0", "-an"] + format.options
            + ["-metadata", "title=\(title)", "-f", format.rawValue, "-y", "file:\(path)"]
        process.standardInput = pictures
        process.standardOutput = FileHandle.nullDevice
        do {
            try Data().write(to: complaints)
            process.standardError = try FileHandle(forWritingTo: complaints)
            try process.run()
        } catch {
            try? FileManager.default.removeItem(at: complaints)
            throw .encoderFailed(status: -1, words: "it cannot be started: \(error.localizedDescription)")
        }
    }

    /// Gives it a picture, as often as it is to be shown.
    func append(_ image: Image, times: Int) throws(FilmError) {
        let bytes = unsafe image.withBytes { unsafe Data($0) }
        for _ in 0..<times {
            do { try pictures.fileHandleForWriting.write(contentsOf: bytes) } catch {
                // It has ended, and says why.
                return try finish()
            }
        }
    }

    /// Waits until the video is whole.
    ///
    /// - Throws: ``FilmError/encoderFailed(status:words:)`` with its own words.
    func finish() throws(FilmError) {
        defer { try? FileManager.default.removeItem(at: complaints) }
        try? pictures.fileHandleForWriting.close()
        process.waitUntilExit()
        let status = process.terminationStatus
        guard process.terminationReason == .exit, status == 0 else {
            let words = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
            let lines = words.split(whereSeparator: \.isNewline).suffix(5).joined(separator: "; ")
            throw .encoderFailed(status: status, words: lines)
        }
    }

    /// Ends it before the video is whole.
    func cancel() {
        process.terminate()
        try? finish()
    }

    private static var program: URL? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return folders.split(separator: ":").map { URL(filePath: "\($0)/ffmpeg") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
