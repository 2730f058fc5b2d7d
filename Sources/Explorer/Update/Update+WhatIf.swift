import EventLog
import JSONText
import Rehydration

/// What if: events skipped, edited, inserted and moved in an overlay on the stream.
extension HistoryPlace {
    /// What is under the cursor, in the altered history or as it was recorded.
    private var target: HistoryOverlay.Target? { extra?.target ?? (cursor >= 0 ? .recorded(cursor) : nil) }

    /// `x`: as if the event had not been; again: as it was. One that was inserted is taken out.
    mutating func toggleSkip(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, let target else { return explorer.sayNothing("before the first event there is none to skip") }
        var isSkipped = false
        if case .recorded(let number) = target { isSkipped = alteration?.marks[number] == .skipped }
        return make(isSkipped ? .restore(target) : .skip(target), on: stream, &explorer, layout)
    }

    /// `e`: its data in an editor, as they are or were edited last.
    func editPayload(_ explorer: inout ExplorerState) -> [Command] {
        guard let spot, isCurrent, let data = shownData else { return explorer.sayNothing("there is no event to edit here") }
        let purpose = EditPurpose.payload(spot)
        return [.edit(draft(for: purpose) ?? Self.indented(data), suffix: ".json", purpose)]
    }

    /// The data of the event under the cursor, as the altered history has them.
    private var shownData: [UInt8]? { contents?.altered?.event?.data ?? (beyond > 0 ? nil : recordedHere?.event.data) }

    /// `i`, `a`: one more event before or behind the one under the cursor.
    func insertEvent(behind: Bool, _ explorer: inout ExplorerState) -> [Command] {
        guard let stream else { return [] }
        let alteration = alteration ?? Alteration(stream.name)
        let place = behind ? alteration.place(behind: cursor, beyond: beyond) : alteration.place(before: cursor, beyond: beyond)
        let purpose = EditPurpose.insertion(stream: stream.name, place)
        return [.edit(draft(for: purpose) ?? Array((Self.template + "\n").utf8), suffix: ".json", purpose)]
    }

    /// `J`, `K`: past so many lines, later or earlier; the cursor goes along.
    mutating func shift(_ lines: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, let target else { return explorer.sayNothing("before the first event there is none to move") }
        return make(.shift(target, by: lines), on: stream, goingTo: { _ in target }, &explorer, layout)
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
                guard let stream = history.stream(named: spot.stream),
                    let target = (alterations[spot.stream] ?? Alteration(spot.stream)).target(at: spot.index, beyond: spot.beyond)
                else { return [] }
                if spot == self.spot, isCurrent, let shownData, (try? JSONParser().value(of: shownData)) == value {
                    return explorer.sayNothing("nothing was changed")
                }
                return make(.set(target, JSONPath(), value), on: stream, &explorer, layout)
            case .insertion(let name, let place):
                guard let stream = history.stream(named: name) else { return [] }
                let event = try EventToAppend(line: Array(value.line.utf8), parser: JSONParser())
                guard event.type != "…" else { return explorer.sayNothing("nothing was inserted: the event has no type yet") }
                // What was inserted behind the cursor is gone on to; before it, the cursor stays where it is.
                if case .behind = place { return make(.insert([event], place), on: stream, goingTo: { $0.lastInserted }, &explorer, layout) }
                return make(.insert([event], place), on: stream, &explorer, layout)
            }
        } catch {
            draft = Draft(purpose: purpose, text: text)
            let words = (error as? JSONError).map { "byte \($0.offset + 1): \($0)" } ?? (error as? InvalidEvent)?.message ?? "\(error)"
            explorer.complain("not taken: \(words); the same key edits your text again")
            return []
        }
    }

    /// - Parameter goal: the event that the cursor goes to, if it has a line.
    mutating func make(
        _ edit: HistoryOverlay.Edit, on stream: History.Stream, goingTo goal: ((Alteration) -> HistoryOverlay.Target)? = nil,
        _ explorer: inout ExplorerState, _ layout: Layout
    ) -> [Command] {
        var alteration = alterations[stream.name] ?? Alteration(stream.name)
        do { try alteration.make(edit, events: stream.positions.count) } catch {
            explorer.complain(error.message)
            return []
        }
        return lay(alteration, goingTo: goal?(alteration), &explorer, layout)
    }

    private mutating func lay(
        _ alteration: Alteration, goingTo goal: HistoryOverlay.Target? = nil, _ explorer: inout ExplorerState, _ layout: Layout
    ) -> [Command] {
        alterations[alteration.overlay.stream] = alteration
        explorer.say("what-if: \(alteration.text); the source stays as it is. X lists what differs, :undo takes back")
        if stream?.name == alteration.overlay.stream {
            if let line = goal.flatMap(alteration.line(of:)) { (cursor, beyond) = (line.row, line.beyond) }
            beyond = min(beyond, extraLines[cursor].count)
        }
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
        beyond = 0
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
        let commands = start(.write, "writing \(path)", .writeAltered(alteration.overlay, path: path))
        if let task = tasks.last { writing[task.number] = alteration.overlay }
        return commands
    }

    /// What would be lost with the program's end; nil where nothing would.
    var unsavedText: String? {
        let unsaved = overlays.filter { written[$0.stream] != $0 }
        guard let first = unsaved.first, let text = alterations[first.stream]?.text else { return nil }
        let more = unsaved.count > 1 ? ", and \(unsaved.count - 1) more" : ""
        return "The what-if on \(first.stream) (\(text))\(more) is in no file; :write FILE makes one."
    }
}

extension ExplorerState {
    mutating func sayNothing(_ text: String) -> [Command] {
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
