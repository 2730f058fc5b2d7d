import Glibc
import HindcastKit
import Testing

@Suite struct ExportTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    private func text(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `J21 lines of our own store, numbers and keys as written`() {
        let outcome = hindcast("export", file)
        #expect(outcome.out == Samples.bank.split(separator: "\n").map { $0 + "\n" }.joined()
            .split(separator: #"{"total" : 1.10, "#).joined(separator: #"{"total":1.10,"#))
        #expect(outcome.status == .well)
        #expect(hindcast("export", file, "--json").out == outcome.out)
    }

    @Test func `what was exported reads as the same history`() {
        let new = fixture.path("new.out")
        #expect(hindcast("export", file, "--out", new).err == "hindcast: 5 events written to \(new)\n")
        #expect(hindcast("events", new, "--json").out == hindcast("events", file, "--json").out)
    }

    @Test func `filters and limit`() {
        #expect(hindcast("export", file, "--stream", "account-1", "--type", "Boom").lines == [
            #"{"stream":"account-1","version":2,"type":"Boom","data":null}"#
        ])
        #expect(hindcast("export", file, "--limit", "2").lines.count == 2)
        #expect(hindcast("export", file, "--where", "event.version > 0").lines.count == 3)
    }

    @Test func `correlation and causation come along from any format`() {
        let log = Fixture(["log.jsonl": #"{"s":"a","k":"T","c":"c1","by":"e0","x":{"u":1}}"# + "\n"])
        let map = "stream=.s,type=.k,correlation=.c,causation=.by,meta=.x,data=.d"
        #expect(hindcast("export", log.path("log.jsonl"), "--map", map).out == """
            {"stream":"a","version":0,"type":"T","data":null,"meta":{"u":1,"correlation":"c1","causation":"e0"}}

            """)
    }

    @Test func `J10 J22 odd names survive`() {
        let line = #"{"stream":"\ud800é","version":0,"type":"é","id":"\u001b","data":{"e\u0301":"\ud800","\u0000":1e400}}"# + "\n"
        let log = Fixture(["log.jsonl": line])
        #expect(hindcast("export", log.path("log.jsonl")).out.unicodeScalars.elementsEqual(line.unicodeScalars))
    }

    @Test func `P01 a new file is its owner's alone`() {
        let mask = umask(0)
        defer { umask(mask) }
        let new = fixture.path("new.out")
        #expect(hindcast("export", file, "--out", new).status == .well)
        var status = stat()
        #expect(stat(new, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `P05 nothing that is there is written to`() {
        let target = fixture.path("target")
        fixture.write("mine", to: "target")
        symlink(target, fixture.path("link"))
        symlink(fixture.path("nowhere"), fixture.path("dangling"))
        for name in ["target", "link", "dangling", "bank.jsonl"] {
            let outcome = hindcast("export", file, "--out", fixture.path(name))
            #expect(outcome.status == .trouble)
            #expect(outcome.err == "hindcast: \(fixture.path(name)) is there already and is not overwritten; name a new file\n")
        }
        #expect(text(of: target) == "mine")
        #expect(text(of: file) == Samples.bank)
        #expect(access(fixture.path("nowhere"), F_OK) != 0)
    }

    @Test func `a folder that is read gets no file`() {
        let outcome = hindcast("export", fixture.folder, "--out", fixture.path("new.jsonl"))
        #expect(outcome.status == .trouble)
        #expect(outcome.err.contains("which is only read"))
        #expect(access(fixture.path("new.jsonl"), F_OK) != 0)
        #expect(hindcast("export", file, "--out", fixture.path("none/x.jsonl")).err.contains("none/x.jsonl: No such file or directory"))
    }
}
