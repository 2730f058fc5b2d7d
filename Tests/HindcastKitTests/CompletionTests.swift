import Glibc
import HindcastKit
import Testing

/// What Tab offers: bash is asked, the other shells' scripts are read.
@Suite struct CompletionTests {
    private static let lua = ["broken.lua", "model.lua"]
    private static let all = ["broken.lua", "events.jsonl", "model.lua", "store"]

    @Test(arguments: [
        (["info", ""], all), (["ev"], ["events", "events.jsonl"]), (["store"], ["store"]), (["bro"], ["broken.lua"]), (["events.jsonl", "mod"], ["model.lua"]),
        (["events.jsonl", "--fol"], ["--follow"]), (["state", "events.jsonl", "--model", ""], lua + ["store"]), (["model", "check", ""], lua + ["store"]),
        (["explore", "--theme", ""], ["dark", "light", "none"]), (["info", "--format", "ma"], ["marten", "maxwell"]), (["append", "store", "--expect", ""], ["any", "exists", "none"]),
        (["append", ""], ["store"]), (["import", "events.jsonl", "--into", ""], ["store"]), (["info", "--tz", "Europe/Berl"], ["Europe/Berlin"]),
        (["info", "--tz", "UT"], ["UTC"]), (["help", "sn"], ["snapshots"]), (["help", "state", ""], []), (["streams", "--sort", "e"], ["events"]),
        (["events", "x", "--text", ""], []),
    ])
    func `bash offers paths, and the values that an option may have`(words: [String], offered: [String]) throws {
        let fixture = Fixture(["events.jsonl": "", "model.lua": "", "broken.lua": "", "store/x": ""])
        fixture.write(hindcast("--generate-completion-script", "bash").out, to: ".script")
        let line = (["hindcast"] + words).map { "'\($0)'" }.joined(separator: " ")
        fixture.write(
            """
            cd '\(fixture.folder)' && . ./.script || exit
            COMP_WORDS=(\(line)) COMP_CWORD=\(words.count) COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
            _hindcast hindcast "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """, to: ".ask")
        let answer = try printed("bash '\(fixture.path(".ask"))' 2>&1")
        let isPath = words.last != "" || !answer.contains(".script")
        #expect(Set(answer).subtracting(isPath ? [] : [".script", ".ask"]) == Set(offered), "\(answer)")
    }

    @Test func `bash offers commands, options and paths where nothing is typed`() throws {
        let script = hindcast("--generate-completion-script=bash").out
        #expect(script.contains("__hindcast_add_completions -f\n        # Offer subcommand completions"))
        #expect(script.contains("|| COMPREPLY+=($(compgen -W 'explore info "))
    }

    @Test func `zsh and fish offer the same`() {
        let zsh = hindcast("--generate-completion-script", "zsh").out
        for part in ["'*:path:_files'", "_files && ret=0", "_hindcast_explore && ret=0", "'*:subcommands:(explore info ", "('dark' 'light' 'none')", "_files -/", "zone.tab"] {
            #expect(zsh.contains(part), "\(part)")
        }
        let fish = hindcast("--generate-completion-script", "fish").out
        for part in [#""hindcast" -eq 1' -F"#, #""hindcast help" -eq 1' -fka 'explore info "#, #"-l 'theme' -d 'Colours"#, "-rfka 'dark light none'", #""hindcast info" -ge 1' -F"#] {
            #expect(fish.contains(part), "\(part)")
        }
    }

    private func printed(_ command: String) throws -> [String] {
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
