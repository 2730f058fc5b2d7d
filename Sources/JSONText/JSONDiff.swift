/// One leaf that differs between two values. A side that has nothing there is nil.
package struct JSONChange: Hashable, Sendable {
    package let path: JSONPath
    package let before: JSONValue?
    package let after: JSONValue?

    package init(path: JSONPath, before: JSONValue?, after: JSONValue?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

extension JSONValue {
    /// The leaves that differ, in the order of `after` with what vanished behind it, container by container.
    ///
    /// An object or array that appears or vanishes is reported leaf by leaf; an empty one is then a leaf itself. One that is
    /// filled or emptied is still there: only what it holds is reported.
    /// - Complexity: O(leaves of both).
    package static func changes(from before: JSONValue, to after: JSONValue) -> [JSONChange] {
        var changes: [JSONChange] = []
        compare(before, after, at: JSONPath(), into: &changes)
        return changes
    }

    private static func compare(_ before: JSONValue?, _ after: JSONValue?, at path: JSONPath, into changes: inout [JSONChange]) {
        switch (before, after) {
        case (.object(let old)?, .object(let new)?):
            compare(old, new, at: path, into: &changes)
        case (.array(let old)?, .array(let new)?):
            for index in 0..<max(old.count, new.count) {
                let left = index < old.count ? old[index] : nil
                let right = index < new.count ? new[index] : nil
                compare(left, right, at: path.appending(.index(index)), into: &changes)
            }
        case _ where before == after: break
        default:
            let gone = before.map { leaves(of: $0, at: path) } ?? []
            let come = after.map { leaves(of: $0, at: path) } ?? []
            if gone.count == 1, come.count == 1, gone[0].path == come[0].path {
                changes.append(JSONChange(path: gone[0].path, before: gone[0].value, after: come[0].value))
            } else {
                changes += gone.map { JSONChange(path: $0.path, before: $0.value, after: nil) }
                changes += come.map { JSONChange(path: $0.path, before: nil, after: $0.value) }
            }
        }
    }

    private static func compare(_ old: JSONObject, _ new: JSONObject, at path: JSONPath, into changes: inout [JSONChange]) {
        if sameKeys(old, new) {
            // Two states that follow one another mostly differ in few values and in no key: nothing is hashed for those.
            for (left, right) in zip(old.members, new.members) where left.value != right.value {
                compare(left.value, right.value, at: path.appending(.key(right.key)), into: &changes)
            }
            return
        }
        let oldValues = Dictionary(old.members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<ExactString> = []
        for member in new.members where seen.insert(member.key).inserted {
            compare(oldValues[member.key], member.value, at: path.appending(.key(member.key)), into: &changes)
        }
        for member in old.members where seen.insert(member.key).inserted {
            compare(member.value, nil, at: path.appending(.key(member.key)), into: &changes)
        }
    }

    /// The same keys in the same order, none of them twice: as canonical states have them, sorted by bytes.
    private static func sameKeys(_ old: JSONObject, _ new: JSONObject) -> Bool {
        guard old.members.count == new.members.count else { return false }
        var last: ExactString?
        for (left, right) in zip(old.members, new.members) {
            guard left.key == right.key, last.map({ $0 < left.key }) ?? true else { return false }
            last = left.key
        }
        return true
    }

    private static func leaves(of value: JSONValue, at path: JSONPath) -> [(path: JSONPath, value: JSONValue)] {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            var seen: Set<ExactString> = []
            return object.members.filter { seen.insert($0.key).inserted }
                .flatMap { leaves(of: $0.value, at: path.appending(.key($0.key))) }
        case .array(let array) where !array.isEmpty:
            return array.enumerated().flatMap { leaves(of: $0.element, at: path.appending(.index($0.offset))) }
        default: return [(path, value)]
        }
    }
}
