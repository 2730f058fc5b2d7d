package import JSONText

/// What hinders a store.
package struct StoreError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        // Refused: nothing is wrong with the store.
        /// `actual` is nil where the stream has no event.
        case wrongExpectedVersion(stream: ExactString, expected: ExpectedVersion, actual: Int64?)
        /// The id belongs to a stored event of other content or another stream, or to one while others of the same append are new.
        case duplicateID(ExactString, stored: StoredAt, new: Int)
        /// One append holds the id twice; the numbers count its events from 0.
        case repeatedID(ExactString, first: Int, again: Int)

        // Wrong use.
        /// `number` counts the events of the append from 0; nil where the stream's name is meant.
        case invalidEvent(number: Int?, message: String)
        case notAStore(String)
        case alreadyThere
        case missing
        /// What is to be imported holds something that a store would not take.
        case notStorable(Place, String)
        /// What is to be imported holds an id twice.
        case importedTwice(ExactString, first: Place, again: Place)

        // Trouble.
        case damaged(StoreDamage)
        case busy(seconds: Int, holder: Int32?)
        /// Renamed, deleted or replaced while it was open.
        case replaced
        case shrunk(known: Int, size: Int)
        case changedWhileWriting
        /// Nothing of the append was kept.
        case writing(FileCallError)
        /// The disk did not confirm; the append is taken back as far as it can be, and the handle is of no use any more.
        case notDurable(FileCallError)
        /// The disk did not confirm a new store's file, which was taken away again.
        case notMade(FileCallError)
        case dead
        /// The events are stored.
        case closing(FileCallError)
        case system(doing: String, FileCallError)
    }

    /// Where a stored event stands.
    package struct StoredAt: Hashable, Sendable {
        package let stream: ExactString
        package let version: Int64
        package let position: Int
    }

    package let path: String
    package let problem: Problem

    package init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// True where the store says no and nothing is wrong with it.
    package var isRefusal: Bool {
        switch problem {
        case .wrongExpectedVersion, .duplicateID, .repeatedID: true
        default: false
        }
    }
}

/// What makes a store read-only: something in its middle that is not as it was written.
package struct StoreDamage: Hashable, Sendable {
    /// In bytes from the start of the file.
    package let offset: Int
    /// From 1.
    package let line: Int
    package let message: String
    /// The event before it; nil where there is none.
    package var last: StoreError.StoredAt?

    package init(offset: Int, line: Int, message: String, last: StoreError.StoredAt? = nil) {
        self.offset = offset
        self.line = line
        self.message = message
        self.last = last
    }

    /// ` behind version 3 of account-1`, or nothing.
    package var place: String { last.map { " behind version \($0.version) of \($0.stream)" } ?? "" }
}

/// What a stream must look like for an append to be carried out.
package enum ExpectedVersion: Hashable, Sendable {
    case any
    case none
    case exists
    case exact(Int64)
}
