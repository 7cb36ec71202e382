import Glibc

/// A shared library that is opened at first use and never closed: linked, it and what it needs would slow down every start.
///
/// The types of its functions are those of its header: a shim (`CSQLite`, `CTesseract`, …) declares a table of function
/// pointers with `__typeof__` and fills it by name.
///
/// Sendable because it holds nothing but the handle of a library that stays open.
@safe package struct DynamicLibrary: @unchecked Sendable {
    private let name: String
    private let handle: UnsafeMutableRawPointer

    /// Opens the first of `names` that is installed.
    ///
    /// - Throws: ``DynamicLibraryError/notOpened(name:reason:)`` with the reason for the first name.
    package init(_ names: String...) throws(DynamicLibraryError) {
        var reason: String?
        for name in names {
            if let handle = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) {
                self.name = name
                unsafe self.handle = handle
                return
            }
            let words = unsafe dlerror().map { unsafe String(cString: $0) }
            reason = reason ?? words
        }
        throw .notOpened(name: names.first ?? "", reason: reason ?? "the library is missing")
    }

    /// The table of its functions.
    ///
    /// - Parameter load: fills the table; the name of the first function that the library lacks, or `nil`.
    /// - Throws: ``DynamicLibraryError/noFunction(_:library:)``.
    package func functions<Table>(
        _ load: (UnsafeMutableRawPointer, UnsafeMutablePointer<Table>) -> UnsafePointer<CChar>?
    ) throws(DynamicLibraryError) -> Table {
        let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        defer { unsafe table.deallocate() }
        if let missing = unsafe load(handle, table) {
            throw .noFunction(unsafe String(cString: missing), library: name)
        }
        return unsafe table.move()
    }
}

/// Why a library or a function of it cannot be used.
package enum DynamicLibraryError: Error, Equatable, CustomStringConvertible {
    /// It is not installed, or lacks what it needs itself.
    case notOpened(name: String, reason: String)
    /// The library is of a version without the function.
    case noFunction(String, library: String)

    package var description: String {
        switch self {
        case .notOpened(let name, let reason): reason.contains(name) ? reason : "\(name): \(reason)"
        case .noFunction(let function, let library): "\(library) has no function \(function)"
        }
    }
}
