import CLinux
import Foundation
import Glibc

/// A process that stays the same one: a number alone may be another's by the time a signal is sent to it.
struct ProcessHandle: ~Copyable {
    let number: Int32
    /// Negative before Linux 5.3, where the number must do.
    private let descriptor: Int32

    /// `nil` where no such process is there any more.
    init?(_ number: Int32) {
        descriptor = linux_pidfd_open(number)
        if descriptor < 0, errno == ESRCH { return nil }
        self.number = number
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Its parent; looked up after it was taken hold of, so that it is this process's or the process is gone.
    var parent: Int32? { ProcessHandle.parent(of: number) }

    func send(_ signal: Int32) {
        if descriptor >= 0 {
            linux_pidfd_send_signal(descriptor, signal)
        } else {
            kill(number, signal)
        }
    }

    /// After the name, which stands in parentheses and may hold some: state, parent.
    static func parent(of process: Int32) -> Int32? {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 1 ? Int32(fields[1]) : nil
    }
}
