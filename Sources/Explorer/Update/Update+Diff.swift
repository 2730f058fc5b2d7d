import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// `:diff`: two states side by side, of this stream or of two.
    mutating func diff(_ argument: String, _ explorer: inout ExplorerState, _ word: CommandWord) -> [Command] {
        guard stream != nil, !argument.isEmpty else { return explorer.missing(word) }
        switch ends(of: argument, zone: explorer.zone) {
        case .success(let (first, second)):
            let isOfOne = first.stream == second.stream
            // What a what-if put behind an event has no version of its own.
            let names = [first, second].map { (isOfOne ? "" : "\($0.stream) ") + versionText(of: $0) }
            return list(
                "\(isOfOne ? "\(first.stream): " : "")\(names[0]) and \(names[1])", ["path", names[0], names[1]], "comparing",
                .diff(from: first, to: second, overlays: overlays.filter { [first.stream, second.stream].contains($0.stream) }), &explorer)
        case .failure(let error):
            explorer.complain(error.message)
            return []
        }
    }

    private func versionText(of spot: Spot) -> String {
        let version = history.position(of: spot).map { "version \(history.version(at: $0))" } ?? "the start"
        return (spot.beyond > 0 ? "\(version)+\(spot.beyond)" : version) + (overlays.contains { $0.stream == spot.stream } ? " (what-if)" : "")
    }

    /// A point and the cursor; the cursor and the end of another stream; or two points, `.` being the cursor: `a .`.
    private func ends(of text: String, zone: Zone) -> Result<(Spot, Spot), PointError> {
        guard let stream else { return .failure(PointError(message: "there are no events")) }
        let here = Spot(stream: stream.name, index: cursor, beyond: beyond)
        let one = point(text, here, zone)
        if case .success(let point) = one { return .success(point.isEnd ? (here, point.spot) : (point.spot, here)) }
        for blank in text.indices where text[blank] == " " {
            guard case .success(let first) = point(String(text[..<blank]).trimmed, here, zone),
                case .success(let second) = point(String(text[blank...]).trimmed, here, zone)
            else { continue }
            return .success((first.spot, second.spot))
        }
        return one.map { ($0.spot, here) }
    }

    /// A mark, a point in time on this stream, or another stream's end.
    private func point(_ text: String, _ here: Spot, _ zone: Zone) -> Result<(spot: Spot, isEnd: Bool), PointError> {
        if text == "." { return .success((here, false)) }
        if text.count == 1, let letter = text.first, let mark = marks[letter] { return .success((mark, false)) }
        switch resolve(text, zone: zone) {
        case .success(let point): return .success((Spot(stream: here.stream, index: point.index), false))
        case .failure(let error):
            if let other = history.stream(named: ExactString(text)) {
                return .success((Spot(stream: other.name, index: indexThen(of: other) ?? other.positions.count - 1), true))
            }
            guard text.count == 1, text.first?.isLetter ?? false else { return .failure(error) }
            return .failure(PointError(message: "there is no mark \(text); m\(text) sets it"))
        }
    }
}
