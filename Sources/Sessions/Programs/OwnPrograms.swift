package import Foundation

/// Where the programs of this package lie: they are installed, built and moved together.
package enum OwnPrograms {
    /// The folder of the running program, or of the bundle of tests.
    package static var folder: URL {
        let arguments = CommandLine.arguments
        let running: URL
        if let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count {
            running = URL(filePath: arguments[option + 1])
        } else {
            running = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        }
        return running.deletingLastPathComponent()
    }

    /// The guardian beside the running program, or beside the tests.
    static var guardian: URL { folder.appending(path: "deskhand-guardian") }
}
