extension EventRun {
    /// The position of an event among those that were arranged.
    package func heldPosition(_ number: Int) -> Int { held.sorted(number).pointee.position }
}
