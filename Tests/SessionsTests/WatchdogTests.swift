import Foundation
import Glibc
import Testing
import Watchdog

/// What keeps a run of these tests from standing still.
@Suite(.timeLimit(.minutes(2)), .watchdog(minutes: 3))
struct WatchdogTests {
    @Test func `a test that blocks ends the test process`() async {
        await #expect(processExitsWith: .exitCode(70)) {
            await Watchdog.watch("a test that blocks", for: .seconds(1)) { sleep(60) }
        }
    }

    @Test func `an exit test ends though an earlier child was left to nobody`() async throws {
        var process: pid_t = 0
        let name = strdup("true")
        defer { free(name) }
        try #require(posix_spawn(&process, "/bin/true", nil, nil, [name, nil], nil) == 0)
        await #expect(processExitsWith: .success) { exit(0) }
        #expect(waitpid(process, nil, WNOHANG) != 0)
    }
}
