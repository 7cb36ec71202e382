import Attacks
import Testing
import Watchdog

@Suite(.timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct AttackListTests {
    @Test func `every attack has a name of its own, and every threat has an attack`() {
        #expect(Set(Attack.all.map(\.name)).count == Attack.all.count)
        #expect(Attack.all.count >= 60)
        for threat in Threat.allCases { #expect(Attack.all.contains { $0.threat == threat }, "\(threat.rawValue)") }
    }
}
