import Attacks
import Testing

struct AttackListTests {
    @Test func `every attack has a name of its own, and every threat has an attack`() {
        #expect(Set(Attack.all.map(\.name)).count == Attack.all.count)
        #expect(Attack.all.count >= 60)
        for threat in Threat.allCases { #expect(Attack.all.contains { $0.threat == threat }, "\(threat.rawValue)") }
    }
}
