import Screen

/// Where the panes lie on a screen of a given size. Narrow screens fold panes into one another: the one in focus is seen.
struct Layout: Equatable {
    /// Below this nothing useful can be shown.
    static let smallest = Size(columns: 40, rows: 10)

    let header: Rect
    let status: Rect
    private(set) var panes: [Pane: Rect] = [:]
    /// Rows between header and status inside of one border.
    let bodyHeight: Int

    /// - Parameters:
    ///   - zoomed: the pane in focus alone.
    ///   - isLog: the timeline tells streams, too, and needs the room of their list.
    init(size: Size, focus: Pane, zoomed: Bool, isLog: Bool = false) {
        let (header, belowHeader) = Rect(size).splitTop(1)
        let (body, status) = belowHeader.splitBottom(1)
        self.header = header
        self.status = status
        bodyHeight = max(1, body.rows - 2)
        if zoomed { panes = [focus: body]; return }

        let right: Rect
        switch body.columns {
        case (isLog ? 100 : 76)...:
            let streams = min(34, max(18, body.columns * (isLog ? 15 : 22) / 100))
            let timeline = max(32, (body.columns - streams) * (isLog ? 60 : 52) / 100)
            let (first, rest) = body.splitLeft(streams)
            let (second, third) = rest.splitLeft(timeline)
            panes[.streams] = first
            panes[.timeline] = second
            right = third
        case 56...:
            let (left, rest) = body.splitLeft(body.columns * (isLog ? 60 : 50) / 100)
            panes[focus == .streams ? .streams : .timeline] = left
            right = rest
        default:
            panes[focus] = body
            return
        }
        if body.rows >= 14 {
            let (state, event) = right.splitTop(right.rows / 2 + 1)
            panes[.state] = state
            // The two share the line between them.
            panes[.event] = Rect(column: event.column, row: event.row - 1, columns: event.columns, rows: event.rows + 1)
        } else {
            panes[focus == .event ? .event : .state] = right
        }
    }

    init(_ state: ExplorerState) {
        if case .history(let place) = state.place {
            self.init(size: state.size, focus: place.focus, zoomed: place.isZoomed, isLog: place.timeline.scope == .log)
        } else {
            self.init(size: state.size, focus: .streams, zoomed: true)
        }
    }

    /// Rows inside of a pane's border; 0 where it is folded away.
    func height(of pane: Pane) -> Int { panes[pane].map { max(0, $0.rows - 2) } ?? 0 }

    static func fits(_ size: Size) -> Bool { size.columns >= smallest.columns && size.rows >= smallest.rows }
}
