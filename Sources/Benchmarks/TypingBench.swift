import Foundation
import Glibc
import Images
import Interaction
import Sessions
import X11Desktop

/// A private display with one window at a time, whose text can be read back from a file.
final class TypingBench {
    static let widgets = ["xterm", "gtk", "qt", "tk"]
    static let ascii = text(1000, of: (0x20...0x7e).map { Unicode.Scalar(UInt8($0)) }, lines: 17)
    static let mixed = text(
        300,
        of: Array(
            "abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz,.漢字仮名カタひらが한글БдиюЖλΩπ→←∑√≠😀🎉🚀éß€\u{301}日本語中文ґїאב∞♥✓ŵ"
                .unicodeScalars), lines: 5)

    let desktop: XDesktop
    private let server: VirtualServer
    private let folder: URL
    private var programs: [Process] = []

    init(layout: String) throws {
        server = try VirtualServer(size: Size(width: 1280, height: 800))
        folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-typing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        desktop = try XDesktop(at: server.address)
        try authorise()
        let choice = process(["setxkbmap", layout])
        try choice.run()
        choice.waitUntilExit()
        try start(["openbox", "--sm-disable"])
    }

    func end() {
        for program in programs {
            kill(program.processIdentifier, SIGKILL)
        }
        server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Opens a window and waits until it takes keys.
    func open(_ widget: String) async throws {
        try? FileManager.default.removeItem(at: folder.appending(path: "text"))
        for _ in 0..<500 where try await desktop.windowManagerName() == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        let python = ["/usr/bin/python3", "-c", TypingWidgets.script, widget, folder.path]
        try start(widget == "xterm" ? ["xterm", "-u8", "-e"] + python : python)
        for _ in 0..<100 {
            _ = try? await desktop.perform(.type("k"))
            if await arrives({ $0.contains("k") }, within: .milliseconds(300)) {
                return
            }
            // A window that came before its manager is not given the focus.
            _ = try? await desktop.perform(.click(.left, at: Point(x: 640, y: 400)))
        }
        throw CocoaError(.fileReadUnknown)
    }

    /// Ends the window opened last.
    func close() {
        guard programs.count > 1, let program = programs.popLast() else { return }
        kill(program.processIdentifier, SIGKILL)
    }

    /// Empties the window, types, and compares.
    ///
    /// - Returns: how long the typing itself took, and how many characters are wrong.
    func take(_ text: String, typing: () async throws -> Void) async throws -> (time: Duration, errors: Int) {
        let mark = folder.appending(path: "clear")
        try Data().write(to: mark)
        _ = await arrives({ $0.isEmpty && !FileManager.default.fileExists(atPath: mark.path) }, within: .seconds(3))
        let start = ContinuousClock.now
        try await typing()
        let time = ContinuousClock.now - start
        let exact = await arrives({ $0.unicodeScalars.elementsEqual(text.unicodeScalars) }, within: .seconds(1))
        return (time, exact ? 0 : reported.unicodeScalars.editDistance(to: text.unicodeScalars))
    }

    func process(_ command: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging([
            "DISPLAY": server.address.name, "XAUTHORITY": folder.appending(path: "authority").path,
            "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1", "QT_QPA_PLATFORM": "xcb", "GDK_BACKEND": "x11",
        ]) { _, new in new }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    private func start(_ command: [String]) throws {
        let process = process(command)
        try process.run()
        programs.append(process)
    }

    private var reported: String {
        (try? String(contentsOf: folder.appending(path: "text"), encoding: .utf8)) ?? ""
    }

    private func arrives(_ condition: (String) -> Bool, within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while !condition(reported) {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// The cookie twice: for any display, as Xlib reads it, and for this host's, as python-xlib needs it.
    private func authorise() throws {
        func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes }
        let secret = counted(Array("MIT-MAGIC-COOKIE-1".utf8)) + counted(server.address.cookie ?? [])
        let number = Array(server.address.name.drop { $0 == ":" }.utf8)
        let host = Array(ProcessInfo.processInfo.hostName.utf8)
        let entries =
            [0x01, 0x00] + counted(host) + counted(number) + secret + [0xff, 0xff] + counted([]) + counted([]) + secret
        try Data(entries).write(to: folder.appending(path: "authority"))
    }

    /// The same text on every run: Knuth's MMIX generator picks the characters.
    private static func text(_ count: Int, of scalars: [Unicode.Scalar], lines: Int) -> String {
        var state: UInt64 = 7
        var text = String.UnicodeScalarView()
        for index in 1...count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let isBreak = index % (count / lines + 1) == 0
            text.append(isBreak ? "\n" : scalars[Int((state >> 33) % UInt64(scalars.count))])
        }
        return String(text)
    }
}

/// A text widget of each toolkit, as a Python program that Debian's packages can run.
enum TypingWidgets {
    /// Takes the toolkit and a folder; keeps the widget's text in `text` there and empties it when `clear` appears.
    static let script = """
        from importlib import import_module
        os, sys = import_module("os"), import_module("sys")
        kind, folder = sys.argv[1:3]
        last = None
        def tick(text, clear):
            global last
            mark = os.path.join(folder, "clear")
            if os.path.exists(mark):
                os.remove(mark)
                clear()
            now = text()
            if now != last:
                last = now
                path = os.path.join(folder, "text")
                with open(path + ".new", "w", newline="", errors="replace") as file:
                    file.write(now)
                os.rename(path + ".new", path)
            return True
        if kind == "gtk":
            gi = import_module("gi")
            gi.require_version("Gtk", "3.0")
            from gi.repository import Gtk, GLib
            view = Gtk.TextView()
            b = view.get_buffer()
            window = Gtk.Window(default_width=500, default_height=400)
            window.add(view)
            window.show_all()
            GLib.timeout_add(100, tick, lambda: b.get_text(b.get_start_iter(), b.get_end_iter(), True), lambda: b.set_text(""))
            Gtk.main()
        elif kind == "qt":
            from PyQt5.QtWidgets import QApplication, QPlainTextEdit
            from PyQt5.QtCore import QTimer
            application = QApplication(["bench"])
            view = QPlainTextEdit()
            view.resize(500, 400)
            view.show()
            timer = QTimer()
            timer.timeout.connect(lambda: tick(view.toPlainText, view.clear))
            timer.start(100)
            application.exec_()
        elif kind == "tk":
            tkinter = import_module("tkinter")
            root = tkinter.Tk()
            view = tkinter.Text(root, width=60, height=20)
            view.pack()
            view.focus_set()
            def again():
                tick(lambda: view.get("1.0", "end-1c"), lambda: view.delete("1.0", "end"))
                root.after(100, again)
            again()
            root.mainloop()
        else:
            select, tty = import_module("select"), import_module("tty")
            tty.setraw(0)
            got = b""
            def empty():
                global got
                got = b""
            while True:
                if select.select([0], [], [], 0.1)[0]:
                    more = os.read(0, 65536)
                    if not more:
                        break
                    got += more
                tick(lambda: got.decode("utf-8", "replace").replace("\\r", "\\n"), empty)
        """
}
