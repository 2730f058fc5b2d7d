import EventLog
import JSONText
import Rehydration
import Screen

extension Frame {
    mutating func drawTimeline(_ place: HistoryPlace, zone: Zone, in rect: Rect) {
        let isFocused = place.focus == .timeline
        let isLog = place.timeline.scope == .log
        let title = isLog ? "Log" : place.stream?.name.description ?? "no stream"
        drawPane(rect, title: title, trailing: scrubber(place), isFocused: isFocused)
        guard place.stream != nil else { return }
        drawThumb(place, on: rect)
        var inside = rect.inset()
        if !place.timeline.filter.isEmpty {
            let (line, rest) = inside.splitTop(1)
            drawFilter(place.timeline.filter.description, shown: shownText(place), in: line)
            inside = rest
        }
        if place.showsChart(height: rect.rows - 2) {
            let (rest, line) = inside.splitBottom(1)
            drawChart(place, in: line)
            inside = rest
        }
        if place.rowCount == 0, !place.timeline.filter.isEmpty, !place.isRunning(.filter) {
            write("no event fits the filter; \(place.escapeLevel == .filter ? "Esc" : ":all") shows all", at: inside.origin, columns: inside.columns, style: Theme.remark)
        }
        let streams = isLog ? place.streamNames(inside.rows).map { columnsWritten($0) }.max() ?? 0 : 0
        let columns = TimelineColumns(place, width: inside.columns, streams: streams)
        let cursorRow = place.cursorRow
        let cursorLine = place.cursorLine
        var day: String?
        for (offset, shown) in place.timelineLines(inside.rows).enumerated() {
            let line = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            let row: Int
            switch shown {
            case .row(let number): row = number
            case .extra(let extra, let spot):
                draw(extra, sign: place.signText(at: spot), place, columns, zone: zone, in: line)
                if place.timeline.top + offset == cursorLine {
                    write(glyphs.marker, at: line.origin, columns: 1)
                    restyle(line) { isFocused ? $0.reverse() : $0.bold() }
                }
                if place.timeline.top + offset > cursorLine { restyle(line) { $0.dim() } }
                continue
            }
            let number = place.number(atRow: row)
            // Where the clock tells no day, the first row and each new day's first do.
            let today = columns.tellsDays ? monthDay(number, place, zone) : nil
            drawEvent(number, place, columns, zone: zone, day: today == day ? nil : today, sign: place.signText(ofNumber: number), in: line)
            day = today
            // A cursor on an event that the filter hides has no line of its own, and no other event has its mark.
            if row == cursorRow, number == place.number, place.beyond == 0 {
                write(glyphs.marker, at: line.origin, columns: 1)
                restyle(line) { isFocused ? $0.reverse() : $0.bold() }
            }
            // What is not yet at the cursor's time is dim.
            if number > place.number { restyle(line) { $0.dim() } }
        }
    }

    private func shownText(_ place: HistoryPlace) -> String {
        let timeline = place.timeline
        let more = place.isRunning(.filter) ? "\(glyphs.ellipsis) " : timeline.isPartial ? "partial: " : ""
        let hidden = place.rowCount > 0 && !place.isRunning(.filter) && place.isHidden(place.number) ? "hidden here, " : ""
        return "\(more)\(hidden)shown \(Self.grouped(place.rowCount)) of \(Self.grouped(place.unfilteredCount))"
    }

    /// `37 / 214`: the version at the cursor, and the last; in the log, positions.
    private func scrubber(_ place: HistoryPlace) -> String {
        if place.timeline.scope == .log {
            return "\(place.number < 0 ? "start" : Self.grouped(place.number)) / \(Self.grouped(place.history.count - 1))"
        }
        guard let last = place.position(of: place.eventCount - 1) else { return "" }
        let now = place.position(of: place.cursor).map { String(place.history.version(at: $0)) } ?? "start"
        return "\(now) / \(place.history.version(at: last))"
    }

