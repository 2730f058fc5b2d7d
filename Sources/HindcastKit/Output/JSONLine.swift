import EventLog
import JSONText

/// One JSON object, its members in the order in which they are added. What is nil is left out.
struct JSONLine {
    private var writer = JSONWriter()
    private var isEmpty = true

    init() { writer.append(literal: "{") }

    /// Begins in memory that another line has used.
    init(reusing line: consuming JSONLine) {
        writer = JSONWriter(reusing: line.writer)
        writer.append(literal: "{")
    }

    private mutating func key(_ key: StaticString) {
        writer.append(key: key, isFirst: isEmpty)
        isEmpty = false
    }

    mutating func add(_ name: StaticString, _ integer: (some BinaryInteger)?) {
        guard let integer else { return }
        key(name)
        if let integer = Int64(exactly: integer) { writer.append(integer) } else { writer.append(text: String(integer)) }
    }

    mutating func add(_ name: StaticString, _ truth: Bool?) {
        guard let truth else { return }
        key(name)
        writer.append(literal: truth ? "true" : "false")
    }

    mutating func add(_ name: StaticString, _ text: ExactString?) {
        guard let text else { return }
        key(name)
        writer.append(string: text)
    }

    mutating func add(_ name: StaticString, text: String?) { add(name, text.map { ExactString($0) }) }

    /// As RFC 3339 in UTC.
    mutating func add(_ name: StaticString, _ time: Instant?) {
        guard let time else { return }
        key(name)
        writer.append(literal: "\"")
        time.write { writer.append($0) }
        writer.append(literal: "\"")
    }

    mutating func add(_ name: StaticString, value: JSONValue?) {
        guard let value else { return }
        key(name)
        writer.append(value)
    }

    /// A checked JSON text, as it was written.
    mutating func add(_ name: StaticString, raw: [UInt8]?) {
        guard let raw else { return }
        key(name)
        writer.append(raw: raw)
    }

    mutating func add(_ name: StaticString, object: JSONLine) { add(name, raw: object.bytes) }

    mutating func add(_ name: StaticString, list: [JSONLine]) {
        key(name)
        writer.append(literal: "[")
        for (index, object) in list.enumerated() {
            if index > 0 { writer.append(literal: ",") }
            writer.append(raw: object.bytes)
        }
        writer.append(literal: "]")
    }

    mutating func add(_ name: StaticString, texts: [String]) {
        add(name, value: .array(texts.map { .string(ExactString($0)) }))
    }

    var bytes: [UInt8] {
        var bytes = writer.bytes
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// The bytes without the brace at the end.
    fileprivate var open: [UInt8] { writer.bytes }
}

extension Output {
    func line(_ json: JSONLine) throws(OutputError) { try line(json.open, "}") }
}
