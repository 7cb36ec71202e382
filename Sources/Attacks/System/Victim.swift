import Foundation
import Glibc
import Sessions

/// A process of the host that stands for any other program of the user: it holds secrets, and can be hurt.
struct Victim: Sendable {
    let process: Int32
    /// Where the secret lies in its memory.
    let address: Int
    /// Its working folder, in which a file holds the secret as well.
    let folder: String

    /// The environment variable that holds the secret.
    private static let variable = "DESKHAND_ATTACK_SECRET"
    /// The descriptor on a file that holds it.
    static let descriptor: Int32 = 9

    /// Whether it lives and is neither stopped nor traced.
    var isWell: Bool {
        let status = Victim.status(of: process)
        return status.contains("TracerPid:\t0\n") && !status.contains("State:\tZ") && !status.contains("State:\tT")
            && !status.contains("State:\tt")
    }

    var status: String { Victim.status(of: process) }

    private static func status(of process: Int32) -> String {
        String(decoding: FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data(), as: UTF8.self)
    }

    /// What the process itself does: takes the secret into its memory and says where it is.
    static func play(_ facts: [String: String]) {
        let secret = ProcessInfo.processInfo.environment[variable] ?? ""
        guard let memory = strdup(secret) else { return }
        if let file = facts["file"] {
            let opened = open(file, O_RDONLY)
            dup2(opened, descriptor)
        }
        print("address \(Int(bitPattern: memory))")
    }
}

extension Trial {
    /// Starts a victim that holds the secret.
    func victim() throws -> Victim {
        let folder = try folder()
        let held = try file(in: folder)
        let output = "\(folder)/output"
        let words = try arena.words(for: HelperRole.victim.rawValue, ["file": held.path])
        let process = try HostProcess.start(
            words, environment: ["PATH": "/usr/bin:/bin", "DESKHAND_ATTACK_SECRET": secret], folder: folder,
            output: output)
        afterwards {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let lines = HostFile(path: output).text.split(separator: "\n")
            if lines.contains("ready"), let line = lines.first(where: { $0.hasPrefix("address ") }),
                let address = Int(line.dropFirst(8))
            {
                return Victim(process: process, address: address, folder: folder)
            }
            usleep(2_000)
        }
        throw AttackFault.unable(reason: "the victim process did not start")
    }

    /// Starts one of our helper processes on the host, until the end of the trial.
    @discardableResult
    func helper(_ role: HelperRole, _ facts: [String: String]) throws -> Int32 {
        let process = try HostProcess.start(
            arena.words(for: role.rawValue, facts), environment: ["PATH": "/usr/bin:/bin"])
        afterwards {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        return process
    }
}
