/// The events of a piece of the log that is held in memory.
final class HeldPlaces {
    private var capacity = 0
    private var places: UnsafeMutablePointer<EventPlace>?
    private var ordered: UnsafeMutablePointer<EventPlace>?
    private var count = 0
    private var starts: UnsafeMutableBufferPointer<Int> = .init(start: nil, count: 0)

    deinit {
        places?.deallocate()
        ordered?.deallocate()
        starts.deallocate()
    }

    /// In the order of the log.
    var inLog: UnsafePointer<EventPlace> { UnsafePointer(places!) }

    @inline(__always)
    func sorted(_ number: Int) -> UnsafePointer<EventPlace> { UnsafePointer(ordered!) + number }

    /// Finds the events from one on whose records follow one another in one file, up to so many bytes; one at least.
    /// - Returns: how many they are.
    func gather(from position: Int, to end: Int, bytes: Int, _ finder: PlaceFinder) -> Int {
        precondition(position < end)
        count = 0
        while position + count < end {
            let more = min(PlaceFinder.most, end - position - count)
            reserve(count + more)
            let places = places!
            finder.find((position + count)..<(position + count + more), into: places + count)
            let whole = count + more
            while count < whole {
                let place = places[count]
                if count > 0 {
                    guard place.file == places[0].file, place.offset >= places[count - 1].end, place.end - places[0].offset <= bytes else {
                        return count
                    }
                }
                count += 1
            }
        }
        return count
    }

    func arrange(_ slots: [Int32], _ slotCount: Int) -> UnsafeBufferPointer<Int> {
        if starts.count != slotCount + 1 {
            starts.deallocate()
            starts = .allocate(capacity: slotCount + 1)
        }
        starts.initialize(repeating: 0)
        guard let places, let ordered else { return UnsafeBufferPointer(starts) }
        slots.withUnsafeBufferPointer { slots in
            for at in 0..<count {
                let slot = Int(slots[Int(places[at].stream)])
                if slot >= 0 { starts[slot] += 1 }
            }
            var sum = 0
            for slot in 0...slotCount {
                let events = starts[slot]
                starts[slot] = sum
                sum += events
            }
            for at in 0..<count {
                let slot = Int(slots[Int(places[at].stream)])
                guard slot >= 0 else { continue }
                (ordered + starts[slot]).initialize(to: places[at])
                starts[slot] += 1
            }
            // Each start has gone on to the next one's.
            for slot in stride(from: slotCount, to: 0, by: -1) { starts[slot] = starts[slot - 1] }
            starts[0] = 0
        }
        return UnsafeBufferPointer(starts)
    }

    private func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = max(wanted, capacity * 2)
        let moved = UnsafeMutablePointer<EventPlace>.allocate(capacity: larger)
        if let places {
            moved.moveInitialize(from: places, count: count)
            places.deallocate()
        }
        ordered?.deallocate()
        ordered = .allocate(capacity: larger)
        places = moved
        capacity = larger
    }
}
