import EventLog
import JSONText
import Rehydration
import Screen

/// What a message does to the explorer, and what the run loop shall do for it. Pure: the same arguments give the same result.
///
/// - Complexity: O(rows in sight), O(lines of the state that is seen), however long the history.
package func update(_ state: inout ExplorerState, _ message: Message) -> [Command] {
    let commands = state.receive(message)
    return commands + state.settle()
}

extension ExplorerState {
    fileprivate mutating func receive(_ message: Message) -> [Command] {
        switch message {
        case .key(let key): return press(key)
        case .mouse(let event): return handle(event)
        case .pasted(let text): return paste(text)
        case .resized(let size): self.size = size
        case .opened(let opened): return show(opened)
        case .reading(let progress): reading = progress
        case .readingEnded:
            reading = nil
            hasStoppedOpening = false
            return isFollowing ? [.follow(true)] : []
        case .openingFailed(let text):
            reading = nil
            hasStoppedOpening = false
            if chooser != nil { place = .choosing }
            complain(text)
        case .grew(let opened): return grow(opened)
        case .modelChanged(let path): ask(.runModel(path: path))
        case .reopening(let reason): say("\(reason); reading it anew")
        case .noticed(let text): say(text)
        case .failed(let text): complain(text)
        case .reloadFailed(let text):
            hasOldModel = true
            complain("\(text); the model before goes on")
        case .zoned(let zone): self.zone = zone
        case .ticked(let number) where count?.tick == number: count = nil
        case .edited(_, .reading): break
        case .asked(let question): ask(question)
        case .modelsReloaded:
            hasOldModel = false
            return withHistory { history, explorer, layout in history.receive(message, &explorer, layout) }
        default: return withHistory { history, explorer, layout in history.receive(message, &explorer, layout) }
        }
        return []
    }

    /// After every message: what is selected is in sight, and what is in sight is asked for.
    fileprivate mutating func settle() -> [Command] {
        if case .choosing = place {
            let height = Layout(self).height(of: .streams)
            chooser?.reveal(height: height)
        }
        return withHistory { history, _, layout in
            let moves = history.settleCursor(layout)
            history.reveal(layout)
            return moves + history.wantSummaries(layout) + history.wantChart(layout) + history.wantAlteredSigns()
        }
    }

    /// A source that was opened takes the screen, the cursor at the end of its first stream.
    mutating func show(_ opened: OpenedHistory) -> [Command] {
        var history = HistoryPlace(opened: opened)
        var stops: [Command] = []
        if let before = self.history {
            stops = before.tasks.map { .cancel(job: $0.number) }
            history.keepPlace(of: before)
        } else if let session = opened.session {
            if history.take(session) { say("as it was left last time; --no-session begins anew") }
        } else if let first = opened.notes.first {
            say(first + (opened.notes.count > 1 ? " (and \(opened.notes.count - 1) more: :map)" : ""))
        }
        overlays = []
        hasOldModel = false
        if let offer = opened.offer { ask(.runModel(path: offer)) }
        place = .history(history)
        stops.append(.watch(history.conditions))
        stops += history.alterations.values.filter { !$0.overlay.isEmpty }.map { .lay($0.overlay) }
        return stops + withHistory { history, explorer, layout in history.begin(layout) }
    }

    mutating func ask(_ question: Overlay.Question) {
        if self.question == nil { overlays.append(.question(question)) }
    }
}

extension HistoryPlace {
    fileprivate mutating func receive(_ message: Message, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        switch message {
        case .fetched(let event):
            guard event.spot == spot else { return [] }
            recorded = event
            refreshTrees(layout)
        case .rehydrated(let contents):
            guard contents.state.stream == stream?.name, contents.state.index == cursor, contents.beyond == beyond else { return [] }
            self.contents = contents
            foldPercent = nil
            explorer.notice = compareWithReload() ?? explorer.notice
            refreshTrees(layout)
        case .folding(let percent): foldPercent = isCurrent ? nil : percent
        case .rehydrationFailed(let name, let index, let text):
            guard name == stream?.name, index == cursor else { return [] }
            contents = nil
            if recordedHere == nil { recorded = nil }
            refreshTrees(layout)
            explorer.complain(text)
        case .peeked(let some): receive(some)
        case .modelsReloaded(let names): return reload(names)
        case .job(let number, let news): return receive(news, of: number, &explorer, layout)
        case .ticked(let number): return playOn(number, layout)
        case .unwatchable(let expression, let text):
            conditions.removeAll { $0 == expression }
            explorer.complain(text)
            refreshTrees(layout)
            return [.watch(conditions)]
        case .edited(let text, let purpose): return receive(text, purpose, &explorer, layout)
        default: break
        }
        return []
    }
}
