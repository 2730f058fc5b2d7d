/// The history that most tests look at: two streams, an old schema, odd numbers and spaces.
enum Samples {
    static let bank = """
        {"stream":"account-1","version":0,"type":"Deposited","schema":1,"id":"e0","time":"2026-03-05T14:00:00Z","data":{"cents":5000},"meta":{"correlation":"c1"}}
        {"stream":"order-9","version":0,"type":"Placed","time":"2026-03-05T14:10:00+00:00","data":{"total" : 1.10, "big":12345678901234567890123}}
        {"stream":"account-1","version":1,"type":"MoneyWithdrawn","id":"e2","time":"2026-03-05T14:32:00Z","data":{"amount":70},"meta":{"correlation":"c2"}}
        {"stream":"account-1","version":2,"type":"Boom","data":null}
        {"stream":"account-10","version":4,"type":"MoneyDeposited","schema":2,"time":"2026-03-06T09:00:00Z","data":{"amount":1}}

        """
}
