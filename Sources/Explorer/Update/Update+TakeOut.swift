import EventLog
import JSONText
import Rehydration

/// What leaves the program: copied, piped, edited, written. Always the very bytes, never what a screen made of them.
extension HistoryPlace {
    /// `y`: the smallest thing that the pane in focus is about.
    func copy(_ explorer: inout ExplorerState) -> [Command] {
        switch focus {
        case .streams:
            guard let stream else { return [] }
            return [.copy(stream.name.bytes)]
        case .timeline:
            guard let event = beyond > 0 ? contents?.altered?.event : recordedHere?.event else { return nothing(&explorer) }
            // Where events have no id, what else tells them apart.
            return [.copy(event.id?.bytes ?? Array("\(event.stream)@\(event.version)".utf8))]
        case .state, .event:
            guard let row = (focus == .state ? state : event).selected, !row.isRemark else { return nothing(&explorer) }
            return [.copy(row.value.map { $0.string?.bytes ?? Array($0.line.utf8) } ?? Array(row.text.utf8))]
        }
    }

    /// `Y`: the whole of it.
    func copyWhole(_ explorer: inout ExplorerState) -> [Command] { whole.map { [.copy($0.bytes)] } ?? nothing(&explorer) }

    func pipe(to command: String, _ explorer: inout ExplorerState) -> [Command] {
        whole.map { [.pipe(command: command, input: $0.bytes + [0x0A])] } ?? nothing(&explorer)
    }

    func edit(_ explorer: inout ExplorerState) -> [Command] {
        whole.map { [.edit($0.bytes + [0x0A], suffix: ".json", .reading)] } ?? nothing(&explorer)
    }

    func write(to path: String, _ explorer: inout ExplorerState) -> [Command] {
        whole.map { [.write(path: path, $0.bytes + [0x0A])] } ?? nothing(&explorer)
    }

    private func nothing(_ explorer: inout ExplorerState) -> [Command] {
        explorer.say("there is nothing to take here")
        return []
    }

    /// The state where its pane has the focus, else the record of the event as its source wrote it.
    private var whole: (bytes: [UInt8], isState: Bool)? {
        if focus == .state {
            guard let contents else { return nil }
            var writer = JSONWriter()
            writer.append(contents.state.state)
            return (writer.bytes, true)
        }
        if beyond > 0 { return contents?.altered?.event.map { (Self.record(of: $0), false) } }
        return recordedHere.map { ($0.raw, false) }
    }

    /// Of an event that stands in no log.
    private static func record(of event: Event) -> [UInt8] {
        var object = JSONObject(members: [.init(key: "stream", value: .string(event.stream)), .init(key: "type", value: .string(event.type))])
        object["schema"] = event.schema.map { .number(JSONNumber($0)) }
        object["data"] = try? JSONParser().value(of: event.data)
        object["meta"] = event.meta.flatMap { try? JSONParser().value(of: $0) }
        return Array(JSONValue.object(object).line.utf8)
    }
}
