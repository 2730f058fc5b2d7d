/// Keys as text: `jj<enter>/paid<enter>n<c-d>`. The same names serve tests, help and documentation.
package enum KeyScript {
    /// Why a script cannot be read.
    package struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
        package enum Problem: Equatable, Sendable {
            case unknownName(String)
            case missingEnd
        }

        package let problem: Problem
        /// The character at which the name begins, counted from 1.
        package let column: Int

        package init(problem: Problem, column: Int) {
            self.problem = problem
            self.column = column
        }

        package var description: String {
            switch problem {
            case .unknownName(let name):
                "column \(column): no key is named <\(sanitised(name))>; write <lt> for the character itself"
            case .missingEnd: "column \(column): \"<\" without \">\"; write <lt> for the character itself"
            }
        }
    }

    /// Reads a script. Names are case-insensitive, except that the letter of `<c-x>` is always taken as lower case.
    package static func parse(_ script: String) throws(Failure) -> [Key] {
        var keys: [Key] = []
        var rest = script[...]
        var column = 1
        while let character = rest.popFirst() {
            guard character == "<" else {
                keys.append(.character(character))
                column += 1
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { throw Failure(problem: .missingEnd, column: column) }
            let name = String(rest[..<end])
            guard let key = key(named: name.lowercased()) else {
                throw Failure(problem: .unknownName(name), column: column)
            }
            keys.append(key)
            column += name.count + 2
            rest = rest[rest.index(after: end)...]
        }
        return keys
    }

    /// The script that `parse` reads back as these keys.
    package static func text(_ keys: [Key]) -> String { keys.map(text).joined() }

    /// One key's name: `j`, `<enter>`, `<c-d>`.
    package static func text(_ key: Key) -> String {
        switch key {
        case .character("<"): "<lt>"
        case .character(" "): "<space>"
        case .character(let character): sanitised(String(character))
        case .control(let letter): "<c-\(letter)>"
        case .alt(let letter): "<a-\(letter)>"
        case .function(let number): "<f\(number)>"
        default: names.first { $0.key == key }.map { "<\($0.name)>" } ?? ""
        }
    }
}
