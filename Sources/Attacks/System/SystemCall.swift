import CLinux
import Glibc

/// System calls by their numbers, for what the C library does not offer to Swift.
enum SystemCall {
    /// The result, or the negative error number.
    static func make(_ number: Int32, _ arguments: [Int]) -> Int {
        let all = arguments + [Int](repeating: 0, count: max(0, 6 - arguments.count))
        return Int(linux_system_call(Int(number), all[0], all[1], all[2], all[3], all[4], all[5]))
    }

    static func make(_ number: Int32, _ arguments: Int...) -> Int { make(number, arguments) }

    /// The address of a C string or a buffer, as a system call takes it.
    static func address(_ pointer: UnsafeRawPointer?) -> Int { Int(bitPattern: pointer) }
}

/// Lends a string as a C string whose address a system call can take.
func withAddress<Result>(of text: String, _ body: (Int) -> Result) -> Result {
    text.withCString { body(SystemCall.address($0)) }
}
