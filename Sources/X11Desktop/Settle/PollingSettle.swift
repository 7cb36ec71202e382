import Glibc
import Images
import Interaction

/// The simplest way to see whether the screen has come to rest: capture and compare.
extension XDesktop {
    package func watchForChanges() throws {
        watched = (try orLost { try screenshot(of: .everything).image }, ContinuousClock.now)
    }

    package func settle(_ expectation: SettleExpectation) throws -> SettleReport {
        guard let (start, began) = watched else { throw X11Error.refused(request: "settle", reason: "not watching") }
        var last = start
        var firstChange: Duration?
        var lastChange: Duration?
        while true {
            try Task.checkCancellation()
            let image = try orLost { try screenshot(of: .everything).image }
            let now = began.duration(to: ContinuousClock.now)
            if image.size != last.size || !image.difference(from: last).isEmpty {
                firstChange = firstChange ?? now
                lastChange = now
                last = image
            }
            if let lastChange, now - lastChange >= expectation.quiet {
                return SettleReport(
                    reason: .quiet, firstChange: firstChange, lastChange: lastChange, settled: now, regions: [])
            }
            if firstChange == nil, now >= expectation.firstChange {
                return SettleReport(reason: .noChange, firstChange: nil, lastChange: nil, settled: now, regions: [])
            }
            if now >= expectation.deadline {
                return SettleReport(
                    reason: .deadline, firstChange: firstChange, lastChange: lastChange, settled: now, regions: [])
            }
            usleep(20_000)
        }
    }
}
