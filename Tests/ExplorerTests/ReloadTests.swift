import EventLog
import Explorer
import JSONText
import Rehydration
import Screen
import Testing

struct ReloadTests {
    /// A history place after a reload, and what another model makes of the same event.
    private func reloaded(with models: [any Model]) throws -> ExplorerState {
        let driver = try Driver(120, 30)
        var state = driver.state
        guard case .history(let place) = state.place, let stream = place.stream else { throw NoHistory() }
        let commands = update(&state, .modelsReloaded(["other.lua"]))
        #expect(commands.first == .rehydrate(Spot(stream: stream.name, index: place.cursor)))
        #expect(commands.contains { if case .start(let job) = $0 { job.work == .survey(stream: stream.name) } else { false } })
        let rehydrator = try Rehydrator(history: place.history, models: models)
        let contents = CursorContents(state: try rehydrator.state(of: stream, at: place.cursor))
        _ = update(&state, .rehydrated(contents))
        return state
    }

    private struct NoHistory: Error {}

    @Test("a reload keeps the place and says what is different in the state there, until the cursor moves")
    func differences() throws {
        var state = try reloaded(with: [])
        #expect(state.notice?.text.contains("different here") == true)
        let shown = view(state).lines.joined()
        #expect(shown.contains("since the model was reloaded"))
        #expect(shown.contains("other.lua"))
        _ = update(&state, .key("["))
        #expect(!view(state).lines.joined().contains("since the model was reloaded"))
    }

    @Test("a reload that changes nothing here says so")
    func noDifference() throws {
        let state = try reloaded(with: [TestBank()])
        #expect(state.notice?.text == "model reloaded: the state here is the same")
        #expect(!view(state).lines.joined().contains("since the model was reloaded"))
    }

    @Test("a model that does not load is told, and nothing else changes")
    func broken() throws {
        let driver = try Driver(120, 30)
        var state = driver.state
        let commands = update(&state, .reloadFailed("model.lua:3: unexpected symbol"))
        #expect(commands == [])
        #expect(state.notice?.text == "model.lua:3: unexpected symbol; the model before goes on")
        #expect(state.place == driver.state.place)
        _ = update(&state, .key("["))
        #expect(state.notice == nil)
        #expect(view(state).lines[0].contains("(old: the file does not load)"))
        _ = update(&state, .modelsReloaded(["model.lua"]))
        #expect(!view(state).lines[0].contains("(old"))
    }

    @Test("the trace of an event stands under r: each step with what it changed, and what the model sees")
    func trace() throws {
        var driver = try Driver(120, 40)
        try driver.keys(":goto 1<enter>4<c-l>z")
        for texts in [["Event 1 of 3: raw", #""cents":5000"#], ["v1 → v2", "upcast Deposited 1→2", "- .cents", "+ amount", "Deposited → MoneyDeposited"], ["final", "what the model sees", "MoneyDeposited v2"]] {
            try driver.keys("r")
            let lines = driver.frame.lines
            for text in texts { #expect(lines.contains { $0.contains(text) }, "\(text) in \(lines)") }
        }
    }
}
