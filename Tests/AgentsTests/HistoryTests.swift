import Agents
import Images
import Interaction
import Synchronization
import Testing

/// What an episode keeps of its earlier steps.
struct HistoryTests {
    /// Lends out pictures and counts those that somebody still holds.
    actor LendingDesktop: Desktop {
        let lent = Lent()
        /// Of the screen; each action changes it.
        private var shade: UInt8 = 1

        final class Lent: Sendable {
            private let counts = Mutex((now: 0, most: 0))
            var most: Int { counts.withLock { $0.most } }

            func image(_ shade: UInt8) -> Image {
                counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 48, alignment: 16)
                bytes.initializeMemory(as: UInt8.self, repeating: shade)
                nonisolated(unsafe) let owned = bytes
                let storage = PixelStorage(borrowing: bytes) {
                    owned.deallocate()
                    self.counts.withLock { $0.now -= 1 }
                }
                return Image(width: 4, height: 3, bytesPerRow: 16, storage: storage)
            }
        }

        func look(at area: CaptureArea, drawingPointer: Bool) -> ScreenState {
            let screenshot = Screenshot(
                image: lent.image(shade), screen: Size(width: 4, height: 3),
                capture: Box(x: 0, y: 0, width: 4, height: 3))
            return ScreenState(screenshot: screenshot, pointer: Point(x: 0, y: 0), windows: [])
        }

        func watchForChanges() {}

        func perform(_ action: Action<ScreenSpace>) -> Execution {
            shade &+= 1
            return Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: Point(x: 0, y: 0))
        }

        func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes() }

        func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) -> Execution { perform(action) }

        func settle(_ expectation: SettleExpectation) -> SettleReport {
            SettleReport(reason: .quiet, firstChange: nil, lastChange: nil, settled: .zero, regions: [])
        }
    }

    /// Clicks for ever, and notes which of the earlier screens it can still see.
    actor LookingBack: Policy {
        nonisolated let name = "looking back"
        nonisolated let picturesNeeded: Int
        private(set) var faults: [String] = []

        init(picturesNeeded: Int) { self.picturesNeeded = picturesNeeded }

        func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
            for (index, step) in history.enumerated() {
                let image = step.observation.screen.screenshot.image
                let isRecent = index >= history.count - picturesNeeded
                let shade = image.withBytes { $0[0] }
                let expected = isRecent ? UInt8(index + 1) : 0
                if shade != expected || image.width != 4 || image.height != 3 {
                    faults.append("step \(index + 1) of \(history.count) shows \(shade)")
                }
            }
            return .act(Proposal(action: .click(.left, at: Point(x: 1, y: 2))))
        }
    }

    @Test(arguments: [0, 2, 5])
    func `pixels of steps older than a policy needs are given back`(_ needed: Int) async {
        let (desktop, policy) = (LendingDesktop(), LookingBack(picturesNeeded: needed))
        let end = await Episode(
            instruction: "click", desktop: desktop, policy: policy, gatekeeper: Gatekeepers([]), log: EventNames(),
            limits: EpisodeLimits(steps: 60)
        ).run()
        #expect(end.steps == 60)
        #expect(await policy.faults.isEmpty)
        // Those needed, the one that was decided on, two looks before the act, and the one that is just taken.
        #expect(desktop.lent.most <= needed + 5)
    }
}
