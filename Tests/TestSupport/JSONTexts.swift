package import JSONText

/// Texts of the kinds that the suite https://github.com/nst/JSONTestSuite is made of: what a parser must take …
package let acceptedTexts: [String] = [
    // scalars as the whole text
    "null", "true", "false", "0", "-0", "42", "-1", #""""#, #""asd""#, #"" ""#, " 7 ", "\t\"x\"\r\n", "\n\n1\n\n",
    // numbers
    "[0e1]", "[0e+1]", "[0E+2]", "[1E22]", "[1E-2]", "[1E+2]", "[1e2]", "[123.456e78]", "[123.456789]", "[123e-10]", "[-0]",
    "[-0.0]", "[-123]", "[-1]", "[20e1]", "[0.1e-999]", "[100000000000000000000000000000000000000000]", "[1.0]", "[1.10]",
    "[-2.2250738585072012e-308]", "[9223372036854775807]", "[9223372036854775808]", "[18446744073709551615]", "[1]",
    "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]", "[4 ]", "[ 1]",
    // arrays
    "[]", "[[]]", "[[]   ]", "[[],[],[[]]]", #"[""]"#, #"["a"]"#, "[null, 1, \"1\", {}]", "[1\n]", " [1]", "[1,null,null,null,2]",
    "[2] ", "[false]", "[\t1\t,\r\n2 ]", #"[{"a":[1,{"b":[]}]}]"#,
    // objects
    "{}", #"{"":0}"#, #"{"a":"b"}"#, #"{"a":"b","a":"c"}"#, #"{"a":"b","a":"b"}"#, #"{"asd":"sdf", "dfg":"fgh"}"#,
    #"{"foo\u0000bar": 42}"#, #"{ "min": -1.0e+28, "max": 1.0e+28 }"#, #"{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "y"}"#,
    #"{"a":[]}"#, #"{"title":"\u041f\u043e\u043b"}"#, "{\n\"a\": \"b\"\n}", #"{"__proto__":{"a":1},"constructor":2}"#, #"{"a":{},"b":[]}"#,
    // strings
    #"["\u0060\u012a\u12AB"]"#, #"["\uD801\udc37"]"#, #"["\ud83d\ude39\ud83d\udc8d"]"#, #"["\"\\\/\b\f\n\r\t"]"#, #"["\\u0000"]"#,
    #"["\""]"#, #"["a/*b*/c/*d//e"]"#, #"["\\a"]"#, #"["\\n"]"#, #"["\u0012"]"#, #"["\uFFFF"]"#, "[\"asd\"]", "[ \"asd\"]",
    #"["\uDBFF\uDFFF"]"#, #"["new\u00A0line"]"#, "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", #"["\u0000"]"#, #"["\u002c"]"#,
    "[\"π\"]", "[\"\u{1BFFF}\"]", "[\"asd \"]", "\" \"", #"["\u0821"]"#, #"["\u0123"]"#, "[\"\u{2028}\"]", "[\"\u{2029}\"]",
    "[\"\u{85}\"]", #"["\u0061\u30af\u30EA\u30b9"]"#, "[\"new\u{A0}line\"]", "[\"\u{7F}\"]", #"["\uA66D"]"#, #"["\u005C"]"#,
    #"["\u0022"]"#, "[\"⍂㈴⍂\"]", #"["\u200B"]"#, #"["\u2064"]"#, #"["\uFDD0"]"#, #"["\uFFFE"]"#, "[\"€𝄞\"]", "[\"aa\u{7F}a\"]",
]

