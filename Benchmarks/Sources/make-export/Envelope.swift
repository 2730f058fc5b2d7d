/// The record around an event's payload.
enum Envelope: String, CaseIterable {
    /// A line of hindcast's own store.
    case store
    /// A row of message-db's `messages`, as PostgreSQL's `row_to_json` prints it: other names, other order, and a time without a zone.
    case messageDB = "message-db"
}

/// One event of the export with all that an envelope shows of it, but its payload.
struct Record {
    let position: Int
    let account: Int
    let version: Int
    let event: Bank.Event
    let id: Identifier
    let correlation: Identifier
    /// The id of the account's event before, where there is one.
    let causation: Identifier?
    let isRare: Bool
}

extension Envelope {
    func write(_ record: Record, clock: Clock, random: inout Random, to out: inout Output) {
        switch self {
        case .store:
            out.append("{\"stream\":\"account-")
            out.append(record.account)
            out.append("\",\"version\":")
            out.append(record.version)
            out.append(",\"type\":\"")
            out.append(record.event.type)
            out.append("\",\"schema\":1,\"id\":\"")
            record.id.write(to: &out)
            out.append("\",\"time\":\"")
            clock.write(to: &out)
            out.append("Z\",\"data\":")
            Bank.writeData(of: record.event, rare: record.isRare, random: &random, to: &out)
            out.append(",\"meta\":{\"correlation\":\"")
            record.correlation.write(to: &out)
            if let causation = record.causation {
                out.append("\",\"causation\":\"")
                causation.write(to: &out)
            }
            out.append("\"}}")
        case .messageDB:
            out.append("{\"id\":\"")
            record.id.write(to: &out)
            out.append("\",\"stream_name\":\"account-")
            out.append(record.account)
            out.append("\",\"type\":\"")
            out.append(record.event.type)
            out.append("\",\"position\":")
            out.append(record.version)
            out.append(",\"global_position\":")
            out.append(record.position + 1)
            out.append(",\"data\":")
            Bank.writeData(of: record.event, rare: record.isRare, random: &random, to: &out)
            out.append(",\"metadata\":{\"correlationId\":\"")
            record.correlation.write(to: &out)
            if let causation = record.causation {
                out.append("\",\"causationId\":\"")
                causation.write(to: &out)
            }
            out.append("\"},\"time\":\"")
            clock.write(to: &out)
            out.append("\"}")
        }
    }
}
