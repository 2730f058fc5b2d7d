import Glibc
import Testing

@testable import Explorer

struct DocumentationTests {
    /// `HINDCAST_RECORD=1` writes it anew, and fails.
    @Test("Documentation/keys.md says what the tables say")
    func keys() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        expectFile("\(root)/Documentation/keys.md", holds: KeyTexts.document)
    }

    @Test("no key means two things in one place, and every row has words")
    func rows() {
        for scene in Scene.allCases {
            var seen: [String: Action] = [:]
            for binding in KeyTable.bindings where binding.scenes?.contains(scene) ?? false {
                for key in binding.keys {
                    #expect(seen.updateValue(binding.action, forKey: "\(key)") == nil, "\(key) in \(scene)")
                }
            }
        }
        var everywhere: [String: Action] = [:]
        for binding in KeyTable.bindings {
            #expect(!binding.help.isEmpty && !binding.keys.isEmpty)
            guard binding.scenes == nil else { continue }
            for key in binding.keys { #expect(everywhere.updateValue(binding.action, forKey: "\(key)") == nil, "\(key)") }
        }
        let names = CommandTable.words.flatMap(\.names)
        #expect(Set(names).count == names.count)
    }
}
