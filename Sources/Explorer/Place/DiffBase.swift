import EventLog
package import JSONText
import Rehydration

/// What the state at the cursor is compared with, until it is lifted: `:base`.
enum DiffBase: Equatable, Sendable {
    /// The state before the cursor's event.
    case previous
    /// The state at a mark, wherever that is set.
    case mark(Character)
    case event(Spot)
    /// The last snapshot before the cursor's event.
    case snapshot
}

/// The same, for the engine.
package enum StateBase: Hashable, Sendable {
    /// After the event of that number among the stream's; −1: before the first.
    case event(Int)
    case snapshot
}

/// What is not as it was at another event of the same stream.
package struct BaseComparison: Hashable, Sendable {
    /// The other event's number; −1: before the first.
    package let index: Int
    package let changes: [JSONChange]

    package init(index: Int, changes: [JSONChange]) {
        self.index = index
        self.changes = changes
    }
}

extension HistoryPlace {
    /// Asks for the state at the cursor and what it is compared with.
    mutating func askState() -> [Command] {
        foldPercent = nil
        return spot.map { [.rehydrate($0, base: stateBase)] } ?? []
    }

    /// Nil where the event before is what it is compared with: also on streams other than that of the mark.
    private var stateBase: StateBase? {
        switch base {
        case .previous: return nil
        case .snapshot: return .snapshot
        case .mark(let letter): return marks[letter].flatMap(stateBase)
        case .event(let spot): return stateBase(at: spot)
        }
    }

    private func stateBase(at spot: Spot) -> StateBase? { spot.stream == stream?.name && spot.index < eventCount ? .event(spot.index) : nil }

    /// What the state pane marks.
    var shownChanges: [JSONChange] { contents?.base?.changes ?? contents?.state.changes ?? [] }

    /// `a (12)`, `snapshot 100`, `the start`; nil where it is the event before.
    var baseName: String? {
        guard let comparison = contents?.base else { return nil }
        let version = position(of: comparison.index).map { String(history.version(at: $0)) } ?? "the start"
        switch base {
        case .mark(let letter) where marks[letter]?.index == comparison.index: return "\(letter) (\(version))"
        case .snapshot: return "snapshot \(version)"
        default: return version
        }
    }

    /// `:base`.
    mutating func setBase(_ argument: String, _ explorer: inout ExplorerState) -> [Command] {
        switch argument {
        case "", "previous":
            base = .previous
            explorer.say("the state is compared with that before the event")
        case "snapshot":
            base = .snapshot
            explorer.say("the state is compared with the last snapshot; :base alone lifts it")
        default:
            if let letter = argument.first, argument.count == 1, let spot = marks[letter] {
                base = .mark(letter)
                let here = spot.stream == stream?.name ? "" : ", on \(spot.stream)"
                explorer.say("the state is compared with that at mark \(letter)\(here); :base alone lifts it")
                break
            }
            switch resolve(argument, zone: explorer.zone) {
            case .success(let point):
                guard let name = stream?.name else { return [] }
                base = .event(Spot(stream: name, index: point.index))
                let version = position(of: point.index).map { "after version \(history.version(at: $0))" } ?? "before the first event"
                explorer.say("the state is compared with that \(version); :base alone lifts it")
            case .failure(let error):
                explorer.complain(argument.count == 1 && argument.first!.isLetter ? "there is no mark \(argument); m\(argument) sets it" : error.message)
                return []
            }
        }
        return askState()
    }
}
