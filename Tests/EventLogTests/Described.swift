import EventLog
import JSONText
import TestSupport

extension RecordedEvent {
    /// The envelope on one line, for tables: `account-1 v3 MoneyDeposited @2026-03-05T14:32:00Z id=7 schema=2 correlation=c causation=d`.
    var envelope: String {
        var parts = ["\(event.stream) v\(event.version) \(event.type)"]
        if let time = event.time { parts.append("@\(time.text)") }
        if let id = event.id { parts.append("id=\(id)") }
        if let schema = event.schema { parts.append("schema=\(schema)") }
        if let correlation = event.correlation { parts.append("correlation=\(correlation)") }
        if let causation = event.causation { parts.append("causation=\(causation)") }
        return parts.joined(separator: " ")
    }

    var data: String { String(decoding: event.data, as: UTF8.self) }
    var meta: String? { event.meta.map { String(decoding: $0, as: UTF8.self) } }
    var text: String { String(decoding: raw, as: UTF8.self) }
}

extension LogProblem {
    var described: String {
        "\(kind.rawValue) \(place.line.map { String($0) } ?? "-"):\(column.map(String.init) ?? "-") @\(place.offset)"
    }
}

extension History {
    var formats: [String] { sources.map(\.format) }
    var problemLines: [String] { problems.map(\.described) }

    /// `stream: versions` for every stream.
    var versions: [String] {
        streams.map { stream in
            "\(stream.name): " + stream.positions.map { String(version(at: $0)) }.joined(separator: " ")
        }
    }
}

/// Why a source cannot be opened; nil where it can.
func problem(opening body: @autoclosure () throws -> History) -> SourceError.Problem? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? SourceError)?.problem
    }
}
