/// An error that may not lie in one attempt or item: a model's server that does not accept the key answers none.
package protocol CommonFault: Error {
    /// Whether every further attempt would end with it as well, so that the evaluation is stopped.
    var isCommon: Bool { get }
}

extension Error {
    /// The error itself, where it stops an evaluation.
    var commonFault: (any CommonFault)? {
        guard let fault = self as? any CommonFault, fault.isCommon else { return nil }
        return fault
    }
}
