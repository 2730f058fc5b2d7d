import JSONText

/// One value may hold many records: an array of them, an object around such an array, or a batch of events of one stream.
enum RecordExpansion {
    /// A record, and what is said of it outside it.
    struct Record {
        let view: JSONView
        var stream: ExactString?
        var version: Int64?
        var type: ExactString?
        /// The kind of record that it is, if it is no event.
        var aside: String?
    }

    /// Keys under which systems and query tools put their records.
    private static let wrappers: [JSONPath] = [
        ".events", ".history.events", ".Records", ".records", ".entries", ".items", ".data", ".Events", ".Items", ".Documents",
    ].map(JSONPath.init(literal:))
    /// Where single formats keep theirs, some of them in an object keyed by event.
    private static let knownContainers = EnvelopeFormat.known.reduce(into: [JSONPath]()) { paths, format in
        paths += format.containers.filter { !wrappers.contains($0) && !paths.contains($0) }
    }

    /// The records that a value may stand for before its format is known: the value itself if it is an object, else its elements;
    /// an object that wraps a list of objects stands for itself and for them.
    static func candidates(in root: JSONView) -> [JSONView] {
        switch root.kind {
        case .array: return root.elements.filter { $0.kind == .object }
        case .object:
            if let inner = wrappers.lazy.compactMap({ objects(in: root[$0]) }).first { return inner + [root] }
            if let inner = knownContainers.lazy.compactMap({ keyed(in: root[$0]) ?? objects(in: root[$0]) }).first { return inner + [root] }
            return [root] + values(of: root)
        default: return []
        }
    }

    /// The records of a value under a format. Empty where it holds none.
    static func records(in root: JSONView, format: EnvelopeFormat) -> [Record] {
        switch root.kind {
        case .array: return root.elements.flatMap { expanded($0, format) }
        case .object:
            guard let container = container(in: root, format: format) else { return expanded(root, format) }
            return elements(of: container, in: root).flatMap { expanded($0, format) }
        default: return []
        }
    }

    /// Where an object keeps the records of a format; nil where it is one itself, or wraps none.
    static func container(in root: JSONView, format: EnvelopeFormat) -> RecordContainer? {
        guard root.kind == .object, !format.fits(root), format.aside(root) == nil else { return nil }
        for path in format.containers {
            guard let list = root[path], list.kind == .array || keyed(in: list) != nil else { continue }
            return RecordContainer(path, isKeyed: list.kind == .object)
        }
        for path in wrappers {
            if let inner = objects(in: root[path]), inner.contains(where: format.fits) { return RecordContainer(path, isKeyed: false) }
        }
        return values(of: root).contains(where: format.fits) ? RecordContainer(JSONPath(), isKeyed: true) : nil
    }

    /// Where any document may keep records, those in an array first.
    static let knownPlaces: [RecordContainer] = {
        let paths = wrappers + knownContainers
        let places = paths.map { RecordContainer($0, isKeyed: false) } + knownContainers.map { RecordContainer($0, isKeyed: true) }
        return (places + [RecordContainer(JSONPath(), isKeyed: true)]).compactMap { $0 }
    }()

    /// The list of a document that has one where records are kept, and nothing in it. Nil for any other value.
    static func emptyContainer(in root: JSONView) -> RecordContainer? {
        guard root.kind == .object else { return nil }
        return knownPlaces.first { place in
            guard !place.isKeyed, let list = root[place.path] else { return false }
            return list.kind == .array && list.elements.allSatisfy { _ in false }
        }
    }

    /// The member by which a document says that there are more like it: a page of what a server lists. Nil where it says nothing so.
    static func continuation(in root: JSONView) -> String? {
        guard root.kind == .object else { return nil }
        for member in root.members {
            guard let key = member.key.string?.description else { continue }
            if continuations.contains(key), saysMore(member.value) { return key }
            guard surroundings.contains(key), member.value.kind == .object else { continue }
            for inner in member.value.members {
                guard let name = inner.key.string?.description else { continue }
                if continuations.contains(name) || name == "next" || name == "continue", saysMore(inner.value) { return "\(key).\(name)" }
            }
        }
        return nil
    }

    private static let continuations: Set<String> = [
        "nextPageToken", "next_page_token", "nextToken", "NextToken", "next_token", "nextCursor", "next_cursor", "nextPage", "next_page",
        "nextLink", "@odata.nextLink", "NextMarker", "LastEvaluatedKey", "NextShardIterator", "has_more", "hasMore", "HasMore", "has_next",
        "hasNext", "hasNextPage", "IsTruncated",
    ]
    /// Under which a document tells of itself.
    private static let surroundings: Set<String> = ["metadata", "meta", "links", "_links", "paging", "pagination", "page", "pageInfo", "response_metadata"]

    private static func saysMore(_ value: JSONView) -> Bool {
        switch value.kind {
        case .string: !(value.string?.isEmpty ?? true)
        case .number, .object: true
        default: value.isTrue
        }
    }

    /// What is said of such a document.
    static func note(ofContinuation key: String) -> String { "one page of several, as its \(key) says; what follows is not in it" }

    private static func elements(of container: RecordContainer, in root: JSONView) -> [JSONView] {
        guard let list = container.keys.isEmpty ? root : root[container.path] else { return [] }
        return container.isKeyed ? list.members.map(\.value) : Array(list.elements)
    }

    /// A record as it is, or what its batch holds.
    private static func expanded(_ view: JSONView, _ format: EnvelopeFormat) -> [Record] {
        if let what = format.aside(view) { return [Record(view: view, aside: what)] }
        guard let batch = format.batch, format.fits(view) else { return [Record(view: view)] }
        let around = format.envelope(of: view)
        let elements = around[batch.elements].map { Array($0.elements) } ?? []
        let stream = batch.stream.text(in: around, fileName: "")
        let next = batch.nextVersion?.integer(in: around, fileName: "").map { $0 - Int64(elements.count) }
        let first = batch.firstVersion?.integer(in: around, fileName: "") ?? next ?? 0
        let types = batch.types.flatMap { types in around[types.list]?.elements.map { types.type.text(in: $0, fileName: "") } } ?? []
        let events = elements.enumerated().map { index, element in
            Record(
                view: element, stream: stream, version: first + Int64(index), type: index < types.count ? types[index] : nil,
                aside: format.aside(element))
        }
        guard let asides = batch.asides, let list = around[asides.list] else { return events }
        return events + list.elements.map { Record(view: $0, aside: asides.what) }
    }

    /// An object keyed by event: every member's value, where all of them are objects.
    private static func values(of root: JSONView) -> [JSONView] {
        let values = root.members.map(\.value)
        return values.allSatisfy { $0.kind == .object } ? values : []
    }

    private static func keyed(in object: JSONView?) -> [JSONView]? {
        guard let object, object.kind == .object else { return nil }
        let values = values(of: object)
        return values.isEmpty ? nil : values
    }

    private static func objects(in list: JSONView?) -> [JSONView]? {
        guard let list, list.kind == .array else { return nil }
        let objects = list.elements.filter { $0.kind == .object }
        return objects.isEmpty ? nil : objects
    }
}
