import CKernels
import COpenBLAS
import DynamicLibraries
import Glibc

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
            functions = try Self.choosingCore {
                () throws(DynamicLibraryError) in
                try DynamicLibrary("libopenblas.so.0").functions(deskhand_openblas_load)
            }
        } catch { throw .noOpenBLAS(reason: error.description) }
        functions.openblas_set_num_threads(1)
    }

    /// Opens the library for the processor's instructions, unless the environment says for which.
    ///
    /// It finds its kernels by the processor's model: for one that is newer than itself it takes those of 2004, an eighth as
    /// fast. What it reads is removed again, so that programs started later do not inherit it.
    private static func choosingCore<Opened, Failure>(
        _ open: () throws(Failure) -> Opened
    ) throws(Failure) -> Opened {
        let variable = "OPENBLAS_CORETYPE"
        let core = ck_has(ck_avx512_vnni) ? "SkylakeX" : ck_has(ck_avx2) ? "Haswell" : nil
        guard let core, getenv(variable) == nil else { return try open() }
        setenv(variable, core, 0)
        defer { unsetenv(variable) }
        return try open()
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
