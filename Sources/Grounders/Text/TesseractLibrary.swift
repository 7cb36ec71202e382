import CTesseract
import DynamicLibraries

/// Tesseract's C interface, opened at first use.
///
/// Linked, the library and the thirty it needs would add 10 ms to every start of every command. Unchecked: function
/// pointers of a library that is never closed.
struct TesseractLibrary: @unchecked Sendable {
    /// Such as `5.3.0`.
    let version: String
    let functions: deskhand_tesseract

    /// The library of this process, or why there is none.
    static let opened = Result { () throws(GroundersError) in try TesseractLibrary() }

    /// Opens the library and looks up what we call.
    private init() throws(GroundersError) {
        do throws(DynamicLibraryError) {
            let library = try DynamicLibrary("libtesseract.so.5", "libtesseract.so.4")
            functions = try library.functions(deskhand_tesseract_load)
        } catch .noFunction(let name, let library) {
            throw .noTesseract(reason: "\(library) has no function \(name), version 4 or 5 is needed")
        } catch { throw .noTesseract(reason: error.description) }
        version = functions.TessVersion().map { String(cString: $0) } ?? "unknown"
    }
}
