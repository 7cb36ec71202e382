/// How pixels come from the X server to us.
package enum CaptureMethod: Hashable, Sendable {
    /// The server writes into memory that we share with it (MIT-SHM): about 0.2 ms for 1920x1080.
    case sharedMemory
    /// The server sends the pixels over the connection (XGetImage), about fifty times slower, because of `Obstacle`.
    case requests(Obstacle)

    /// Why memory cannot be shared with the server.
    package enum Obstacle: Hashable, Sendable {
        /// The server does not offer the MIT-SHM extension.
        case noExtension
        /// The server cannot reach our memory: it runs on another host or in another IPC namespace.
        case refused(reason: String)
        /// This system gives us no segment of shared memory.
        case noSegment(bytes: Int, reason: String)
    }
}

extension CaptureMethod: CustomStringConvertible {
    package var description: String {
        switch self {
        case .sharedMemory: "shared memory"
        case .requests(let obstacle): "requests over the connection, because \(obstacle)"
        }
    }
}

extension CaptureMethod.Obstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noExtension: "the X server has no MIT-SHM extension"
        case .refused(let reason):
            "the X server refused shared memory (\(reason)), as one on another host or in another container does"
        case .noSegment(let bytes, let reason): "no \(bytes) bytes of shared memory could be had: \(reason)"
        }
    }
}
