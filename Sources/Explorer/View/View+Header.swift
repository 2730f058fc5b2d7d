import EventLog
import Rehydration
import Screen

extension Frame {
    /// ` bank  10 streams  482 events   model bank.lua          UTC`
    mutating func drawHeader(_ state: ExplorerState, in rect: Rect) {
        let zone = " \(state.zone.name) "
        let width = columnsWritten(zone)
        fill(rect, Theme.header)
        write(" " + headerText(state), at: rect.origin, columns: max(0, rect.columns - width), style: Theme.header)
        write(zone, at: Point(column: rect.endColumn - width, row: rect.row), columns: width, style: Theme.header)
    }

    private func headerText(_ state: ExplorerState) -> String {
        switch state.place {
        case .choosing: return "hindcast  \(state.chooser?.stores.count ?? 0) stores"
        case .opening(let path):
            return (["hindcast  reading \(path)"] + [state.reading?.percent].compactMap { $0 }).joined(separator: "  ")
        case .history(let place):
            let history = place.history
            var parts = ["\(place.opened.title)"]
            // First what the counts must not be read without, so that a narrow screen still says it.
            if let reading = state.reading {
                parts.append("reading \(reading.percent)")
            } else if history.isPartial {
                parts.append("! partial")
            }
            var counts = [Self.counted(history.streamCount, "stream"), Self.counted(history.count, "event")]
            if let then = place.then {
                counts[0] = "\(Self.grouped(then.counts.count { $0 > 0 })) of \(counts[0])"
                counts[1] = "\(Self.grouped(then.eventCount)) of \(counts[1])"
            }
            parts += counts
            if history.malformedCount > 0 { parts.append("! \(Self.counted(history.malformedCount, "bad record"))") }
            if state.isFollowing { parts.append("following") }
            if let then = place.then { parts.append("at \(then.moment.understood)") }
            if let alteration = place.alteration, !alteration.overlay.isEmpty { parts.append("what-if: \(alteration.text)") }
            let models = place.opened.models.joined(separator: ", ")
            return parts.joined(separator: "  ") + (models.isEmpty ? "   no model" : "   model \(models)\(state.hasOldModel ? " (old: the file does not load)" : "")")
        }
    }

    static func counted(_ count: Int, _ what: String) -> String { "\(grouped(count)) \(what)\(count == 1 ? "" : "s")" }

    /// `1204567` as `1,204,567`.
    static func grouped(_ count: Int) -> String {
        var digits = Array(String(count))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}

extension ScanProgress {
    /// `43 %`, or `12 MB` where nobody knows how much there is.
    var percent: String {
        guard bytes == 0 else { return "\(min(100, bytesRead * 100 / bytes)) %" }
        return bytesRead < 1_000_000 ? "\(Frame.grouped(bytesRead / 1000)) kB" : "\(Frame.grouped(bytesRead / 1_000_000)) MB"
    }
}