    /// Where the cursor stands among all events, on the pane's lower border.
    private mutating func drawThumb(_ place: HistoryPlace, on rect: Rect) {
        let last = place.unfilteredCount - 1
        let room = rect.columns - 2
        guard last > 0, room > 2, rect.rows > 2 else { return }
        let column = Int(Double(max(0, place.number)) / Double(last) * Double(room - 1))
        write(glyphs.bullet, at: Point(column: rect.column + 1 + column, row: rect.endRow - 1), columns: 1, style: Theme.title)
    }

    private mutating func drawEvent(_ number: Int, _ place: HistoryPlace, _ columns: TimelineColumns, zone: Zone, day: String?, sign: String?, in line: Rect) {
        guard let position = place.position(ofNumber: number) else { return }
        let history = place.history
        let time = history.time(at: position)
        func write(_ text: String, _ column: TimelineColumns.Span?, _ style: Style, right: Bool = false) {
            guard let column, column.width > 0 else { return }
            let start = right ? column.start + max(0, column.width - columnsWritten(text)) : column.start
            self.write(text, at: Point(column: line.column + start, row: line.row), columns: column.end - start, style: style)
        }
        if let letter = place.letter(at: position) { self.write(String(letter), at: line.origin, columns: 1, style: Theme.mark) }
        write(place.timeline.scope == .log ? String(position) : String(history.version(at: position)), columns.number, Theme.text, right: true)
        if place.timeline.scope == .stream, let mark = place.alteration?.marks[number] { drawMark(mark, columns, in: line) }
        if let day, let time, columns.since == nil {
            let minute = columns.holdsMinutes ? " " + time.clockText(in: place.timeline.time == .utc ? .utc : zone).prefix(5) : ""
            write(day + minute, columns.time, Theme.text)
        } else if let time {
            write(timeText(time, before: place.timeBefore(number), place, columns, zone), columns.time, Theme.remark, right: columns.isTimeSpan || !columns.showsDay)
        }
        if let day {
            write(day, columns.since, Theme.text, right: true)
        } else if let time, let before = place.timeBefore(number) { write(TimeTexts.span(from: before, to: time), columns.since, Theme.remark, right: true) }
        if let span = columns.stream { writeName(history.streamName(at: position).description, at: span.point(of: line), columns: span.width) }
        if columns.version != nil { write(String(history.version(at: position)), columns.version, Theme.remark, right: true) }
        let type = history.type(at: position)
        let isHit = place.timeline.search?.hits.contains(number) ?? false
        if let span = columns.type {
            writeName(TypeName.short(type), at: span.point(of: line), columns: span.width, style: isHit ? Theme.style(ofType: type).underline() : Theme.style(ofType: type))
        }
        if let span = columns.data { drawSummary(place.summaryFields(at: position), in: span, of: line) }
        if let sign { write(sign, columns.sign, Theme.alarm) }
    }

    /// Of the altered history, right of the number.
    private mutating func drawMark(_ mark: OverlayPlan.Mark, _ columns: TimelineColumns, in line: Rect) {
        let look: (text: String, mark: TreeRow.Mark) = switch mark {
        case .skipped, .moved: ("-", .removed)
        case .inserted: ("+", .added)
        case .edited: ("~", .changed)
        case .actual: (" ", .none)
        }
        write(look.text, at: Point(column: line.column + (columns.number?.end ?? 0), row: line.row), columns: 1, style: Theme.style(of: look.mark))
    }

    /// A line of the altered history only.
    private mutating func draw(_ extra: ExtraLine, sign: String?, _ place: HistoryPlace, _ columns: TimelineColumns, zone: Zone, in line: Rect) {
        func write(_ text: String, _ column: TimelineColumns.Span?, _ style: Style) {
            guard let column else { return }
            self.write(text, at: Point(column: line.column + column.start, row: line.row), columns: column.width, style: style)
        }
        if case .recorded(let number) = extra.target { drawEvent(number, place, columns, zone: zone, day: nil, sign: nil, in: line) }
        if let sign { write(sign, columns.sign, Theme.alarm) }
        drawMark(.inserted, columns, in: line)
        guard let event = extra.inserted else { return }
        if let time = columns.time { write("inserted", time, Theme.remark) }
        if let span = columns.type { writeName(TypeName.short(event.type), at: span.point(of: line), columns: span.width, style: Theme.style(ofType: event.type)) }
        write(String(decoding: event.data.prefix(400), as: UTF8.self), columns.data, Theme.text)
    }

