@testable import HindcastKit
import EventLog
import JSONText
import Rehydration
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("*", "", true), ("account-*", "account-1", true), ("account-*", "accounts", false), ("*-1", "a-1-1", true),
        ("a?c", "aéc", true), ("a?c", "ac", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[]x", "[]x", true),
        (#"\*"#, "*", true), (#"\*"#, "x", false), ("*a*b*c", "xxaxxbxxc", true), ("", "", true), ("", "a", false),
        ("pods[1]", "pods[1]", true), ("pods[1]", "pods1", true),
    ])
    func globs(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(Glob(pattern).matches(Array(name.utf8)) == fits)
    }

    @Test func aHostileGlobEnds() {
        #expect(!Glob(String(repeating: "*a", count: 50) + "b").matches([UInt8](repeating: UInt8(ascii: "a"), count: 5000)))
    }

    @Test func nearestNames() {
        #expect(NearestNames.sorted(["zebra", "marten", "map"], by: "martn").first == "marten")
        #expect(NearestNames.few(of: [Array("order-1".utf8), Array("x".utf8)], like: Array("ordr-1".utf8)) == [Array("order-1".utf8)])
        #expect(NearestNames.few(of: [Array("zzz".utf8)], like: Array("order".utf8)).isEmpty)
    }

    @Test func errorsAreOneSafeLine() {
        func sentence(_ error: any Error) -> String { ErrorRenderer.sentence(for: error) }
        #expect(sentence(ModelError(path: "bank.lua", line: 3, message: "unexpected symbol near '='")) == "bank.lua:3: unexpected symbol near '='")
        #expect(sentence(HandlerError(handler: "a.on.B", path: nil, line: nil, message: "x")) == "a.on.B: x")
        #expect(sentence(SystemError(code: 2, doing: "opening x")) == "opening x: No such file or directory")
        #expect(sentence(PointError(message: "two\nlines\u{7}")) == "two lines^G")
        #expect(sentence(ExpressionError(source: "state.", column: 7, message: "unexpected end")) == "in the expression, column 7: unexpected end: state.")
    }
}
