extension JSONView {
    /// The same as `value`, made of the parts of another value wherever those are equal: of two states that follow one another most
    /// is, and then hardly anything is allocated.
    /// - Complexity: O(bytes); fast where members come in the same order.
    package func value(like other: JSONValue?) -> JSONValue { other.map { shared(with: $0).value } ?? value }

    private func shared(with other: JSONValue) -> (value: JSONValue, isSame: Bool) {
        switch (kind, other) {
        case (.object, .object(let object)): return members(like: object.members, other)
        case (.array, .array(let array)): return elements(like: array, other)
        case (.string, .string(let text)) where isString(text): return (other, true)
        case (.number, .number(let number)) where number.text.utf8.elementsEqual(raw): return (other, true)
        case (.bool, .bool(isTrue)), (.null, .null): return (other, true)
        default: return (value, false)
        }
    }

    /// Members to look ahead where the next is not the one at hand: some may have vanished.
    private static var ahead: Int { 4 }

    private func members(like old: [JSONObject.Member], _ whole: JSONValue) -> (JSONValue, Bool) {
        // Nil as long as all are the same, and in the same places.
        var made: [JSONObject.Member]?
        var count = 0
        var at = 0
        for (key, view) in members {
            let place = (at..<min(at + Self.ahead, old.count)).first { key.isString(old[$0].key) }
            let (value, isSame) = place.map { view.shared(with: old[$0].value) } ?? (view.value, false)
            if let place { at = place + 1 }
            if made == nil {
                if isSame, place == count { count += 1; continue }
                made = Array(old[..<count])
            }
            made!.append(.init(key: place.map { old[$0].key } ?? key.string ?? "", value: value))
        }
        if let made { return (.object(JSONObject(members: made)), false) }
        return count == old.count ? (whole, true) : (.object(JSONObject(members: Array(old[..<count]))), false)
    }

    private func elements(like old: [JSONValue], _ whole: JSONValue) -> (JSONValue, Bool) {
        var made: [JSONValue]?
        var count = 0
        for view in elements {
            let (value, isSame) = count < old.count ? view.shared(with: old[count]) : (view.value, false)
            if made == nil, !isSame { made = Array(old[..<min(count, old.count)]) }
            made?.append(value)
            count += 1
        }
        if let made { return (.array(made), false) }
        return count == old.count ? (whole, true) : (.array(Array(old[..<count])), false)
    }
}
