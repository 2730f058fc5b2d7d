import EventLog
import JSONText
import Rehydration

/// What becomes of events that a `decide` or a what-if gives: part of the what-if, or of a store.
extension HistoryPlace {
    // MARK: Decisions

    /// To be called when a command is being tried.
    mutating func beginDecision(_ command: String) {
        guard let spot, let job = tasks.last?.number else { return }
        decision = TriedCommand(job: job, command: command, spot: spot, edits: overlay?.edits ?? [])
    }

    mutating func decide(_ events: [EventToAppend], _ job: Int) {
        if decision?.job == job { decision?.outcome = .events(events) }
    }

    /// A job ended; one that was asked for a decision may have failed or been stopped.
    mutating func endDecision(_ ending: JobNews.Ending, _ job: Int) {
        guard decision?.job == job else { return }
        switch ending {
        case .failed(let text), .refused(let text): decision?.outcome = .failed(text)
        case .stopped: decision = nil
        case .whole, .cut: break
        }
    }

    /// `:keep`: what was decided here becomes part of the what-if, in one step, and the cursor goes behind it.
    mutating func keepDecision(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let stream, let decision, decision.spot.stream == stream.name else {
            return explorer.sayNothing("nothing was decided in this stream; :decide tries a command, :keep then takes what it would give")
        }
        switch decision.outcome {
        case .pending: return explorer.refuse("\(decision.command) is still being decided")
        case .failed(let text): return explorer.refuse("there is nothing to keep: \(text)")
        case .events(let events) where events.isEmpty: return explorer.refuse("there is nothing to keep: \(decision.command) gives no event")
        case .events(let events):
            guard decision.spot == spot, decision.edits == overlay?.edits ?? [] else {
                return explorer.refuse("\(decision.command) was decided at another place, or on another what-if; decide again here")
            }
            self.decision = nil
            if explorer.overlays.last == .results { explorer.closeOverlay() }
            leaveStreams()
            let place = alteration?.place(behind: cursor, beyond: beyond) ?? Alteration(stream.name).place(behind: cursor, beyond: beyond)
            return make(.insert(events, place), on: stream, goingTo: { $0.lastInserted }, &explorer, layout)
        }
    }

    // MARK: Appending

    /// `:append`: asks whether what stands behind the last event shall be appended to a store.
    /// - Parameter store: nil: the one that is looked at.
    func append(to store: String?, _ explorer: inout ExplorerState) -> [Command] {
        guard let overlay, let alteration else {
            return explorer.sayNothing("nothing is changed in this stream; :decide and :keep, or a, give events that can be appended")
        }
        guard let events = alteration.appended, !events.isEmpty else {
            return explorer.refuse(
                "only events behind the last recorded one can be appended, and here it is: \(alteration.text); :write FILE saves the altered stream as a new file")
        }
        guard let path = store ?? history.storePath else {
            return explorer.refuse(
                "\(opened.title) is no store of ours, and nothing else is ever appended to; name one: :append STORE, or a new file: :write FILE")
        }
        let after = position(of: eventCount - 1).map { history.version(at: $0) } ?? -1
        return [.propose(AppendRequest(overlay: overlay, after: after, events: events, store: path))]
    }

    /// They are in the store: the what-if that made them is let go, and if the store is what is looked at they appear.
    mutating func appended(_ request: AppendRequest, _ text: String, _ explorer: inout ExplorerState) -> [Command] {
        explorer.say(text)
        awaitsAppended = request.store == history.storePath && stream?.name == request.stream
        guard alterations[request.stream]?.overlay.edits == request.overlay.edits else { return [.refresh] }
        alterations[request.stream] = nil
        return [.lay(HistoryOverlay(stream: request.stream))] + askState() + [.refresh]
    }
}

extension ExplorerState {
    /// One line that says why something cannot be done.
    fileprivate mutating func refuse(_ text: String) -> [Command] {
        complain(text)
        return []
    }
}
