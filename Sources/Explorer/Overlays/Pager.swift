/// Where one is in lines over the whole screen.
package struct Pager: Equatable, Sendable {
    var top = 0
    /// The line that a search found last.
    var found: Int?
}
