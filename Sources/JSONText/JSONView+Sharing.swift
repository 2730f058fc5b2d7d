extension JSONView {
    /// The same as `value`, made of the parts of another value wherever those are equal: of two states that follow one another most
    /// is, and then hardly anything is allocated.
    /// - Complexity: O(bytes); fast where members come in the same order.
    package func value(like other: JSONValue?) -> JSONValue { other.map { self.other(than: $0) ?? $0 } ?? value }

    /// Nil where it is the same, which mostly it is.
    private func other(than known: JSONValue) -> JSONValue? {
        switch (kind, known) {
        case (.object, .object(let object)): return members(otherThan: object.members)
        case (.array, .array(let array)): return elements(otherThan: array)
        case (.string, .string(let text)) where isString(text): return nil
        case (.number, .number(let number)) where number.text.utf8.elementsEqual(raw): return nil
        case (.bool, .bool(isTrue)), (.null, .null): return nil
        default: return value
        }
    }

    /// Members to look ahead where the next is not the one at hand: some may have vanished.
    private static var ahead: Int { 4 }

    private func members(otherThan old: [JSONObject.Member]) -> JSONValue? {
        // Nil as long as all are the same, and in the same places.
        var made: [JSONObject.Member]?
        var count = 0
        var at = 0
        for (key, view) in members {
            let end = min(at + Self.ahead, old.count)
            var place = at
            while place < end, !key.isString(old[place].key) { place += 1 }
            guard place < end else {
                if made == nil { made = Self.begun(old, count) }
                made!.append(.init(key: key.string ?? "", value: view.value))
                continue
            }
            at = place + 1
            let other = view.other(than: old[place].value)
            if made == nil {
                if other == nil, place == count { count += 1; continue }
                made = Self.begun(old, count)
            }
            made!.append(other.map { .init(key: old[place].key, value: $0) } ?? old[place])
        }
        if let made { return .object(JSONObject(members: made)) }
        return count == old.count ? nil : .object(JSONObject(members: Array(old[..<count])))
    }

    private static func begun(_ old: [JSONObject.Member], _ count: Int) -> [JSONObject.Member] {
        var made: [JSONObject.Member] = []
        made.reserveCapacity(old.count + 1)
        made += old[..<count]
        return made
    }

    private func elements(otherThan old: [JSONValue]) -> JSONValue? {
        var made: [JSONValue]?
        var count = 0
        for view in elements {
            let isNew = count >= old.count
            let other = isNew ? view.value : view.other(than: old[count])
            if made == nil, other != nil { made = Array(old[..<min(count, old.count)]) }
            made?.append(other ?? old[count])
            count += 1
        }
        if let made { return .array(made) }
        return count == old.count ? nil : .array(Array(old[..<count]))
    }
}
