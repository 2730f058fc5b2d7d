import Screen
import Testing

@Suite("Rectangles")
struct RectTests {
    @Test("splitting keeps every cell")
    func split() {
        let rect = Rect(column: 2, row: 1, columns: 10, rows: 4)
        #expect(rect.splitLeft(3).left == Rect(column: 2, row: 1, columns: 3, rows: 4))
        #expect(rect.splitLeft(3).rest == Rect(column: 5, row: 1, columns: 7, rows: 4))
        #expect(rect.splitLeft(99).rest.isEmpty)
        #expect(rect.splitTop(1).rest == Rect(column: 2, row: 2, columns: 10, rows: 3))
        #expect(rect.splitBottom(1).bottom == Rect(column: 2, row: 4, columns: 10, rows: 1))
    }

    @Test("insetting ends empty")
    func inset() {
        #expect(Rect(column: 0, row: 0, columns: 5, rows: 4).inset() == Rect(column: 1, row: 1, columns: 3, rows: 2))
        #expect(Rect(column: 0, row: 0, columns: 2, rows: 9).inset().isEmpty)
    }
}
