/// A point in time on a whole log: what each stream was like at one moment.
package struct LogMoment: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// Before the event of that position, behind all that come before it in the log.
        case gap(Int)
        /// After the event of that position.
        case position(Int)
        /// Each stream after its last event of that version or a lower one.
        case version(Int64)
        /// Each stream after all of its events at or before it.
        case time(Instant)
    }

    package let place: Place
    /// As it was understood, for people.
    package let understood: String
}

extension LogMoment {
    /// Behind all events that come before a position in the log, and before all others.
    package init(before position: Int) { self.init(place: .gap(position), understood: "before #\(position)") }
}

extension PointInTime {
    /// What words are relative to: the time of the log's last event that has one.
    /// - Throws: `PointError` for a version or position that is not there, or a clock time where events have none.
    /// - Complexity: O(streams) for a version, else O(1) where the last events have times.
    package func resolve(onLog history: History, zone: Zone) throws(PointError) -> LogMoment {
        let end = history.count
        switch self {
        case .start: return LogMoment(place: .gap(0), understood: "before the first event")
        case .end: return LogMoment(place: .gap(end), understood: Self.after(end))
        case .percent(let percent):
            let gap = Int((Double(end) * percent / 100).rounded())
            return LogMoment(place: .gap(gap), understood: Self.after(gap))
        case .position(let position):
            guard position < end else {
                throw PointError(message: end == 0 ? "there is no position #\(position); the log is empty"
                    : "there is no position #\(position); the log ends at #\(end - 1)")
            }
            return LogMoment(place: .position(position), understood: "after #\(position)")
        case .version(let version):
            let highest = (0..<history.streamCount).lazy.compactMap { number in
                history.stream(numbered: number).positions.last.map { history.version(at: $0) }
            }.max()
            guard let highest, version >= 0, version <= highest else {
                let reach = highest.map { "the highest is \($0)" } ?? "the log is empty"
                throw PointError(message: "no stream has a version \(version); \(reach)")
            }
            return LogMoment(place: .version(version), understood: "each stream after version \(version), or its last before")
        case .clock(let clock):
            guard let last = (0..<end).reversed().lazy.compactMap({ history.time(at: $0) }).first else {
                throw PointError(message: "the events have no times; use a version or #position instead")
            }
            let instant = clock.instant(in: zone, reference: last)
            return LogMoment(place: .time(instant), understood: instant.longText(in: zone))
        }
    }

    private static func after(_ gap: Int) -> String { gap == 0 ? "before the first event" : "after #\(gap - 1)" }
}

extension LogMoment {
    /// How many of a stream's events count, in order of version, as `state --at` has it for one stream.
    /// - Complexity: O(events).
    package func count(of stream: History.Stream, in history: History) -> Int {
        let positions = stream.positions
        let last = switch place {
        case .gap(let gap): positions.lastIndex { $0 < gap }
        case .position(let position): positions.firstIndex(of: position) ?? positions.lastIndex { $0 <= position }
        case .version(let version): positions.lastIndex { history.version(at: $0) <= version }
        case .time(let instant): positions.lastIndex { history.time(at: $0).map { $0 <= instant } ?? false }
        }
        return last.map { $0 + 1 } ?? 0
    }

    /// The same for every stream, by number.
    /// - Complexity: O(events), in one pass over the index; O(events) more for each stream whose versions go back.
    package func counts(in history: History) -> [Int] {
        var seen = [Int](repeating: 0, count: history.streamCount)
        var counts = seen
        func pass(_ streams: Range<Int>, _ isWithin: (Int) -> Bool) {
            history.forEachStreamNumber(in: streams) { position, stream in
                seen[stream] += 1
                if isWithin(position) { counts[stream] = seen[stream] }
            }
        }
        switch place {
        case .gap(let gap): pass(0..<gap) { _ in true }
        case .position(let position): pass(0..<(position + 1)) { _ in true }
        case .version(let version):
            var within = [Bool](repeating: false, count: history.count)
            history.forEachVersion { within[$0] = $1 <= version }
            pass(0..<history.count) { within[$0] }
        case .time(let instant):
            var within = [Bool](repeating: false, count: history.count)
            history.forEachTime { position, time in within[position] = time.map { $0 <= instant } ?? false }
            pass(0..<history.count) { within[$0] }
        }
        for number in 0..<history.streamCount where history.goesBack(streamNumbered: number) {
            counts[number] = count(of: history.stream(numbered: number), in: history)
        }
        return counts
    }

    /// How many events of the log, from its beginning, can count at all; later ones need no look.
    package func reach(in history: History) -> Int {
        switch place {
        case .gap(let gap): gap
        case .position(let position): position + 1
        case .version, .time: history.count
        }
    }
}
