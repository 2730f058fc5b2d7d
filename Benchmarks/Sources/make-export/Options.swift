/// The command line of `make-export`.
struct Options {
    static let usage = """
        Usage: make-export --out FILE [--events N] [--streams N] [--longest N] [--seed N] [--envelope store|message-db]
          Writes an export of a bank's event history, and prints what is in it as one JSON object. The same options give the same bytes.
          By default 4,000,000 events in 50,000 streams, the longest of 120,000 events (less where --events is small), seed 1.
        """

    var export = Export()
    var out = ""

    /// Nil after `fault` is set to what is wrong, in one line.
    init?(_ arguments: [String], fault: inout String) {
        var longest: Int?
        var index = 0
        while index < arguments.count {
            let name = arguments[index]
            guard index + 1 < arguments.count else {
                fault = "\(name): needs a value, or is no option"
                return nil
            }
            let value = arguments[index + 1]
            index += 2
            let number = Int(value).flatMap { $0 >= 0 && $0 <= 1 << 31 ? $0 : nil }
            switch (name, number) {
            case ("--out", _): out = value
            case ("--events", let number?): export.events = number
            case ("--streams", let number?): export.streams = number
            case ("--longest", let number?): longest = number
            case ("--seed", let number?): export.seed = UInt64(number)
            case ("--envelope", _):
                guard let envelope = Envelope(rawValue: value) else {
                    fault = "--envelope \(value): must be one of \(Envelope.allCases.map(\.rawValue).joined(separator: ", "))"
                    return nil
                }
                export.envelope = envelope
            case ("--events", nil), ("--streams", nil), ("--longest", nil), ("--seed", nil):
                fault = "\(name) \(value): must be a number from 0 to 2147483648"
                return nil
            default:
                fault = "\(name): no such option"
                return nil
            }
        }
        export.longest = longest ?? min(120_000, export.events / 10)
        if out.isEmpty {
            fault = "--out FILE is missing"
            return nil
        }
        if let found = export.fault {
            fault = found
            return nil
        }
    }
}
