import Foundation

/// Why programs cannot be kept in a sandbox here. Nothing runs then; a weaker sandbox is not an alternative.
package enum SandboxObstacle: Hashable, Sendable {
    /// bwrap does not know an option that the sandbox needs.
    case oldBubblewrap
    /// bwrap, or what is called so in the search path, does not do its work.
    case broken
    /// `kernel.unprivileged_userns_clone` is 0.
    case unprivilegedNamespaces
    /// `user.max_user_namespaces` is 0.
    case noUserNamespaces
    /// AppArmor refuses user namespaces to programs without a profile (Ubuntu from 23.10).
    case appArmor
    /// A container around us hides parts of `/proc`, so that a new one cannot be mounted.
    case maskedProc
    /// The kernel, or a container around us, refuses a namespace.
    case refused

    /// Finds the cause from bwrap's error text and the system's settings.
    init(words: String, setting: (String) -> String? = SandboxObstacle.setting) {
        if words.contains("Unknown option") {
            self = .oldBubblewrap
        } else if words.contains("mount proc") {
            self = .maskedProc
        } else if setting("user/max_user_namespaces") == "0" {
            self = .noUserNamespaces
        } else if setting("kernel/unprivileged_userns_clone") == "0" {
            self = .unprivilegedNamespaces
        } else if setting("kernel/apparmor_restrict_unprivileged_userns") == "1" {
            self = .appArmor
        } else {
            self = .refused
        }
    }

    private static func setting(_ name: String) -> String? {
        (try? String(contentsOfFile: "/proc/sys/\(name)", encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .oldBubblewrap: "install bubblewrap 0.5 or later"
        case .broken: "install bubblewrap 0.5 or later, and see that its bwrap comes first in PATH"
        case .unprivilegedNamespaces: "allow them: sysctl -w kernel.unprivileged_userns_clone=1"
        case .noUserNamespaces: "allow user namespaces: sysctl -w user.max_user_namespaces=10000"
        case .appArmor:
            "give bwrap an AppArmor profile that allows userns, or: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        case .maskedProc:
            "start the container around Deskhand with an unmasked /proc (docker run --security-opt systempaths=unconfined)"
        case .refused:
            "allow user, process, network, IPC, UTS and mount namespaces; in a container, start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
        }
    }
}
