import Interaction
import Testing
import X11Desktop

/// When a screen counts as settled, from times alone; milliseconds throughout.
struct SettleJudgeTests {
    /// A moment in the life of a screen that was asked to settle at 100.
    struct Moment: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var now: Int
        var first: Int?
        var last: Int?
        var program: SettleJudge.ProgramState?
        var work: Int?
        var unfinished: SettleJudge.Unfinished?
        var verdict: SettleJudge.Verdict
    }

    private static func time(_ milliseconds: Int) -> Duration { .milliseconds(milliseconds) }

    private static func program(
        ended: Int? = nil, shown: Bool = true, busy: Int? = nil, inBursts: Bool = false
    ) -> SettleJudge.ProgramState {
        var state = SettleJudge.ProgramState()
        state.ended = ended.map(time)
        state.isShown = shown
        state.lastBusy = busy.map(time)
        state.drawsInBursts = inBursts
        return state
    }

    static let moments: [Moment] = [
        Moment(testDescription: "still waiting for a first change", now: 300, verdict: .wait(until: time(600))),
        Moment(testDescription: "no first change in time", now: 600, verdict: .done(.noChange)),
        Moment(
            testDescription: "changed a moment ago", now: 300, first: 250, last: 290, verdict: .wait(until: time(490))),
        Moment(testDescription: "quiet for long enough", now: 490, first: 250, last: 290, verdict: .done(.quiet)),
        Moment(
            testDescription: "the deadline comes before quiet", now: 2000, first: 250, last: 1990,
            verdict: .wait(until: time(2100))),
        Moment(
            testDescription: "the deadline while changing", now: 2100, first: 250, last: 2090, verdict: .done(.deadline)
        ),
        Moment(
            testDescription: "nothing is seen of a program that was at work a moment ago", now: 600, work: 550,
            verdict: .wait(until: time(650))),
        Moment(
            testDescription: "a program that worked and changed nothing", now: 650, work: 550, verdict: .done(.noChange)
        ),
        Moment(
            testDescription: "quiet, but at work a moment ago", now: 490, first: 250, last: 290, work: 480,
            verdict: .wait(until: time(580))),
        Moment(
            testDescription: "a rest after work shorter than the quiet", now: 480, first: 250, last: 290, work: 300,
            verdict: .wait(until: time(490))),
        Moment(
            testDescription: "at work without an end in sight", now: 1990, first: 250, last: 290, work: 1980,
            verdict: .wait(until: time(2080))),
        Moment(
            testDescription: "a key pressed a button, and nothing but its look has changed", now: 500, first: 250,
            last: 290, unfinished: .pressByKey, verdict: .wait(until: time(1490))),
        Moment(
            testDescription: "a press that led to nothing", now: 1490, first: 250, last: 290, unfinished: .pressByKey,
            verdict: .done(.quiet)),
        Moment(
            testDescription: "a click of which only the button is seen", now: 500, first: 250, last: 290,
            unfinished: .pressByPointer, verdict: .wait(until: time(640))),
        Moment(
            testDescription: "an animation with pauses", now: 500, first: 250, last: 290,
            unfinished: .animation(pause: time(180)), verdict: .wait(until: time(650))),
        Moment(
            testDescription: "an animation with short pauses", now: 490, first: 250, last: 290,
            unfinished: .animation(pause: time(70)), verdict: .done(.quiet)),
        Moment(
            testDescription: "a program without a window", now: 1500, first: 250, last: 290,
            program: program(shown: false), verdict: .wait(until: time(2100))),
        Moment(
            testDescription: "a program that never showed a window", now: 2100, program: program(shown: false),
            verdict: .done(.noChange)),
        Moment(
            testDescription: "a program takes a longer quiet", now: 490, first: 250, last: 290, program: program(),
            verdict: .wait(until: time(560))),
        Moment(
            testDescription: "a program that rests", now: 560, first: 250, last: 290, program: program(busy: 300),
            verdict: .done(.quiet)),
        Moment(
            testDescription: "a program still at work", now: 560, first: 250, last: 290, program: program(busy: 540),
            verdict: .wait(until: time(640))),
        Moment(
            testDescription: "a program that draws in bursts", now: 800, first: 250, last: 290,
            program: program(inBursts: true), verdict: .wait(until: time(840))),
        Moment(
            testDescription: "a program that was drawn before the watch began", now: 370, program: program(),
            verdict: .done(.quiet)),
        Moment(
            testDescription: "a program that ended without a trace", now: 800,
            program: program(ended: 400, shown: false),
            verdict: .wait(until: time(900))),
        Moment(
            testDescription: "a program that ended long ago", now: 900, program: program(ended: 400, shown: false),
            verdict: .done(.noChange)),
    ]

    @Test(arguments: moments)
    func `a screen is judged by its changes and by the program started`(_ moment: Moment) {
        let judge = SettleJudge(
            SettleExpectation(
                firstChange: .milliseconds(500), quiet: .milliseconds(200), deadline: .milliseconds(2000)),
            began: .milliseconds(100))
        let verdict = judge.verdict(
            at: Self.time(moment.now), firstChange: moment.first.map(Self.time),
            lastChange: moment.last.map(Self.time), program: moment.program, lastWork: moment.work.map(Self.time),
            unfinished: moment.unfinished)
        #expect(verdict == moment.verdict)
    }

    @Test func `a program that never rests is waited for three seconds`() {
        let judge = SettleJudge(SettleExpectation(deadline: .seconds(60)), began: .zero)
        func verdict(at now: Int) -> SettleJudge.Verdict {
            judge.verdict(at: Self.time(now), firstChange: nil, lastChange: nil, lastWork: Self.time(now))
        }
        #expect(verdict(at: 3450) == .wait(until: Self.time(3500)))
        #expect(verdict(at: 3500) == .done(.noChange))
    }
}
