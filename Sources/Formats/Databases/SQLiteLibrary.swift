import Glibc

/// SQLite's C interface, opened at first use, and one question that is asked through it.
///
/// Sendable because it holds nothing but addresses of functions.
@safe package struct SQLiteLibrary: @unchecked Sendable {
    /// How many thousands of steps a query may take: a view in a hostile file must not run for ever.
    private static let mostSteps = 20_000

    private typealias Handle = OpaquePointer
    private typealias Text = UnsafePointer<CChar>
    private typealias Watcher = @convention(c) (UnsafeMutableRawPointer?) -> Int32

    private let open: @convention(c) (Text, UnsafeMutablePointer<Handle?>, Int32, Text?) -> Int32
    private let deserialise: @convention(c) (Handle, Text, UnsafeMutablePointer<UInt8>, Int64, Int64, UInt32) -> Int32
    private let watch: @convention(c) (Handle, Int32, Watcher?, UnsafeMutableRawPointer?) -> Void
    private let prepare: @convention(c) (Handle, Text, Int32, UnsafeMutablePointer<Handle?>, OpaquePointer?) -> Int32
    private let step: @convention(c) (Handle) -> Int32
    private let number: @convention(c) (Handle, Int32) -> Double
    private let finalise: @convention(c) (Handle) -> Int32
    private let close: @convention(c) (Handle) -> Int32
    private let message: @convention(c) (Handle) -> Text?

    /// The library of this process, or `nil` where it is not installed.
    package static let opened = try? SQLiteLibrary()

    private struct Missing: Error {}

    private init() throws(Missing) {
        guard let library = unsafe dlopen("libsqlite3.so.0", RTLD_NOW) else { throw Missing() }
        func function<Function>(_ name: String) throws(Missing) -> Function {
            guard let address = unsafe dlsym(library, "sqlite3_\(name)") else { throw Missing() }
            return unsafe unsafeBitCast(address, to: Function.self)
        }
        unsafe open = try function("open_v2")
        unsafe deserialise = try function("deserialize")
        unsafe watch = try function("progress_handler")
        unsafe prepare = try function("prepare_v2")
        unsafe step = try function("step")
        unsafe number = try function("column_double")
        unsafe finalise = try function("finalize")
        unsafe close = try function("close")
        unsafe message = try function("errmsg")
    }

    /// The first column of the first row as a number; 0 where that is no number.
    ///
    /// - Parameters:
    ///   - contents: the database as its file holds it. It is read from memory and not changed.
    ///   - log: the `-wal` file beside it, if there is one: what was written last may be there only.
    /// - Throws: ``FormatFault`` with SQLite's own message when the query cannot be carried out, or gives no row.
    package func firstNumber(of query: String, in contents: [UInt8], log: [UInt8]? = nil) throws(FormatFault) -> Double
    {
        guard contents.count >= 100 else { throw FormatFault("it is not an SQLite database") }
        var contents = log.flatMap(WriteAheadLog.init)?.applied(to: contents) ?? contents
        // A file in write-ahead mode says so here, and cannot be read from memory then.
        for place in 18...19 where contents[place] == 2 { contents[place] = 1 }
        let found = unsafe contents.withUnsafeMutableBufferPointer { bytes in
            Result { () throws(FormatFault) in unsafe try answer(to: query, in: bytes) }
        }
        return try found.get()
    }

    private func answer(to query: String, in bytes: UnsafeMutableBufferPointer<UInt8>) throws(FormatFault) -> Double {
        let (memory, inMemory, readOnly): (String, Int32, UInt32) = (":memory:", 0x2 | 0x80, 4)
        var opened: Handle?
        let status = unsafe open(memory, &opened, inMemory, nil)
        guard let database = unsafe opened else { throw FormatFault("SQLite cannot be started") }
        defer { _ = unsafe close(database) }
        guard status == 0, let start = bytes.baseAddress,
            unsafe deserialise(database, "main", start, Int64(bytes.count), Int64(bytes.count), readOnly) == 0
        else { throw FormatFault("it is not an SQLite database") }
        var steps = 0
        let found = unsafe withUnsafeMutablePointer(to: &steps) { counter in
            unsafe watch(
                database, 1_000,
                { context in
                    guard let counter = unsafe context?.assumingMemoryBound(to: Int.self) else { return 1 }
                    unsafe counter.pointee += 1
                    return unsafe counter.pointee > SQLiteLibrary.mostSteps ? 1 : 0
                }, counter)
            var prepared: Handle?
            guard unsafe prepare(database, query, -1, &prepared, nil) == 0, let statement = unsafe prepared else {
                return Result<Double, FormatFault>.failure(unsafe problem(database))
            }
            defer { _ = unsafe finalise(statement) }
            switch unsafe step(statement) {
            case 100: return .success(unsafe number(statement, 0))
            case 101: return .failure(FormatFault("the query gives no row"))
            default: return .failure(unsafe problem(database))
            }
        }
        return try found.get()
    }

    private func problem(_ database: Handle) -> FormatFault {
        FormatFault(unsafe message(database).map { unsafe String(cString: $0) } ?? "the query cannot be carried out")
    }
}
