import EventLog
import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct FoldTests {
    @Test func `a handler changes the state`() throws {
        #expect(try state("state.balance = (state.balance or 0) + event.data.amount", #"{"amount":120}"#) == #"{"balance":120}"#)
    }

    @Test func `an event has its envelope`() throws {
        let text = try state("""
            state.a = { event.type, event.stream, event.version, event.position, event.id, event.time, event.correlation }
            state.none = event.schema == nil and event.causation == nil and event.meta == nil
            """)
        #expect(text == #"{"a":["Did","thing-1",3,7,"id-1","2026-03-05T14:32:00Z","c-1"],"none":true}"#)
    }
}
