import EventLog
import JSONText
import Rehydration

/// The edits of `what-if` as its options give them. What is wrong with their text is told before a history is read.
struct OverlayArguments {
    private enum Change {
        case skip(Int64)
        case set(Int64, JSONPath, JSONValue)
        case insert(EventToAppend, at: Int64)
        case move(Int64, to: Int64)
    }

    private var changes: [(text: String, change: Change)] = []

    /// - Throws: `UsageError`.
    init(skip: [String], set: [String], insert: [String], move: [String]) throws {
        let parser = JSONParser()
        for text in insert {
            let (version, rest) = try Self.halves(of: text, at: "=", flag: "--insert", form: "37={\"type\":…,\"data\":…}")
            do {
                changes.append(("--insert", .insert(try EventToAppend(line: Array(rest.utf8), parser: parser), at: version)))
            } catch let error as InvalidEvent {
                throw UsageError("--insert \(version): \(error.message)")
            }
        }
        for text in set {
            let form = "37/amount=50"
            let (version, rest) = try Self.halves(of: text, at: "/", flag: "--set", form: form)
            guard let equals = Self.equals(in: rest) else { throw UsageError("--set \(text) has no value", hint: "write it as \(form)") }
            let written = String(rest[..<equals])
            let path = try JSONPath(argument: written.hasPrefix(".") ? written : "." + written, flag: "--set")
            let json = Array(rest[rest.index(after: equals)...].utf8)
            do {
                changes.append(("--set", .set(version, path, try parser.value(of: json))))
            } catch let error as JSONError {
                throw UsageError(
                    "--set \(version)/\(written), column \(error.offset + 1) of the value: \(error)", hint: "a string is written in quotes")
            }
        }
        for text in move {
            let (version, rest) = try Self.halves(of: text, at: ":", flag: "--move", form: "37:30")
            guard let other = Int64(rest) else { throw UsageError("--move \(text) names no version to move to", hint: "write it as 37:30") }
            changes.append(("--move", .move(version, to: other)))
        }
        for text in skip {
            guard let version = Int64(text) else { throw UsageError("--skip \(text) is no version", hint: "write it as --skip 37") }
            changes.append(("--skip", .skip(version)))
        }
        try checkSkipped()
    }

    /// An event cannot be left out and be another one.
    private func checkSkipped() throws(UsageError) {
        var skipped: Set<Int64> = []
        for case (_, .skip(let version)) in changes { skipped.insert(version) }
        for (flag, change) in changes {
            switch change {
            case .set(let version, _, _) where skipped.contains(version), .move(let version, _) where skipped.contains(version):
                throw UsageError("--skip \(version) and \(flag) \(Self.subject(of: change)) exclude each other", hint: "leave one of them out")
            default: continue
            }
        }
    }

    private static func halves(of text: String, at mark: Character, flag: String, form: String) throws(UsageError) -> (Int64, Substring) {
        guard let place = text.firstIndex(of: mark), let version = Int64(text[..<place]) else {
            throw UsageError("\(flag) \(text) does not begin with a version", hint: "write it as \(form)")
        }
        return (version, text[text.index(after: place)...])
    }

    /// The first `=` outside of a key in brackets.
    private static func equals(in text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let character = text[index]
            if isEscaped { isEscaped = false; continue }
            switch character {
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case "=" where !isQuoted: return index
            default: break
            }
        }
        return nil
    }

    /// - Throws: `UsageError` that says why an edit is impossible.
    func overlay(on stream: History.Stream, _ rehydrator: Rehydrator, _ console: Console) throws -> HistoryOverlay {
        var overlay = HistoryOverlay(stream: stream.name)
        let versions = StreamVersions(stream, rehydrator.history)
        for (flag, change) in changes {
            do {
                let edit: HistoryOverlay.Edit
                switch change {
                case .skip(let version): edit = .skip(.recorded(try versions.index(of: version)))
                case .set(let version, let path, let value): edit = .set(.recorded(try versions.index(of: version)), path, value)
                case .insert(let event, let version): edit = .insert([event], .before(try versions.place(of: version)))
                case .move(let version, let other):
                    let target = HistoryOverlay.Target.recorded(try versions.index(of: version))
                    edit = .move(target, to: try versions.destination(other, of: version))
                }
                if let note = try rehydrator.add(edit, to: &overlay, on: stream) { console.say("\(flag): \(note)") }
            } catch let error as OverlayError {
                throw UsageError("\(flag) \(Self.subject(of: change)): \(error.message)")
            }
        }
        return overlay
    }

    private static func subject(of change: Change) -> String {
        switch change {
        case .skip(let version): "\(version)"
        case .set(let version, let path, _): "\(version)/\(path)"
        case .insert(_, let version): "\(version)"
        case .move(let version, let other): "\(version):\(other)"
        }
    }
}

/// Versions of a stream's events as numbers among them.
private struct StreamVersions {
    private let stream: History.Stream
    private let history: History
    private var positions: StreamPositions { stream.positions }
    private var first: Int64 { positions.first.map { history.version(at: $0) } ?? 0 }
    private var last: Int64 { positions.last.map { history.version(at: $0) } ?? -1 }

    init(_ stream: History.Stream, _ history: History) {
        self.stream = stream
        self.history = history
    }

    func index(of version: Int64) throws -> Int {
        guard let position = positions.lastIndex(where: { history.version(at: $0) == version }) else {
            throw OverlayError("\(stream.name) has no version \(version); it goes from \(first) to \(last)")
        }
        return position - positions.startIndex
    }

    /// Where an event is inserted that gets that version: also behind the last.
    func place(of version: Int64) throws -> Int {
        if version == last + 1 { return positions.count }
        if version < first { throw OverlayError("\(stream.name) begins at version \(first); nothing can come before it") }
        if version > last { throw OverlayError("\(stream.name) ends at version \(last); the next event gets \(last + 1)") }
        return try index(of: version)
    }

    func destination(_ other: Int64, of version: Int64) throws -> Int {
        if other < first { throw OverlayError("\(stream.name) begins at version \(first); nothing can come before it") }
        if other > last { throw OverlayError("\(stream.name) ends at version \(last); nothing can be moved behind it but to \(last)") }
        return try index(of: other)
    }
}
