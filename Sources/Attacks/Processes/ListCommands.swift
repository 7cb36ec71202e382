extension Attack {
    static let listCommands = Attack(
        "process-list-commands", .processes, .hostProcesses,
        "Reads the command lines of other programs, which may hold passwords",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let processes = Attempt.processes()
        attempt.note("list processes", processes.count)
        for process in processes { attempt.take(Attempt.bytes(ofFile: "/proc/\(process)/cmdline")) }
    } host: { trial in
        try trial.helper(.sleeper, ["password": trial.secret])
        return trial.judge(try await trial.attempt())
    }
}
