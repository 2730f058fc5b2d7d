import Screen
import Testing

@Suite("Keys as text")
struct KeyScriptTests {
    @Test("reads characters and names")
    func parse() throws {
        let keys = try KeyScript.parse("jj<enter>/paid<Enter>n<c-d><tab><lt>")
        #expect(keys == [
            .character("j"), .character("j"), .enter, .character("/"), .character("p"), .character("a"), .character("i"),
            .character("d"), .enter, .character("n"), .control("d"), .tab, .character("<"),
        ])
    }

    @Test("every key comes back")
    func roundTrip() throws {
        var keys: [Key] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .character("<"), .character(">"), .character(" "), .character("é"), .character("日"), .control("@"), .control("]"), .alt("b"), .alt("z"),
        ]
        keys += (1...12).map { .function($0) } + "abcdefgklnopqrstuvwxyz".map { .control($0) }
        for key in keys { #expect(try KeyScript.parse(KeyScript.text(key)) == [key]) }
        #expect(try KeyScript.parse(KeyScript.text(keys)) == keys)
    }

    @Test("an error names the column", arguments: [
        ("ab<entre>", KeyScript.Failure(problem: .unknownName("entre"), column: 3)),
        ("<up>x<", KeyScript.Failure(problem: .missingEnd, column: 6)),
        ("<>", KeyScript.Failure(problem: .unknownName(""), column: 1)),
        ("<f0>", KeyScript.Failure(problem: .unknownName("f0"), column: 1)),
    ])
    func errors(script: String, failure: KeyScript.Failure) {
        #expect(throws: failure) { try KeyScript.parse(script) }
    }
}
