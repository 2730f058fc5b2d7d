import Glibc
import HindcastKit
import Testing

@Suite("The screen as a picture")
struct ScreenshotTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// What the pictures of the documentation show. `HINDCAST_RECORD=1` draws them anew, and fails.
    @Test("the documentation's pictures are what the program draws", arguments: [
        ("explorer", "bank", "108x30", "jjjjj<enter>:goto thursday 14:32<enter>"),
    ])
    func documentation(name: String, sample: String, size: String, keys: String) throws {
        let fixture = Fixture()
        let outcome = hindcast(
            "explore", "\(Self.root)/sample-streams/\(sample)", "--trust", "--no-cache", "--keys", keys, "--size", size, "--screenshot", fixture.path("drawn.svg"))
        #expect(outcome.status == .well && outcome.out == "" && outcome.err == "")
        let drawn = try #require(content(of: fixture.path("drawn.svg")))
        let path = "\(Self.root)/Documentation/images/\(name).svg"
        if getenv("HINDCAST_RECORD") != nil {
            let file = try #require(fopen(path, "w"))
            fputs(drawn, file)
            fclose(file)
            Issue.record("recorded \(name).svg; run again without HINDCAST_RECORD")
            return
        }
        #expect(content(of: path) == drawn, "Documentation/images/\(name).svg is out of date; HINDCAST_RECORD=1 draws it anew")
    }

    @Test("the same keys give the same screen, each key once the one before has done its work")
    func deterministic() throws {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let screens = try (0..<8).map { number in
            let path = fixture.path("\(number).txt")
            #expect(hindcast(
                "explore", fixture.path("bank.jsonl"), "--no-cache", "--keys", "j[[<enter>", "--size", "80x24", "--screenshot", path).status == .well)
            return try #require(content(of: path))
        }
        #expect(Set(screens).count == 1)
        #expect(screens[0].contains("▸account-10") && screens[0].split(separator: "\n", omittingEmptySubsequences: false).count == 25)
    }

    @Test("a picture is a new file, and a mistake is told before anything is drawn")
    func mistakes() {
        let fixture = Fixture(["bank.jsonl": Samples.bank, "there.svg": "mine"])
        func says(_ text: String, _ options: String..., isIn path: String = "bank.jsonl") {
            let outcome = hindcast(["explore", fixture.path(path)] + options)
            #expect(outcome.status == .trouble && outcome.err.contains(text) && outcome.err.split(separator: "\n").count == 1, "\(outcome.err)")
        }
        says("is there already and is not overwritten", "--screenshot", fixture.path("there.svg"))
        #expect(content(of: fixture.path("there.svg")) == "mine")
        says("let the name end in .svg or .txt", "--screenshot", fixture.path("new.png"))
        says("<lt> for the character itself", "--screenshot", fixture.path("new.svg"), "--keys", "a<nope>")
        says("from 1 to 1000", "--screenshot", fixture.path("new.svg"), "--size", "0x24")
        says("--keys goes with --screenshot", "--keys", "j")
        says("--size goes with --screenshot", "--size", "80x24")
        says("themes are dark, light, none", "--screenshot", fixture.path("new.svg"), "--theme", "pink")
        says("missing.jsonl", "--screenshot", fixture.path("new.svg"), isIn: "missing.jsonl")
        #expect(content(of: fixture.path("new.svg")) == nil)
    }

    @Test("U05 without colours a picture has none")
    func colourless() throws {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        #expect(hindcast(
            "explore", fixture.path("bank.jsonl"), "--no-cache", "--screenshot", fixture.path("a.svg"), environment: ["NO_COLOR": "1"]).status == .well)
        let svg = try #require(content(of: fixture.path("a.svg")))
        let colours = Set(svg.split(separator: "\"").filter { $0.hasPrefix("#") })
        #expect(colours.isSubset(of: ["#1b1d23", "#d4d4d4", "#8a8a8d", "#656669"]), "\(colours)")
    }

    private func content(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
