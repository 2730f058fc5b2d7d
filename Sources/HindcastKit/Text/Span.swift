/// A time between two events in its largest unit, as the timeline has it: `+38s`, `+3m`, `-2h`.
enum Span {
    static func text(_ microseconds: Int64) -> String {
        let sign = microseconds < 0 ? "-" : "+"
        let seconds = microseconds.magnitude / 1_000_000
        switch seconds {
        case 0..<60: return "\(sign)\(seconds)s"
        case 60..<3600: return "\(sign)\(seconds / 60)m"
        case 3600..<86_400: return "\(sign)\(seconds / 3600)h"
        default: return "\(sign)\(seconds / 86_400)d"
        }
    }
}
