import Screen
import Testing

@Suite("Bytes to keys")
struct InputDecoderTests {
    private func events(_ bytes: [UInt8], pieces: Int = .max, givesUp: Bool = true) -> [InputEvent] {
        var decoder = InputDecoder(sequences: [[0x1B, 0x5B, 0x39, 0x7A]: .function(9)])
        var events: [InputEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            decoder.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let event = decoder.next() { events.append(event) }
        }
        while givesUp, decoder.patience != nil {
            if let event = decoder.giveUpWaiting() { events.append(event) }
            while let event = decoder.next() { events.append(event) }
        }
        return events
    }

    @Test("keys of common terminals, in one piece or byte by byte", arguments: [1, 2, Int.max])
    func keys(pieces: Int) {
        let bytes = Array("j\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[3~\u{1B}[Z\u{1B}OP\u{1B}[[B\u{1B}[15~\u{1B}[9zé日\r\t\u{7F}\u{3}\0".utf8)
        #expect(events(bytes, pieces: pieces) == [
            .character("j"), .up, .down, .right, .delete, .backTab, .function(1), .function(2), .function(5), .function(9),
            .character("é"), .character("日"), .enter, .tab, .backspace, .control("c"), .control("@"),
        ].map { InputEvent.key($0) })
    }

    @Test("U17 a lone Esc is a key once nothing follows")
    func escape() {
        #expect(events([0x1B], givesUp: false) == [])
        #expect(events([0x1B]) == [.key(.escape)])
        #expect(events([0x1B, 0x1B]) == [.key(.escape), .key(.escape)])
        #expect(events([0x1B, 0x3A]) == [.key(.escape), .key(.character(":"))])
        // With a letter right behind it, it may have been Alt: the explorer decides.
        #expect(events([0x1B, 0x78]) == [.key(.alt("x"))])
        #expect(events([0x1B, 0x78], pieces: 1) == [.key(.alt("x"))])
        #expect(events([0x1B, 0x1B, 0x78]) == [.key(.escape), .key(.alt("x"))])
        #expect(events([0x1B, 0x5B]) == [.key(.escape), .key(.character("["))])
    }

    @Test("U17 a paste is text, never keys", arguments: [1, 3, Int.max])
    func paste(pieces: Int) {
        let bytes = Array("a\u{1B}[200~qq\u{1B}[A\r\u{1B}[201~b".utf8)
        #expect(events(bytes, pieces: pieces) == [.key(.character("a")), .paste("qq\u{1B}[A\r"), .key(.character("b"))])
    }

    @Test("U17 a paste of two megabytes is kept up to its limit")
    func longPaste() {
        let bytes = Array("\u{1B}[200~".utf8) + [UInt8](repeating: 0x78, count: 2 << 20) + Array("\u{1B}[201~".utf8)
        guard case .paste(let text) = events(bytes, pieces: 4096).first else { Issue.record("no paste"); return }
        #expect(text.utf8.count == InputDecoder.pasteLimit)
    }

    @Test("U17 mouse reports, whole or in pieces, in both forms", arguments: [1, 2, Int.max])
    func mouse(pieces: Int) {
        let bytes = Array("\u{1B}[<0;3;4M\u{1B}[<32;300;4M\u{1B}[<0;300;4m\u{1B}[<64;1;1M\u{1B}[<65;1;1M\u{1B}[<6;2;1M\u{1B}[M !!\u{1B}[M#!\"x".utf8)
        func event(_ action: MouseEvent.Action, _ column: Int, _ row: Int) -> InputEvent {
            .mouse(MouseEvent(action, at: Point(column: column, row: row)))
        }
        #expect(events(bytes, pieces: pieces) == [
            event(.pressed(.left), 2, 3), event(.dragged(.left), 299, 3), event(.released, 299, 3), event(.scrolled(-1), 0, 0),
            event(.scrolled(1), 0, 0), event(.pressed(.right), 1, 0), event(.pressed(.left), 0, 0), event(.released, 0, 1),
            .key(.character("x")),
        ])
    }

    @Test("U17 reports that make no sense, answers and invalid UTF-8 are no keys")
    func swallowed() {
        let bytes = Array("\u{1B}[<0;3M\u{1B}[<66;1;1M\u{1B}[<0;0;1M\u{1B}[<;;M\u{1B}[<0;99999999999;1M\u{1B}[<35;1;1M\u{1B}[M\u{1}\u{1}\u{1}\u{1B}[?1;2c\u{1B}]11;rgb:0/0/0\u{1B}\\\u{1B}P1$r\u{1B}\\x".utf8) + [0xFF, 0xC3, 0x79]
        #expect(events(bytes) == [.key(.character("x")), .key(.character("y"))])
    }

    @Test("U17 a million random bytes, half of them after Esc")
    func storm() {
        var random = SplitMix(state: 3)
        var bytes: [UInt8] = []
        for _ in 0..<500_000 {
            if Bool.random(using: &random) { bytes.append(0x1B) }
            bytes.append(UInt8.random(in: 0...255, using: &random))
        }
        #expect(!events(bytes, pieces: 4096).isEmpty)
    }
}
