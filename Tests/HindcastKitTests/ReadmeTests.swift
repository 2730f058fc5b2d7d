import Glibc
import HindcastKit
import Testing

/// What the README shows besides commands with their output.
@Suite struct ReadmeTests {
    private let readme = text(ofFile: SampleBank.root + "/README.md") ?? ""

    @Test func `its model reads plain events and old ones, and check finds nothing`() throws {
        let model = try #require(blocks("lua").first)
        let fixture = Fixture([
            "model.lua": model,
            "export.jsonl": """
                {"stream":"account-1","version":0,"type":"Deposited","data":{"cents":5000}}
                {"stream":"account-1","version":1,"type":"MoneyDeposited","data":{"amount":10}}
                {"stream":"account-1","version":2,"type":"MoneyDeposited","schema":2,"data":{"amount":1}}
                {"stream":"account-1","version":3,"type":"MoneyWithdrawn","data":{"amount":20}}

                """,
        ])
        let check = hindcast("check", fixture.path("export.jsonl"), "--model", fixture.path("model.lua"), "--json")
        #expect(check.status == .well && check.out == "", "\(check.out)\(check.err)")
        let state = hindcast("state", fixture.path("export.jsonl"), "--model", fixture.path("model.lua"), "--stream", "account-1", "--json")
        #expect(state.out.contains(#""state":{"balance":41}"#), "\(state.out)")
        #expect(hindcast("model", "check", fixture.path("model.lua")).status == .well)
    }

    @Test func `what stands under its picture draws it`() throws {
        let fixture = Fixture()
        let line = try #require(spans.first { $0.hasPrefix("hindcast explore sample-streams/bank") })
        let words = line.split(separator: "'").enumerated().flatMap { part in
            part.offset % 2 == 1 ? [String(part.element)] : part.element.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        let arguments = words.dropFirst().map { word in
            word.hasPrefix("sample-streams/") ? SampleBank.root + "/" + word : word == "bank.svg" ? fixture.path(word) : word
        }
        let outcome = hindcast(Array(arguments) + ["--no-cache"])
        #expect(outcome.status == .well, "\(outcome.err)")
        let drawn = try #require(text(ofFile: fixture.path("bank.svg")))
        #expect(drawn == text(ofFile: SampleBank.root + "/Documentation/images/explorer.svg"))
    }

    @Test func `its shell commands name programs that are there, and arguments that are understood`() throws {
        let fixture = Fixture(["export.jsonl": Samples.bank])
        var checked = 0
        for line in blocks("sh").flatMap({ $0.split(separator: "\n") }) {
            let words = line.split(separator: "#")[0].split(separator: " ").map(String.init)
            for word in words where word.hasPrefix(".ci/") {
                #expect(access("\(SampleBank.root)/\(word)", X_OK) == 0, "\(word)")
                checked += 1
            }
            guard let program = words.firstIndex(of: "hindcast") else { continue }
            let arguments = words[(program + 1)...].map { $0.hasPrefix("sample-streams/") ? "\(SampleBank.root)/\($0)" : $0 == "export.jsonl" ? fixture.path($0) : $0 }
            expectTrouble(hindcast(Array(arguments)), "the explorer needs a terminal")
            checked += 1
        }
        #expect(checked >= 5)
    }

    /// The columns that a row of the table selects, as a record that has them.
    @Test(arguments: [("Rails Event Store", "rails-event-store"), ("Commanded", "commanded")])
    func `a query gives records that are recognised, with stream, version, type, id, time and data`(system: String, format: String) throws {
        let row = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| \(system) |") })
        let columns = try #require(row.firstRange(of: "from (select ")).upperBound
        let end = try #require(row[columns...].firstRange(of: " from ")).lowerBound
        let names = row[columns..<end].split(separator: ",").map { $0.split(whereSeparator: { $0 == " " || $0 == "." }).last! }
        let values: [String: String] = [
            "stream_uuid": #""a-1""#, "stream": #""a-1""#, "stream_version": "1", "position": "1", "event_number": "7", "id": "7", "event_type": #""Opened""#,
            "event_id": #""e1""#, "data": #""\\x7b2261223a317d""#, "metadata": "null", "created_at": #""2026-03-05T14:32:00Z""#,
        ]
        let record = "{" + names.map { "\"\($0)\":\(values[String($0)] ?? "null")" }.joined(separator: ",") + "}\n"
        let fixture = Fixture(["export.jsonl": record])
        #expect(hindcast("info", fixture.path("export.jsonl"), "--json").out.contains("\"format\":\"\(format)\""))
        let event = hindcast("events", fixture.path("export.jsonl"), "--json").out
        #expect(event.hasPrefix(#"{"position":0,"stream":"a-1","version":1,"type":"Opened","id":"e1","time":"2026-03-05T14:32:00Z","data":{"a":1}"#), "\(event)")
    }

    private func blocks(_ language: String) -> [String] {
        var blocks: [String] = []
        var open: String?
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            if let block = open {
                if line == "```" { blocks.append(block) }
                open = line == "```" ? nil : block + line + "\n"
            } else if line == "```\(language)" {
                open = ""
            }
        }
        return blocks
    }

    /// What stands between single backticks, also over a line's end.
    private var spans: [String] {
        readme.split(separator: "`", omittingEmptySubsequences: false).map { $0.split(separator: "\n").joined(separator: " ") }
    }
}
