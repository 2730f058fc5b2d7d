/// The bytes that all checkpoints of a rehydrator may take together, and who gives way when they are used up.
final class CheckpointBudget {
    let limit: Int
    private(set) var used = 0
    /// Lets go of what was used longest ago; false where nothing is left but what is in use.
    var makeRoom: () -> Bool = { false }

    /// - Parameter limit: bytes.
    init(_ limit: Int) { self.limit = limit }

    var isExceeded: Bool { used > limit }

    func take(_ bytes: Int) { used += bytes }
    func giveBack(_ bytes: Int) { used -= bytes }
}
