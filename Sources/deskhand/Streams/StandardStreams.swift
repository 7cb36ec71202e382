@unsafe @preconcurrency import Glibc

/// What a process needs to know of its standard streams before it does anything else.
enum StandardStreams {
    /// Whether standard output was closed when the program started.
    static let isOutputClosed = fcntl(STDOUT_FILENO, F_GETFD) < 0

    /// Makes streams safe to use, once, at the start of the program.
    ///
    /// A closed one is opened on `/dev/null`: otherwise the next file that is opened, such as a trace, takes its number
    /// and gets what is printed. A pipe without a reader and a file that may not grow become errors of the write, where
    /// SIGPIPE and SIGXFSZ would end the process in the middle of its work; programs that are started get the defaults.
    static func prepare() {
        _ = isOutputClosed
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is taken, and all lower ones are open by now.
            _ = unsafe open("/dev/null", O_RDWR)
        }
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }
}
