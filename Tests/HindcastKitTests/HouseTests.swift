import Glibc
import Testing

/// What is said of the house beside what it is.
@Suite struct HouseTests {
    @Test func `the arrows of architecture.md are those of Package.swift`() throws {
        let page = try #require(text(ofFile: SampleBank.root + "/Documentation/architecture.md"))
        var said: [String: Set<String>] = [:]
        for line in try #require(page.split(separator: "```").dropFirst().first).split(separator: "\n") {
            let sides = line.split(separator: "→")
            try #require(sides.count == 2, "\(line)")
            let names = sides[1].split { $0 == "," || $0 == " " }.map(String.init)
            said[String(sides[0].prefix { $0 != " " })] = names == ["nothing"] ? [] : Set(names)
        }
        #expect(said.count >= 10)
        #expect(said == (try declared()))
    }

    /// What each target may import; of C targets, those that import others.
    private func declared() throws -> [String: Set<String>] {
        var declared: [String: Set<String>] = [:]
        var open = ""
        for line in try #require(text(ofFile: SampleBank.root + "/Package.swift")).split(separator: "\n") {
            let words = line.drop { $0 == " " }
            let isTarget = ["room(", ".executableTarget(name: \"hindcast\"", ".target(name: \"C"].contains { words.hasPrefix($0) }
            guard isTarget || !open.isEmpty else { continue }
            open += words
            guard open.count(where: { $0 == "(" }) == open.count(where: { $0 == ")" }) else { continue }
            let names = open.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
            let isAlone = open.hasPrefix(".target") && !open.contains("dependencies:")
            if !isAlone { declared[names[0]] = Set(names.dropFirst()).subtracting(["swift-argument-parser", "BuiltFrom"]) }
            open = ""
        }
        return declared
    }

    @Test func `every public declaration is told of`() throws {
        var count = 0
        for file in ["Program/Hindcast.swift", "Swift/EventFacts.swift", "Swift/SwiftAggregate.swift", "Swift/SwiftModel.swift", "Swift/Upcaster.swift"] {
            var before: Substring = ""
            for line in try #require(text(ofFile: "\(SampleBank.root)/Sources/HindcastKit/\(file)")).split(separator: "\n") {
                let words = line.drop { $0 == " " }
                if words.hasPrefix("public ") {
                    #expect(before.hasPrefix("///"), "\(file): \(words)")
                    count += 1
                }
                before = words
            }
        }
        #expect(count > 40)
    }
}
