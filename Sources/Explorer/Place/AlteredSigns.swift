import EventLog
import Rehydration

/// What stands out in the altered history of a stream, by its places: what `signs` are for the recorded one.
struct AlteredSigns: Equatable, Sendable {
    /// Of which overlay over how many events.
    struct Asked: Equatable, Sendable {
        let overlay: HistoryOverlay
        let events: Int
    }

    /// What was asked for last; nil: nothing, or the models are others since.
    var asked: Asked?
    var known: Known?

    struct Known: Equatable, Sendable {
        let overlay: HistoryOverlay
        let signs: [OverlayPlace: EventMarks]
    }
}

extension HistoryPlace {
    /// Asks for the signs of the altered history, unless they are there or on their way.
    mutating func wantAlteredSigns() -> [Command] {
        guard let overlay, alteredSigns.asked != AlteredSigns.Asked(overlay: overlay, events: eventCount) else { return [] }
        alteredSigns.asked = AlteredSigns.Asked(overlay: overlay, events: eventCount)
        return start(.signs, "looking", .signs(overlay))
    }

    /// Of a place of the stream's timeline; of the history as it was recorded until the altered one is known.
    func sign(at place: OverlayPlace) -> EventMarks? {
        if let overlay, let known = alteredSigns.known, known.overlay == overlay { return known.signs[place] }
        return place.beyond == 0 ? sign(ofEvent: place.recorded) : nil
    }

    /// The next place at which an invariant breaks or an event cannot be folded; by `step`, the last before the cursor.
    func placeStandingOut(_ step: Int) -> OverlayPlace? {
        let extras = extraLines
        var (row, beyond) = (cursor, beyond)
        while true {
            if step > 0 {
                (row, beyond) = beyond < extras[row].count ? (row, beyond + 1) : (row + 1, 0)
            } else {
                (row, beyond) = beyond > 0 ? (row, beyond - 1) : (row - 1, extras[row - 1].count)
            }
            guard row >= -1, row < eventCount else { return nil }
            let place = OverlayPlace(recorded: row, beyond: beyond)
            if let sign = sign(at: place), !sign.broke.isEmpty || sign.problem != nil { return place }
        }
    }
}
