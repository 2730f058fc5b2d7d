/// Turns the bytes that a terminal sends into events. A value without clock or file: the caller feeds bytes, takes events,
/// and says when a wait was in vain.
///
/// What is neither key nor mouse is swallowed whole: answers to queries, unknown sequences, invalid UTF-8. What stands
/// between the marks of a bracketed paste becomes one `.paste` and can never act as keys.
package struct InputDecoder: Equatable, Sendable {
    /// A paste keeps this many bytes; the rest of it is dropped.
    package static let pasteLimit = 1 << 20

    /// A sequence that is longer, in bytes, is no answer that anybody asked for.
    static let sequenceLimit = 4096

    /// Sequences of the terminal's own description, which go before the usual ones.
    let sequences: [[UInt8]: Key]
    let longestSequence: Int
    var pending: [UInt8] = []
    var head = 0
    var pasted: [UInt8]?

    package init(sequences: [[UInt8]: Key] = [:]) {
        self.sequences = sequences.filter { $0.key.count > 1 && $0.key.first == 0x1B }
        longestSequence = self.sequences.keys.map(\.count).max() ?? 0
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        if head == pending.count { pending.removeAll(keepingCapacity: true); head = 0 }
        pending.append(contentsOf: bytes)
    }

    /// How long to wait for more bytes before `giveUpWaiting`, in milliseconds; nil when nothing is unfinished.
    /// 25 for what may be a lone Esc, a second within a paste.
    package var patience: Int? {
        if pasted != nil { return 1000 }
        guard head < pending.count else { return nil }
        return pending[head] == 0x1B ? 25 : 250
    }

    /// The next event, or nil when more bytes are needed.
    ///
    /// - Complexity: O(*bytes* of the event).
    package mutating func next() -> InputEvent? {
        while true {
            if pasted != nil {
                guard let text = takePaste() else { return nil }
                return .paste(text)
            }
            guard head < pending.count else { return nil }
            switch step() {
            case .key(let key, let length): head += length; return .key(key)
            case .mouse(let event, let length): head += length; return .mouse(event)
            case .swallow(let length): head += length
            case .pasteBegins(let length): head += length; pasted = []
            case .unfinished:
                if pending.count - head <= Self.sequenceLimit { return nil }
                head = pending.count
            }
        }
    }

    /// Takes unfinished bytes as what they are by themselves: Esc and the keys after it, the end of a paste that was never
    /// closed, or nothing.
    package mutating func giveUpWaiting() -> InputEvent? {
        if let text = pasted {
            let rest = pending[head...].prefix(max(0, Self.pasteLimit - text.count))
            pasted = nil
            head = pending.count
            return .paste(String(decoding: text + rest, as: UTF8.self))
        }
        guard head < pending.count else { return nil }
        guard pending[head] == 0x1B, pending.count - head <= 2 else {
            head = pending.count
            return nil
        }
        head += 1
        return .key(.escape)
    }

    enum Step: Equatable {
        case key(Key, length: Int)
        case mouse(MouseEvent, length: Int)
        case swallow(Int)
        case pasteBegins(Int)
        case unfinished
    }
}
