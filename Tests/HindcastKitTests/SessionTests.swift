import EventLog
import Explorer
import Glibc
import JSONText
import Rehydration
import TestSupport
import Testing

@testable import HindcastKit

@Suite("What a session leaves")
struct SessionTests {
    @Test("P07 P01 a session is kept in a file of the owner's alone, whose name tells nothing; not for what comes through a pipe")
    func sessions() throws {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let source = SourcePath(fixture.path("bank.jsonl"))
        let store = SessionStore(UserFolders(environment: { ["XDG_STATE_HOME": fixture.path("state")][$0] }))
        #expect(store.record(of: [source]) == nil)
        let record = SessionRecord(try JSONParser().value(of: Array(#"{"focus":3,"zoomed":true,"types":["T"]}"#.utf8)))
        store.keep(record, of: [source])
        #expect(store.record(of: [SourcePath(fixture.path("./bank.jsonl"))]) == record)
        let folder = fixture.path("state/hindcast/sessions")
        let names = entries(of: folder).map(\.name)
        #expect(names.count == 1 && !names[0].contains("bank"))
        var facts = stat()
        #expect(stat("\(folder)/\(names[0])", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        store.keep(record, of: ["-"])
        SessionStore(UserFolders(environment: { ["XDG_STATE_HOME": fixture.path("state")][$0] }), isOn: false).keep(record, of: [source])
        #expect(entries(of: folder).count == 1)
        // A file that others can write to is not believed.
        chmod("\(folder)/\(names[0])", 0o666)
        #expect(store.record(of: [source]) == nil)
    }
}