/// … and what it must refuse: why, and at which byte.
package let rejectedTexts: [(text: String, fault: JSONError.Fault, offset: Int)] = [
    // nothing there
    ("", .empty, 0), (" ", .empty, 0), ("\n\t\r ", .empty, 0),
    // numbers
    ("[01]", .badNumber, 2), ("[-01]", .badNumber, 3), ("[012]", .badNumber, 2), ("[-]", .badNumber, 2), ("[--1]", .badNumber, 2),
    ("[1.]", .badNumber, 3), ("[-1.]", .badNumber, 4), ("[1.e3]", .badNumber, 3), ("[.5]", .expectedValue, 1), ("[+1]", .expectedValue, 1),
    ("[1e]", .badNumber, 3), ("[1e+]", .badNumber, 4), ("[1eE2]", .badNumber, 3), ("[1.0e-]", .badNumber, 6), ("[0x1F]", .badNumber, 2),
    ("[1_000]", .badNumber, 2), ("[1 000]", .expectedComma, 3), ("[1+2]", .badNumber, 2), ("[1a]", .badNumber, 2), ("[-a]", .badNumber, 2),
    ("[1.2.3]", .badNumber, 4), ("[-Infinity]", .badNumber, 2), ("[-NaN]", .badNumber, 2), ("[１]", .expectedValue, 1), ("-", .badNumber, 1),
    ("[1\u{0}]", .badNumber, 2), ("[2.e+3]", .badNumber, 3), ("[0.e1]", .badNumber, 3), ("[9.e]", .badNumber, 3), ("2e", .badNumber, 2),
    // literals
    ("[nul]", .badLiteral, 1), ("[tru]", .badLiteral, 1), ("[truE]", .badLiteral, 1), ("[nullx]", .badLiteral, 1), ("[True]", .expectedValue, 1),
    ("[NaN]", .expectedValue, 1), ("[Infinity]", .expectedValue, 1), ("[undefined]", .expectedValue, 1), ("nulll", .badLiteral, 0),
    ("[fals e]", .badLiteral, 1), ("tru", .badLiteral, 0), ("[true\u{C}]", .badLiteral, 1), (#"[true"a"]"#, .badLiteral, 1),
    // arrays
    ("[", .unclosedContainer, 1), ("[1", .unclosedContainer, 2), ("[1,", .unclosedContainer, 3), ("[1,]", .expectedValue, 3),
    ("[,1]", .expectedValue, 1), ("[,]", .expectedValue, 1), ("[1,,2]", .expectedValue, 3), ("[1 true]", .expectedComma, 3), ("[1:2]", .expectedComma, 2),
    ("[a", .expectedValue, 1), ("[1}", .expectedComma, 2), ("[{]", .expectedKey, 2), (#"["": 1]"#, .expectedComma, 3), ("[*]", .expectedValue, 1),
    ("[1;2]", .badNumber, 2), ("[3[4]]", .expectedComma, 2), ("[\n1\n,1", .unclosedContainer, 6), ("[[1]", .unclosedContainer, 4),
    // objects
    ("{", .unclosedContainer, 1), ("{,}", .expectedKey, 1), (#"{"a"}"#, .expectedColon, 4), (#"{"a":}"#, .expectedValue, 5), (#"{"a":1,}"#, .expectedKey, 7),
    (#"{"a":1,,"b":2}"#, .expectedKey, 7), (#"{"a" "b"}"#, .expectedColon, 5), (#"{"a"::1}"#, .expectedValue, 5), ("{a:1}", .expectedKey, 1),
    ("{'a':0}", .expectedKey, 1), ("{1:1}", .expectedKey, 1), ("{null:1}", .expectedKey, 1), ("{[1]:2}", .expectedKey, 1), (#"{"a":1 "b":2}"#, .expectedComma, 7),
    (#"{"a":"b"]"#, .expectedComma, 8), (#"{"a":1"#, .unclosedContainer, 6), (#"{"a":"#, .unclosedContainer, 5), (#"{"a""#, .expectedColon, 4),
    (#"{"a":/**/1}"#, .expectedValue, 5), (#"{"a":1/*x*/}"#, .badNumber, 6), ("{\"a\":1}#", .trailingText, 7), (#"{"a":1}//"#, .trailingText, 7),
    // strings
    (#"[""#, .unclosedString, 1), (#"["a"#, .unclosedString, 1), (#"["a\"]"#, .unclosedString, 1), (#"["\a"]"#, .badEscape, 2), (#"["\x00"]"#, .badEscape, 2),
    (#"["\u"]"#, .badEscape, 2), (#"["\u00A"]"#, .badEscape, 2), (#"["\uqqqq"]"#, .badEscape, 2), (#"["\uD834\u00"]"#, .badEscape, 8), (#"["\U0041"]"#, .badEscape, 2),
    (#"["\ "]"#, .badEscape, 2), (#"["ok\'no"]"#, .badEscape, 4), ("['a']", .expectedValue, 1), ("[“a”]", .expectedValue, 1), (#"["a" b]"#, .expectedComma, 5),
    (#"["a"b]"#, .expectedComma, 4), (#"["a""b"]"#, .expectedComma, 4), ("[\"a\u{0}b\"]", .controlCharacter, 3), ("[\"a\nb\"]", .controlCharacter, 3),
    ("[\"\t\"]", .controlCharacter, 2), ("[\"\u{1F}\"]", .controlCharacter, 2), ("[\"\\\u{1}\"]", .controlCharacter, 3), (#"\u0020"#, .expectedValue, 0),
    (#"["x", "y"#, .unclosedString, 6), (#"{"k\q":1}"#, .badEscape, 3), (#"[\"a"]"#, .unclosedString, 4),
    // after the value, and what is no white space
    ("{}}", .trailingText, 2), ("[]]", .trailingText, 2), ("[][]", .trailingText, 2), ("1 2", .trailingText, 2), (#"{"a":1} {"a":2}"#, .trailingText, 8),
    ("[1],", .trailingText, 3), ("]", .expectedValue, 0), ("}", .expectedValue, 0), (",", .expectedValue, 0), (":", .expectedValue, 0), ("<.>", .expectedValue, 0), ("// x\n1", .expectedValue, 0),
    ("\u{FEFF}{}", .expectedValue, 0), ("[\u{B}1]", .expectedValue, 1), ("[\u{C}1]", .expectedValue, 1), ("[\u{A0}1]", .expectedValue, 1),
    ("[\u{85}1]", .expectedValue, 1), ("[\u{2028}1]", .expectedValue, 1), ("[\u{2060}]", .expectedValue, 1), ("{}\u{0}", .trailingText, 2), ("å", .expectedValue, 0),
]
