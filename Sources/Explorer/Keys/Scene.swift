/// Where a key is pressed: a pane, or what lies over the panes.
enum Scene: String, CaseIterable, Hashable, Sendable {
    case streams, timeline, state, event
    case results, histogram, text, help, prompt

    init(_ pane: Pane) {
        switch pane {
        case .streams: self = .streams
        case .timeline: self = .timeline
        case .state: self = .state
        case .event: self = .event
        }
    }

    static let panes: Set<Scene> = [.streams, .timeline, .state, .event]
    static let trees: Set<Scene> = [.state, .event]
    /// What lists rows that Enter leads away from.
    static let lists: Set<Scene> = [.results, .histogram]

    /// What is searched where it lies over the panes.
    static let pages: Set<Scene> = [.results, .text, .help]

    var title: String {
        switch self {
        case .streams: "Streams"
        case .timeline: "Timeline"
        case .state: "State"
        case .event: "Event"
        case .results: "List of results"
        case .histogram: "Histogram"
        case .text: "Text"
        case .help: "Help"
        case .prompt: "A line that is typed"
        }
    }
}
