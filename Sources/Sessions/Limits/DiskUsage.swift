import Glibc

/// What folders take on the disk. No link is followed.
struct DiskUsage {
    private(set) var bytes = 0
    private(set) var files = 0
    private let maximumFiles: Int
    private var seen: Set<UInt> = []

    /// - Parameter maximumFiles: counting stops soon after.
    init(maximumFiles: Int) { self.maximumFiles = maximumFiles }

    /// The bytes in use on a whole file system.
    static func usedBytes(ofFileSystemAt path: String) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return 0 }
        return Int(status.f_blocks - status.f_bfree) * Int(status.f_frsize)
    }

    /// Counts a folder with everything below it. Folders deeper than 512 count as too many files.
    mutating func add(folder path: String) {
        add(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth: 0)
    }

    private mutating func add(_ descriptor: Int32, depth: Int) {
        guard descriptor >= 0 else { return }
        guard depth < 512, let entries = fdopendir(descriptor) else {
            files = max(files, maximumFiles + 1)
            close(descriptor)
            return
        }
        defer { closedir(entries) }
        while files <= maximumFiles, let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            files += 1
            count(status)
            guard status.st_mode & S_IFMT == S_IFDIR else { continue }
            add(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth: depth + 1)
        }
    }

    /// Counts the files that a process holds open though they have no name any more.
    mutating func addDeletedFiles(of process: Int32) {
        guard let entries = opendir("/proc/\(process)/fd") else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard stat("/proc/\(process)/fd/\(name)", &status) == 0, status.st_nlink == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            count(status)
        }
    }

    /// Counts the files in the sandbox's folders in memory, each of which takes memory of the kernel.
    ///
    /// - Parameter processes: of the sandbox. Not each of them lets its root folder be seen.
    mutating func addFilesInMemory(of processes: [Int32]) {
        for process in processes {
            let places = SandboxPlan.inMemory.compactMap { path -> Int? in
                var status = statvfs()
                guard statvfs("/proc/\(process)/root\(path)", &status) == 0 else { return nil }
                return Int(status.f_files - status.f_ffree)
            }
            guard places.count == SandboxPlan.inMemory.count else { continue }
            files += places.reduce(0, +)
            return
        }
    }

    private mutating func count(_ status: stat) {
        guard status.st_nlink < 2 || seen.insert(UInt(status.st_ino)).inserted else { return }
        bytes += Int(status.st_blocks) * 512
    }
}
