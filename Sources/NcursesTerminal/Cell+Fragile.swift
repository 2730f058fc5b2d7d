import CNcurses
import Screen

extension Cell {
    /// Whether terminals and C libraries may disagree about the width of this cell's cluster. Not fragile are single
    /// scalars of scripts and blocks that every terminal draws one column wide, our borders and bars among them.
    var isFragile: Bool {
        let utf8 = text.utf8
        if utf8.count <= 1 { return false }
        let scalars = text.unicodeScalars
        guard columns == 1, let scalar = scalars.first, scalars.dropFirst().isEmpty else { return true }
        switch scalar.value {
        case 0xA0..<0x300, 0x370..<0x530, 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x21FF, 0x2500...0x25FF, 0xFFFD:
            return scalar.properties.isEmoji || nc_wcwidth(wchar_t(bitPattern: scalar.value)) != 1
        default:
            return true
        }
    }
}
