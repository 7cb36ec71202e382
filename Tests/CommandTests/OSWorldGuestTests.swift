import Foundation
import JSON
import TestInputs
import Testing

/// `deskhand osworld-guest`, asked as OSWorld's controllers do.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct OSWorldGuestTests {
    /// A loopback address that no other run of the tests has.
    private let host = "127.\(Int.random(in: 1...254)).\(Int.random(in: 1...254)).\(Int.random(in: 1...200))"

    @Test func `a file is put on the desktop, changed by pyautogui, saved, and read back`() throws {
        try withFolder { folder in
            let guest = try ServedProgram(
                ["osworld-guest", "--address", "\(host):0", "--size", "1024x768", "--traces", folder],
                environment: ["TMPDIR": folder])
            let connection = try RawConnection(port: guest.port, host: host)
            let form =
                "--b\r\nContent-Disposition: form-data; name=\"file_path\"\r\n\r\n/home/user/Desktop/letter.txt\r\n--b\r\nContent-Disposition: form-data; name=\"file_data\"; filename=\"l\"\r\nContent-Type: text/plain\r\n\r\nDear \r\n--b--\r\n"
            connection.send("POST", "/setup/upload", ["Content-Type": "multipart/form-data; boundary=b"], body: form)
            #expect(try connection.response().body == "File Uploaded: 5 bytes\n")
            let file = "/home/user/Desktop/letter.txt"
            #expect(try post(connection, "/setup/launch", #"{"command":["mousepad","\#(file)"]}"#).status == 200)
            let opened = try eventually {
                try post(connection, "/window_size", "app_class_name=mousepad").status == 200
                    && (try tree(connection)).contains("letter.txt")
            }
            #expect(opened)
            let program = """
                import pyautogui; import time; pyautogui.FAILSAFE = False; pyautogui.hotkey('ctrl', 'end')
                pyautogui.typewrite('<World>\\n'); pyautogui.hotkey('ctrl', 's'); pyautogui.press('no key')
                pyautogui.moveTo(5000, 40); print(*pyautogui.position(), end=' '); pyautogui.moveTo(30, 40)
                print(pyautogui.size(), *pyautogui.position())
                """
            let command = JSON.object([
                "command": .list(["python", "-c", program].map(JSON.text)), "shell": .bool(false),
            ])
            let ran = try post(connection, "/execute", command.text)
            // As with the original, a key that no keyboard has is passed over, and the pointer stays on the screen.
            #expect(
                try JSON(parsing: ran.body)["output"]?.string == "1023 40 Size(width=1024, height=768) 30 40\n",
                "\(ran.body)")
            let saved = try eventually {
                try post(connection, "/file", "file_path=%2Fhome%2Fuser%2FDesktop%2Fletter.txt").body
                    == "Dear <World>\n"
            }
            #expect(saved)
            #expect(try tree(connection).contains("cp:screencoord"))
            for (path, body, status, words) in [
                ("/execute", #"{"command":"exit 3","shell":"true"}"#, 200, "\"returncode\":3"),
                ("/execute", #"{"command":"echo p | sudo -S touch ~/a && ls ~/a","shell":true}"#, 200, "/home/user/a"),
                ("/execute", #"{"command":["no-such-program"]}"#, 500, "no-such-program"),
                ("/execute", #"{"command":5}"#, 400, "a list of words"),
                (
                    "/run_bash_script", #"{"script":"pwd; echo x >&2; exit 1","working_dir":"/home/user/Desktop"}"#,
                    200, "Desktop"
                ),
                ("/run_python", #"{"code":"print(2+2)"}"#, 200, "4"),
                ("/list_directory", #"{"path":"/home/user/Desktop"}"#, 200, "letter.txt"),
                ("/list_directory", #"{"path":"/home/user/../../etc"}"#, 400, ".."),
                ("/desktop_path", "{}", 200, "/home/user/Desktop"), ("/screen_size", "{}", 200, "1024"),
                ("/window_size", "app_class_name=mousepad", 200, "width"),
                ("/window_size", "app_class_name=x", 404, "x"),
                ("/setup/activate_window", #"{"window_name":"letter"}"#, 200, "letter.txt"),
                ("/setup/close_window", #"{"window_name":"nothing like it"}"#, 200, "no window"),
                ("/file", "file_path=%2Fetc%2Fpasswd", 200, "user"),
                ("/file", "file_path=%2Fnothing", 404, "not found"),
                ("/file", "file_path=%2Fdev%2Fzero", 404, "not found"),
                (
                    "/execute",
                    #"{"command":"mkfifo /tmp/pipe ~/pipe; head -c 9000000 /dev/zero > /tmp/large","shell":true}"#,
                    200, "\"returncode\":0"
                ),
                ("/file", "file_path=%2Ftmp%2Fpipe", 404, "not found"),
                ("/file", "file_path=%2Fhome%2Fuser%2Fpipe", 404, "not found"),
                ("/file", "file_path=%2Ftmp%2Flarge", 500, "too large"),
                ("/file", "file_path=%2Fhome%2Fuser%2F..%2F..%2Fetc%2Fpasswd", 400, ".."),
                ("/setup/open_file", #"{"path":"/home/user/none.txt"}"#, 404, "none.txt"),
                ("/end_recording", "{}", 400, "No recording"), ("/nothing", "{}", 404, "nothing"),
            ] {
                let response = try post(connection, path, body)
                #expect(response.status == status && response.body.contains(words), "\(path) \(body): \(response.body)")
            }
            #expect(guest.end() == 0)
            #expect(eventually { sessions(in: folder).isEmpty })
            let trace = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.contains("osworld") })
            #expect(try Deskhand(["trace", "show", "\(folder)/\(trace)"]).output.contains("<World>"))
            let again = try Deskhand(["replay", "\(folder)/\(trace)"])
            #expect(again.status == 0, "\(again.output)")
        }
    }

    @Test func `our vmrun starts, names, reverts and ends desktops`() throws {
        try withFolder { folder in
            let control = try ServedProgram(
                ["osworld-guest", "--address", "\(host):0", "--vmrun", folder, "--traces", folder, "--desktops", "1"],
                environment: ["TMPDIR": folder])
            #expect(control.address == "\(folder)/vmrun")
            func vmrun(_ words: String...) throws -> (status: Int32, output: String) {
                let process = Process()
                let output = Pipe()
                process.executableURL = URL(filePath: control.address)
                process.arguments = ["-T", "ws"] + words
                process.standardOutput = output
                try process.run()
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                return (process.terminationStatus, text)
            }
            let machine = "\(folder)/one.vmx"
            #expect(try vmrun("list").output == "Total running VMs: 0\n")
            #expect(try vmrun("start", machine, "nogui").status == 0)
            #expect(try vmrun("list").output == "Total running VMs: 1\n\(machine)\n")
            #expect(try vmrun("getGuestIPAddress", machine, "-wait").output == "\(host)\n")
            #expect(try vmrun("start", "\(folder)/two.vmx").status == 255)
            #expect(sessions(in: folder).count == 1)
            #expect(try vmrun("revertToSnapshot", machine, "init_state").status == 0)
            #expect(try vmrun("list").output == "Total running VMs: 0\n")
            #expect(sessions(in: folder).isEmpty)
            #expect(try vmrun("snapshot", machine, "x").status == 255)
            #expect(control.end() == 0)
            #expect(!FileManager.default.fileExists(atPath: control.address))
        }
    }

    @Test func `a start that nobody waits for any more leaves nothing, and another program called vmrun stays`() throws
    {
        try withFolder { folder in
            let control = try ServedProgram(
                ["osworld-guest", "--address", "\(host):0", "--vmrun", folder, "--traces", folder + "/traces"],
                environment: ["TMPDIR": folder])
            let start = Process()
            start.executableURL = URL(filePath: control.address)
            start.arguments = ["-T", "ws", "start", "\(folder)/one.vmx"]
            try start.run()
            #expect(eventually { !sessions(in: folder).isEmpty })
            kill(start.processIdentifier, SIGKILL)
            start.waitUntilExit()
            #expect(eventually { sessions(in: folder).isEmpty })
            #expect(control.end() == 0)
            try "mine".write(toFile: control.address, atomically: true, encoding: .utf8)
            let refused = try Deskhand(["osworld-guest", "--address", "\(host):0", "--vmrun", folder])
            #expect(refused.status != 0 && refused.errors.contains("another program"), "\(refused.errors)")
            #expect(text(control.address) == "mine")
        }
    }

    @Test func `a signal in the middle of the start ends in order`() throws {
        try withFolder { folder in
            let guest = try Deskhand.start(
                ["osworld-guest", "--address", "\(host):0", "--traces", folder + "/traces"],
                environment: ["TMPDIR": folder])
            #expect(eventually { !sessions(in: folder).isEmpty })
            guest.terminate()
            guest.waitUntilExit()
            #expect(guest.terminationReason == .exit && guest.terminationStatus == 0)
            #expect(eventually { sessions(in: folder).isEmpty })
        }
    }

    @Test func `the publisher's controllers work on it`() throws {
        try withFolder { folder in
            let guest = try ServedProgram(["osworld-guest", "--address", "\(host):5000", "--traces", folder])
            if let said = try pythonClient(
                "osworld/harness.py", ["controllers", host], interpreter: "DESKHAND_OSWORLD_PYTHON")
            {
                #expect(said.contains("controllers"))
            }
            #expect(guest.end() == 0)
        }
    }

    private func tree(_ connection: RawConnection) throws -> String {
        connection.send("GET", "/accessibility")
        return try JSON(parsing: connection.response().body)["AT"]?.string ?? ""
    }

    private func post(_ connection: RawConnection, _ path: String, _ body: String) throws -> RawConnection.Response {
        let type = body.hasPrefix("{") ? "application/json" : "application/x-www-form-urlencoded"
        connection.send("POST", path, ["Content-Type": type], body: body)
        return try connection.response()
    }
}
