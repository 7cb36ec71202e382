extension Trace {
    /// Keeps another comparison in the trace's header; nothing else changes. A kill at any moment leaves one of the two.
    ///
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, and what writing it throws.
    package func keep(_ comparison: RecordedComparison) throws(TraceError) {
        try checkEditable()
        var header = header
        header.comparison = comparison.isEmpty ? nil : comparison
        try RecordFile.write(try Trace.text(header, lines), to: folder.lines, isFlushed: true)
    }
}
