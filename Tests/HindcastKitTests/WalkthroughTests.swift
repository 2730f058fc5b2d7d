import Glibc
import HindcastKit
import Testing

/// The walk-through, the README and the cookbook, command by command. `HINDCAST_RECORD=1` writes what they print into them, and fails.
@Suite struct WalkthroughTests {
    @Test(arguments: [("Documentation/walkthrough.md", 12), ("README.md", 5), ("Documentation/models.md", 16)])
    func `every command prints what stands there`(name: String, least: Int) throws {
        let page = "\(SampleBank.root)/\(name)"
        let fixture = Fixture()
        let shell = SmallShell(fixture)
        var written: [String] = []
        var isConsole = false
        var expected: [String] = []
        var commands = 0
        var file: (name: String, text: String)?
        let lines = try #require(text(ofFile: page)).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var found: [String]?
        func settle() {
            guard let output = found else { return }
            written += output
            #expect(isRecording || output == expected, "\(written.last { $0.hasPrefix("$ ") } ?? "")")
            expected = []
            found = nil
        }
        for line in lines {
            // What commands read that stand below it.
            if let open = file {
                if line == "```" {
                    fixture.write(open.text, to: open.name)
                    file = nil
                } else {
                    file?.text += line + "\n"
                }
            } else if let name = SmallShell.files[line] {
                file = (name, "")
            } else if line == "```console" { isConsole = true } else if line == "```", isConsole {
                settle()
                isConsole = false
            } else if isConsole {
                guard line.hasPrefix("$ ") else { expected.append(line); continue }
                settle()
                written.append(line)
                found = try shell.run(String(line.dropFirst(2)))
                commands += 1
                continue
            }
            written.append(line)
        }
        #expect(commands >= least)
        guard isRecording, let output = fopen(page, "w") else { return }
        defer { fclose(output) }
        fputs(written.joined(separator: "\n"), output)
        Issue.record("recorded \(page); run again without HINDCAST_RECORD")
    }

    private var isRecording: Bool { getenv("HINDCAST_RECORD") != nil }
}

/// As much of a shell as the walk-through needs: quotes, `| head -n N`, `| tail -n N`, one kind of `sed`, `echo $?`.
private final class SmallShell {
    private let fixture: Fixture
    private var status = ExitStatus.well

    /// By the line that opens a block, the file that holds what stands in it.
    static let files = ["```jsonl": "events.jsonl", "```lua": "model.lua"]

    init(_ fixture: Fixture) { self.fixture = fixture }

    func run(_ line: String) throws -> [String] {
        let words = words(of: line)
        if words == ["echo", "$?"] { return ["\(status.rawValue)"] }
        if words.first == "sed" { return try edit(words) }
        let parts = words.split(separator: "|").map(Array.init)
        try #require(parts[0].first == "hindcast")
        let sink = MemorySink(isTerminal: true)
        status = Hindcast.run(arguments: parts[0].dropFirst().map(place), stdout: sink, stderr: sink, environment: { _ in nil })
        var lines = sink.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { shown(String($0)) }
        for filter in parts.dropFirst() {
            let count = try #require(Int(filter[2]))
            lines = Array(filter[0] == "head" ? lines.prefix(count) : lines.suffix(count))
        }
        return lines
    }

    /// `sed 's/OLD/NEW/' FILE > FILE`, where OLD holds nothing special.
    private func edit(_ words: [String]) throws -> [String] {
        let parts = words[1].split(separator: "/").map(String.init)
        let source = try #require(text(ofFile: place(words[2])))
        let range = try #require(source.firstRange(of: parts[1]))
        fixture.write(source[..<range.lowerBound] + parts[2] + source[range.upperBound...], to: words[4])
        return []
    }

    private func words(of line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in line {
            if character == quote { quote = nil } else if quote == nil, character == "'" || character == "\"" { quote = character } else if quote == nil, character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return words + (word.isEmpty ? [] : [word])
    }

    private func place(_ word: String) -> String {
        if word.hasPrefix("sample-streams/") { return SampleBank.root + "/" + word }
        return (["fixed.lua", "goldens", "case."] + Self.files.values).contains { word.hasPrefix($0) } ? fixture.path(word) : word
    }

    /// The paths as they were typed.
    private func shown(_ line: String) -> String {
        var line = line
        for folder in [fixture.folder + "/", SampleBank.root + "/"] {
            while let range = line.firstRange(of: folder) { line.removeSubrange(range) }
        }
        return line
    }
}
