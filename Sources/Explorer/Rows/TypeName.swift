import JSONText

enum TypeName {
    /// The last part of a qualified type name, as `Namespace\\Class` or `java.pkg.Class$Inner`; what it is told by stays whole.
    static func short(_ type: ExactString) -> String {
        let name = type.description
        let cut = name.lastIndex { $0 == "\\" || $0 == "$" || $0 == ":" }
        guard let cut, name.index(after: cut) < name.endIndex else { return name }
        return String(name[name.index(after: cut)...])
    }
}
