/// How many events each of equal spans of time holds.
package struct Histogram: Equatable, Sendable {
    package struct Bar: Equatable, Sendable {
        package let count: Int
        /// The first event in it, as the log lists it.
        package let first: Int

        package init(count: Int, first: Int) {
            self.count = count
            self.first = first
        }
    }

    /// The time at which the first bar begins, and how long each is, in microseconds.
    package let start: Int64
    package let width: Int64
    package let bars: [Bar]
    /// Events without a time, and those outside.
    package let others: Int

    package init(start: Int64, width: Int64, bars: [Bar], others: Int) {
        self.start = start
        self.width = width
        self.bars = bars
        self.others = others
    }

    /// Spans that people think in, in microseconds.
    package static let widths: [Int64] = {
        let second: Int64 = 1_000_000
        let short: [Int64] = [1000, 10_000, 100_000]
        let long: [Int64] = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000]
        return short + long.map { $0 * second }
    }()

    package static let mostBars = 120

    /// The smallest width of which no more than `mostBars` cover a span of time.
    package static func width(for span: Int64) -> Int64 {
        widths.first { span / $0 < Int64(mostBars) } ?? span / Int64(mostBars) + 1
    }
}
