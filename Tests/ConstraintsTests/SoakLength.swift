import Foundation

/// How much the random tests do: little each time, much where the environment asks for it.
enum SoakLength {
    static func count(short: Int, long: Int) -> Int {
        ProcessInfo.processInfo.environment["DESKHAND_SOAK"] == nil ? short : long
    }
}
