import CSQLite
import DynamicLibraries

/// SQLite's C interface, opened at first use, and one question that is asked through it.
///
/// Sendable because it holds only addresses of functions.
@safe package struct SQLiteLibrary: @unchecked Sendable {
    /// How many thousands of steps a query may take: a view in a hostile file must not run for ever.
    private static let maximumSteps = 20_000

    private let functions: deskhand_sqlite

    /// The library of this process, or `nil` where it is not installed.
    package static let opened = try? SQLiteLibrary()

    private init() throws(DynamicLibraryError) {
        unsafe functions = try DynamicLibrary("libsqlite3.so.0").functions(deskhand_sqlite_load)
    }

    /// The first column of the first row as a number; 0 where that is not a number.
    ///
    /// - Parameters:
    ///   - contents: the database as its file holds it. It is read from memory and not changed.
    ///   - log: the `-wal` file beside it, if there is one: what was written last may be there only.
    /// - Throws: ``FormatFault`` with SQLite's code and message when the query cannot be carried out, or returns no row.
    package func firstNumber(of query: String, in contents: [UInt8], log: [UInt8]? = nil) throws(FormatFault) -> Double
    {
        unsafe try first(of: query, in: contents, log: log) { functions, statement in
            unsafe functions.column_double(statement, 0)
        }
    }

    /// The first column of the first row as text; empty where that is null. Otherwise as ``firstNumber(of:in:log:)``.
    package func firstText(of query: String, in contents: [UInt8], log: [UInt8]? = nil) throws(FormatFault) -> String {
        unsafe try first(of: query, in: contents, log: log) { functions, statement in
            unsafe functions.column_text(statement, 0).map { unsafe String(cString: $0) } ?? ""
        }
    }

    private func first<Value>(
        of query: String, in contents: [UInt8], log: [UInt8]?, _ read: (deskhand_sqlite, OpaquePointer) -> Value
    ) throws(FormatFault) -> Value {
        guard contents.count >= 100 else { throw FormatFault("it is not an SQLite database") }
        var contents = log.flatMap(WriteAheadLog.init)?.applied(to: contents) ?? contents
        // A file in write-ahead mode says so here, and cannot be read from memory then.
        for place in 18...19 where contents[place] == 2 { contents[place] = 1 }
        let found = unsafe contents.withUnsafeMutableBufferPointer { bytes in
            Result { () throws(FormatFault) in unsafe try answer(to: query, in: bytes, read) }
        }
        return try found.get()
    }

    private func answer<Value>(
        to query: String, in bytes: UnsafeMutableBufferPointer<UInt8>, _ read: (deskhand_sqlite, OpaquePointer) -> Value
    ) throws(FormatFault) -> Value {
        var opened: OpaquePointer?
        let status = unsafe functions.open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nil)
        guard let database = unsafe opened else { throw FormatFault("SQLite cannot be started (error \(status))") }
        defer { _ = unsafe functions.close(database) }
        guard status == SQLITE_OK, let start = bytes.baseAddress else { throw unsafe problem(database) }
        let (size, readOnly) = (Int64(bytes.count), UInt32(SQLITE_DESERIALIZE_READONLY))
        guard unsafe functions.deserialize(database, "main", start, size, size, readOnly) == SQLITE_OK else {
            throw unsafe problem(database)
        }
        var steps = 0
        let found = unsafe withUnsafeMutablePointer(to: &steps) { counter in
            unsafe functions.progress_handler(
                database, 1_000,
                { context in
                    guard let counter = unsafe context?.assumingMemoryBound(to: Int.self) else { return 1 }
                    unsafe counter.pointee += 1
                    return unsafe counter.pointee > SQLiteLibrary.maximumSteps ? 1 : 0
                }, counter)
            var prepared: OpaquePointer?
            guard unsafe functions.prepare_v2(database, query, -1, &prepared, nil) == SQLITE_OK,
                let statement = unsafe prepared
            else { return Result<Value, FormatFault>.failure(unsafe problem(database)) }
            defer { _ = unsafe functions.finalize(statement) }
            switch unsafe functions.step(statement) {
            case SQLITE_ROW: return .success(unsafe read(functions, statement))
            case SQLITE_DONE: return .failure(FormatFault("the query gives no row"))
            default: return .failure(unsafe problem(database))
            }
        }
        return try found.get()
    }

    /// What SQLite says of its last error: the message, and the extended code that its documentation lists.
    private func problem(_ database: OpaquePointer) -> FormatFault {
        let code = unsafe functions.extended_errcode(database)
        let message = unsafe functions.errmsg(database).map { unsafe String(cString: $0) } ?? "no message"
        return FormatFault("\(message) (SQLite error \(code))")
    }
}
