import EventLog
import JSONText

extension ErrorRenderer {
    /// - Parameter event: what an event of an append is called, by its number from 0.
    static func words(forStore error: StoreError, event: (Int) -> String = { "event \($0 + 1)" }) -> String {
        let path = SourcePath(argument: error.path).description
        switch error.problem {
        case .wrongExpectedVersion(let stream, let expected, let actual):
            let found = actual.map { "is at version \($0)" } ?? "has no events"
            return "refused: \(words(for: expected, of: stream)), but it \(found); nothing was written"
        case .duplicateID(let id, let stored, let new):
            return "refused: \(event(new)): the id \(text(id)) belongs to the event at position \(stored.position) "
                + "(version \(stored.version) of \(stored.stream)); nothing was written"
        case .repeatedID(let id, let first, let again):
            return "refused: \(event(again)): the id \(text(id)) is that of \(event(first)) already; nothing was written"
        case .invalidEvent(let number, let message):
            let which = number.map { "\(event($0)): " } ?? ""
            return "\(which)\(message); nothing was written"
        case .importedTwice(let id, let first, let again):
            return "\(again.text): the id \(text(id)) belongs to another event already, at \(first.text), and a store holds each id "
                + "once; nothing was written; import a copy without one of the two"
        case .notStorable(let place, let message):
            return "\(place.text): \(message); nothing was written; import a copy in which that is mended or left out"
        default: return words(forTroubleWith: path, error.problem)
        }
    }

    private static func words(forTroubleWith path: String, _ problem: StoreError.Problem) -> String {
        switch problem {
        case .notAStore(let why): return "\(path) is no store: \(why)"
        case .alreadyThere: return "\(path) is there already and is not overwritten; name a new store"
        case .missing: return "\(path) is not there; name a store"
        case .damaged(let damage):
            return "\(path) is damaged at byte \(damage.offset) (line \(damage.line)\(damage.place)): \(damage.message); it can be read, but takes no "
                + "events until that is mended"
        case .busy(let seconds, let holder):
            let who = holder.map { "process \($0)" } ?? "another process"
            return "\(path) is being written by \(who), and was not free within \(counted(seconds, "second")); try again"
        case .replaced: return "\(path) was renamed, deleted or replaced while it was open; open it again"
        case .shrunk(let known, let size):
            return "\(path) was cut from \(known) to \(size) bytes while it was open; open it again, and look what is missing"
        case .changedWhileWriting:
            return "\(path) was changed by a program that does not lock it; hindcast verify tells what is in it now"
        case .writing(let error):
            return "cannot write to \(path): \(SystemError.text(of: error.code)); nothing of it was kept"
        case .notDurable(let error):
            return "the disk did not confirm \(path): \(error.call): \(SystemError.text(of: error.code)); "
                + "whether the events are stored, only reading it again tells"
        case .notMade(let error):
            return "the disk did not confirm the new store \(path): \(error.call): \(SystemError.text(of: error.code)); it was taken "
                + "away again, and nothing is stored"
        case .dead: return "\(path): an earlier append failed on the disk; open the store again"
        case .closing(let error):
            return "closing \(path): \(SystemError.text(of: error.code)); the disk had confirmed the events before"
        case .system(let doing, let error): return "\(doing) \(path): \(error.call): \(SystemError.text(of: error.code))"
        default: return "\(problem)"
        }
    }

    private static func words(for expected: ExpectedVersion, of stream: ExactString) -> String {
        switch expected {
        case .none: "\(stream) was expected to have no events"
        case .exists: "\(stream) was expected to have events"
        case .exact(let version): "\(stream) was expected to be at version \(version)"
        case .any: "\(stream)"
        }
    }

    private static func text(_ id: ExactString) -> String { JSONValue.string(id).line }
}
