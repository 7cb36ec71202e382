import ArgumentParser
import Foundation
import Images
import Serving

/// `deskhand osworld-guest`
struct OSWorldGuestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "osworld-guest",
        abstract: "Serves private desktops to OSWorld's harness in place of its virtual machines.",
        discussion: """
            The unmodified desktop_env package sets up, operates and grades a sandboxed private desktop. Either one desktop is \
            served at --address, or a stand-in for VMware's vmrun starts and ends them as the harness asks:

              deskhand osworld-guest --vmrun ~/osworld-bin &
              PATH=~/osworld-bin:$PATH python run.py --provider_name vmware --path_to_vm /tmp/desktop-1.vmx …

            Each virtual machine has its own loopback address, from --address on. Without a network: tasks that need one fail.
            Exit codes: 0 stopped by a signal, 2 it cannot listen or start a desktop, 64 misused.
            """)

    @Option(
        help: ArgumentHelp(
            "The loopback address of the first desktop; the harness takes port 5000 for granted.",
            valueName: "ADDRESS:PORT"))
    var address = "127.0.0.1:5000"

    @Option(
        help: ArgumentHelp("Write a stand-in for vmrun into this folder, and start desktops by it.", valueName: "DIR"))
    var vmrun: String?

    @Option(help: ArgumentHelp("The screen's size.", valueName: "WxH"))
    var size = "1920x1080"

    @Option(help: ArgumentHelp("Maximum number of desktops at a time.", valueName: "N"))
    var desktops = 8

    @Option(
        help: ArgumentHelp("The folder for the desktops' traces (default: where `run` keeps them).", valueName: "DIR"))
    var traces: String?

    @Option(help: ArgumentHelp("The gate's rules for every action.", valueName: "FILE"))
    var gate: String?

    private var first: ServerAddress {
        get throws {
            guard let found = ServerAddress(address), found.isLoopback, found.host.hasPrefix("127.") else {
                throw ValidationError("--address: expected 127.A.B.C:PORT, found '\(address)'")
            }
            return found
        }
    }

    private var screen: Size<ScreenSpace> {
        get throws {
            let sides = size.split(separator: "x").compactMap { Int($0) }
            guard sides.count == 2, sides.allSatisfy((64...16384).contains), sides[0] * sides[1] <= 7680 * 4320 else {
                throw ValidationError("--size: expected WxH such as 1920x1080, found '\(size)'")
            }
            return Size(width: sides[0], height: sides[1])
        }
    }

    func validate() throws {
        _ = try first
        _ = try screen
        guard (1...64).contains(desktops) else {
            throw ValidationError("--desktops: expected a number from 1 to 64, found \(desktops)")
        }
        let isFolder = vmrun.flatMap {
            try? URL(filePath: $0).resourceValues(forKeys: [.isDirectoryKey]).isDirectory
        }
        if let vmrun, isFolder != true {
            throw ValidationError("--vmrun: there is no folder \(vmrun)")
        }
    }

    func run() async throws {
        ServerMemory.bound(returnsBuffers: true)
        do {
            let opener = ServedDesktops(
                client: ServedDesktops.osworld, traces: traces, gate: gate, allowsUnsandboxed: false, allowsFiles: false
            )
            try opener.check()
            var request = DesktopRequest()
            request.size = try screen
            request.otherHome = GuestPlaces.home
            let wanted = request
            let fleet = OSWorldFleet(first: try first, maximum: desktops) { name in
                try await opener.open(wanted, name)
            }
            try await ServerRun.untilSignal {
                do {
                    try await serve(fleet)
                } catch {
                    await fleet.stopAll()
                    throw error
                }
                await fleet.stopAll()
            }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func serve(_ fleet: OSWorldFleet) async throws {
        guard let vmrun else {
            let address = try await fleet.start("desktop")
            StandardOutput.stream("http://\(address)\n")
            return await fleet.untilEnded("desktop")
        }
        let folder = URL(filePath: vmrun, directoryHint: .isDirectory)
        try await VirtualMachineControl(fleet).run(writingTo: folder) {
            StandardOutput.stream("\(folder.appending(path: "vmrun").path)\n")
        }
    }
}
