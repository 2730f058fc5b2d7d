import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Real exports", .enabled(if: SharedExports.arePresent))
struct ExportTests {
    /// Folder, format, files and events in all, as the notes beside the files count them.
    @Test("every file is recognised, and no event is missing", arguments: [
        ("cdevents", "cdevents", 25, 25), ("cloudevents", "cloudevents", 3, 3), ("cloudtrail", "cloudtrail", 14, 845), ("github-events", "github", 1, 50),
        ("k8s-audit", "kubernetes-audit", 1, 37), ("stripe", "stripe", 44, 44),
    ])
    func counts(folder: String, format: String, files: Int, events: Int) throws {
        let names = SharedExports.files(in: folder)
        #expect(names.count == files)
        var total = 0
        for name in names {
            let history = try History(files: [SharedExports.path(name)])
            #expect(history.formats == [format], "\(name)")
            #expect(history.problemLines == [], "\(name)")
            try agrees(history, name)
            total += history.count
        }
        #expect(total == events)
    }

    @Test("workflow histories, whatever they are wrapped in", arguments: [
        ("sdk-java/complexHistory1", 14), ("sdk-java/laRetriesAndFails_1_17", 9), ("sdk-java/simpleHistory1", 1), ("sdk-java/simpleHistory1_withAddedNewRandomField", 1),
        ("sdk-java/simpleHistory_withWorkflowId", 1), ("sdk-java/testAsyncActivityRetryHistory", 11), ("sdk-java/testCancelNexusOperationHistory", 15),
        ("sdk-java/testChildWorkflowRetryHistory", 14), ("sdk-java/testGetHistorySize", 12), ("sdk-java/testGetVersionHistory", 35), ("sdk-java/testGetVersionOutOfOrderFail", 11),
        ("sdk-java/testMultipleLargeGetVersionInSignalsHistory", 32), ("sdk-java/testParallelWorkflowOperationTestHistory", 47), ("sdk-java/testUnknownHistoryEventClean", 6),
        ("sdk-java/testUnknownHistoryEventMayIgnore", 6), ("ui/completed-event-history", 11), ("ui/events.completed", 18), ("ui/raw-events.ascending.failed", 7),
        ("ui/raw-events.descending.completed", 18),
    ])
    func workflows(name: String, events: Int) throws {
        let path = "temporal/\(name).json"
        let history = try History(files: [SharedExports.path(path)])
        #expect(history.formats == ["temporal"])
        #expect(history.problemLines == [])
        #expect(history.streamCount == 1)
        #expect(history.count == events)
        let versions = history.stream(at: 0).positions.map { history.version(at: $0) }
        #expect(versions == (0..<Int64(events)).map { $0 + (versions.first ?? 0) })
        #expect(Array(history.stream(at: 0).positions) == Array(0..<events), "oldest first")
        try agrees(history, path)
    }

    @Test("stores' feeds and bodies", arguments: [
        ("event", "eventstoredb-append", 1), ("multiple-events", "eventstoredb-append", 2), ("paging-events", "eventstoredb-append", 27),
        ("shoppingCart-b989fe21-9469-4017-8d71-9820b8dd1164", "eventstoredb-append", 2), ("shoppingCart-b989fe21-9469-4017-8d71-9820b8dd1167", "eventstoredb-append", 1),
        ("read-stream-response", "eventstoredb-links", 1),
    ])
    func stores(name: String, format: String, events: Int) throws {
        let path = "eventstoredb/\(name).json"
        let history = try History(files: [SharedExports.path(path)])
        #expect(history.formats == [format])
        #expect(history.count == events)
        #expect(history.problemLines == [])
        try agrees(history, path)
    }

    @Test("a folder of files is one log")
    func folder() throws {
        guard case .files(let files) = try SourceList.resolve([SourcePath(SharedExports.path("cloudtrail/invictus"))]) else { Issue.record("stores"); return }
        let history = try History(files: files)
        #expect(history.count == 845)
        #expect(history.streams.reduce(0) { $0 + $1.positions.count } == 845)
    }

    @Test("files of other formats open by a map, or say why they do not open")
    func others() throws {
        let map = try EnvelopeFormat(map: "stream=.Package,type=.Action,time=.Time")
        let tests = try History(files: [SharedExports.path("go-test-json/go-test-json-with-nonjson-stdout.out")], format: map)
        #expect(tests.count > 0)
        #expect(tests.problems.map(\.kind) == [.malformed])

        for folder in ["app-logs", "aws-events", "debezium-cdc", "go-test-json", "ocel", "windows-events"] {
            for name in SharedExports.files(in: folder) {
                switch problem(opening: try History(files: [SharedExports.path(name)])) {
                case nil, .unknownFormat?, .compressed?, .malformed?: break
                case let other?: Issue.record("\(name): \(other)")
                }
            }
        }
    }

    /// The simple way: the whole file as values, and in them every object that is an element of the first list, or the object itself.
    private func agrees(_ history: History, _ name: String) throws {
        let file = try SourceFile(path: SourcePath(SharedExports.path(name)))
        let bytes = try file.read(0..<file.size)
        let parser = JSONParser()
        let texts = (try? parser.value(of: bytes)) != nil ? [bytes[...]] : bytes.split(separator: 0x0A)
        var records: [JSONValue] = []
        for text in texts {
            let root = try parser.value(of: text)
            let lists = [root, root[try JSONPath(parsing: ".events")], root[try JSONPath(parsing: ".history.events")], root[try JSONPath(parsing: ".Records")], root[try JSONPath(parsing: ".entries")]]
            records += lists.lazy.compactMap { $0?.array }.first ?? [root]
        }
        let read = try history.events().sorted { $0.place.offset < $1.place.offset }.map { try parser.value(of: $0.raw) }
        #expect(read == records, "\(name)")
    }
}
