extension Bank {
    /// Writes an event's payload, as one JSON object.
    static func writeData(of event: Event, rare: Bool, random: inout Random, to out: inout Output) {
        switch event {
        case .opened:
            out.append("{\"owner\":\"")
            out.append(names[random.below(names.count)])
            out.append("\",\"currency\":\"EUR\",\"branch\":")
            out.append(random.below(900) + 100)
            writeNote(rare: rare, random: &random, to: &out)
        case .deposited(let amount), .withdrawn(let amount):
            out.append("{\"amount\":")
            out.append(amount)
            out.append(",\"channel\":\"")
            out.append(channels[random.below(channels.count)])
            out.append("\"")
            writeNote(rare: rare, random: &random, to: &out)
        case .addressChanged:
            out.append("{\"street\":\"")
            out.append(streets[random.below(streets.count)])
            out.append(" ")
            out.append(random.below(200) + 1)
            out.append("\",\"city\":\"")
            out.append(cities[random.below(cities.count)])
            out.append("\",\"geo\":{\"lat\":")
            out.append(random.below(20) + 40)
            out.append(".")
            out.append(random.below(1_000_000), digits: 6)
            out.append(",\"lon\":")
            out.append(random.below(20))
            out.append(".")
            out.append(random.below(1_000_000), digits: 6)
            out.append("}")
            writeNote(rare: rare, random: &random, to: &out)
        }
        out.append("}")
    }

    private static func writeNote(rare: Bool, random: inout Random, to out: inout Output) {
        out.append(",\"note\":\"")
        if rare {
            out.append(rareText)
            out.append(" ")
        }
        out.append(notes[random.below(notes.count)])
        out.append("\"")
    }

    private static let names: [StaticString] = [
        "alice", "bruno", "chloé", "dmitri", "eun-ji", "farid", "greta", "hugo", "ingrid", "João", "kenji", "łukasz", "maría", "nadia", "oskar", "zoë",
    ]
    private static let channels: [StaticString] = ["atm", "branch", "card", "transfer", "app"]
    private static let streets: [StaticString] = [
        "Lindengasse", "Rue de l’Église", "High Street", "Calle Mayor", "Via Roma", "Keizersgracht", "Ulica Długa", "Hauptplatz",
    ]
    private static let cities: [StaticString] = ["Graz", "Liège", "Leeds", "Sevilla", "Torino", "Utrecht", "Gdańsk", "Linz"]
    /// As they stand in JSON: some hold escapes, as people's texts do.
    private static let notes: [StaticString] = [
        "rent", "salary for the month", "groceries and a birthday cake", "", "transfer between own accounts, see the contract",
        "the customer said \\\"as soon as possible\\\"", "invoice 2024/118\\nsecond reminder", "caf\\u00e9 and newspapers",
        "standing order", "refund", "insurance, car, yearly", "no reference given", "holiday savings", "electricity and water, quarterly bill",
    ]
}
