/// What is wrong with one event, kept small: the words are found when it is told.
struct Fault {
    enum Cause {
        /// The record's version is missing or no whole number from 0.
        case badVersion
        /// The stream goes on, or begins, with a later version than this.
        case gap(expected: Int64)
        case duplicateVersion(of: Int)
        /// In the log it stands behind an event of a higher version.
        case order(behind: Int)
        case duplicateID(of: Int)
        /// Its time lies before that of an event of a lower version.
        case clock(before: Int)
        /// A path into the record, or into the payload that the record holds as a string.
        case duplicateKey(String)
    }

    let position: Int
    let cause: Cause
}

extension Fault.Cause {
    var kind: String {
        switch self {
        case .badVersion: "bad-version"
        case .gap: "gap"
        case .duplicateVersion: "duplicate-version"
        case .order: "order"
        case .duplicateID: "duplicate-id"
        case .clock: "clock"
        case .duplicateKey: "duplicate-key"
        }
    }

    /// - Parameter isOwnStore: our store numbers its streams itself, from 0 and without a gap. An export may be a part of a
    ///   log, and its system may number otherwise.
    func severity(isOwnStore: Bool) -> Finding.Severity {
        switch self {
        case .duplicateVersion, .duplicateID: .error
        case .badVersion, .gap, .order: isOwnStore ? .error : .warning
        case .clock, .duplicateKey: .warning
        }
    }
}
