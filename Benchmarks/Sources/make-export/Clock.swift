/// A clock that only goes forward, and writes itself as `2024-01-01T00:00:00.000` (UTC, no zone).
struct Clock {
    private static let millisecondsPerDay = 86_400_000

    private var day: Int
    private var millisecond = 0
    private var date: [UInt8]

    /// Midnight of a day, counted from 1970-01-01.
    init(day: Int) {
        self.day = day
        date = Self.civil(day: day)
    }

    mutating func advance(milliseconds: Int) {
        millisecond += milliseconds
        guard millisecond >= Self.millisecondsPerDay else { return }
        day += millisecond / Self.millisecondsPerDay
        millisecond %= Self.millisecondsPerDay
        date = Self.civil(day: day)
    }

    func write(to out: inout Output) {
        out.append(date)
        out.append(UInt8(ascii: "T"))
        out.append(millisecond / 3_600_000, digits: 2)
        out.append(UInt8(ascii: ":"))
        out.append(millisecond / 60_000 % 60, digits: 2)
        out.append(UInt8(ascii: ":"))
        out.append(millisecond / 1_000 % 60, digits: 2)
        out.append(UInt8(ascii: "."))
        out.append(millisecond % 1_000, digits: 3)
    }

    /// Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days, for days after 1970.
    private static func civil(day: Int) -> [UInt8] {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return [UInt8]("\(year)-\(two(month))-\(two(dayOfMonth))".utf8)
    }
}
