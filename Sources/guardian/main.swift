import Glibc
import Sessions

// Reads what there is to clean up, line by line, until the pipe closes: then Deskhand has ended, in whatever way.

for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] {
    signal(number, SIG_IGN)
}
var cleanup = Cleanup()
while let line = readLine() {
    if let duty = Duty(line: line) {
        cleanup.add(duty)
    }
}
cleanup.run()
