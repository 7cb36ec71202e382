import CKernels
import Glibc

/// Rows of float32 in shared memory: `[rows, columns]`, row-major.
///
/// A matrix is a window: copies of the value and slices of it (`rows(_:)`, `columns(_:)`) show the same elements, and kernels change them in place. A fresh matrix is aligned to 64 bytes and has its rows one after another.
package struct Matrix {
    private var buffer: FloatBuffer
    private var start: Int
    /// How far apart the beginnings of neighbouring rows are, in elements.
    let stride: Int
    /// The number of rows.
    package private(set) var rows: Int
    /// The number of elements in a row.
    package let columns: Int

    /// A matrix of zeros.
    package init(rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) rows and \(columns) columns")
        buffer = FloatBuffer(capacity: rows * columns)
        (start, stride, self.rows, self.columns) = (0, columns, rows, columns)
    }

    /// A matrix with the given elements, row by row.
    package init(rows: Int, columns: Int, _ elements: some Sequence<Float>) {
        self.init(rows: rows, columns: columns)
        var count = 0
        for element in elements {
            precondition(count < rows * columns, "more than \(rows) · \(columns) elements")
            buffer.base[count] = element
            count += 1
        }
        precondition(count == rows * columns, "\(count) elements for \(rows) · \(columns)")
    }

    private init(buffer: FloatBuffer, start: Int, stride: Int, rows: Int, columns: Int) {
        (self.buffer, self.start, self.stride, self.rows, self.columns) = (buffer, start, stride, rows, columns)
    }

    /// Changes the number of rows; within the memory it has nothing is allocated, beyond it new memory replaces the old. What the rows then hold is unspecified.
    ///
    /// Only for a matrix that is not a slice.
    package mutating func resize(rows: Int) {
        precondition(start == 0 && stride == columns && rows >= 0, "only a whole matrix can be resized")
        if rows * columns > buffer.capacity { buffer = FloatBuffer(capacity: rows * columns) }
        self.rows = rows
    }

    /// The element in `row` and `column`.
    package subscript(row: Int, column: Int) -> Float {
        get {
            precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
            return pointer(row: row)[column]
        }
        nonmutating set {
            precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
            pointer(row: row)[column] = newValue
        }
    }

    /// The same elements, of some rows only.
    package func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return Matrix(
            buffer: buffer, start: start + range.lowerBound * stride, stride: stride, rows: range.count,
            columns: columns)
    }

    /// The same elements, of some columns only.
    package func columns(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
        return Matrix(
            buffer: buffer, start: start + range.lowerBound, stride: stride, rows: rows, columns: range.count)
    }

    /// The same elements in the same order as rows of another length, such as `[patches, 1280]` as `[patches / 4, 5120]`; not for a slice of columns.
    package func reshaped(rows: Int, columns: Int) -> Matrix {
        precondition(stride == self.columns || self.rows <= 1, "a slice of columns cannot be reshaped")
        precondition(
            rows * columns == self.rows * self.columns, "\(self.rows) · \(self.columns) as \(rows) · \(columns)")
        return Matrix(buffer: buffer, start: start, stride: columns, rows: rows, columns: columns)
    }

    /// The elements of one row, copied.
    package func row(_ row: Int) -> [Float] {
        Array(UnsafeBufferPointer(start: pointer(row: row), count: columns))
    }

    /// All elements, row by row, copied.
    package var elements: [Float] { (0..<rows).flatMap { row($0) } }

    /// Lets `body` read one row without copying it.
    package func withRow<Result, Failure: Error>(
        _ row: Int, _ body: (Span<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let elements = UnsafeBufferPointer(start: pointer(row: row), count: columns)
        defer { withExtendedLifetime(buffer) {} }
        return try body(elements.span)
    }

    /// Lets `body` change one row in place.
    package func withMutableRow<Result, Failure: Error>(
        _ row: Int, _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let elements = UnsafeMutableBufferPointer(start: pointer(row: row), count: columns)
        defer { withExtendedLifetime(buffer) {} }
        var span = elements.mutableSpan
        return try body(&span)
    }

    /// Sets every element to `value`.
    package func fill(with value: Float) {
        for row in 0..<rows { pointer(row: row).update(repeating: value, count: columns) }
    }

    /// Copies `other`, which has the same shape and shares no elements with this one.
    package func copy(_ other: Matrix) {
        precondition(other.rows == rows, "\(other.rows) rows into \(rows)")
        copyRows(Array(0..<rows), of: other)
    }

    /// Makes row `i` a copy of row `indices[i]` of `other`, which has as many columns and shares no elements with this one.
    package func copyRows(_ indices: [Int], of other: Matrix) {
        precondition(indices.count == rows && other.columns == columns, "\(indices.count) rows into \(rows)")
        for (row, index) in indices.enumerated() {
            pointer(row: row).update(from: other.pointer(row: index), count: columns)
        }
    }

    /// The index of the first largest element of one row, passing over NaN.
    package func indexOfLargest(inRow row: Int) -> Int {
        ck_argmax(pointer(row: row), columns)
    }

    /// Where a row begins. The memory lives as long as this value does.
    func pointer(row: Int) -> UnsafeMutablePointer<Float> {
        precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
        return buffer.base + start + row * stride
    }
}

/// A matrix that the threads of one job work on.
///
/// Unchecked: the chunks of a job write disjoint rows or columns, and the pool waits for them all.
struct Shared: @unchecked Sendable {
    let matrix: Matrix

    init(_ matrix: Matrix) { self.matrix = matrix }

    func row(_ row: Int) -> UnsafeMutablePointer<Float> { matrix.pointer(row: row) }
    var stride: Int { matrix.stride }
}

/// Owns memory for floats, aligned to 64 bytes; much of it lies in huge pages where the system has them.
final class FloatBuffer {
    let base: UnsafeMutablePointer<Float>
    let capacity: Int
    /// What was mapped from the system, `nil` for memory that the library handed out.
    private let mapping: (start: UnsafeMutableRawPointer, bytes: Int)?

    /// Memory that is all zeros.
    init(capacity: Int) {
        let bytes = max(64, capacity * MemoryLayout<Float>.stride)
        self.capacity = capacity
        if bytes >= Self.hugePage, let (start, mapped) = Self.map(bytes) {
            // What is mapped holds zeros, and takes memory only where it is written.
            base = start.alignedUp(toMultipleOf: Self.hugePage).bindMemory(to: Float.self, capacity: capacity)
            mapping = (start, mapped)
            madvise(base, bytes, MADV_HUGEPAGE)
        } else {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            memset(memory, 0, bytes)
            base = memory.bindMemory(to: Float.self, capacity: capacity)
            mapping = nil
        }
    }

    private static let hugePage = 2 << 20

    private static func map(_ bytes: Int) -> (UnsafeMutableRawPointer, Int)? {
        let mapped = bytes + hugePage
        let start = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { return nil }
        return (start, mapped)
    }

    deinit {
        if let mapping {
            munmap(mapping.start, mapping.bytes)
        } else {
            UnsafeMutableRawPointer(base).deallocate()
        }
    }
}
