import Foundation
import Glibc

/// What a sandbox shows, as arguments of bubblewrap.
struct SandboxPlan {
    let folder: SessionFolder
    let display: URL
    let readOnly: [URL]
    let limits: SessionLimits
    /// Where the home is, too.
    var otherHome: String?

    /// Where our own process 1 is, inside.
    private static let guardian = "/run/deskhand/guardian"
    /// What `gethostname` gives inside.
    static let hostName = "deskhand"
    /// The system's folders; whatever else lies in `/` is not there.
    private static let system = [
        "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu", "var/cache/fontconfig",
        "var/lib/dbus", "var/lib/dpkg", "var/lib/ghostscript", "sys/devices/system/cpu",
    ].map { "/\($0)" }
    /// Settings of the kernel, which belong to root's own number even where that is another one inside.
    private static let settings = ["sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi", "mtrr"].map {
        "/proc/\($0)"
    }
    /// Folders in memory that programs write to: bytes.
    private static let writable = ["/tmp": 1 << 30, "/dev/shm": 1 << 30, "/var/tmp": 64 << 20]
    static var inMemory: [String] { Array(writable.keys) }
    /// The user's number inside, where root started it.
    private static let userForRoot = 1000

    /// - Parameter filter: the descriptor of the filter of system calls.
    func words(filter: Int32) throws(SessionError) -> [String] {
        var words = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"]
        words += ["--unshare-cgroup", "--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        words += ["--hostname", Self.hostName, "--seccomp", "\(filter)", "--proc", "/proc", "--dev", "/dev"]
        words += ["--remount-ro", "/dev"]
        words += Self.shown(Self.settings.filter(FileManager.default.fileExists))
        if getuid() == 0 { words += ["--uid", "\(Self.userForRoot)", "--gid", "\(Self.userForRoot)"] }
        words += systemFolders
        for (path, size) in Self.writable.sorted(by: { $0.key < $1.key }) {
            words += ["--perms", "1777", "--size", "\(size)", "--tmpfs", path]
        }
        words += Self.shown(readOnly.map(\.path) + [folder.readable.path, display.path])
        words += ["--ro-bind", OwnPrograms.guardian.path, Self.guardian]
        for path in folder.writable.map(\.path) { words += ["--bind", path, path] }
        if let otherHome { words += ["--bind", folder.home.path, otherHome] }
        if getuid() == 0 { words += try filesForRoot() }
        // Firefox keeps its pages in a sandbox of its own, which cannot be made within this one: they would stay blank.
        words += ["--setenv", "MOZ_DISABLE_CONTENT_SANDBOX", "1"]
        // The last: a root folder in memory that could be filled.
        words += ["--remount-ro", "/", "--chdir", folder.home.path, "--"]
        let files = "--fsize=\(limits.disk)"
        return words + [
            "prlimit", "--core=0", "--nproc=\(limits.hardTasks)", Self.openFiles(upTo: limits.openFilesOfProcess),
            files, "--", Self.guardian, "inside",
        ]
    }

    /// Nobody but root could have more than we have.
    private static func openFiles(upTo maximum: Int) -> String {
        var ours = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &ours)
        let hard = min(maximum, Int(clamping: ours.rlim_max))
        return "--nofile=\(min(1024, hard)):\(hard)"
    }

    private var systemFolders: [String] {
        Self.system.flatMap { path -> [String] in
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
                return ["--symlink", target, path]
            }
            return FileManager.default.fileExists(atPath: path) ? ["--ro-bind", path, path] : []
        }
    }

    private static func shown(_ paths: [String]) -> [String] { paths.flatMap { ["--ro-bind", $0, $0] } }

    /// Files of root are the user's own there, so what only root may read is hidden; and the user gets a name.
    private func filesForRoot() throws(SessionError) -> [String] {
        let names = folder.readable.appending(path: "passwd")
        let users = (try? String(contentsOfFile: "/etc/passwd", encoding: .utf8)) ?? ""
        let others = users.split(separator: "\n").filter {
            $0.split(separator: ":").dropFirst(2).first != "\(Self.userForRoot)"
        }
        let line = "user:x:\(Self.userForRoot):\(Self.userForRoot):user:\(folder.home.path):/bin/bash"
        try folder.write((others.map { String($0) } + [line, ""]).joined(separator: "\n"), to: names)
        return PrivateFiles.below("/etc").flatMap {
            $0.isFolder ? ["--tmpfs", $0.path, "--remount-ro", $0.path] : ["--ro-bind", "/dev/null", $0.path]
        }
            + ["--ro-bind", names.path, "/etc/passwd"]
    }
}

/// Files that not everybody may read.
private enum PrivateFiles {
    static func below(_ folder: String) -> [(path: String, isFolder: Bool)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.flatMap { name -> [(path: String, isFolder: Bool)] in
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { return [] }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: return status.st_mode & 0o005 == 0o005 ? below(path) : [(path, true)]
            case S_IFREG: return status.st_mode & 0o004 == 0 ? [(path, false)] : []
            default: return []
            }
        }
    }
}
