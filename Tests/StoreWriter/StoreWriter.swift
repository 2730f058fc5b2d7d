import EventLog
import Glibc
import JSONText

/// A process that appends by the library, for tests that need several or kill one, and for measuring without process starts.
///
///     StoreWriter append STORE STREAM COUNT BATCH exact|any PREFIX [CACHE]
///     StoreWriter measure STORE STREAM COUNT BATCH PREFIX [CACHE]
///     StoreWriter open STORE [CACHE]
///
/// `append` writes COUNT times BATCH events whose ids are PREFIX and a number, and prints `id version position` of each batch's
/// last when it is told that the disk has it. `measure` does the same without a word and then prints how many events it appended,
/// and when it began and ended by the system's monotonic clock, in seconds; opening and making up the events come before.
/// `open` prints the same of opening.
@main struct StoreWriter {
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            say("\(error)\n", to: STDERR_FILENO)
            exit(2)
        }
    }

    private static func run(_ arguments: [String]) throws {
        func argument(_ index: Int) -> String? { index < arguments.count ? arguments[index] : nil }
        switch arguments.first {
        case "append" where arguments.count >= 7:
            let store = try EventStore(path: arguments[1], options: options(argument(7)))
            try append(
                to: store, ExactString(arguments[2]), count: Int(arguments[3]) ?? 1, batch: Int(arguments[4]) ?? 1,
                isExact: arguments[5] == "exact", prefix: arguments[6])
            try store.close()
        case "measure" where arguments.count >= 6:
            let batches = events(numbered: 0..<(Int(arguments[3]) ?? 1), Int(arguments[4]) ?? 1, arguments[5])
            let store = try EventStore(path: arguments[1], options: options(argument(6)))
            let start = now()
            for events in batches { try store.append(events, to: ExactString(arguments[2]), expecting: .any) }
            tell(batches.count * (batches.first?.count ?? 0), since: start)
            try store.close()
        case "open" where arguments.count >= 2:
            let start = now()
            let store = try EventStore(path: arguments[1], options: options(argument(2)))
            tell(store.count, since: start)
            try store.close()
        default:
            say("usage: StoreWriter append STORE STREAM COUNT BATCH exact|any PREFIX [CACHE] | measure STORE STREAM COUNT BATCH PREFIX [CACHE]"
                + " | open STORE [CACHE]\n", to: STDERR_FILENO)
            exit(2)
        }
    }

    private static func tell(_ events: Int, since start: Double) {
        say(#"{"events":\#(events),"start":\#(start),"end":\#(now())}"# + "\n", to: STDOUT_FILENO)
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
            let events = events(numbered: number..<(number + 1), batch, prefix)
            let appended = try append(events[0], to: store, stream, &expected)
            if isExact { expected = .exact(appended.version) }
            say("\(prefix)-\(number * batch + batch - 1) \(appended.version) \(appended.position ?? -1)\n", to: STDOUT_FILENO)
        }
    }

    private static func events(numbered numbers: Range<Int>, _ batch: Int, _ prefix: String) -> [[EventToAppend]] {
        numbers.map { number in
            (0..<batch).map { part in
                EventToAppend(
                    type: "MoneyDeposited", data: Array(#"{"amount":\#(number),"currency":"EUR","channel":"atm","note":"standing order"}"#.utf8),
                    id: ExactString("\(prefix)-\(number * batch + part)"), schema: 2)
            }
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
