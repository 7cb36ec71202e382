import Foundation
import Sessions
import Testing
import Watchdog

/// Folders in which programs did what they could to lead a reader or writer astray.
@Suite(.timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct GuestFilesTests {
    private static let resolvings: [GuestFiles.Resolving] = [.kernel, .walking]

    /// What is planted, what is read, and what has to come of it: contents, or an error.
    private static let planted: [(deed: String, path: String, outcome: Outcome)] = [
        ("echo -n plain > a", "a", .contents("plain")),
        ("mkdir -p d/e; echo -n deep > d/e/a", "d/./e//a", .contents("deep")),
        ("echo -n up > a; mkdir d", "d/../a", .contents("up")),
        ("true", "a", .error(.missing(path: "a"))),
        ("mkdir a", "a", .error(.notRegular(path: "a", kind: "a folder"))),
        ("mkfifo a", "a", .error(.notRegular(path: "a", kind: "a pipe"))),
        ("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"a\")'", "a", .noRegularFile),
        ("ln -s /dev/zero a", "a", .error(.leadsOut(path: "a"))),
        ("ln -s ../outside/secret a", "a", .error(.leadsOut(path: "a"))),
        ("ln -s \"$PWD/../outside/secret\" a", "a", .error(.leadsOut(path: "a"))),
        ("ln -s ../outside d", "d/secret", .error(.leadsOut(path: "d/secret"))),
        ("mkdir d; ln -s ../../outside/secret d/a", "d/a", .error(.leadsOut(path: "d/a"))),
        ("true", "../outside/secret", .error(.leadsOut(path: "../outside/secret"))),
        ("echo -n one > b; ln -s b a", "a", .contents("one")),
        ("mkdir d; echo -n two > b; ln -s ../b d/a", "d/a", .contents("two")),
        ("echo -n three > b; ln -s \"$PWD/b\" a", "a", .contents("three")),
        ("ln -s /proc/self/root/etc/passwd a", "a", .error(.leadsOut(path: "a"))),
        ("ln -s a a", "a", .error(.link(path: "a"))),
        ("ln ../outside/secret a", "a", .error(.sharedOutside(path: "a"))),
        ("echo -n twice > b; mkdir d; ln b d/a", "d/a", .contents("twice")),
        ("truncate -s 1M a", "a", .error(.tooLarge(path: "a", limit: 1000))),
        ("echo x > a", "a/b", .error(.notFolder(path: "a/b"))),
        ("true", "", .error(.notRegular(path: ".", kind: "a folder"))),
        ("true", "/etc/passwd", .error(.malformed(path: "/etc/passwd"))),
        ("true", "a\0b", .error(.malformed(path: "a\\x00b"))),
    ]

    enum Outcome: Sendable {
        case contents(String)
        case error(GuestFileError)
        case noRegularFile
    }

    @Test(arguments: resolvings)
    func `nothing planted leads a reader out, blocks it or grows it`(_ resolving: GuestFiles.Resolving) throws {
        for (deed, path, outcome) in Self.planted {
            let home = try Home()
            try home.run(deed)
            let found = Result { () throws(GuestFileError) in
                try GuestFiles(root: home.url, resolving: resolving).read(try GuestPath(path), limit: 1000)
            }
            switch (outcome, found) {
            case (.contents(let text), .success(let bytes)): #expect(bytes == Array(text.utf8), "\(deed)")
            case (.error(let wanted), .failure(let error)): #expect(error == wanted, "\(deed)")
            case (.noRegularFile, .failure(.notRegular)): continue
            default: Issue.record("\(deed), read '\(path)': \(found)")
            }
        }
    }

    @Test(arguments: resolvings)
    func `nothing is written through what was planted`(_ resolving: GuestFiles.Resolving) throws {
        for deed in [
            "ln -s ../outside/secret a", "ln ../outside/secret a", "mkfifo a", "ln -s a a", "echo old > a; chmod 0 a",
        ] {
            let home = try Home()
            try home.run(deed)
            let files = try GuestFiles(root: home.url, resolving: resolving)
            try files.write(Array("new".utf8), to: GuestPath("a"))
            #expect(try files.read(GuestPath("a"), limit: 10) == Array("new".utf8), "\(deed)")
            #expect(try home.secret == "secret", "\(deed)")
        }
        for (deed, path) in [
            ("ln -s ../outside d", "d/secret"), ("ln -s ../outside d", "d/e/new"), ("mkdir a", "a"),
            ("echo > d", "d/a"),
        ] {
            let home = try Home()
            try home.run(deed)
            let files = try GuestFiles(root: home.url, resolving: resolving)
            #expect(throws: GuestFileError.self, "\(deed)") { try files.write([1], to: GuestPath(path)) }
            #expect(throws: GuestFileError.self) { try files.write([1], to: GuestPath("")) }
            #expect(try home.secret == "secret" && home.names(in: "outside") == ["secret"], "\(deed)")
            #expect(try home.names(in: "home").allSatisfy { !$0.hasPrefix(".deskhand") }, "nothing is left")
        }
    }

    @Test func `a folder is copied in with its links and permissions, over what was planted`() throws {
        let home = try Home()
        try home.run(
            "mkdir -p ../kit/bin; echo -n run > ../kit/bin/go; chmod 755 ../kit/bin/go; ln -s go ../kit/bin/link")
        try home.run("mkdir -p kit/bin; ln -s ../../../outside/secret kit/bin/go")
        let files = try GuestFiles(root: home.url)
        try files.copyIn(home.root.appending(path: "kit"), to: GuestPath("kit"))
        #expect(try files.read(GuestPath("kit/bin/link"), limit: 10) == Array("run".utf8))
        #expect(FileManager.default.isExecutableFile(atPath: home.url.appending(path: "kit/bin/go").path))
        #expect(try home.secret == "secret")
        try home.run("mkfifo ../pipe")
        #expect(throws: GuestFileError.self) { try files.copyIn(home.root.appending(path: "pipe"), to: GuestPath("p")) }
    }

    @Test func `removal follows no link and takes everything else`() throws {
        let home = try Home()
        try home.run("mkdir -p d/e; ln -s ../../outside d/out; mkfifo d/e/p; echo > d/e/a; ln -s ../outside e")
        let files = try GuestFiles(root: home.url)
        try files.remove(GuestPath("d"))
        try files.remove(GuestPath("e"))
        #expect(try home.names(in: "home").isEmpty && home.secret == "secret")
        try home.run("ln -s ../outside e")
        #expect(throws: GuestFileError.self) { try files.remove(GuestPath("e/secret")) }
        #expect(try home.secret == "secret")
    }

    @Test func `a list is whole or an error, whatever the names are`() throws {
        let home = try Home()
        try home.run("touch \"$(printf 'b\\377')\" c; mkdir d; mkfifo p; ln -s nowhere l; touch \"$(printf 'n\\nm')\"")
        let files = try GuestFiles(root: home.url)
        let entries = try files.entries(in: .root)
        #expect(entries.map(\.path.description) == ["b\\xff", "c", "d", "l", "n\\x0am", "p"])
        #expect(entries[2].kind == .folder && entries[5].kind == .other("a pipe"))
        #expect(entries[3].kind == .link(to: Array("nowhere".utf8)))
        #expect(try files.read(entries[0].path, limit: 1).isEmpty)
        #expect(throws: GuestFileError.tooMany(path: ".", limit: 5)) { try files.entries(in: .root, limit: 5) }
        try home.run("mkdir locked; ln -s ../outside out")
        #expect(throws: GuestFileError.leadsOut(path: "out")) { try files.entries(in: GuestPath("out")) }
        let deep = Array(repeating: "x", count: GuestPath.maximumDepth + 1).joined(separator: "/")
        #expect(throws: GuestFileError.tooDeep(path: deep, limit: GuestPath.maximumDepth)) { try GuestPath(deep) }
    }

    @Test(arguments: resolvings)
    func `a folder that is swapped for a link all the while never leads out`(_ resolving: GuestFiles.Resolving) throws {
        let home = try Home()
        try home.run("mkdir d; echo -n mine > d/secret; ln -s ../outside l")
        let swapper = try home.start("while :; do mv -T d x; mv -T l d; mv -T d l; mv -T x d; done 2>/dev/null")
        defer {
            kill(swapper.processIdentifier, SIGKILL)
            swapper.waitUntilExit()
        }
        let files = try GuestFiles(root: home.url, resolving: resolving)
        var reads = 0
        for _ in 0..<20_000 {
            guard let bytes = try? files.read(GuestPath("d/secret"), limit: 100) else { continue }
            reads += 1
            #expect(bytes == Array("mine".utf8))
        }
        #expect(reads > 0)
        for _ in 0..<500 { try? files.write(Array("mine".utf8), to: GuestPath("d/secret")) }
        #expect(try home.secret == "secret")
    }

    @Test func `a moved folder stays the one that was opened`() throws {
        let home = try Home()
        try home.run("echo -n mine > secret")
        let files = try GuestFiles(root: home.url)
        try home.run("cd ..; mv home old; ln -s outside home")
        #expect(try files.read(GuestPath("secret"), limit: 10) == Array("mine".utf8))
    }
}

/// Absolute paths that a task names.
@Suite(.timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct SystemFileTests {
    @Test func `the system's files are read through the system's links`() throws {
        #expect(try SystemFile.read("/etc/passwd", limit: 1 << 20).starts(with: "root:".utf8))
        #expect(try !SystemFile.read("/bin/sh", limit: 1 << 24).isEmpty)
        #expect(throws: GuestFileError.missing(path: "/etc/passwd")) {
            try SystemFile.read("/etc/passwd", limit: 1 << 20, hidden: ["/etc"])
        }
        #expect(throws: GuestFileError.notRegular(path: "/dev/zero", kind: "a device")) {
            try SystemFile.read("/dev/zero", limit: 10)
        }
    }

    @Test func `what others could have laid leads nowhere`() throws {
        let home = try Home()
        try home.run("ln -s ../outside/secret a; mkfifo p; ln -s ../outside d; ln ../outside/secret h; chmod 777 .")
        let place = home.url.resolvingSymlinksInPath().path
        for name in ["a", "p", "d/secret", "h"] {
            #expect(throws: GuestFileError.self, "\(name)") { try SystemFile.read("\(place)/\(name)", limit: 100) }
        }
        try home.run("echo -n plain > f")
        #expect(try SystemFile.read("\(place)/f", limit: 100) == Array("plain".utf8))
        #expect(throws: GuestFileError.self) { try SystemFile.folder("\(place)/d") }
    }
}

/// A folder that programs may fill, and one beside it that they must not reach.
private final class Home {
    let root: URL
    var url: URL { root.appending(path: "home") }

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "guest-\(UUID().uuidString)")
        for name in ["home", "outside"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: name), withIntermediateDirectories: true)
        }
        try Data("secret".utf8).write(to: root.appending(path: "outside/secret"))
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    var secret: String {
        get throws { try String(contentsOf: root.appending(path: "outside/secret"), encoding: .utf8) }
    }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }

    func run(_ line: String) throws {
        let shell = try start(line)
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0, "\(line)")
    }

    func start(_ line: String) throws -> Process {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/bash")
        shell.arguments = ["-c", line]
        shell.currentDirectoryURL = url
        try shell.run()
        return shell
    }
}
