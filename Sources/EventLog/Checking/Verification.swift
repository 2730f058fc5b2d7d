import JSONText

/// Reads every event of a log and finds what is not as it should be.
///
/// Beside the findings, memory is 17 bytes an event: hashes of ids, and which versions are not to be trusted.
package struct Verification {
    private let history: History
    private let reader: HistoryReader
    private let parser = JSONParser()
    /// Of faults, and of what they refer to: either mostly ascend.
    private let places: PlaceCounter
    private let spots: PlaceCounter
    private var faults: [Fault] = []
    /// Events from this position on were not looked at.
    private var reach: Int
    /// Rows whose version was counted though their format has one.
    private var isUnnumbered: [Bool]

    /// - Parameter goesOn: called now and then with the events read and all there are; where it answers false, the verification is of
    ///   those that were read.
    /// - Complexity: O(bytes), and O(n log n) for n ids.
    /// - Throws: `SourceError` where an event cannot be read.
    package init(_ history: History, goesOn: (_ done: Int, _ of: Int) throws -> Bool = { _, _ in true }) throws {
        self.history = history
        reader = HistoryReader(history)
        places = PlaceCounter(history)
        spots = PlaceCounter(history)
        isUnnumbered = Array(repeating: false, count: history.count)
        reach = history.count
        try checkRecords(goesOn)
        for stream in history.streams { checkOrder(of: stream) }
    }

    /// Calls `body` with each finding, in order of place: file by file, by offset.
    /// - Complexity: O(n log n) findings.
    package func forEach(_ body: (Finding) throws -> Void) throws {
        let files = Dictionary(history.sources.enumerated().map { ($1.file.path, $0) }, uniquingKeysWith: { first, _ in first })
        let problems = history.problems.indices.map { index in
            let place = history.problems[index].place
            return (file: files[place.path] ?? files.count, offset: place.offset, problem: index)
        }.sorted { ($0.file, $0.offset, $0.problem) < ($1.file, $1.offset, $1.problem) }
        func place(_ fault: Fault) -> (Int, Int) {
            let location = history.location(of: fault.position)
            return (location.source, location.offset)
        }
        // The standard sort is stable, so that several of one event stay in the order in which they were found.
        let faults = faults.sorted { place($0) < place($1) }

        var next = 0
        for problem in problems {
            while next < faults.count, place(faults[next]) < (problem.file, problem.offset) {
                try body(finding(faults[next]))
                next += 1
            }
            let isOfLines = problem.file < history.sources.count && history.sources[problem.file].isOfLines
            try body(history.problems[problem.problem].finding(isOfLines: isOfLines))
        }
        for fault in faults[next...] { try body(finding(fault)) }
    }
}

extension Verification {
    /// What each record tells by itself, and its id.
    private mutating func checkRecords(_ goesOn: (Int, Int) throws -> Bool) throws {
        var ids = HashedPositions()
        let isNumbered = history.sources.map { $0.format == EnvelopeFormat.hindcast.name || !history.isWithoutVersions($0) }
        for position in 0..<history.count {
            if position.isMultiple(of: 4096), try !goesOn(position, history.count) {
                reach = position
                break
            }
            let recorded = try reader.event(at: position)
            let source = history.location(of: position).source
            let envelope = history.sources[source].reader
            try parser.parse(recorded.raw) { record in
                // A source that numbers nothing misses no number.
                let isExpected = isNumbered[source] || envelope.versionText(of: record) != nil
                if isExpected, envelope.lacksUsableVersion(record) {
                    isUnnumbered[position] = true
                    faults.append(Fault(position: position, cause: .badVersion))
                }
                if let id = envelope.scopedID(of: record) { ids.add(id, at: position) }
                for path in record.repeatedKeys {
                    faults.append(Fault(position: position, cause: .duplicateKey("\(path)")))
                }
            }
            guard envelope.format.data.isWrapped else { continue }
            for path in try parser.parse(recorded.event.data, \.repeatedKeys) {
                faults.append(Fault(position: position, cause: .duplicateKey("\(path) of the data")))
            }
        }
        ids.finish()
        try ids.forEachShared { try checkIDs($0) }
    }

    /// Positions whose ids share a hash, ascending. The first of an id keeps it.
    private mutating func checkIDs(_ positions: [Int]) throws {
        var first: [ExactString: Int] = [:]
        for position in positions {
            guard let id = try scopedID(at: position) else { continue }
            if let keeper = first[id] {
                faults.append(Fault(position: position, cause: .duplicateID(of: keeper)))
            } else {
                first[id] = position
            }
        }
    }

    private func scopedID(at position: Int) throws -> ExactString? {
        try parser.parse(try reader.event(at: position).raw) { history.source(of: position).reader.scopedID(of: $0) }
    }

    /// One stream's versions and times, in order of version. O(events).
    private mutating func checkOrder(of stream: History.Stream) {
        var last: Int?
        var lastTimed: Int?
        for position in stream.positions where position < reach && !isUnnumbered[position] {
            let version = history.version(at: position)
            if let last {
                let before = history.version(at: last)
                if version == before {
                    faults.append(Fault(position: position, cause: .duplicateVersion(of: last)))
                } else if version > before + 1 {
                    faults.append(Fault(position: position, cause: .gap(expected: before + 1)))
                }
                if position < last { faults.append(Fault(position: last, cause: .order(behind: position))) }
            } else if version > 0, history.isOwnStore(at: position) {
                faults.append(Fault(position: position, cause: .gap(expected: 0)))
            }
            last = position
            guard let time = history.time(at: position) else { continue }
            if let lastTimed, let before = history.time(at: lastTimed), time < before {
                faults.append(Fault(position: position, cause: .clock(before: lastTimed)))
            }
            lastTimed = position
        }
    }
}

extension Verification {
    private func finding(_ fault: Fault) throws -> Finding {
        let position = fault.position
        return Finding(
            severity: fault.cause.severity(isOwnStore: history.isOwnStore(at: position)), kind: fault.cause.kind,
            place: places.place(of: position), stream: history.streamName(at: position),
            version: isUnnumbered[position] ? nil : history.version(at: position), message: try message(fault), position: position)
    }

    private func message(_ fault: Fault) throws -> String {
        let version = history.version(at: fault.position)
        switch fault.cause {
        case .badVersion:
            let written = try parser.parse(try reader.event(at: fault.position).raw) {
                history.source(of: fault.position).reader.versionText(of: $0)
            }
            return written.map { "version \($0) is no whole number from 0 to \(Int64.max)" } ?? "the version is missing"
        case .gap(let expected): return "version \(expected) expected, found \(version)"
        case .duplicateVersion(let first): return "version \(version) stands at \(spot(of: first)) already"
        case .order(let behind):
            return "version \(version) stands behind version \(history.version(at: behind)) at \(spot(of: behind))"
        case .duplicateID(let first):
            let id = try reader.event(at: fault.position).event.id.map { JSONValue.string($0).line } ?? ""
            return "id \(id) belongs to the event at \(spot(of: first))"
        case .clock(let before):
            let time = history.time(at: fault.position)?.text() ?? ""
            return "\(time) lies before \(history.time(at: before)?.text() ?? ""), the time of version \(history.version(at: before))"
        case .duplicateKey(let path): return "the key \(path) is repeated; the first is taken"
        }
    }

    private func spot(of position: Int) -> String {
        spots.place(of: position).text
    }
}
