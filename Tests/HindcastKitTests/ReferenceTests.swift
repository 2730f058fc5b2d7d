import Glibc
import HindcastKit
import Testing

/// Pages of Documentation/ that are made from the declarations. `HINDCAST_RECORD=1` writes them anew, and fails.
struct ReferenceTests {
    @Test("a generated page is what the program prints", arguments: ["commands", "formats"])
    func page(name: String) throws {
        let printed = hindcast("reference", name)
        #expect(printed.status == .well)
        let path = "\(Self.root)/Documentation/\(name).md"
        if getenv("HINDCAST_RECORD") != nil {
            let file = try #require(fopen(path, "w"))
            fputs(printed.out, file)
            fclose(file)
            Issue.record("recorded \(path); run again without HINDCAST_RECORD")
            return
        }
        #expect(printed.out == Self.text(of: path), "HINDCAST_RECORD=1 swift test --filter ReferenceTests writes it anew")
    }

    @Test("every command is told of, with an example that names what is there")
    func examples() throws {
        let page = hindcast("reference", "commands").out
        let commands = hindcast("--help").lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst()
        let names = commands.filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLowercase == true }.map { $0.split(separator: " ")[0] }
        #expect(names.count > 15)
        for name in names {
            #expect(page.contains("\n## \(name)\n"), "\(name)")
        }
    }

    @Test("the manual page begins as man(7) wants it, and no line of text is a request")
    func manual() {
        let page = hindcast("reference", "man").lines
        #expect(page[0].hasPrefix(".TH HINDCAST 1"))
        for line in page where line.hasPrefix(".") {
            let request = line.dropFirst().prefix { $0 != " " }
            #expect(["TH", "SH", "SS", "TP", "PP", "B", "nf", "fi", "RS", "RE"].contains(request), "\(line)")
        }
    }

    private static var root: String { #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } }

    private static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
