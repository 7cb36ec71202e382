import CLinux
import Foundation
import Glibc

/// What our executable does besides attacking: processes that attacks are directed at, or that they leave behind.
enum HelperRole: String {
    /// Holds secrets in its memory, environment, working folder and descriptors.
    case victim = "role-victim"
    /// Sleeps, a minute at most; its command line has a name by which the host finds it.
    case sleeper = "role-sleeper"
    /// The same, ignoring the signals that ask it to end.
    case stubbornSleeper = "role-stubborn-sleeper"

    /// - Returns: what it says at its end.
    func play(_ facts: [String: String]) throws -> String {
        alarm(60)
        switch self {
        case .victim: Victim.play(facts)
        case .sleeper: break
        case .stubbornSleeper: for number in [SIGTERM, SIGHUP, SIGINT] { signal(number, SIG_IGN) }
        }
        print("ready")
        fflush(nil)
        sleep(60)
        return ""
    }
}
