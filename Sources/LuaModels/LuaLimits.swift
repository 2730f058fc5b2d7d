/// What one call into a model may use.
package struct LuaLimits: Hashable, Sendable {
    /// Lua instructions, and charges for the work that library functions do. Looked at every thousand instructions.
    package var steps: Int
    /// Bytes that the model's values may take at once, states in memory included.
    package var memory: Int

    package init(steps: Int = 10_000_000, memory: Int = 256 << 20) {
        self.steps = steps
        self.memory = memory
    }
}
