import Explorer
import Testing

// Compiles against Explorer alone. It fails to build as soon as the explorer's face needs ncurses, Lua or the commands, which
// is all that it is for; `.resized` is the least that a message can be.
@Test("the explorer is there without ncurses, Lua and commands")
func explorerStandsAlone() {
    #expect(Message.openingFailed("x") != Message.openingFailed("y"))
}
