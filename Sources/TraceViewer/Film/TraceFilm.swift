import Foundation
import Images
package import Traces

/// A trace as a video: its screens, the pointer and what was pressed drawn in, and the steps as captions.
package struct TraceFilm {
    private let trace: Trace
    private let shots: [FilmShot]

    /// Pictures a second.
    private static let rate = 20

    /// - Throws: ``FilmError/noPictures`` where there is nothing to show.
    package init(_ trace: Trace, pace: FilmPace) throws(FilmError) {
        self.trace = trace
        shots = FilmShot.all(of: trace, pace: pace)
        guard !shots.isEmpty else { throw .noPictures }
    }

    /// How long it takes, in seconds.
    package var seconds: Double { shots.reduce(0) { $0 + Double(Self.pictures(of: $1)) } / Double(Self.rate) }

    /// Writes it to a new file, whose ending says what it becomes: `.mp4` or `.webm`.
    ///
    /// - Throws: ``FilmError``, and ``TraceError`` for a frame that cannot be read.
    package func write(to path: String) throws {
        let format = try FilmFormat(of: path)
        guard !FileManager.default.fileExists(atPath: path) else {
            throw FilmError.notWritable(path: path, reason: "it exists")
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw FilmError.notWritable(path: path, reason: "the folder '\(folder)' does not exist or is not writable")
        }
        let part = path + ".part"
        do {
            try encode(format, to: part)
            try FileManager.default.moveItem(atPath: part, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        }
    }

    private func encode(_ format: FilmFormat, to path: String) throws {
        let stage = FilmStage(for: try sizes())
        let encoder = try FilmEncoder(
            format, size: stage.size, rate: Self.rate, title: trace.header.instruction, to: path)
        do {
            for shot in shots {
                let image = try trace.image(of: shot.frame)
                let plate = stage.plate(shot, showing: image)
                let count = Self.pictures(of: shot)
                if shot.way.count < 2 {
                    try encoder.append(stage.picture(plate, shot, at: 1, showing: image), times: count)
                } else {
                    for number in 1...count {
                        let part = Double(number) / Double(count)
                        try encoder.append(stage.picture(plate, shot, at: part, showing: image), times: 1)
                    }
                }
            }
        } catch {
            encoder.cancel()
            throw error
        }
        try encoder.finish()
    }

    /// The sizes of all screens, each frame once.
    private func sizes() throws -> [Size<ImageSpace>] {
        var known: Set<FrameName> = []
        return try shots.map(\.frame).filter { known.insert($0).inserted }.map { try trace.image(of: $0).size }
    }

    private static func pictures(of shot: FilmShot) -> Int {
        max(1, Int((shot.seconds * Double(rate)).rounded()))
    }
}
