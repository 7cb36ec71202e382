import Testing
import X11Desktop

/// When processes count as at work, from what they used; milliseconds throughout.
struct WorkMeterTests {
    private func used(_ time: Int, running: Bool = false) -> ProcessTree.Work {
        ProcessTree.Work(time: .milliseconds(time), isRunning: running)
    }

    @Test func `what uses much of a processor is at work`() {
        var meter = WorkMeter()
        meter.add(used(5000), at: .milliseconds(100))
        meter.add(used(5004), at: .milliseconds(140))
        #expect(meter.lastBusy == .milliseconds(100))
        meter.add(used(5014), at: .milliseconds(180))
        #expect(meter.lastBusy == .milliseconds(180))
    }

    @Test func `what stands in line for a processor is at work`() {
        var meter = WorkMeter()
        meter.add(used(5000), at: .milliseconds(100))
        meter.add(used(5000, running: true), at: .milliseconds(140))
        #expect(meter.lastBusy == .milliseconds(140))
    }

    @Test func `without a recent look nothing speaks for rest`() {
        var meter = WorkMeter()
        #expect(meter.isOutdated(at: .zero) && meter.lastBusy == nil)
        meter.add(used(5000), at: .milliseconds(100))
        #expect(meter.lastBusy == .milliseconds(100) && !meter.isOutdated(at: .milliseconds(220)))
        meter.add(used(5000), at: .milliseconds(900))
        #expect(meter.lastBusy == .milliseconds(900))
    }
}
