import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        ("1", "integer 1"), ("-9223372036854775808", "integer -9223372036854775808"),
        ("9223372036854775807", "integer 9223372036854775807"), ("0", "integer 0"),
        ("0.1", "float 0.1"), ("1.0", "float 1.0"), ("-0.0", "float -0.0"), ("-0", "float -0.0"), ("1e2", "float 100.0"), ("5e-324", "float 4.9406564584125e-324"),
        ("0.30000000000000004", "float 0.3"), ("123456789012345.6", "float 1.2345678901235e+14"),
        ("9223372036854775808", "nil 9223372036854775808"), ("12345678901234567890", "nil 12345678901234567890"),
        ("0.1000000000000000055511151231257827", "nil 0.1000000000000000055511151231257827"),
        ("1e400", "nil 1e400"), ("1e-400", "nil 1e-400"), ("1E99999999999999999999", "nil 1E99999999999999999999"),
        ("0.12345678901234567890", "nil 0.12345678901234567890"),
        ("100000000000000000000000", "nil 100000000000000000000000"), ("1e23", "float 1e+23"), ("100000000000000000000", "float 1e+20"),
        ("-18446744073709551616", "nil -18446744073709551616"), ("-100000000000000000000000", "nil -100000000000000000000000"),
    ])
    func `a number reaches Lua as what holds it exactly`(text: String, expected: String) throws {
        let made = try state("state.x = tostring(math.type(event.data.n)) .. ' ' .. tostring(event.data.n)", #"{"n":\#(text)}"#)
        #expect(made == #"{"x":"\#(expected)"}"#)
    }

    @Test(arguments: ["1", "0.1", "1.5", "12345678901234567890", "1e400", "0.12345678901234567890", "-9223372036854775808"])
    func `a number passes through a state unchanged`(text: String) throws {
        #expect(try state("state.x = event.data.n", #"{"n":\#(text)}"#) == #"{"x":\#(text)}"#)
    }

    @Test(arguments: [
        ("1.0", "1.0"), ("-0.0", "-0.0"), ("1e15", "1000000000000000.0"), ("1e16", "1e+16"), ("2^53", "9007199254740992.0"), ("0.00001", "0.00001"),
        ("0.000001", "1e-06"), ("1/3", "0.3333333333333333"), ("math.mininteger", "-9223372036854775808"), ("7 // 2", "3"), ("1e308*10 > 0", "true"),
    ])
    func `floats are written shortest`(expression: String, expected: String) throws {
        #expect(try state("state.x = \(expression)") == #"{"x":\#(expected)}"#)
    }

    @Test(arguments: [
        ("decimal('0.10') + decimal('0.2')", "0.30"), ("decimal('1') - decimal('1.00')", "0.00"), ("decimal('0.1') * 3", "0.3"),
        ("3 - decimal('0.1')", "2.9"), ("-decimal('5.50')", "-5.50"), ("decimal('-5') + 5", "0"), ("decimal('99.99') + decimal('0.01')", "100.00"),
        ("decimal('12345678901234567890') + 1", "12345678901234567891"), ("decimal('1e400') * 2", "2e400"),
        ("decimal(math.mininteger) - 1", "-9223372036854775809"), ("decimal('1e3') + 0", "1000"), ("decimal('0.001') * decimal('0.001')", "0.000001"),
        ("decimal('10'):div(3, 2)", "3.33"), ("decimal('1'):div(8, 2)", "0.12"), ("decimal('3'):div(8, 2)", "0.38"), ("decimal('1'):div(8, 2, 'half_up')", "0.13"),
        ("decimal('-2'):div(3, 3)", "-0.667"), ("decimal('-2'):div(3, 3, 'down')", "-0.666"), ("decimal.div(7, 2, 0)", "4"), ("decimal.div(5, 2, 0)", "2"),
        ("decimal('999.99'):round(1)", "1000.0"), ("decimal('0.05'):div(100, 1)", "0.0"), ("decimal('1e-400'):div(3, 2)", "0.00"), ("decimal('100'):div('1', 0)", "error"),
        ("decimal('0.10') == decimal('0.1')", "true"), ("decimal('0.1') < 1", "true"), ("2 <= decimal('1.99')", "false"), ("decimal('-1e400') < decimal('1e-400')", "true"),
        ("decimal('1e400') > 5", "true"), ("tonumber(decimal('12'))", "12"), ("tonumber(decimal('0.5'))", "0.5"), ("type(decimal('1'))", "\"decimal\""),
        ("decimal('1.50') .. ' EUR'", "\"1.50 EUR\""), ("string.format('%s', decimal('1.50'))", "\"1.50\""), ("decimal(0)", "0"), ("decimal('0') * 5", "0"),
        ("decimal('0.00') == 0", "false"), ("decimal.eq(decimal('0.00'), 0)", "true"), ("decimal('0.00'):eq(0)", "true"), ("decimal.eq(5, decimal('5.0'))", "true"),
        ("decimal.eq(5, 6)", "false"), ("decimal('0.1'):eq(decimal('0.10'))", "true"), ("tonumber(decimal('12.00'))", "12"), ("tonumber(decimal('-0.0'))", "0"),
        ("tonumber(decimal('0.1234567890123456789'))", "0.1234567890123456789"), ("tonumber(decimal('-9223372036854775808'))", "-9223372036854775808"),
        ("math.type(tonumber(decimal('9223372036854775807')))", "\"integer\""), ("tonumber(decimal('9223372036854775808'))", "9223372036854775808"),
        ("tonumber(decimal('1e400'))", "1e400"), ("tonumber(decimal('12e2'))", "1200"),
    ])
    func `decimals are exact`(expression: String, expected: String) throws {
        if expected == "error" {
            #expect(try failure("state.x = \(expression)").message.contains("do not mix"))
        } else {
            #expect(try state("state.x = \(expression)") == #"{"x":\#(expected)}"#)
        }
    }

    @Test(arguments: [
        ("decimal('1') + 0.5", "a decimal and a float do not mix"), ("decimal('1') < 0.5", "do not mix"), ("decimal('1') / 2", "write a:div(b, scale)"),
        ("decimal('1') // 2", "write a:div(b, scale)"), ("decimal('1') % 2", "not this operator"), ("decimal('x')", "no number"), ("decimal('')", "no number"),
        ("decimal('01')", "no number"), ("decimal(0.1)", "a float is not exact"), ("decimal('1'):div(0, 2)", "divided by zero"), ("decimal('1'):div(3, -1)", "the scale"),
        ("decimal('1e999999999') + 1", "more than 10000 digits"), ("decimal('1e99999999999') + 1", "so large an exponent"), ("decimal('1') + '2'", "do not mix"),
        ("decimal('1') + {}", "do not mix"), ("decimal.eq(decimal('1'), 1.0)", "do not mix"), ("decimal('1'):eq(nil)", "do not mix"), ("decimal(string.rep('9', 10001))", "more than 10000 digits"), ("decimal.x.y", "nil value"),
    ])
    func `what decimals refuse is an error`(expression: String, expected: String) throws {
        let error = try failure("state.x = \(expression)")
        #expect(error.message.contains(expected), "\(error.message)")
        #expect(error.line == 3)
    }

    @Test(arguments: [
        ("'%.2f', decimal('1234567890123456789.125')", "1234567890123456789.12"), ("'%.2f', decimal('0.135')", "0.14"), ("'%.2f', decimal('-0.125')", "-0.12"),
        ("'%.0f', decimal('2.5')", "2"), ("'%f', decimal('1e-7')", "0.000000"), ("'%.3f|', decimal('5')", "5.000|"), ("'%.50f', decimal('1e-45')", "0." + String(repeating: "0", count: 44) + "100000"),
        ("'%d', decimal('12345678901234567890')", "12345678901234567890"), ("'%d', decimal('3.00')", "3"), ("'%5d|%-5d|%05d|%+d', decimal('7'), decimal('7'), decimal('-7'), decimal('7')", "    7|7    |-0007|+7"),
        ("'%8.2f|%-8.1f|%%|%s', decimal('1.005'), decimal('0.25'), decimal('1.50')", "    1.00|0.2     |%|1.50"), ("'%.2f', 9007199254740993", "9007199254740993.00"),
        ("'%s %d %.1f %x', 'a', 5, 0.25, 255", "a 5 0.2 ff"), ("'%s', 5", "5"), ("'%.1f', 2", "2.0"), ("'%q %i', 'x', 3", "\\\"x\\\" 3"),
    ])
    func `string.format writes decimals exactly`(arguments: String, expected: String) throws {
        #expect(try state("state.x = string.format(\(arguments))") == #"{"x":"\#(expected)"}"#)
    }

    @Test(arguments: [
        ("'%d', decimal('1.5')", "no whole number"), ("'%x', decimal('1')", "would not be exact"), ("'%g', decimal('1')", "would not be exact"), ("'%e', decimal('1')", "would not be exact"),
        ("'%.2f', decimal('1e99999999999')", "so large an exponent"), ("'%.200f', decimal('1')", "invalid conversion"), ("'%', decimal('1')", "would not be exact"),
        ("'%.2d', decimal('1')", "precision"), ("'%d %d', decimal('1')", "no value"), ("'%.2f', decimal('1e20000')", "more than 10000 digits"),
    ])
    func `what string.format cannot write exactly is an error`(arguments: String, expected: String) throws {
        let message = try failure("state.x = string.format(\(arguments))").message
        #expect(message.contains(expected), "\(message)")
    }

    @Test func `an aggregate may have all its numbers as decimals`() throws {
        let body = "state.sum = state.sum + event.data.a; state.n = (state.n or 0) + event.data.n; state.t = type(event.data.list[1])"
        let made = try state(body, #"{"a":0.10,"n":2,"list":[0.5]}"#, options: "initial = { sum = decimal('0.20') }, numbers = 'decimal'")
        #expect(made == #"{"n":2,"sum":0.30,"t":"decimal"}"#)
    }

    @Test func `decimal arithmetic agrees with 64-bit integers`() throws {
        var random = SplitMix(seed: 42)
        for _ in 0..<200 {
            let a = Int.random(in: -1_000_000_000...1_000_000_000, using: &random)
            let b = Int.random(in: -1_000_000...1_000_000, using: &random)
            let divisor = b == 0 ? 1 : b
            let made = try state("""
                local a, b = decimal('\(a)'), decimal('\(b)')
                state.x = { tostring(a + b), tostring(a - b), tostring(a * b), tostring(decimal.div(a, \(divisor), 0, 'down')), a < b, a == decimal(\(a)) }
                """)
            #expect(made == #"{"x":["\#(a + b)","\#(a - b)","\#(a * b)","\#(a / divisor)",\#(a < b),true]}"#, "seed 42: \(a) \(b)")
        }
    }
}
