import Foundation
import Glibc

extension Attack {
    static let seeInterfaces = Attack(
        "net-interfaces", .network, .network, "Reads the addresses of the host's network interfaces",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let host = HostAddress.first
        attempt.note("getifaddrs: \(host ?? "nothing but loopback")")
        if let host { attempt.take(word: host) }
        for name in attempt.names(in: "/sys/class/net") where name != "lo" {
            attempt.take(word: String(decoding: Attempt.bytes(ofFile: "/sys/class/net/\(name)/address"), as: UTF8.self))
        }
    } host: { trial in
        guard let host = HostAddress.first else {
            throw AttackFault.notApplicable(reason: "this machine has no address but loopback")
        }
        let report = try await trial.attempt()
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net")) ?? []).filter {
            $0 != "lo"
        }
        let addresses = names.map { HostFile(path: "/sys/class/net/\($0)/address").text }
            .filter { !$0.isEmpty && !$0.hasPrefix("00:00:00:00") }
        let known = report.loot.filter { $0 == host || addresses.contains($0) }
        return trial.judge(report, succeeded: !known.isEmpty, "it knows \(known.joined(separator: ", "))")
    }
}
