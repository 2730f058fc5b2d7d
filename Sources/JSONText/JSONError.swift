internal import CSimdjson

/// Why a text is not one JSON value, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        case empty, invalidUTF8, unclosedString, controlCharacter, badEscape, badNumber, badLiteral
        case expectedValue, expectedKey, expectedColon, expectedComma, trailingText, unclosedContainer
        case tooDeep, tooLarge, outOfMemory
    }

    package let fault: Fault
    /// In bytes from the start of the text.
    package let offset: Int

    package init(fault: Fault, offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    init(code: Int32, offset: Int) {
        self.init(fault: Self.faults[code] ?? .expectedValue, offset: offset)
    }

    private static let faults: [Int32: Fault] = [
        Int32(csj_error_empty.rawValue): .empty,
        Int32(csj_error_utf8.rawValue): .invalidUTF8,
        Int32(csj_error_unclosed_string.rawValue): .unclosedString,
        Int32(csj_error_control_character.rawValue): .controlCharacter,
        Int32(csj_error_escape.rawValue): .badEscape,
        Int32(csj_error_number.rawValue): .badNumber,
        Int32(csj_error_literal.rawValue): .badLiteral,
        Int32(csj_error_expected_value.rawValue): .expectedValue,
        Int32(csj_error_expected_key.rawValue): .expectedKey,
        Int32(csj_error_expected_colon.rawValue): .expectedColon,
        Int32(csj_error_expected_comma.rawValue): .expectedComma,
        Int32(csj_error_trailing.rawValue): .trailingText,
        Int32(csj_error_unclosed_container.rawValue): .unclosedContainer,
        Int32(csj_error_depth.rawValue): .tooDeep,
        Int32(csj_error_too_large.rawValue): .tooLarge,
        Int32(csj_error_memory.rawValue): .outOfMemory,
    ]
}

extension JSONError: CustomStringConvertible {
    /// Without the place: whoever shows it knows the file and line.
    package var description: String {
        switch fault {
        case .empty: "no JSON value"
        case .invalidUTF8: "invalid UTF-8"
        case .unclosedString: "a string that is not closed"
        case .controlCharacter: "a control character inside a string"
        case .badEscape: "a wrong escape in a string"
        case .badNumber: "a malformed number"
        case .badLiteral: "neither true, false nor null"
        case .expectedValue: "a value was expected"
        case .expectedKey: "a key in quotes was expected"
        case .expectedColon: "\":\" was expected"
        case .expectedComma: "\",\" or a closing bracket was expected"
        case .trailingText: "more text after the value"
        case .unclosedContainer: "the text ends inside an object or array"
        case .tooDeep: "nested deeper than \(JSONParser.maximumDepth) levels"
        case .tooLarge: "larger than 4 GiB"
        case .outOfMemory: "out of memory"
        }
    }
}
