import DeskhandDesktop
import DeskhandInteraction
import DeskhandQwenVL
import DeskhandTraces
import Foundation

/// Types into a program on a private desktop, records that, reads the record back, and asks a model about a picture.
///
///     Example TRACE [CHECKPOINT]
///
/// It ends with status 1 and says why when anything is not as it should be.
@main
struct Example {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            guard let trace = arguments.first else { throw Unexpected("usage: Example TRACE [CHECKPOINT]") }
            let folder = URL(filePath: trace)
            try await record(in: folder)
            let picture = try readBack(folder)
            if let checkpoint = arguments.dropFirst().first {
                try await ask(about: picture, URL(filePath: checkpoint))
            }
        } catch {
            FileHandle.standardError.write(Data("Example: \(error)\n".utf8))
            exit(1)
        }
    }

    /// Types a word into a text field of zenity on a screen of 800x600, and records each step.
    private static func record(in folder: URL) async throws {
        try await Session.withPrivate(SessionOptions(width: 800, height: 600)) { session in
            let dialog = try session.launch(["zenity", "--entry", "--title=Example"])
            let window = try await session.screen.waitForWindow(matching: "Example")
            try await session.screen.settle()
            let recorder = try TraceRecorder(
                folder: folder, instruction: "type hello and confirm", policy: "example")
            try await recorder.observed(try await session.screen.look())
            for action in [.type("hello"), try .press("Return")] as [ScreenAction] {
                try await recorder.willPerform(action)
                var performed: Performed?
                let settling = try await session.screen.settle { performed = try await session.hands.perform(action) }
                try await recorder.performed(performed, settling: settling)
                try await recorder.observed(try await session.screen.look())
            }
            try await recorder.end(.success, detail: window.title)
            let ending = try await dialog.waitForEnd(timeoutSeconds: 60)
            try expect(ending == .exited(status: 0), "the dialog ended: \(ending)")
            try expect(dialog.output == "hello\n", "the dialog printed \"\(dialog.output)\"")
        }
    }

    /// The picture of the screen after the word was typed.
    private static func readBack(_ folder: URL) throws -> Picture {
        let trace = try Trace(contentsOf: folder)
        try expect(trace.losses.isEmpty, "the trace lacks \(trace.losses)")
        try expect(trace.end?.reason == "success", "the trace ends with \(trace.end?.reason ?? "nothing")")
        try expect(trace.steps.map { $0.action?.name } == ["type", "key"], "the trace has other steps")
        guard let before = trace.steps.first?.before, let after = trace.steps.first?.after else {
            throw Unexpected("the first step has no screens")
        }
        let picture = try trace.picture(of: after, isVerified: true)
        try expect(picture.width == 800 && picture.height == 600, "the screen is \(picture.width)x\(picture.height)")
        let changes = picture.differences(from: try trace.picture(of: before))
        try expect(!changes.isEmpty, "typing changed nothing on the screen")
        print("recorded \(trace.steps.count) steps in \(folder.path); typing changed \(changes)")
        return picture
    }

    private static func ask(about picture: Picture, _ checkpoint: URL) async throws {
        let model = try VisionLanguageModel(contentsOf: checkpoint, threads: 2)
        let reply = try await model.ask(
            "What was typed?", about: [picture], options: ModelOptions(maximumTokens: 8, temperature: 0))
        try expect(reply.promptTokens > 0 && reply.answerTokens > 0, "the model answered with no token")
        print("the model read \(reply.promptTokens) tokens and answered \(reply.answerTokens): \(reply.text)")
    }

    private static func expect(_ holds: Bool, _ message: @autoclosure () -> String) throws {
        if !holds { throw Unexpected(message()) }
    }
}

/// Something that is not as the example needs it, in words.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
