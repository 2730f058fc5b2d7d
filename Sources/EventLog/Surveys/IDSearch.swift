import JSONText

/// Finds events by ids: looks for them in the bytes of the log, several at once, and parses only the records that hold one.
///
/// Where ids are not written as texts, or so much was read for them that it is cheaper, every event is read once instead, and then
/// there is a table of all. Whichever way, the answers are the same.
final class IDSearch {
    let reader: HistoryReader
    private let jobs: Int
    private let progressed: (Int, Int) throws -> Void
    private let coding: PayloadCoding?
    private var known: [ExactString: IDUses] = [:]
    private var table: IDTable?
    /// What may still be spent before the table is made, in events read.
    private var left: Int

    /// - Parameter progressed: called now and then with how much was looked through and how much there is; what it throws ends the search.
    init(_ history: History, jobs: Int, progressed: @escaping (Int, Int) throws -> Void) {
        reader = HistoryReader(history)
        self.jobs = jobs
        self.progressed = progressed
        coding = history.idCoding
        // To read them all takes no longer than twice that.
        left = max(1000, history.count / 2)
    }

    /// The event of an id, the first of several.
    /// - Complexity: O(bytes before it) where nothing is known of it yet.
    func owner(of id: ExactString) throws -> Int? {
        if let uses = known[id] { return uses.owner }
        if table == nil, let uses = try search([id], onlyOwner: true) { return uses[id]?.owner }
        return try uses(of: id).owner
    }

    /// Everything about an id.
    /// - Parameter beginnings: events of the same tree; what they are likely to lead to is looked for in the same pass.
    func uses(of id: ExactString, with beginnings: [Int] = []) throws -> IDUses {
        if let uses = known[id] { return uses }
        if table == nil { try expect([id] + likely(from: beginnings)) }
        if let uses = known[id] { return uses }
        let uses = try knownTable().uses(of: id, reader)
        known[id] = uses
        return uses
    }

    /// Looks for many ids in one pass, so that each is known when it is asked for.
    func expect(_ ids: [ExactString]) throws {
        let unknown = Array(Set(ids.filter { known[$0] == nil }))
        guard table == nil, !unknown.isEmpty, let found = try search(unknown) else { return }
        known.merge(found) { $1 }
    }

    private func knownTable() throws -> IDTable {
        if let table { return table }
        let made = try IDTable(reader, progressed: progressed)
        table = made
        return made
    }

    private func pays(_ events: Int) -> Bool {
        left -= events
        return left >= 0
    }

    /// Nil where it is better, or necessary, to read every event.
    private func search(_ ids: [ExactString], onlyOwner: Bool = false) throws -> [ExactString: IDUses]? {
        // A pass costs about what it takes to parse this part of the events.
        guard let coding, !ids.contains(where: \.isEmpty), pays(reader.history.count / 32) else { return nil }
        try progressed(0, reader.history.count)
        var found = Dictionary(uniqueKeysWithValues: ids.map { ($0, IDUses()) })
        var isWhole = true
        let scan = TextScan(ids, isNested: coding == .text, in: reader.history, jobs: jobs)
        try scan.forEach(goesOn: { done, all in
            try progressed(done, all)
            return true
        }) { position in
            isWhole = pays(1)
            guard isWhole else { return false }
            let event = try reader.event(at: position).event
            if let cause = event.causation { found[cause]?.effects.append(position) }
            guard let id = event.id, let uses = found[id], uses.owner == nil else { return true }
            found[id]?.owner = position
            return !onlyOwner
        }
        return isWhole ? found : nil
    }

    /// Ids that belong to the tree of some events, as far as what is known and a look around tells.
    private func likely(from beginnings: [Int]) throws -> [ExactString] {
        guard coding != nil else { return [] }
        var near = NearLinks(reader)
        var ids: [ExactString] = []
        var seen = Set(beginnings)
        var waiting = beginnings
        while let position = waiting.popLast() {
            let before = near.count
            let link = try near.link(of: position)
            var related: [Int] = []
            var isUnknown = false
            for (id, isOwn) in [(link.id, true), (link.causation, false)] {
                guard let id else { continue }
                if let uses = known[id] {
                    related += isOwn ? uses.effects : [uses.owner].compactMap(\.self)
                } else {
                    ids.append(id)
                    isUnknown = true
                }
            }
            if isUnknown { related += try near.related(to: position) }
            for other in related where seen.insert(other).inserted { waiting.append(other) }
            if !pays(near.count - before) { break }
        }
        return ids
    }
}
