import EventLog
import Glibc
import JSONText

/// A process that appends by the library, for tests that need several or kill one, and for measuring without process starts.
///
///     StoreWriter append STORE STREAM COUNT BATCH exact|any PREFIX [CACHE]
///     StoreWriter open STORE [CACHE]
///
/// `append` writes COUNT times BATCH events whose ids are PREFIX and a number, and prints `id version position` of each batch's
/// last when it is told that the disk has it, then on standard error how long it took, opening not counted. `open` prints how long opening takes.
@main struct StoreWriter {
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            say("\(error)\n", to: STDERR_FILENO)
            exit(2)
        }
    }

    private static func run(_ arguments: [String]) throws {
        let start = now()
        switch arguments.first {
        case "append" where arguments.count >= 7:
            let cache = arguments.count > 7 ? arguments[7] : nil
            let store = try EventStore(path: arguments[1], options: options(cache))
            let opened = now()
            try append(
                to: store, ExactString(arguments[2]), count: Int(arguments[3]) ?? 1, batch: Int(arguments[4]) ?? 1,
                isExact: arguments[5] == "exact", prefix: arguments[6])
            let seconds = now() - opened
            try store.close()
            say("\(seconds) seconds\n", to: STDERR_FILENO)
        case "open" where arguments.count >= 2:
            let store = try EventStore(path: arguments[1], options: options(arguments.count > 2 ? arguments[2] : nil))
            say("\(now() - start) seconds, \(store.count) events\n", to: STDOUT_FILENO)
            try store.close()
        default:
            say("usage: StoreWriter append STORE STREAM COUNT BATCH exact|any PREFIX [CACHE] | open STORE [CACHE]\n", to: STDERR_FILENO)
            exit(2)
        }
    }

    private static func options(_ cache: String?) -> EventStore.Options {
        var options = EventStore.Options(cacheFolder: cache)
        options.patience = 120_000
        return options
    }

    private static func append(
        to store: EventStore, _ stream: ExactString, count: Int, batch: Int, isExact: Bool, prefix: String
    ) throws {
        var expected: ExpectedVersion = isExact ? .none : .any
        for number in 0..<count {
            let events = (0..<batch).map { part in
                EventToAppend(
                    type: "MoneyDeposited", data: Array(#"{"amount":\#(number),"currency":"EUR","channel":"atm","note":"standing order"}"#.utf8),
                    id: ExactString("\(prefix)-\(number * batch + part)"), schema: 2)
            }
            let appended = try append(events, to: store, stream, &expected)
            if isExact { expected = .exact(appended.version) }
            say("\(prefix)-\(number * batch + batch - 1) \(appended.version) \(appended.position ?? -1)\n", to: STDOUT_FILENO)
        }
    }

    /// Until it is in: where another was faster, what is there now is expected.
    private static func append(
        _ events: [EventToAppend], to store: EventStore, _ stream: ExactString, _ expected: inout ExpectedVersion
    ) throws(StoreError) -> Appended {
        while true {
            do throws(StoreError) {
                return try store.append(events, to: stream, expecting: expected)
            } catch {
                guard expected != .any, case .wrongExpectedVersion(_, _, let actual) = error.problem else { throw error }
                expected = actual.map(ExpectedVersion.exact) ?? .none
            }
        }
    }

    private static func say(_ text: String, to file: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
