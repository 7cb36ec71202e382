/// What all programs of a sandboxed session may use together.
package struct SessionLimits: Hashable, Codable, Sendable {
    /// Bytes of memory that is their own.
    var memory: Int
    /// Processes and threads.
    var tasks: Int
    /// Bytes on the disk, in the session's home and its folders for temporary files.
    var disk: Int
    /// Files and folders there.
    var files: Int

    /// Creates limits in bytes and in numbers of tasks and files.
    package init(memory: Int = 8 << 30, tasks: Int = 4096, disk: Int = 4 << 30, files: Int = 500_000) {
        (self.memory, self.tasks, self.disk, self.files) = (memory, tasks, disk, files)
    }
}

extension SessionLimits {
    /// What the kernel is told as the maximum of tasks: a few more, so that measuring finds the session beyond its limit
    /// and ends it with that error, in place of programs that fail in ways of their own.
    var hardTasks: Int { tasks + 64 }

    /// Open files of all processes together, by the sizes of their tables: 256 for each task that there may be. Each
    /// takes memory of the kernel, which is nobody's.
    var openFiles: Int { tasks * 256 }
    /// Open files of one process.
    var openFilesOfProcess: Int { min(openFiles, 65_536) }
}

/// Which limit a session went beyond.
package struct LimitOverrun: Hashable, Sendable {
    /// What is limited.
    package enum Resource: String, Hashable, Sendable {
        case memory, tasks, disk, files, openFiles
    }

    let resource: Resource
    /// In the resource's unit: bytes, or a count.
    let limit: Int

    /// Creates the report of a limit that was reached.
    package init(resource: Resource, limit: Int) {
        self.resource = resource
        self.limit = limit
    }
}

extension LimitOverrun.Resource {
    /// In words.
    var unit: String {
        switch self {
        case .memory: "bytes of memory"
        case .tasks: "processes and threads"
        case .disk: "bytes on the disk"
        case .files: "files"
        case .openFiles: "open files"
        }
    }
}
