import EventLog
import Glibc
import Synchronization

/// The story of the README in small: two accounts and an order, one balance that goes below zero on a Thursday.
enum TestHistory {
    static let text: String = {
        var lines = [
            #"{"stream":"account-7","version":0,"type":"AccountOpened","time":"2026-03-02T09:00:00Z","data":{"owner":"bruno"}}"#,
            #"{"stream":"account-42","version":0,"type":"AccountOpened","time":"2026-03-02T09:05:00Z","data":{"owner":"alice"}}"#,
            #"{"stream":"account-42","version":1,"type":"Deposited","schema":1,"time":"2026-03-03T10:00:00Z","data":{"cents":5000}}"#,
            #"{"stream":"account-42","version":2,"type":"MoneyWithdrawn","id":"e-2","time":"2026-03-05T14:32:00Z","data":{"amount":120,"channel":"atm"},"meta":{"correlation":"c-1"}}"#,
            #"{"stream":"account-42","version":3,"type":"NoteAdded","time":"2026-03-05T14:33:00Z","data":{"text":"\u001b[31mred\u202e 東京 é"}}"#,
            #"{"stream":"account-42","version":4,"type":"MoneyDeposited","schema":2,"time":"2026-03-05T14:35:10Z","data":{"amount":100}}"#,
            #"{"stream":"account-42","version":5,"type":"Broken","time":"2026-03-06T08:00:00Z","data":{}}"#,
            #"{"stream":"order-9","version":0,"type":"OrderPlaced","time":"2026-03-06T09:00:00Z","data":{"total":12345678901234567890,"price":1.10,"huge":1e400,"zero":-0,"lines":[{"sku":"a","n":2},{"sku":"b","n":1}]}}"#,
        ]
        for version in 1...60 {
            lines.append(#"{"stream":"account-7","version":\#(version),"type":"MoneyDeposited","schema":2,"time":"2026-03-0\#(2 + version / 20)T1\#(version % 10):00:00Z","data":{"amount":\#(version)}}"#)
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    /// - Parameter isStopped: as if somebody had ended the reading behind its first block.
    static func open(_ text: String = text, isStopped: Bool = false) throws -> History {
        var template = Array("/tmp/hindcast-explorer-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        // A second block, of nothing, that is not read any more.
        let rest = isStopped ? String(repeating: " ", count: 300_000) : ""
        _ = Array((text + rest).utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        let isOver = isStopped
        let looks = Looks()
        let monitor = ScanMonitor(isStopped: { isOver && looks.next() > 1 })
        return try HistoryOpening(files: [SourcePath(path)], monitor: monitor).open()
    }
}

/// How often a scan has asked whether it shall end.
private final class Looks: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
