import Foundation
import Glibc

/// The system calls that programs in the sandbox may not make, as a program for Linux's seccomp filter.
///
/// Refused are calls that reach beyond the session (keys of the kernel, other processes' memory, mounts, namespaces,
/// modules, clocks), calls through which kernels have often been attacked, and sockets of families that a network
/// namespace does not contain. Everything else is allowed: desktop programs use much of the system.
enum SeccompFilter {
    /// A file that holds the filter, to be read from its beginning; the caller closes it. `nil` where the architecture
    /// is unknown.
    static func file() throws(SessionError) -> Int32 {
        let (reading, writing) = try openPipe()
        defer { close(writing) }
        let bytes = program.flatMap { [UInt8]($0) }
        // Less than what a pipe holds, so that this does not wait.
        guard bytes.withUnsafeBytes({ write(writing, $0.baseAddress, $0.count) }) == bytes.count else {
            close(reading)
            throw .notStarted(program: "bwrap", reason: "the seccomp filter cannot be passed to it")
        }
        return reading
    }

    /// One instruction: operation, distances to jump when true and when false, operand.
    private static func instruction(_ code: UInt16, _ operand: UInt32, _ yes: UInt8 = 0, _ no: UInt8 = 0) -> [UInt8] {
        withUnsafeBytes(of: code) { Array($0) } + [yes, no] + withUnsafeBytes(of: operand) { Array($0) }
    }

    private static let load: UInt16 = 0x20
    private static let jumpIfEqual: UInt16 = 0x15
    private static let jumpIfGreaterOrEqual: UInt16 = 0x35
    private static let jumpIfAnyBit: UInt16 = 0x45
    private static let returning: UInt16 = 0x06
    private static let allow: UInt32 = 0x7fff_0000
    private static func failure(_ error: Int32) -> UInt32 { 0x0005_0000 | UInt32(error) }
    private static let killProcess: UInt32 = 0x8000_0000
    /// `CLONE_NEWNS`, `NEWCGROUP`, `NEWUTS`, `NEWIPC`, `NEWUSER`, `NEWPID`, `NEWNET`.
    private static let namespaces: UInt32 = 0x7e02_0000

    private static var program: [[UInt8]] {
        var lines = [
            instruction(load, 4), instruction(jumpIfEqual, Numbers.architecture, 1, 0),
            instruction(returning, killProcess), instruction(load, 0),
        ]
        if let other = Numbers.firstOfOtherInterface {
            lines += [instruction(jumpIfGreaterOrEqual, other, 0, 1), instruction(returning, failure(ENOSYS))]
        }
        for number in Numbers.refused {
            lines += [instruction(jumpIfEqual, number, 0, 1), instruction(returning, failure(EPERM))]
        }
        // Its flags lie in memory, which a filter cannot read; the C library then uses clone.
        lines += [instruction(jumpIfEqual, 435, 0, 1), instruction(returning, failure(ENOSYS))]
        for number in Numbers.withNamespaceFlags {
            lines += [
                instruction(jumpIfEqual, number, 0, 3), instruction(load, 16),
                instruction(jumpIfAnyBit, namespaces, 0, 1), instruction(returning, failure(EPERM)),
                instruction(load, 0),
            ]
        }
        // TIOCSTI and TIOCLINUX type on a terminal.
        lines += [
            instruction(jumpIfEqual, Numbers.ioctl, 0, 5), instruction(load, 24),
            instruction(jumpIfEqual, 0x5412, 1, 0), instruction(jumpIfEqual, 0x541c, 0, 1),
            instruction(returning, failure(EPERM)), instruction(load, 0),
        ]
        // Unix, IPv4, IPv6, netlink.
        lines += [
            instruction(jumpIfEqual, Numbers.socket, 0, 7), instruction(load, 16), instruction(jumpIfEqual, 1, 4, 0),
            instruction(jumpIfEqual, 2, 3, 0), instruction(jumpIfEqual, 10, 2, 0), instruction(jumpIfEqual, 16, 1, 0),
            instruction(returning, failure(EAFNOSUPPORT)), instruction(load, 0),
        ]
        return lines + [instruction(returning, allow)]
    }
}

/// The kernel's numbers for its calls.
private enum Numbers {
    /// io_uring, the new calls for mounts, pidfd_getfd: the same on all architectures.
    private static let common: [UInt32] = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 467]

    #if arch(x86_64)
        static let architecture: UInt32 = 0xc000_003e
        /// The 32-bit interface on 64-bit systems has other numbers for the same calls.
        static let firstOfOtherInterface: UInt32? = 0x4000_0000
        static let ioctl: UInt32 = 16
        static let socket: UInt32 = 41
        /// clone, unshare.
        static let withNamespaceFlags: [UInt32] = [56, 272]
        /// In order: ptrace, syslog, uselib, acct, pivot_root, chroot, adjtimex, settimeofday, mount, umount2, swapon,
        /// swapoff, reboot, sethostname, setdomainname, iopl, ioperm, init_module, delete_module, quotactl,
        /// lookup_dcookie, clock_settime, kexec_load, add_key, request_key, keyctl, perf_event_open,
        /// name_to_handle_at, open_by_handle_at, clock_adjtime, setns, process_vm_readv, process_vm_writev, kcmp,
        /// finit_module, kexec_file_load, bpf, userfaultfd.
        static let refused: [UInt32] =
            [
                101, 103, 134, 163, 155, 161, 159, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179,
                212, 227, 246, 248, 249, 250, 298, 303, 304, 305, 308, 310, 311, 312, 313, 320, 321, 323,
            ] + common
    #else
        static let architecture: UInt32 = 0xc000_00b7
        static let firstOfOtherInterface: UInt32? = nil
        static let ioctl: UInt32 = 29
        static let socket: UInt32 = 198
        /// clone, unshare.
        static let withNamespaceFlags: [UInt32] = [220, 97]
        /// The same calls as on x86-64, in the generic table.
        static let refused: [UInt32] =
            [
                117, 116, 89, 41, 51, 171, 170, 40, 39, 224, 225, 142, 161, 162, 105, 106, 60, 18, 112, 104, 217, 218,
                219, 241, 264, 265, 266, 268, 270, 271, 272, 273, 294, 280, 282,
            ] + common
    #endif
}