    /// The day of a number's event, in the zone that the time column tells.
    private func monthDay(_ number: Int, _ place: HistoryPlace, _ zone: Zone) -> String? {
        guard let time = place.position(ofNumber: number).flatMap({ place.history.time(at: $0) }) else { return nil }
        return TimeTexts.monthDay(time, in: place.timeline.time == .utc ? Zone.utc : zone)
    }

    private func timeText(_ time: Instant, before: Instant?, _ place: HistoryPlace, _ columns: TimelineColumns, _ zone: Zone) -> String {
        switch place.timeline.time {
        case .local, .utc:
            let zone = place.timeline.time == .utc ? Zone.utc : zone
            return columns.showsDay ? TimeTexts.day(time, in: zone) : time.clockText(in: zone)
        case .previous: return before.map { TimeTexts.exactSpan(from: $0, to: time) } ?? ""
        case .mark:
            let mark = place.lastMark.flatMap { place.marks[$0] }.flatMap { place.history.position(of: $0) }
            return mark.flatMap { place.history.time(at: $0) }.map { TimeTexts.exactSpan(from: $0, to: time) } ?? ""
        }
    }

    private static let leastValue = 6

    private mutating func drawSummary(_ fields: [EventSummary.Field], in span: TimelineColumns.Span, of line: Rect) {
        var column = line.column + span.start
        let end = line.column + span.end
        for field in fields {
            let name = field.name.isEmpty ? "" : field.name + " "
            // A field of whose value there is hardly room for a beginning is left out whole; a later one may fit.
            guard end - column >= columnsWritten(name) + min(columnsWritten(field.text), Self.leastValue) else { continue }
            column += write(name, at: Point(column: column, row: line.row), columns: end - column, style: Theme.remark)
            column += write(field.text + (field.isCut ? glyphs.ellipsis : ""), at: Point(column: column, row: line.row), columns: max(0, end - column)) + 2
        }
    }
}

extension HistoryPlace {
    /// What tells an event of the timeline from the others first.
    fileprivate func summaryFields(at position: Int) -> [EventSummary.Field] {
        summaries[position].map { fieldHabits.ordered($0, of: timeline.scope == .log ? nil : history.streamName(at: position)) } ?? []
    }

    func letter(at position: Int) -> Character? {
        marks.isEmpty ? nil : marks.first { $0.value.beyond == 0 && $0.value.stream == history.streamName(at: position) && history.position(of: $0.value) == position }?.key
    }

    /// Of the streams whose events are in sight.
    func streamNames(_ rows: Int) -> [String] {
        (timeline.top..<max(timeline.top, rowCount)).prefix(rows).compactMap { position(ofNumber: number(atRow: $0)) }
            .map { history.streamName(at: $0).description }
    }

    /// The time of the event before, in the timeline's scope.
    func timeBefore(_ number: Int) -> Instant? { position(ofNumber: number - 1).flatMap { history.time(at: $0) } }

    /// `!` for a broken invariant or an event that could not be folded, `?` for a type without handler, `^` where versions are
    /// missing before it, `<` where its time goes back.
    func signText(ofNumber number: Int) -> String? {
        guard let position = position(ofNumber: number) else { return nil }
        guard timeline.scope == .stream else { return signs[position]?.text }
        if let text = signText(at: OverlayPlace(recorded: number, beyond: 0)) { return text }
        guard let before = self.position(ofNumber: number - 1) else { return nil }
        if history.version(at: position) - history.version(at: before) > 1 { return "^" }
        if let time = history.time(at: position), let earlier = history.time(at: before), time < earlier { return "<" }
        return nil
    }

    /// Of a place of the stream's history, as a what-if has it.
    func signText(at place: OverlayPlace) -> String? { sign(at: place)?.text }
}

extension EventMarks {
    fileprivate var text: String? { !broke.isEmpty || problem != nil ? "!" : handling == .unhandled ? "?" : nil }
}
