import Foundation
import Sessions
import Synchronization

/// The video of a guest's screen, by ffmpeg.
final class GuestRecording: Sendable {
    private let running = Mutex<Program?>(nil)
    private static let file = ".deskhand-recording.mp4"
    /// Bytes of a video that are read.
    private static let maximum = 1 << 30

    /// - Throws: ``OSWorldGuest/Fault`` where it runs already or there is no ffmpeg.
    func start(in session: Session) throws {
        try running.withLock { running in
            guard running == nil else { throw OSWorldGuest.Fault(400, "Recording is already in progress.") }
            try? GuestFiles(root: session.home).remove(try GuestPath(Self.file))
            // In fragments, so that what there is of it can be played however it ends.
            let words = [
                "ffmpeg", "-y", "-loglevel", "error", "-f", "x11grab", "-draw_mouse", "1", "-framerate", "30", "-i",
                session.environment["DISPLAY"] ?? "", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
                "-movflags", "frag_keyframe+empty_moov", session.home.appending(path: Self.file).path,
            ]
            do throws(SessionError) {
                running = try session.launch(words)
            } catch {
                throw OSWorldGuest.Fault(500, "Failed to start recording: \(error)")
            }
        }
    }

    /// - Throws: ``OSWorldGuest/Fault`` where none runs, or there is no video.
    func end(in session: Session) async throws -> [UInt8] {
        let program = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let program else { throw OSWorldGuest.Fault(400, "No recording in progress to stop.") }
        // It takes a moment to write the end of the file, and waiting for it blocks a thread.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                program.stop()
                continuation.resume()
            }
        }
        do {
            return try GuestFiles(root: session.home).read(try GuestPath(Self.file), limit: Self.maximum)
        } catch {
            throw OSWorldGuest.Fault(500, "there is no video: \(program.lastOutput)")
        }
    }
}
