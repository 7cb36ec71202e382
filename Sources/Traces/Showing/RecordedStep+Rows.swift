extension RecordedStep {
    /// What its text and its page say of it, in order.
    package var rows: [TraceRow] { TraceEvents.all.flatMap { $0.rows(of: self) } }
}
