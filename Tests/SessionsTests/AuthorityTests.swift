import Foundation
import Images
import Sessions
import Testing

@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"))
struct AuthorityTests {
    private static let bare = SessionSettings(
        server: ServerSettings(size: Size(width: 320, height: 240)), hasWindowManager: false, hasMessageBus: false)

    @Test func `a client that reads the authority file as python-xlib does connects`() async throws {
        let session = try await Session.open(Self.bare)
        let client = try await session.run(["/usr/bin/python3", "-c", Self.client])
        #expect(client.ending == .exited(status: 0), "\(client.program.lastOutput)")
        #expect(client.program.printed == "connected\n")
        await session.end()
    }

    @Test(.enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"))
    func `it connects from the sandbox too, where the host has another name`() async throws {
        var settings = Self.bare
        settings.isSandboxed = true
        let session = try await Session.open(settings)
        let client = try await session.run(["/usr/bin/python3", "-c", Self.client])
        #expect(client.program.printed == "connected\n", "\(client.program.lastOutput)")
        await session.end()
    }

    @Test(.enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"))
    func `whoever started a sandboxed session reaches its display from outside with the same file`() async throws {
        var settings = Self.bare
        settings.isSandboxed = true
        let session = try await Session.open(settings)
        let client = Process()
        client.executableURL = URL(filePath: "/usr/bin/python3")
        client.arguments = ["-c", Self.client]
        client.environment = session.environment
        let printed = Pipe()
        client.standardOutput = printed
        try client.run()
        let words = try printed.fileHandleForReading.readToEnd() ?? Data()
        client.waitUntilExit()
        #expect(String(decoding: words, as: UTF8.self) == "connected\n")
        await session.end()
    }

    @Test(.enabled(if: has("xauth"), "xauth is not installed"))
    func `xauth lists the display as it does under xvfb-run, and a stranger's cookie opens nothing`() async throws {
        let session = try await Session.open(Self.bare)
        let list = try await session.run(["sh", "-c", "xauth -f $XAUTHORITY list; hostname; echo $DISPLAY"])
        let lines = list.program.printed.split(separator: "\n").map(String.init)
        let (host, display) = (lines.dropLast().last ?? "", lines.last ?? "")
        #expect(
            lines.count == 3 && lines.contains { $0.hasPrefix("\(host)/unix\(display)  MIT-MAGIC-COOKIE-1  ") },
            "\(lines)")
        let other = "f=$TMPDIR/other; xauth -f $f add $DISPLAY . 00112233445566778899aabbccddeeff; XAUTHORITY=$f "
        let refused = try await session.run(["sh", "-c", other + "exec /usr/bin/python3 -c '\(Self.client)'"])
        #expect(refused.program.printed == "refused\n", "\(refused.program.lastOutput)")
        await session.end()
    }

    /// Takes the cookie of the one entry of family 256 with this host's name and the display's number, and connects.
    private static let client = """
        import os, socket, struct
        number = os.environ["DISPLAY"].split(":")[1].split(".")[0]
        data = open(os.environ["XAUTHORITY"], "rb").read()
        at = 0
        def counted():
            global at
            (length,) = struct.unpack(">H", data[at:at + 2])
            at += 2 + length
            return data[at - length:at]
        entries = []
        while at < len(data):
            (family,) = struct.unpack(">H", data[at:at + 2])
            at += 2
            entries.append((family, counted(), counted(), counted(), counted()))
        host = socket.gethostname().encode()
        name, cookie = next((e[3], e[4]) for e in entries if e[:3] == (256, host, number.encode()))
        def padded(text):
            return text + bytes(-len(text) % 4)
        server = socket.socket(socket.AF_UNIX)
        server.connect("/tmp/.X11-unix/X" + number)
        order = struct.pack("<cxHHHHxx", b"l", 11, 0, len(name), len(cookie))
        server.sendall(order + padded(name) + padded(cookie))
        print("connected" if server.recv(1) == bytes([1]) else "refused")
        """
}
