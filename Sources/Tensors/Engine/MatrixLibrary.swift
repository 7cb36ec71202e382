import COpenBLAS
import DynamicLibraries

/// OpenBLAS, opened at first use; the only place that touches its process-wide state.
///
/// Unchecked: function pointers of a library that is never closed.
struct MatrixLibrary: @unchecked Sendable {
    private let functions: deskhand_openblas

    /// The library of this process, or why there is none.
    static let opened = Result { () throws(TensorsError) in try MatrixLibrary() }

    /// Opens the library and keeps it to one thread a call: our own threads call it side by side, and its own ones would spin between calls.
    private init() throws(TensorsError) {
        do {
            functions = try DynamicLibrary("libopenblas.so.0").functions(deskhand_openblas_load)
        } catch { throw .noOpenBLAS(reason: error.description) }
        functions.openblas_set_num_threads(1)
    }

    /// `c ← scale · a · b + (adding ? c : 0)`, where `c` is `[rows, columns]`, `a` `[rows, depth]` and `b` `[depth, columns]`, or `[columns, depth]` if `bTransposed`; each with its own stride between rows.
    func multiply(
        rows: Int, columns: Int, depth: Int, scale: Float = 1, _ a: UnsafePointer<Float>, stride aStride: Int,
        _ b: UnsafePointer<Float>, stride bStride: Int, bTransposed: Bool, into c: UnsafeMutablePointer<Float>,
        stride cStride: Int, adding: Bool = false
    ) {
        functions.cblas_sgemm(
            CblasRowMajor, CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns),
            Int32(depth), scale, a, Int32(aStride), b, Int32(bStride), adding ? 1 : 0, c, Int32(cStride))
    }
}
