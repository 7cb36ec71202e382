import CLinux
import Glibc

extension GuestFiles {
    /// Symbolic links on the way to a file, as the kernel counts them.
    private static let maximumLinks = 40
    /// How often something is tried again that programs renamed meanwhile.
    private static let maximumRetries = 16

    /// Whether the kernel has `openat2`, and whatever filters system calls here lets it through.
    static let kernelCanResolve: Bool = {
        let folder = linux_openat2(AT_FDCWD, "/", UInt64(linux_o_path | O_CLOEXEC), linux_resolve_no_magiclinks)
        guard folder >= 0 else { return false }
        close(folder)
        return true
    }()

    /// Opens the folder at `path`, to look at what is in it.
    func folder(_ path: GuestPath, followsLinks: Bool = true) throws(GuestFileError) -> Descriptor {
        try open(path, linux_o_path | O_DIRECTORY, followsLinks: followsLinks)
    }

    /// Opens what lies at `path`; never waits for a writer, a reader or a device.
    ///
    /// - Throws: ``GuestFileError``.
    func open(_ path: GuestPath, _ flags: Int32, followsLinks: Bool) throws(GuestFileError) -> Descriptor {
        let flags = flags | O_CLOEXEC | (flags & linux_o_path == 0 ? O_NONBLOCK | O_NOCTTY : 0)
        switch resolving {
        case .walking: return try walk(path, flags, followsLinks: followsLinks)
        case .kernel:
            do throws(GuestFileError) {
                return try resolve(path, flags, followsLinks: followsLinks)
            } catch .leadsOut where followsLinks {
                // The kernel refuses every absolute link; one that names this folder stays in it.
                return try walk(path, flags, followsLinks: true)
            }
        }
    }

    private func resolve(
        _ path: GuestPath, _ flags: Int32, followsLinks: Bool
    ) throws(GuestFileError) -> Descriptor {
        let rules =
            linux_resolve_beneath | linux_resolve_no_magiclinks | linux_resolve_no_xdev
            | (followsLinks ? 0 : linux_resolve_no_symlinks)
        for _ in 0..<Self.maximumRetries {
            let opened = linux_openat2(root.number, path.bytes, UInt64(flags), rules)
            if opened >= 0 { return Descriptor(opened) }
            guard errno == EAGAIN || errno == EINTR else { throw .code(errno, path) }
        }
        throw .busy(path: path.description)
    }

    /// The same name by name, with what leads up kept open: nothing is looked up that could have been moved elsewhere.
    private func walk(_ path: GuestPath, _ flags: Int32, followsLinks: Bool) throws(GuestFileError) -> Descriptor {
        var folders = [root]
        var rest = Array(path.names.reversed())
        var links = 0
        while let name = rest.popLast() {
            guard let folder = folders.last else { break }
            if name == Array("..".utf8) {
                guard folders.count > 1 else { throw .leadsOut(path: path.description) }
                folders.removeLast()
                continue
            }
            let status = try folder.status(of: name, path)
            guard status.st_dev == device else { throw .otherFileSystem(path: path.description) }
            if status.isLink {
                links += 1
                guard followsLinks, links <= Self.maximumLinks else { throw .link(path: path.description) }
                let (isAbsolute, names) = try target(folder.destination(of: name, path), path)
                if isAbsolute { folders = [root] }
                rest += names.reversed()
                continue
            }
            guard rest.isEmpty else {
                folders.append(try folder.open(name, linux_o_path | O_DIRECTORY, path))
                continue
            }
            return try folder.open(name, flags, path)
        }
        guard let folder = folders.last else { throw .leadsOut(path: path.description) }
        return try folder.open(Array(".".utf8), flags, path)
    }

    /// The names that a symbolic link leads along: from its own folder, or from the root where it names that.
    private func target(
        _ link: [UInt8], _ path: GuestPath
    ) throws(GuestFileError) -> (isAbsolute: Bool, names: [[UInt8]]) {
        func names(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
            bytes.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != Array(".".utf8) }
        }
        guard link.first == UInt8(ascii: "/") else { return (false, names(link[...])) }
        let place = Array(place.utf8)
        guard link == place || link.starts(with: place + [UInt8(ascii: "/")]) else {
            throw .leadsOut(path: path.description)
        }
        return (true, names(link[place.count...]))
    }
}
