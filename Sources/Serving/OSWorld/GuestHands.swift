import Agents
import Foundation
import Images
import Interaction
import JSON
import Policies
package import Sessions
import X11Desktop

/// What Python programs on a guest reach the screen by: our stand-ins for `pyautogui` and `pyperclip`, which speak over a
/// socket, so that what they do passes the gate and stands in the trace.
package struct GuestHands: Sendable {
    private let desktop: ServedDesktop
    /// What programs see, and cannot write.
    private let folder: URL

    private static let modules = [
        ("pyautogui.py", PackageResources.pyautogui_py), ("pyperclip.py", PackageResources.pyperclip_py),
    ]

    /// Tasks call `sudo`, also for what the user may do anyway; it runs the command as the user, who is all there is.
    private static let sudo = """
        #!/bin/sh
        while :; do
            case "$1" in
            -u | -g | -p | -h) shift 2 ;;
            -*) shift ;;
            *=*) export "$1" && shift ;;
            *) break ;;
            esac
        done
        [ $# -gt 0 ] || exit 0
        exec "$@"

        """

    /// Writes the modules for the desktop's programs.
    init(_ desktop: ServedDesktop) throws {
        self.desktop = desktop
        folder = try Self.written(for: desktop.session)
    }

    /// Prepares a session in which what OSWorld's harness did is done again, without hands: what programs did with them stands in
    /// the trace itself.
    ///
    /// - Returns: what its programs find in their environment.
    package static func prepare(_ session: Session) throws -> [String: String] {
        let folder = try written(for: session)
        try GuestPlaces.makeFolders(in: session.home)
        return variables(of: session, folder)
    }

    /// The folder with what programs see, and cannot write.
    private static func written(for session: Session) throws -> URL {
        let folder = session.readable.appending(path: "osworld", directoryHint: .isDirectory)
        let files = FileManager.default
        for part in ["python", "bin"] {
            try files.createDirectory(at: folder.appending(path: part), withIntermediateDirectories: true)
        }
        for (name, bytes) in Self.modules {
            try Data(bytes).write(to: folder.appending(path: "python").appending(path: name))
        }
        let sudo = folder.appending(path: "bin/sudo").path
        guard files.createFile(atPath: sudo, contents: Data(Self.sudo.utf8), attributes: [.posixPermissions: 0o755])
        else { throw OSWorldFleet.Failure(description: "\(sudo) cannot be written") }
        // Debian has no `python`, which OSWorld's commands call.
        try files.createSymbolicLink(
            atPath: folder.appending(path: "bin/python").path, withDestinationPath: "/usr/bin/python3")
        return folder
    }

    /// Where the modules' questions are answered.
    var socket: String { Self.socket(in: folder) }

    private static func socket(in folder: URL) -> String { folder.appending(path: "hands").path }

    /// What the guest's programs find in their environment.
    func variables(of session: Session) -> [String: String] { Self.variables(of: session, folder) }

    private static func variables(of session: Session, _ folder: URL) -> [String: String] {
        let path = session.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return [
            "HOME": GuestPlaces.home, "PATH": "\(folder.appending(path: "bin").path):\(path)",
            "PYTHONPATH": folder.appending(path: "python").path, "PYTHONDONTWRITEBYTECODE": "1",
            "DESKHAND_HANDS": socket(in: folder),
        ]
    }

    /// Answers the modules until the task is cancelled.
    func run() async throws {
        let server = HTTPServer(access: HTTPAccess()) { try await answer($0) }
        try await server.run(atSocket: socket) {}
    }

    private func answer(_ exchange: HTTPExchange) async throws {
        do {
            try await exchange.respond(try await response(to: exchange.request))
        } catch let error as CancellationError {
            throw error
        } catch {
            try await exchange.respond(.text("\(error)", status: 400))
        }
    }

    private func response(to request: HTTPRequest) async throws -> HTTPResponse {
        switch request.path {
        case "/pointer":
            let place = try await desktop.look().pointer.pixel
            return .json(.list([.integer(place.x), .integer(place.y)]))
        case "/size":
            let size = try await desktop.look().screenshot.screen
            return .json(.list([.integer(size.width), .integer(size.height)]))
        case "/screenshot":
            return HTTPResponse(status: 200, body: try await desktop.look().screenshot.image.png())
        case "/act":
            let text = String(decoding: request.body, as: UTF8.self)
            let steps = try ScriptStep.action(JSONFields(try JSON(parsing: text)))
            let ending = try await desktop.run(Script(steps: steps))
            if let reason = ending.outcome.failureReason { return .text(reason, status: 409) }
            return .json(.object([:]))
        default: return .text("there is no \(request.path)", status: 404)
        }
    }
}

extension Outcome {
    /// The reason of a failure; `nil` on success.
    var failureReason: String? {
        switch self {
        case .success: nil
        case .failure(let reason), .infeasible(let reason), .refusal(let reason), .safetyStop(let reason),
            .outsidePlan(let reason), .stuck(let reason):
            reason
        }
    }
}
