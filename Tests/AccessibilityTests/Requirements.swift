import Foundation

/// Whether tests on programs can run: a missing one fails where CI is set and is skipped aloud elsewhere.
func has(_ programs: String...) -> Bool {
    let variables = ProcessInfo.processInfo.environment
    let folders = (variables["PATH"] ?? "").split(separator: ":")
    return variables["CI"] != nil
        || programs.allSatisfy { program in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
}
