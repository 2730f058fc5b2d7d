internal import Glibc

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
    /// - Parameter areSorted: whether all keys of both are known to stand in the order of their bytes, none twice.
    /// - Complexity: O(leaves of both).
    package static func changes(from before: JSONValue, to after: JSONValue, areSorted: Bool = false) -> [JSONChange] {
        var comparison = Comparison(areSorted: areSorted)
        comparison.compare(before, after, at: JSONPath())
        return comparison.changes
    }
}

private struct Comparison {
    let areSorted: Bool
    private(set) var changes: [JSONChange] = []

    mutating func compare(_ before: JSONValue?, _ after: JSONValue?, at path: JSONPath) {
        switch (before, after) {
        case (.object(let old)?, .object(let new)?):
            compare(old, new, at: path)
        case (.array(let old)?, .array(let new)?):
            for index in 0..<max(old.count, new.count) {
                let left = index < old.count ? old[index] : nil
                let right = index < new.count ? new[index] : nil
                compare(left, right, at: path.appending(.index(index)))
            }
        case _ where before == after: break
        default:
            let gone = before.map { Self.leaves(of: $0, at: path) } ?? []
            let come = after.map { Self.leaves(of: $0, at: path) } ?? []
            if gone.count == 1, come.count == 1, gone[0].path == come[0].path {
                changes.append(JSONChange(path: gone[0].path, before: gone[0].value, after: come[0].value))
            } else {
                changes += gone.map { JSONChange(path: $0.path, before: $0.value, after: nil) }
                changes += come.map { JSONChange(path: $0.path, before: nil, after: $0.value) }
            }
        }
    }

    private mutating func compare(_ old: JSONObject, _ new: JSONObject, at path: JSONPath) {
        if areSorted || Self.isSorted(old) && Self.isSorted(new) {
            let (before, behind) = Self.sharedEnds(old.members, new.members)
            return compareSorted(
                old.members[before..<(old.members.count - behind)], new.members[before..<(new.members.count - behind)], at: path)
        }
        let oldValues = Dictionary(old.members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<ExactString> = []
        for member in new.members where seen.insert(member.key).inserted {
            compare(oldValues[member.key], member.value, at: path.appending(.key(member.key)))
        }
        for member in old.members where seen.insert(member.key).inserted {
            compare(member.value, nil, at: path.appending(.key(member.key)))
        }
    }

    /// As canonical states have them: nothing needs to be hashed, and of two states that follow one another most is the same.
    private mutating func compareSorted(
        _ old: ArraySlice<JSONObject.Member>, _ new: ArraySlice<JSONObject.Member>, at path: JSONPath
    ) {
        var vanished: [Int] = []
        var at = old.startIndex
        for member in new {
            while at < old.endIndex, old[at].key < member.key {
                vanished.append(at)
                at += 1
            }
            let isThere = at < old.endIndex && old[at].key == member.key
            if !isThere || old[at].value != member.value {
                compare(isThere ? old[at].value : nil, member.value, at: path.appending(.key(member.key)))
            }
            if isThere { at += 1 }
        }
        for place in vanished + Array(at..<old.endIndex) { compare(old[place].value, nil, at: path.appending(.key(old[place].key))) }
    }

    /// How many members at the beginning and at the end are the very same in memory, as those of states are that follow one another
    /// (`JSONParser.read`): they are equal, and nothing of them need be looked at.
    private static func sharedEnds(_ old: [JSONObject.Member], _ new: [JSONObject.Member]) -> (before: Int, behind: Int) {
        let size = MemoryLayout<JSONObject.Member>.stride
        return old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                let most = min(old.count, new.count) / size
                func isShared(_ left: Int, _ right: Int) -> Bool { memcmp(old.baseAddress! + left * size, new.baseAddress! + right * size, size) == 0 }
                var before = 0
                while before < most, isShared(before, before) { before += 1 }
                var behind = 0
                while behind < most - before, isShared(old.count / size - 1 - behind, new.count / size - 1 - behind) { behind += 1 }
                return (before, behind)
            }
        }
    }

    /// Keys by bytes, none of them twice.
    private static func isSorted(_ object: JSONObject) -> Bool {
        zip(object.members, object.members.dropFirst()).allSatisfy { $0.key < $1.key }
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
