import EventLog
import JSONText
import Rehydration
import TestSupport
import Testing

@Suite("Upcasters")
struct UpcasterTests {
    private typealias Step = (step: UpcasterStep, upcast: BankModel.Upcast)

    private static func step(_ type: ExactString, _ from: Int, _ to: Int, as newType: ExactString? = nil, _ upcast: BankModel.Upcast? = nil) -> Step {
        let step = UpcasterStep(type: type, from: from, to: to, newType: newType ?? type)
        return (step, upcast ?? { [$0.becoming(step.newType, schema: to)] })
    }

    /// v1 counted cents under another name, v2 had no currency.
    private static let deposits = [
        step("Deposited", 1, 2, as: "MoneyDeposited") { event in
            let cents = try JSONParser().value(of: event.data).object?["cents"]?.number?.int64 ?? 0
            return [event.becoming("MoneyDeposited", schema: 2, data: "{\"amount\":\(cents / 100)}")]
        },
        step("MoneyDeposited", 2, 3) { event in
            let amount = try JSONParser().value(of: event.data).object?["amount"]?.number?.text ?? "0"
            return [event.becoming("MoneyDeposited", schema: 3, data: "{\"amount\":\(amount),\"currency\":\"EUR\"}")]
        },
    ]

    private static let splitting = step("Transferred", 1, 2, as: "MoneyDeposited") { event in
        [event.becoming("MoneyDeposited", schema: 2, data: "{\"amount\":7}"), event.becoming("MoneyWithdrawn", schema: 1, data: "{\"amount\":2}")]
    }

    private static let dropping = step("Heartbeat", 1, 2) { _ in [] }

    private func chain(_ steps: Step...) throws -> UpcasterChain { try UpcasterChain([BankModel(steps: steps).makeReader()]) }

    private func event(_ type: ExactString, schema: Int?, _ data: String = "{}") -> Event {
        Event(position: 4, stream: "account-0", version: 2, type: type, schema: schema, id: "id", data: Array(data.utf8))
    }

    private func described(_ events: [Event]) -> [String] {
        events.map { "\($0.type) \($0.schema.map(String.init) ?? "-") \(String(decoding: $0.data, as: UTF8.self))" }
    }

