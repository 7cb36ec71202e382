import Foundation
import X11Desktop

/// Openbox, with a configuration of ours: one desktop, no keyboard shortcuts that a program's own could meet.
struct WindowManager {
    let name: String
    let program: Program

    /// Starts it and waits until it has announced itself on the root window.
    init(
        at address: DisplayAddress, folder: SessionFolder, environment: [String: String], launcher: LaunchClient,
        look: Look, windows: [WindowPlace]
    ) throws {
        let file = folder.readable.appending(path: "openbox.xml")
        try folder.write(OpenboxConfiguration(look, windows).text, to: file)
        program = try Program(
            ["openbox", "--sm-disable", "--config-file", file.path], by: launcher, environment: environment,
            folder: folder.home,
            logs: folder.logs)
        let seconds = 20
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let name = try WindowManagerArrival.wait(at: address, for: .milliseconds(200)) {
                self.name = name
                return
            }
            try program.checkAlive()
            guard ContinuousClock.now < deadline else {
                throw SessionError.notReady(program: "openbox", seconds: seconds, lastOutput: program.lastOutput)
            }
        }
    }
}
