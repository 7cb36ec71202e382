import Glibc

/// Lets time pass between two events, where it is the time itself that programs must see.
enum Pause {
    static func of(_ duration: Duration) {
        guard duration > .zero else { return }
        usleep(useconds_t(duration / .microseconds(1)))
    }
}
