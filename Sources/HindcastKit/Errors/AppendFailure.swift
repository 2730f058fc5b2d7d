import EventLog

/// An append that was not carried out, and where on standard input its events stand.
struct AppendFailure: Error {
    let error: StoreError
    /// Of each event, from 1.
    let lines: [Int]
}
