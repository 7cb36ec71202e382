import Glibc
import Sessions

// Starts a session's programs for Deskhand, which holds the other end of descriptor 0. When that closes, Deskhand has
// ended, in whatever way: then the guardian cleans up. In the sandbox, `inside` is process 1, and the system ends with
// it whatever runs there. There, and with `private`, programs have the same umask whoever started Deskhand.

for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] {
    signal(number, SIG_IGN)
}
let isInside = CommandLine.arguments.dropFirst().first == "inside"
if CommandLine.arguments.count > 1 { umask(0o022) }
let server = LaunchServer(descriptor: 0, place: isInside ? .sandbox : .host)
var cleanup = Cleanup()
server.run { cleanup.add($0) }
if !isInside {
    cleanup.run()
    server.removeGroups()
}
