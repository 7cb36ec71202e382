import Agents
import Foundation
import Images
import Interaction
import JSON
import Sessions
import Synchronization
import X11Desktop

/// The HTTP interface that OSWorld's harness expects of its virtual machine (`desktop_env/server/main.py`), in front of one
/// private desktop.
///
/// The harness repeats whatever is not answered with 200, so input that was sent is answered with 200 in any case.
struct OSWorldGuest: Sendable {
    let desktop: ServedDesktop
    let hands: GuestHands
    let recording = GuestRecording()

    var session: Session { desktop.session }
    var places: GuestPlaces { GuestPlaces(session: session.home) }

    /// Why a request is not answered as it is meant.
    struct Fault: Error {
        let status: Int
        let words: String

        init(_ status: Int, _ words: String) {
            self.status = status
            self.words = words
        }
    }

    /// - Throws: where the client is gone.
    func answer(_ exchange: HTTPExchange) async throws {
        let response: HTTPResponse
        do {
            response = try await self.response(to: exchange.request)
        } catch let fault as Fault {
            response = Self.fault(fault.words, fault.status)
        } catch let error as JSONError {
            response = Self.fault(error.description, 400)
        } catch let error as GuestFileError {
            response = Self.fault("\(error)", 400)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            response = Self.fault("\(error)", 500)
        }
        try await exchange.respond(response)
    }

    /// What says that a request was not answered as it is meant.
    static func fault(_ words: String, _ status: Int) -> HTTPResponse {
        .json(
            .object(["status": .text("error"), "message": .text(words), "error": .text(words)]), status: status)
    }

    private func response(to request: HTTPRequest) async throws -> HTTPResponse {
        switch (request.method, request.path) {
        case ("GET", "/screenshot"): return try await screenshot()
        case ("GET", "/accessibility"): return .json(.object(["AT": .text(try await accessibility())]))
        case ("GET", "/terminal"):
            return .json(.object(["output": try await terminal().map(JSON.text) ?? .null, "status": .text("success")]))
        case ("GET", "/platform"): return .text("Linux")
        case ("GET", "/cursor_position"):
            let place = try await desktop.look().pointer.pixel
            return .json(.list([.integer(place.x), .integer(place.y)]))
        case ("POST", "/screen_size"):
            let size = try await desktop.look().screenshot.screen
            return .json(.object(["width": .integer(size.width), "height": .integer(size.height)]))
        case ("POST", "/window_size"): return try await windowSize(FormFields(request).text("app_class_name") ?? "")
        case ("POST", "/desktop_path"): return .json(.object(["desktop_path": .text("\(GuestPlaces.home)/Desktop")]))
        case ("POST", "/file"): return try await file(FormFields(request).text("file_path") ?? "")
        case ("POST", "/list_directory"): return try listing(try json(request))
        case ("POST", "/execute"), ("POST", "/setup/execute"): return try await execute(try json(request))
        case ("POST", "/setup/execute_with_verification"): return try await executeVerified(try json(request))
        case ("POST", "/setup/launch"): return try await launch(try json(request))
        case ("POST", "/setup/open_file"): return try await open(try json(request))
        case ("POST", "/setup/activate_window"):
            return try await onWindow(try json(request)) { try await desktop.desktop.activate($0) }
        case ("POST", "/setup/close_window"):
            return try await onWindow(try json(request)) { try await desktop.desktop.close($0) }
        case ("POST", "/setup/upload"): return try await upload(FormFields(request))
        case ("POST", "/run_python"): return try await runPython(try json(request))
        case ("POST", "/run_bash_script"): return try await runScript(try json(request))
        case ("POST", "/start_recording"):
            try recording.start(in: session)
            return .json(.object(["status": .text("success"), "message": .text("Started recording")]))
        case ("POST", "/end_recording"):
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "video/mp4"], body: try await recording.end(in: session))
        case ("POST", "/setup/change_wallpaper"), ("POST", "/wallpaper"):
            throw Fault(404, "there is no wallpaper on a private desktop")
        case ("POST", "/setup/download_file"):
            throw Fault(500, "a private desktop has no network; upload the file")
        default: throw Fault(404, "there is no \(request.method) \(request.path)")
        }
    }

    private func json(_ request: HTTPRequest) throws -> JSON {
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(400, "not UTF-8") }
        return try JSON(parsing: text)
    }

    // MARK: Seeing

    private func screenshot() async throws -> HTTPResponse {
        let png = try await desktop.look(drawingPointer: true).screenshot.image.png()
        return HTTPResponse(status: 200, headers: ["Content-Type": "image/png"], body: png)
    }

    private func accessibility() async throws -> String {
        let windows = try await desktop.look().windows
        return await desktop.desktop.accessibilityTree(of: windows) ?? "<desktop-frame/>"
    }

    /// The text of the active terminal, as far as it tells assistive technology of it.
    private func terminal() async throws -> String? {
        let list = try await desktop.elements(on: try await desktop.look(), isReading: false)
        return list.shown.first { $0.role.name == "terminal" }?.value
    }
}