    @Test("an event goes all the way to the newest schema, and every step is kept")
    func twoSteps() throws {
        let trace = try chain(Self.deposits[0], Self.deposits[1]).upcast(event("Deposited", schema: 1, #"{"cents":500}"#))
        #expect(trace.steps.map(\.upcaster.description) == ["Deposited 1→2", "MoneyDeposited 2→3"])
        #expect(trace.steps.map { described($0.events) } == [[#"MoneyDeposited 2 {"amount":5}"#], [#"MoneyDeposited 3 {"amount":5,"currency":"EUR"}"#]])
        #expect(described(trace.final) == [#"MoneyDeposited 3 {"amount":5,"currency":"EUR"}"#])
        #expect(trace.final.map(\.id) == ["id"])
        #expect(trace.final.map(\.version) == [2])
    }

    @Test("an event enters the chain at its own schema; one without is of schema 1", arguments: [
        ("MoneyDeposited", 2, 1), ("MoneyDeposited", 3, 0), ("MoneyDeposited", 1, 0), ("Deposited", nil, 2), ("Deposited", 2, 0), ("Other", nil, 0),
    ] as [(ExactString, Int?, Int)])
    func entries(type: ExactString, schema: Int?, steps: Int) throws {
        let event = event(type, schema: schema, #"{"amount":1,"cents":100}"#)
        let trace = try chain(Self.deposits[0], Self.deposits[1]).upcast(event)
        #expect(trace.steps.count == steps)
        if steps == 0 { #expect(trace.final == [event]) }
    }

    @Test("one event may become several, each of which goes its own way, in order")
    func several() throws {
        let trace = try chain(Self.splitting, Self.deposits[1]).upcast(event("Transferred", schema: 1))
        #expect(described(trace.final) == [#"MoneyDeposited 3 {"amount":7,"currency":"EUR"}"#, #"MoneyWithdrawn 1 {"amount":2}"#])
        #expect(trace.steps.map(\.events.count) == [2, 1])
    }

    @Test("one event may become none")
    func none() throws {
        let trace = try chain(Self.dropping).upcast(event("Heartbeat", schema: nil))
        #expect(trace.final == [])
        #expect(trace.steps.map(\.events.count) == [0])
    }

    @Test("no upcasters leave every event as it is")
    func empty() throws {
        let chain = try chain()
        #expect(chain.isEmpty)
        let trace = try chain.upcast(event("A", schema: 9))
        #expect(trace.steps == [])
        #expect(trace.final == [event("A", schema: 9)])
    }

    @Test("L30 steps that form no chain are refused when they are put together", arguments: [
        ([step("A", 1, 2), step("A", 1, 3)], "two upcasters from the same schema"), ([step("A", 1, 2), step("A", 2, 1)], "circle"), ([step("A", 1, 1)], "circle"),
        ([step("A", 1, 2, as: "B"), step("B", 2, 1, as: "A")], "circle"), ([step("A", 1, 2), step("A", 2, 3), step("A", 3, 2)], "circle"),
        ([step("A", 1, 2), step("A", 3, 4)], "a gap"), ([step("A", 1, 2, as: "B"), step("B", 4, 5)], "a gap"),
    ] as [([(step: UpcasterStep, upcast: BankModel.Upcast)], String)])
    func noChains(steps: [(step: UpcasterStep, upcast: BankModel.Upcast)], message: String) {
        let error = #expect(throws: UpcasterChainError.self) { try UpcasterChain([BankModel(steps: steps).makeReader()]) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.model == "bank")
    }

    @Test("the steps of several models are one chain, in which a fork is refused as well")
    func severalModels() throws {
        let first = BankModel(name: "first", steps: [Self.deposits[0]])
        let second = BankModel(name: "second", steps: [Self.deposits[1]])
        let trace = try UpcasterChain([second.makeReader(), first.makeReader()]).upcast(event("Deposited", schema: 1, #"{"cents":100}"#))
        #expect(trace.steps.count == 2)
        let error = #expect(throws: UpcasterChainError.self) { try UpcasterChain([first.makeReader(), first.makeReader()]) }
        #expect(error?.model == "first")
    }

    @Test("an upcaster that makes more and more of its own kind is stopped")
    func endless() throws {
        let chain = try chain(Self.step("A", 1, 2) { [$0, $0] })
        let error = #expect(throws: HandlerError.self) { try chain.upcast(event("A", schema: 1)) }
        #expect(error?.handler == "upcast A 1→2")
    }

    @Test("an upcaster that fails is the event's fault mark, and the state stays as before")
    func failing() throws {
        let model = BankModel(steps: [Self.step("Deposited", 1, 2, as: "MoneyDeposited") { _ in throw AccountFold.refusal }])
        let history = try History(lines: Bank.lines("account-0", [.opened(owner: "a"), .other(type: "Deposited", data: "{}"), .deposited(3)]))
        let stream = try #require(history.stream(named: "account-0"))
        let rehydrator = try Rehydrator(history: history, models: [model])
        let state = try rehydrator.state(of: stream, at: 2)
        #expect(state.errors.map(\.version) == [1])
        #expect(state.errors.map(\.error) == [AccountFold.refusal])
        #expect(state.state.object?["balance"] == 3)
        #expect(throws: AccountFold.refusal) { try rehydrator.upcast(try rehydrator.reader.event(at: 1).event) }
    }

    @Test("folding sees what upcasting made, by any way to any event")
    func folding() throws {
        let steps = Self.deposits + [Self.splitting, Self.dropping]
        for seed in UInt64(0)..<10 {
            var random = SplitMix64(seed: seed)
            let happenings: [Bank.Happening] = Bank.life(events: 80, using: &random).map { happening in
                switch random.below(6) {
                case 0: .other(type: "Deposited", data: "{\"cents\":\(random.below(9000))}")
                case 1: .other(type: "Transferred", data: "{}")
                case 2: .other(type: "Heartbeat", data: "{}")
                case 3: .other(type: "Refused", data: "{}")
                default: happening
                }
            }
            let history = try History(lines: Bank.lines("account-0", happenings))
            let stream = try #require(history.stream(named: "account-0"))
            let rehydrator = try Rehydrator(history: history, models: [BankModel(steps: steps)], budget: random.pick([0, 3000, 1 << 20]))
            let chain = try UpcasterChain([BankModel(steps: steps).makeReader()])
            let naive = try NaiveFold(try history.events(of: "account-0").map(\.event)) { (try? chain.upcast($0).final) ?? [] }
            for _ in 0..<20 {
                let index = random.below(80)
                #expect(try rehydrator.state(of: stream, at: index).state == naive.state(at: index).json, "seed \(seed) at \(index)")
            }
            #expect(try rehydrator.marks(of: stream, in: 0..<80) == naive.marks, "seed \(seed)")
        }
    }
}
