import JSONText
import Screen

extension Frame {
    /// A number of the state over all events, one line high: `balance ▂▃▅▇▆▅▃▁▁▂▃ -70…640`.
    mutating func drawChart(_ place: HistoryPlace, in rect: Rect) {
        guard let series = place.chart.series else { return }
        let values = series.samples.compactMap(\.value)
        guard let low = values.min(), let high = values.max() else { return }
        let name = Self.name(of: series.path)
        let range = low == high ? " \(Self.short(low))" : " \(Self.short(low))\(glyphs.isASCII ? ".." : "…")\(Self.short(high))"
        let nameWidth = min(columnsWritten(name), max(4, rect.columns / 4))
        let width = rect.columns - nameWidth - columnsWritten(range) - 3
        guard width >= 6 else { return }
        write(name, at: Point(column: rect.column + 1, row: rect.row), columns: nameWidth, style: Theme.name)
        let start = rect.column + nameWidth + 2
        let last = max(1, place.eventCount - 1)
        let here = place.cursor * (width - 1) / last
        var sample = 0
        for column in 0..<width {
            // The last sample of the events that the column stands for.
            while sample + 1 < series.samples.count, series.samples[sample + 1].index * (width - 1) <= column * last { sample += 1 }
            let bar = series.samples.indices.contains(sample) ? series.samples[sample].value.map { glyphs.bar($0, from: low, to: high) } ?? " " : " "
            let style = column > here ? Theme.chart.dim() : Theme.chart
            write(bar, at: Point(column: start + column, row: rect.row), columns: 1, style: column == here && place.cursor >= 0 ? Theme.chart.reverse() : style)
        }
        write(range, at: Point(column: start + width, row: rect.row), columns: rect.endColumn - start - width, style: Theme.remark)
    }

    private static func name(of path: JSONPath) -> String {
        guard path.steps.count == 1, case .key(let key) = path.steps[0] else { return path.description }
        return key.description
    }

    /// `-70`, `1.2k`, `3.4M`, `1.2e28`: at most ten columns, for a range.
    static func short(_ value: Double) -> String {
        let magnitude = abs(value)
        guard value.isFinite else { return "\(value)" }
        if magnitude >= 1e15 || magnitude < 0.005 && value != 0 { return scientific(value) }
        for (size, unit) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")] where magnitude >= size {
            let shown = unit == "k" ? value / 1000 : value / size
            return trimmed(shown, decimals: 1) + unit
        }
        return trimmed(value, decimals: 2)
    }

    private static func scientific(_ value: Double) -> String {
        // As the shortest text has it: the exponent of a number is nowhere exacter.
        let text = "\(value)"
        guard let sign = text.firstIndex(of: "e"), let mantissa = Double(text[..<sign]) else {
            return value < 0 ? "-" + scientific(-value) : large(value)
        }
        let exponent = text[text.index(after: sign)...]
        return trimmed(mantissa, decimals: 1) + "e" + (exponent.hasPrefix("+") ? String(exponent.dropFirst()) : String(exponent))
    }

    /// Of those that are written without an exponent: 1e15 and somewhat above, and small ones.
    private static func large(_ value: Double) -> String {
        var (mantissa, exponent) = (value, 0)
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return trimmed(mantissa, decimals: 1) + "e\(exponent)"
    }

    private static func trimmed(_ value: Double, decimals: Int) -> String {
        let factor = decimals == 1 ? 10.0 : 100.0
        let rounded = (value * factor).rounded() / factor
        return rounded == rounded.rounded() ? String(Int64(rounded)) : "\(rounded)"
    }
}

extension Glyphs {
    /// The bar of a value between the lowest and the highest, which both have one.
    func bar(_ value: Double, from low: Double, to high: Double) -> String {
        guard high > low, value.isFinite else { return bars[0] }
        return bars[max(0, min(bars.count - 1, Int((value - low) / (high - low) * Double(bars.count))))]
    }
}
