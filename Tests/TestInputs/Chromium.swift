import Foundation

/// A headless Chromium with one page, moved by its own means: keys, the pointer and dropped files, over its debugging pipe.
///
/// It ends with this process at the latest: it does so when the pipe is closed.
package final class Chromium {
    private let process = Process()
    private let (commands, answers) = (Pipe(), Pipe())
    private let home: URL
    private var pending = Data()
    private var number = 0
    private var session: String?

    /// What Chromium or a page's program complained of.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Whether tests that need it are to run: in continuous integration they fail where it is missing.
    package static var isExpected: Bool {
        FileManager.default.isExecutableFile(atPath: program) || ProcessInfo.processInfo.environment["CI"] != nil
    }

    private static let program = "/usr/bin/chromium"

    package init(width: Int = 1400, height: Int = 900) throws {
        home = FileManager.default.temporaryDirectory.appending(path: "chromium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let options =
            "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --remote-debugging-pipe"
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c",
            "exec \(Self.program) \(options) --user-data-dir='\(home.path)' about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1",
        ]
        process.standardInput = commands
        process.standardOutput = answers
        try process.run()
        guard let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String else {
            throw Failure(description: "Chromium opens no page")
        }
        session = try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
        for domain in ["Page", "Runtime", "DOM"] { try call("\(domain).enable") }
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    }

    deinit {
        try? commands.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: home)
    }

    /// Sends a command and waits for its answer.
    @discardableResult
    package func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        number += 1
        var message: [String: Any] = ["id": number, "method": method, "params": parameters]
        message["sessionId"] = session
        let data = try JSONSerialization.data(withJSONObject: message)
        try commands.fileHandleForWriting.write(contentsOf: data + [0])
        while true {
            let answer = try nextMessage()
            guard answer["id"] as? Int == number else { continue }
            if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
    }

    private func nextMessage() throws -> [String: Any] {
        while true {
            if let end = pending.firstIndex(of: 0) {
                let message = pending[..<end]
                pending = Data(pending[(end + 1)...])
                return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
            }
            let bytes = answers.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw Failure(description: "Chromium has ended") }
            pending += bytes
        }
    }

    /// Opens a page and waits until it is there.
    package func open(_ address: String) throws {
        try call("Page.navigate", ["url": "about:blank"])
        try call("Page.navigate", ["url": address])
        try wait(for: "document.readyState === 'complete' && location.href !== 'about:blank'")
    }

    /// The value of an expression of the page's program, awaited where it is a promise; `nil` for none.
    package func value(_ expression: String) throws -> Any? {
        let answer = try call(
            "Runtime.evaluate", ["expression": expression, "awaitPromise": true, "returnByValue": true])
        if let fault = answer["exceptionDetails"] as? [String: Any] {
            let words = (fault["exception"] as? [String: Any])?["description"] ?? fault["text"]
            throw Failure(description: "\(expression): \(words ?? "")")
        }
        return (answer["result"] as? [String: Any])?["value"]
    }

    /// A text of the page's program; empty where it is none.
    package func text(_ expression: String) throws -> String { try value(expression) as? String ?? "" }

    /// Waits until something holds, a minute at most.
    package func wait(for condition: String) throws {
        for _ in 0..<3000 {
            if try value("Boolean(\(condition))") as? Bool == true { return }
            usleep(20_000)
        }
        throw Failure(description: "it never came to be: \(condition)")
    }

    /// Presses keys one after another, letters by themselves and others by their names.
    package func press(_ keys: String...) throws {
        for key in keys {
            let typed: [String: Any] = key.count == 1 ? ["text": key] : key == "Enter" ? ["text": "\r"] : [:]
            try call("Input.dispatchKeyEvent", ["type": "keyDown", "key": key].merging(typed) { $1 })
            try call("Input.dispatchKeyEvent", ["type": "keyUp", "key": key])
        }
    }

    /// Types a text, letter by letter.
    package func type(_ text: String) throws { for letter in text { try press(String(letter)) } }

    /// Moves the pointer to the middle of the first element that a selector finds, or beside it.
    package func point(at selector: String, right: Double = 0, down: Double = 0) throws -> (x: Double, y: Double) {
        let box =
            try value(
                """
                (() => { const found = document.querySelector(\(quoted(selector))); found.scrollIntoView({ block: "nearest" });
                  const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()
                """) as? [Double]
        guard let box, box.count == 2 else { throw Failure(description: "there is no \(selector)") }
        let place = (x: box[0] + right, y: box[1] + down)
        try call("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": place.x, "y": place.y])
        return place
    }

    /// Clicks in the middle of the first element that a selector finds.
    package func click(_ selector: String) throws {
        let (x, y) = try point(at: selector)
        for type in ["mousePressed", "mouseReleased"] {
            try call(
                "Input.dispatchMouseEvent", ["type": type, "x": x, "y": y, "button": "left", "clickCount": 1])
        }
    }

    /// Drops files in the middle of the page.
    package func drop(_ paths: String...) throws {
        let data: [String: Any] = ["items": [Any](), "files": paths, "dragOperationsMask": 1]
        for type in ["dragEnter", "dragOver", "drop"] {
            try call("Input.dispatchDragEvent", ["type": type, "x": 500, "y": 400, "data": data])
        }
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }
}
