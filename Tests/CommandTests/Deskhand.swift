import Foundation

/// The built program, run as a user runs it.
struct Deskhand {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `deskhand` and waits for its end.
    ///
    /// - Parameter fileKilobytes: how far a file may grow, as on a disk that is full beyond that.
    /// - Parameter input: what a person types at the terminal; nothing otherwise.
    /// - Parameter printingTo: where its output goes in place of ``output``.
    /// - Parameter redirections: what a shell does with its streams, such as `2>&-`.
    init(
        _ arguments: [String], environment: [String: String] = [:], fileKilobytes: Int? = nil, input: String? = nil,
        printingTo place: String? = nil, redirections: String? = nil
    ) throws {
        let process = Deskhand.process(arguments, environment: environment)
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        if let fileKilobytes {
            process.executableURL = URL(filePath: "/bin/bash")
            let limited = "ulimit -f \(fileKilobytes); exec \"$0\" \"$@\""
            process.arguments = ["-c", limited, Deskhand.program.path] + arguments
        }
        if let redirections {
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = ["-c", "exec \"$0\" \"$@\" \(redirections)", Deskhand.program.path] + arguments
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (outputFile, errorFile) = (folder.appending(path: "out"), folder.appending(path: "err"))
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: place.map { URL(filePath: $0) } ?? outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOf: outputFile, encoding: .utf8)
        errors = try String(contentsOf: errorFile, encoding: .utf8)
    }

    /// Starts `deskhand`, to be ended by force.
    ///
    /// - Parameter input: what stays open as its standard input; nothing otherwise.
    static func start(_ arguments: [String], environment: [String: String], input: Pipe? = nil) throws -> Process {
        let process = process(arguments, environment: environment)
        if let input { process.standardInput = input }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func process(_ arguments: [String], environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = repository
        // How the tests' own output is buffered, which stdbuf(1) sets, is none of the program's business.
        let inherited = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("_STDBUF_") && !($0.key == "LD_PRELOAD" && $0.value.contains("libstdbuf")) }
        process.environment = inherited.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `deskhand` lies where the tests were built.
    static var program: URL {
        let arguments = CommandLine.arguments
        guard let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count else {
            return repository.appending(path: ".build/release/deskhand")
        }
        return URL(filePath: arguments[option + 1]).deletingLastPathComponent().appending(path: "deskhand")
    }
}
