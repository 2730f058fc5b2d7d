import EventLog
import JSONText
import Rehydration

/// What if: events skipped, edited and inserted in an overlay on the stream.
extension HistoryPlace {
    /// `x`: as if the event had not been; again: as it was.
    mutating func toggleSkip(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, cursor >= 0 else { return explorer.sayNothing("before the first event there is none to skip") }
        let isSkipped = alterations[stream.name]?.marks[cursor] == .skipped
        return make(isSkipped ? .restore(.recorded(cursor)) : .skip(.recorded(cursor)), on: stream, &explorer, layout)
    }

    /// `e`: its data in an editor, as they are or were edited last.
    func editPayload(_ explorer: inout ExplorerState) -> [Command] {
        guard let spot, let event = contents?.event?.event, isCurrent else { return explorer.sayNothing("there is no event to edit here") }
        let purpose = EditPurpose.payload(spot)
        return [.edit(draft(for: purpose) ?? Self.indented(contents?.altered?.event?.data ?? event.data), suffix: ".json", purpose)]
    }

    /// `i`, `a`: one more event before or behind the one under the cursor.
    func insertEvent(behind: Bool, _ explorer: inout ExplorerState) -> [Command] {
        guard let stream else { return [] }
        let purpose = EditPurpose.insertion(stream: stream.name, slot: behind ? cursor + 1 : max(0, cursor))
        return [.edit(draft(for: purpose) ?? Array((Self.template + "\n").utf8), suffix: ".json", purpose)]
    }

    private static let template = #"{"type":"…","data":{}}"#

    private func draft(for purpose: EditPurpose) -> [UInt8]? { draft.flatMap { $0.purpose == purpose ? $0.text : nil } }

    private static func indented(_ data: [UInt8]) -> [UInt8] {
        (try? JSONParser().value(of: data)).map { Array(($0.indented() + "\n").utf8) } ?? data
    }

    /// An editor was left. A text that cannot be taken is there again when the same is edited next.
    mutating func receive(_ text: [UInt8], _ purpose: EditPurpose, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        draft = nil
        do {
            let value = try JSONParser().value(of: text)
            switch purpose {
            case .reading: return []
            case .payload(let spot):
                guard let stream = history.stream(named: spot.stream) else { return [] }
                let shown = contents.flatMap { $0.state.index == spot.index && $0.state.stream == spot.stream ? $0.altered?.event?.data ?? $0.event?.event.data : nil }
                if let shown, (try? JSONParser().value(of: shown)) == value { return explorer.sayNothing("nothing was changed") }
                return make(.set(.recorded(spot.index), JSONPath(), value), on: stream, &explorer, layout)
            case .insertion(let name, let slot):
                guard let stream = history.stream(named: name) else { return [] }
                let event = try EventToAppend(line: Array(value.line.utf8), parser: JSONParser())
                guard event.type != "…" else { return explorer.sayNothing("nothing was inserted: the event has no type yet") }
                return make(.insert(event, at: slot), on: stream, &explorer, layout)
            }
        } catch {
            draft = Draft(purpose: purpose, text: text)
            let words = (error as? JSONError).map { "byte \($0.offset + 1): \($0)" } ?? (error as? InvalidEvent)?.message ?? "\(error)"
            explorer.complain("not taken: \(words); the same key edits your text again")
            return []
        }
    }

    private mutating func make(
        _ edit: HistoryOverlay.Edit, on stream: History.Stream, _ explorer: inout ExplorerState, _ layout: Layout
    ) -> [Command] {
        var alteration = alterations[stream.name] ?? Alteration(stream.name)
        do { try alteration.make(edit, events: stream.positions.count) } catch {
            explorer.complain(error.message)
            return []
        }
        return lay(alteration, &explorer, layout)
    }

    private mutating func lay(_ alteration: Alteration, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        alterations[alteration.overlay.stream] = alteration
        explorer.say("what-if: \(alteration.text); the source stays as it is. X lists what differs, :undo takes back")
        revealCursor(layout)
        return [.lay(alteration.overlay)] + askState()
    }

    mutating func undo(_ step: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, var alteration else { return explorer.sayNothing("nothing is changed in this stream") }
        let count = stream.positions.count
        guard step < 0 ? alteration.undo(events: count) : alteration.redo(events: count) else {
            return explorer.sayNothing("there is nothing to \(step < 0 ? "undo" : "redo")")
        }
        return lay(alteration, &explorer, layout)
    }

    mutating func discard(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, alterations.removeValue(forKey: stream.name) != nil else { return explorer.sayNothing("nothing is changed in this stream") }
        explorer.say("the stream is as it was recorded")
        revealCursor(layout)
        return [.lay(HistoryOverlay(stream: stream.name))] + askState()
    }

    /// `X`.
    mutating func listAlteration(_ explorer: inout ExplorerState) -> [Command] {
        guard let alteration, !alteration.overlay.isEmpty else { return explorer.sayNothing("nothing is changed in this stream; x skips an event, e edits, i inserts") }
        return list(
            "What if: \(alteration.overlay.stream)", ["what", "actual", "what-if"], "replaying", .whatIf(alteration.overlay), &explorer)
    }

    /// `:write` while a stream is altered: the altered stream, as a file of our own store's shape.
    mutating func write(_ alteration: Alteration, to path: String) -> [Command] {
        start(.write, "writing \(path)", .writeAltered(alteration.overlay, path: path))
    }
}

extension ExplorerState {
    fileprivate mutating func sayNothing(_ text: String) -> [Command] {
        say(text)
        return []
    }
}

extension JSONValue {
    /// For an editor: a member or an element a line.
    func indented(_ depth: Int = 0) -> String {
        let inner = String(repeating: "  ", count: depth + 1)
        let outer = String(repeating: "  ", count: depth)
        switch self {
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { inner + JSONValue.string($0.key).line + ": " + $0.value.indented(depth + 1) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        case .array(let array) where !array.isEmpty:
            return "[\n" + array.map { inner + $0.indented(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        default: return line
        }
    }
}
