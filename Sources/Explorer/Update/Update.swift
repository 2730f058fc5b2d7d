import EventLog
import JSONText
import Rehydration
import Screen

/// What a message does to the explorer, and what the run loop shall do for it. Pure: the same arguments give the same result.
package func update(_ state: inout ExplorerState, _ message: Message) -> [Command] {
    switch message {
    case .key(let key): return state.press(key)
    case .pasted(let text): return state.paste(text)
    case .resized(let size):
        state.size = size
        state.reveal()
        return []
    case .opened(let opened): return state.show(opened)
    case .reading(let progress):
        state.reading = progress
        return []
    case .readingEnded:
        state.reading = nil
        return state.isFollowing ? [.follow(true)] : []
    case .openingFailed(let text):
        state.reading = nil
        if state.chooser != nil { state.place = .choosing }
        state.notice = .init(kind: .trouble, text: text)
        return []
    case .grew(let opened): return state.grow(opened)
    default:
        guard case .history(var place) = state.place else { return [] }
        defer { state.place = .history(place) }
        return place.receive(message, &state)
    }
}

extension ExplorerState {
    /// A source that was opened takes the screen, the cursor at the end of its first stream.
    mutating func show(_ opened: OpenedHistory) -> [Command] {
        var place = HistoryPlace(opened: opened)
        if case .history(let before) = self.place { place.keepPlace(of: before) }
        if let offer = opened.offer { question = .runModel(path: offer) }
        let commands = place.selectStream(place.streams.selected, layout: Layout(self))
        self.place = .history(place)
        reveal()
        return commands
    }

    /// Keeps what is selected in sight, after the size or the focus changed.
    mutating func reveal() {
        switch place {
        case .choosing:
            let height = Layout(self).height(of: .streams)
            chooser?.reveal(height: height)
        case .opening: break
        case .history(var history):
            history.reveal(Layout(self))
            place = .history(history)
        }
    }
}

extension HistoryPlace {
    mutating func receive(_ message: Message, _ explorer: inout ExplorerState) -> [Command] {
        let layout = Layout(explorer)
        switch message {
        case .rehydrated(let contents):
            guard contents.state.stream == stream?.name, contents.state.index == cursor else { return [] }
            self.contents = contents
            explorer.notice = compareWithReload() ?? explorer.notice
            showChange(height: layout.height(of: .state))
            event = ListPosition()
        case .rehydrationFailed(let name, let index, let text):
            guard name == stream?.name, index == cursor else { return [] }
            contents = nil
            explorer.notice = .init(kind: .trouble, text: text)
        case .surveyed(let name, let start, let run):
            guard name == stream?.name, start == surveyed else { return [] }
            for (offset, mark) in run.enumerated() where mark != EventMarks() { marks[start + offset] = mark }
            surveyed = start + run.count
        case .modelsReloaded(let names): return reload(names)
        case .reloadFailed(let text):
            explorer.notice = .init(kind: .trouble, text: "\(text); the model before goes on")
        case .modelChanged(let path): explorer.question = .runModel(path: path)
        case .replaced: explorer.notice = .init(kind: .information, text: "the source was cut short, rewritten or replaced; reading it anew")
        case .noticed(let text): explorer.notice = .init(kind: .information, text: text)
        case .failed(let text): explorer.notice = .init(kind: .trouble, text: text)
        case .surveyFailed(let name, let text):
            guard name == stream?.name else { return [] }
            explorer.notice = .init(kind: .trouble, text: text)
        default: break
        }
        return []
    }
}
