internal import CSimdjson

extension JSONParser {
    /// `simdjson 3.0.1`.
    package static var library: String { "simdjson \(String(cString: csj_library_version()))" }
}
