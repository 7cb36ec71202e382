extension Attack {
    /// Every attack, by kind.
    package static let all: [Attack] =
        display + files + processes + outliveSessions + network + buses + sharedMemory + devices
        + privileges + openSettings + makeCalls + [renameHost] + exhaustion + readers

    /// The attack called `name`.
    ///
    /// - Throws: ``AttackFault/unknown(name:)``.
    package static func named(_ name: String) throws(AttackFault) -> Attack {
        guard let attack = all.first(where: { $0.name == name }) else { throw .unknown(name: name) }
        return attack
    }

    private static let display =
        readScreens + [
            guessCookie, stealCookie, logKeys, recordKeys, injectKeys, movePointer, sendEvent, changeProperty,
            killClient,
            askForClipboard, coverScreen, reconfigureWindowManager, endOwnServer,
        ]

    private static let files =
        readHostFiles + writeHostFiles + [
            changeOwnEvidence, readOtherHome, writeOtherHome, hardLink, inheritedDescriptor,
        ]

    private static let processes =
        readVictims + hurtVictims + [listCommands, limitVictim, offerVictimToKiller, slowVictim, endGuardian]

    private static let network =
        reachServices + [sendDatagram, offerService, offerAbstractService, sniff, seeInterfaces]

    private static let buses = reachBuses + spoofRegistries + [activateService]

    private static let sharedMemory =
        [readSharedSegment, writeSharedSegment, findSegments, useServerAsDeputy, readMessageQueue, readPosixQueue]
        + readKeyrings

    private static let devices = writeTerminals + readDisks + [readKernelLog]

    private static let privileges = checkPrivileges + leaveNamespaces + [remountWritable, openByHandle]

    private static let exhaustion = [printEndlessly, forkMany, takeMemory, fillDisk, openFiles] + makeFiles

    private static let readers = [titleEscapes, endlessTitle, printEscapes] + plantFiles + [swapFolder]
}
