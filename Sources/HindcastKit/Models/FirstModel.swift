import EventLog
import JSONText
import Screen

/// A first model, written from the events that are there: an aggregate for each category, a stub for each type with its fields and
/// their types in comments. It loads as it is, and changes nothing until somebody fills it in.
struct FirstModel {
    private let source: OpenedSource
    private let categories: [Category]
    private let others: Int

    private struct Category {
        let name: ExactString
        var events = 0
        var streams = 0
        /// Some streams have a `-`, some are the bare name.
        var hasNumbered = false
        var hasBare = false
        var types: [Kind] = []
    }

    private struct Kind {
        let name: ExactString
        var events = 0
        var sampled = 0
        var schemas: Set<Int> = []
        let fields = FieldTree()
    }

    /// Payloads read for each type: fields show early.
    private static let mostSampled = 1000
    private static let mostCategories = 60
    private static let mostTypes = 400
    private static let mostFields = 40

    /// - Complexity: O(events) over the index, and a bounded number of payloads for each type.
    /// - Throws: `SourceError`.
    init(_ source: OpenedSource) throws {
        self.source = source
        var categories: [Category] = []
        var places: [ExactString: Int] = [:]
        let parser = JSONParser()
        let reader = HistoryReader(source.history)
        for stream in source.history.streams {
            let name = stream.category
            let place = places[name] ?? categories.count
            if place == categories.count {
                places[name] = place
                categories.append(Category(name: name))
            }
            categories[place].streams += 1
            categories[place].events += stream.positions.count
            if stream.name == name { categories[place].hasBare = true } else { categories[place].hasNumbered = true }
            var kinds: [ExactString: Int] = Dictionary(uniqueKeysWithValues: categories[place].types.enumerated().map { ($1.name, $0) })
            for position in stream.positions {
                let type = source.history.type(at: position)
                let number = kinds[type] ?? categories[place].types.count
                if number == categories[place].types.count {
                    kinds[type] = number
                    categories[place].types.append(Kind(name: type))
                }
                categories[place].types[number].events += 1
                guard categories[place].types[number].sampled < Self.mostSampled else { continue }
                let event = try reader.event(at: position).event
                categories[place].types[number].sampled += 1
                if let schema = event.schema { categories[place].types[number].schemas.insert(schema) }
                try parser.parse(event.data) { categories[place].types[number].fields.add($0) }
            }
        }
        categories.sort { ($0.events, $1.name) > ($1.events, $0.name) }
        others = max(0, categories.count - Self.mostCategories)
        self.categories = Array(categories.prefix(Self.mostCategories))
    }

    /// The file.
    var text: String {
        var lines = [
            "-- A first model of \(Self.comment(source.paths.map(\.argument).joined(separator: " "))): \(counted(source.history.count, "event")) in \(counted(source.history.streamCount, "stream")).",
            "-- Each handler gets the state and an event, and changes the state: state.balance = state.balance + event.data.amount",
            "-- Try it: hindcast \(Self.comment(source.paths.map(\.argument).joined(separator: " "))) --model THIS-FILE   (the explorer reloads it when it changes)",
        ]
        var names = Names()
        for category in categories { lines += [""] + self.lines(of: category, names.fresh(for: category.name)) }
        if others > 0 { lines += ["", "-- \(others) more categories with fewer events are left out."] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of category: Category, _ name: String) -> [String] {
        let pattern = category.name.bytes.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
        let bare = Self.literal(category.name)
        let numbered = Self.literal(ExactString(bytes: category.name.bytes + Array("-*".utf8)))
        let streams =
            pattern ? "function(name) return name == \(bare) or name:sub(1, \(category.name.bytes.count + 1)) == \(Self.literal(ExactString(bytes: category.name.bytes + Array("-".utf8)))) end"
            : category.hasBare && category.hasNumbered ? "{ \(bare), \(numbered) }" : category.hasBare ? bare : numbered
        var lines = [
            "-- \(counted(category.streams, "stream")), \(counted(category.events, "event"))",
            "local \(name) = aggregate(\(Self.literal(ExactString(name))), {", "  streams = \(streams),", "  initial = {},", "})",
        ]
        let types = category.types.sorted { ($0.events, $1.name) > ($1.events, $0.name) }
        for kind in types.prefix(Self.mostTypes) { lines += [""] + self.lines(of: kind, name) }
        if types.count > Self.mostTypes { lines += ["", "-- \(types.count - Self.mostTypes) more types are left out."] }
        return lines
    }

    private func lines(of kind: Kind, _ aggregate: String) -> [String] {
        let schemas = kind.schemas.sorted().map { String($0) }
        var lines = ["-- \(counted(kind.events, "event"))" + (schemas.isEmpty ? "" : ", schema \(schemas.joined(separator: ", "))")]
        let rows = kind.fields.rows
        for row in rows.prefix(Self.mostFields) {
            let types = row.shapes.map { $0.shape.name }.joined(separator: " or ")
            let part = row.present < kind.sampled ? ", in \(row.present) of \(kind.sampled)" : ""
            lines.append("--   data\(Self.comment(row.path)): \(types)\(part)")
        }
        if rows.count > Self.mostFields { lines.append("--   and \(rows.count - Self.mostFields) more fields") }
        let text = kind.name.description
        if Names.isPlain(text) {
            lines.append("function \(aggregate).on.\(text)(state, event)")
        } else {
            lines.append("\(aggregate).on[\(Self.literal(kind.name))] = function(state, event)")
        }
        lines.append("end")
        return lines
    }

    /// A Lua string: what is not plain ASCII and printable stands as an escape, so that the file is text whatever the name is.
    private static func literal(_ text: ExactString) -> String {
        let isText = String(validating: text.bytes, as: UTF8.self) != nil
        var result = "\""
        for byte in text.bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: result += String(UnicodeScalar(byte))
            default: result += "\\" + String(repeating: "0", count: 3 - String(byte).utf8.count) + String(byte)
            }
        }
        // Letters of other scripts are better read than counted.
        if isText, let plain = Self.readable(text.description) { return plain }
        return result + "\""
    }

    private static func readable(_ text: String) -> String? {
        let isSafe = text.unicodeScalars.allSatisfy { scalar in
            scalar != "\"" && scalar != "\\" && (scalar.properties.isAlphabetic || (0x20..<0x7F).contains(scalar.value))
        }
        return isSafe ? "\"\(text)\"" : nil
    }

    private static func comment(_ text: String) -> String { sanitised(String(text.prefix(200))) }
}

/// Names for Lua's local variables.
private struct Names {
    private var taken: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or",
        "repeat", "return", "then", "true", "until", "while", "aggregate", "projection", "upcast", "ignore", "schema_of", "state", "event",
    ]
    private static let keywords = Names().taken

    mutating func fresh(for name: ExactString) -> String {
        var word = String(name.description.unicodeScalars.map { Self.isWord($0) ? Character($0) : "_" })
        if word.isEmpty || word.first!.isNumber { word = "stream_\(word)" }
        word = String(word.prefix(60))
        var candidate = word
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(word)_\(number)"
            number += 1
        }
        return candidate
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }

    /// Can stand behind a dot.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy(isWord) && !keywords.contains(text)
    }
}
