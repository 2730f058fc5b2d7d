/// What an export is made from: the same values give the same bytes.
struct Export {
    var events = 4_000_000
    var streams = 50_000
    /// Events of the longest stream.
    var longest = 120_000
    var seed: UInt64 = 1
    var envelope = Envelope.store

    /// The number of the first account. It has exactly `StreamLengths.exactly` events; the next one is the longest.
    static let firstAccount = 1_000_000
    /// How many events hold the rare text: spread evenly, neither first nor last.
    static let rareEvents = 7

    /// What does not fit together, in one line.
    var fault: String? {
        let least = streams + StreamLengths.exactly + longest
        if streams < 3 || streams > 9_000_000 { return "--streams must be from 3 to 9000000" } // account numbers keep seven digits
        if longest <= StreamLengths.exactly { return "--longest must be above \(StreamLengths.exactly)" }
        if events < least { return "--events must be at least \(least) for \(streams) streams, the longest of \(longest) events" }
        if (events - least) / (streams - 2) > longest / 2 - 2 { return "--longest must be larger for so many events in so few streams" }
        return nil
    }

    /// Writes the whole export; false where the file cannot be written (`errno` says why). 4 bytes per event and some 50 per stream of memory.
    func write(to out: inout Output) -> Bool {
        var random = Random(seed: seed)
        let lengths = StreamLengths(events: events, streams: streams, longest: longest, random: &random)
        let order = lengths.shuffled(random: &random)
        var bank = Bank(streams: streams)
        var newest = [Identifier?](repeating: nil, count: streams)
        var clock = Clock(day: 19_723) // 2024-01-01
        let rareEvery = events / (Self.rareEvents + 1)

        for (position, stream) in order.enumerated() {
            let stream = Int(stream)
            let (version, event) = bank.next(stream: stream, random: &random)
            let id = Identifier(random: &random)
            let record = Record(
                position: position, account: Self.firstAccount + stream, version: version, event: event, id: id,
                correlation: Identifier(random: &random), causation: newest[stream],
                isRare: position > 0 && position % rareEvery == 0 && position / rareEvery <= Self.rareEvents)
            newest[stream] = id
            envelope.write(record, clock: clock, random: &random, to: &out)
            guard out.endLine() else { return false }
            clock.advance(milliseconds: 1 + random.below(30_000))
        }
        return out.flush()
    }

    /// What a benchmark may expect of the export, as one JSON object. `nameBytes` is the size of all stream and type names.
    func facts(bytes: Int) -> String {
        let types = [Bank.Event.opened, .deposited(amount: 0), .withdrawn(amount: 0), .addressChanged].map(\.type)
        return """
        {"envelope":"\(envelope.rawValue)","seed":\(seed),"bytes":\(bytes),"events":\(events),"streams":\(streams),"types":\(types.count),\
        "nameBytes":\(streams * "account-\(Self.firstAccount)".utf8.count + types.reduce(0) { $0 + $1.utf8CodeUnitCount }),\
        "thousand":{"stream":"account-\(Self.firstAccount)","events":\(StreamLengths.exactly)},\
        "longest":{"stream":"account-\(Self.firstAccount + 1)","events":\(longest)},\
        "text":{"text":"\(Bank.rareText)","events":\(Self.rareEvents)}}
        """
    }
}
