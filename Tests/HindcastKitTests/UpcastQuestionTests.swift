import HindcastKit
import Testing

/// Questions over events of which upcasters make others.
@Suite struct UpcastQuestionTests {
    private let fixture = Fixture([
        "moves.jsonl": #"""
            {"stream":"s-1","version":0,"type":"Move","data":{"n":5}}
            {"stream":"s-1","version":1,"type":"Taken","data":{"n":5}}

            """#,
        "moves.lua": """
            local s = aggregate("s", { streams = "s-*", initial = { b = 0 } })
            function s.on.Out(state, event) state.b = state.b - event.data.n end
            function s.on.In(state, event) state.b = state.b + event.data.n end
            function s.on.Taken(state, event) state.b = state.b - event.data.n end
            upcast("Move", { from = 1, to = 2 }, function(data) return { emit("Out", data), emit("In", data) } end)

            """,
        "lists.jsonl": #"{"stream":"a-1","version":0,"type":"Listed","data":[]}"# + "\n",
        "lists.lua": """
            aggregate("a", { streams = "a-*" }).on.Listed = function(state, event) state.n = #event.data end
            upcast("Listed", { from = 1, to = 2 }, function(data) return copy(data) end)

            """,
    ])

    private func find(_ expression: String) -> Outcome {
        hindcast("find", fixture.path("moves.jsonl"), "--model", fixture.path("moves.lua"), "--when", expression, "--json")
    }

    @Test func `find knows only states that a recorded event leaves`() {
        let outcome = find("state.b < 0")
        #expect(outcome.out.contains(#""version":1"#) && !outcome.out.contains(#""version":0"#))
        #expect(find("state.b < -5").status == .no)
        // An expression about events alone is asked of each that upcasters made.
        #expect(find("event.type == 'Out'").out.contains(#""version":0"#))
    }

    @Test func `an empty array that an upcaster returns is data, and no event is lost`() {
        let outcome = hindcast("state", fixture.path("lists.jsonl"), "--model", fixture.path("lists.lua"), "--stream", "a-1", "--json")
        #expect(outcome.out.contains(#""state":{"n":0}"#))
    }

    @Test func `an option that upcast does not have is refused when the model loads`() {
        fixture.write("upcast(\"A\", { from = 1, to = 2, As = \"B\" }, function(data) return data end)\n", to: "slip.lua")
        let outcome = hindcast("state", fixture.path("lists.jsonl"), "--model", fixture.path("slip.lua"), "--stream", "a-1")
        expectTrouble(outcome, "upcast has no option \"As\"; there are from, to and as")
    }

    @Test func `a gate through which no stream goes is trouble, and a check without a model says so`() {
        let events = fixture.path("moves.jsonl")
        expectTrouble(hindcast("check", events, "--match", "nope"), "fits \"nope\"")
        let model = fixture.path("moves.lua")
        expectTrouble(hindcast("compare", events, "--before", model, "--after", model, "--match", "nope"), "fits \"nope\"")
        #expect(hindcast("check", events).err.contains("1 stream checked without a model: nothing found"))
    }
}
