/// What a program under test printed.
package struct ProgramOutput: Hashable, Sendable {
    /// Its name and what it runs, without folders.
    package let program: String
    /// What it printed, and then what it wrote as error text; each may be cut.
    package let text: String
}
