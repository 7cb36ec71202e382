import DynamicLibraries
import Testing

struct DynamicLibraryTests {
    @Test func `the first library that is installed is opened`() throws {
        let library = try DynamicLibrary("libdeskhand-nothing.so.9", "libc.so.6")
        let error = #expect(throws: DynamicLibraryError.self) {
            let _: Int = try library.functions { _, _ in Self.missing }
        }
        #expect(error == .noFunction("no_such_function", library: "libc.so.6"))
        #expect(error?.description == "libc.so.6 has no function no_such_function")
        #expect(try library.functions { _, table in Self.fill(table) } == 7)
    }

    @Test func `a library that is not installed is named with the loader's reason`() {
        let error = #expect(throws: DynamicLibraryError.self) {
            try DynamicLibrary("libdeskhand-nothing.so.9", "libdeskhand-nothing.so.8")
        }
        let words = error?.description ?? ""
        #expect(words.contains("libdeskhand-nothing.so.9") && words.contains("No such file"), "\(words)")
    }

    private static var missing: UnsafePointer<CChar> {
        let name: StaticString = "no_such_function"
        return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func fill(_ table: UnsafeMutablePointer<Int>) -> UnsafePointer<CChar>? {
        table.initialize(to: 7)
        return nil
    }
}
