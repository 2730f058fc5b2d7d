"""A small web shop: orders, and the stock of each item. One stock adjustment was booked twice."""

from datetime import timedelta

from .history import Agenda, Dice, History, at, days, is_workday, money, workdays_after

SECOND_ORDER = at("2026-02-05 06:00:00")  # OrderPlaced 1 (one line) → 2 (lines)
END = at("2026-03-10 17:30:00")

ITEMS = {  # name, price in cents, first delivery
    "MUG-01": ("Mug, speckled", 1290, 40),
    "TEA-02": ("Tea pot, 1.2 l", 3450, 18),
    "LAMP-03": ("Desk lamp, brass", 7990, 15),
    "PEN-04": ("Fountain pen, fine", 2495, 30),
    "BOOK-05": ("Notebook, 160 pages", 1990, 45),
    "BAG-06": ("Canvas bag", 1850, 26),
    "KITE-07": ("Kite, red", 2975, 14),
}
BROKEN = "LAMP-03"
CUSTOMERS = [
    "Zoë Tamberlin", "Łucja Wrzoskowa", "Noor Habbelin", "Jørgen Fjeldvang", "Inés Carbollera", "Mateo Quirandes", "Åsa Lindvik",
    "東京 ハナ", "Emeka Odunwale", "Bruno Castellar", "Chloé Marendin", "Señora Ibarrundi",
]
CITIES = [("Łódź", "PL"), ("Liège", "BE"), ("Tromsø", "NO"), ("Málaga", "ES"), ("東京", "JP"), ("Graz", "AT"), ("Forlì", "IT")]
NOTES = ["A gift 🎁, please no invoice in the box", "Leave it with the neighbours", "Ring twice, the bell is faint"]


class Shop:
    def __init__(self):
        self.history = History("orders", milliseconds=True)
        self.agenda = Agenda()
        self.dice = Dice(1990)
        self.on_hand = dict.fromkeys(ITEMS, 0)
        self.reserved = dict.fromkeys(ITEMS, 0)
        self.ordered_again = set()
        self.number = 5000
        self.parcel = 70310

    # Stock

    def stock(self, sku, type, time, quantity, cause=None, **more):
        signs = {"StockReceived": (1, 0), "StockReturned": (1, 0), "StockAdjusted": (1, 0),
                 "StockReserved": (0, 1), "StockReleased": (0, -1), "StockShipped": (-1, -1)}
        on_hand, reserved = signs[type]
        self.on_hand[sku] += on_hand * quantity
        self.reserved[sku] += reserved * quantity
        order = {"order": more.pop("order")} if "order" in more else {}
        return self.history.append(f"item-{sku}", type, time, {**order, "quantity": quantity, **more}, cause=cause)

    def free(self, sku):
        return self.on_hand[sku] - self.reserved[sku]

    def list_item(self, sku, time):
        name, price, quantity = ITEMS[sku]
        listed = self.history.append(f"item-{sku}", "ItemListed", time, {"sku": sku, "name": name, "price": money(price)})
        self.agenda.at(time + timedelta(hours=2), lambda now: self.stock(sku, "StockReceived", now, quantity, listed, supplier="supplier-07"))

    def order_again(self, sku, time):
        if self.free(sku) > 5 or sku in self.ordered_again or sku == BROKEN:
            return
        self.ordered_again.add(sku)

        def deliver(now):
            self.stock(sku, "StockReceived", now, self.dice.between(2, 4) * 6, supplier="supplier-07")
            self.ordered_again.remove(sku)
        arrives = self.dice.time(workdays_after(time, 2), 8, 10, True)
        if arrives < END:
            self.agenda.at(arrives, deliver)

    # Orders

    def lines_by_chance(self, time):
        """What a customer takes of what is there. Brass lamps are ordered by chance only in the first weeks."""
        lines = []
        for _ in range(1 if time < SECOND_ORDER else self.dice.pick([1, 1, 2, 2, 3])):
            sku = self.dice.pick([sku for sku in ITEMS if sku != BROKEN or time < at("2026-02-06 00:00:00")])
            quantity = min(self.dice.pick([1, 1, 1, 2, 2, 3, 4]), self.free(sku))
            if quantity > 0 and all(sku != line["sku"] for line in lines):
                lines.append({"sku": sku, "quantity": quantity, "price": money(ITEMS[sku][1])})
        return lines

    def place(self, time, customer=None, lines=None):
        lines = lines or self.lines_by_chance(time)
        if not lines:
            return None
        dice = self.dice
        self.number += 1
        stream = f"order-{self.number}"
        data = {"customer": customer or dice.pick(CUSTOMERS)}
        if time < SECOND_ORDER:
            placed = self.history.append(stream, "OrderPlaced", time, {**data, **lines[0]})
        else:
            city, country = dice.pick(CITIES)
            placed = self.history.append(stream, "OrderPlaced", time, {**data, "lines": lines, "ship_to": {"city": city, "country": country}}, 2)
        for index, line in enumerate(lines):
            self.agenda.at(time + timedelta(milliseconds=40 * (index + 1)), lambda now, line=line: self.reserve(now, stream, line, placed))
        return stream, lines, placed

    def reserve(self, time, stream, line, placed):
        self.stock(line["sku"], "StockReserved", time, line["quantity"], placed, order=stream)
        self.order_again(line["sku"], time)

    def order_by_chance(self, time):
        order = self.place(time)
        if not order:
            return
        dice, (stream, lines, placed) = self.dice, order
        if dice.chance(0.1):
            self.agenda.at(time + timedelta(minutes=2), lambda now: self.history.append(
                stream, "OrderNoteAdded", now, {"text": dice.pick(NOTES)}, cause=placed))
        pays = time + timedelta(minutes=dice.between(3, 90), milliseconds=dice.between(1, 999))
        if dice.chance(0.1):
            fifth_morning = workdays_after(time, 5) + timedelta(hours=6)
            if fifth_morning < END:
                self.agenda.at(fifth_morning, lambda now: self.cancel(now, order))
            return
        if dice.chance(0.12):
            self.agenda.at(pays, lambda now: self.history.append(stream, "PaymentFailed", now, {"reason": "card declined"}, cause=placed))
            pays += timedelta(hours=dice.between(1, 20), milliseconds=371)
        self.agenda.at(pays, lambda now: self.pay(now, order))

    def total(self, lines):
        return sum((line["quantity"] * line["price"] for line in lines), money(0))

    def pay(self, time, order, ships=None):
        stream, lines, placed = order
        paid = self.history.append(stream, "PaymentReceived", time, {
            "amount": self.total(lines), "currency": "EUR", "method": self.dice.pick(["card", "card", "bank transfer", "wallet"])}, cause=placed)
        ships = ships or self.dice.time(workdays_after(time, 1), 9, 16, True)
        if ships < END:
            self.agenda.at(ships, lambda now: self.ship(now, order, paid))

    def ship(self, time, order, paid):
        stream, lines, _ = order
        self.parcel += self.dice.between(1, 9)
        shipped = self.history.append(stream, "OrderShipped", time, {
            "carrier": self.dice.pick(["post", "van", "cargo bike 🚲"]), "parcel": f"P{self.parcel}"}, cause=paid)
        for index, line in enumerate(lines):
            self.agenda.at(time + timedelta(milliseconds=55 * (index + 1)), lambda now, line=line: self.stock(
                line["sku"], "StockShipped", now, line["quantity"], shipped, order=stream))
        arrives = self.dice.time(workdays_after(time, self.dice.between(1, 3)), 9, 18, True)
        if arrives < END:
            self.agenda.at(arrives, lambda now: self.deliver(now, order, shipped))

    def deliver(self, time, order, shipped):
        stream, lines, _ = order
        delivered = self.history.append(stream, "OrderDelivered", time, {"signed_by": self.dice.pick(["customer", "neighbour", "front desk"])}, cause=shipped)
        back = self.dice.time(workdays_after(time, self.dice.between(3, 6)), 9, 15, True)
        if self.dice.chance(0.1) and back < END and all(line["sku"] != BROKEN for line in lines):
            self.agenda.at(back, lambda now: self.take_back(now, order, delivered))

    def take_back(self, time, order, delivered):
        stream, lines, _ = order
        returned = self.history.append(stream, "OrderReturned", time, {"reason": self.dice.pick(["wrong colour", "too small", "déjà vu"])}, cause=delivered)
        for index, line in enumerate(lines):
            self.agenda.at(time + timedelta(milliseconds=35 * (index + 1)), lambda now, line=line: self.stock(
                line["sku"], "StockReturned", now, line["quantity"], returned, order=stream))
        self.agenda.at(time + timedelta(minutes=21, milliseconds=8), lambda now: self.history.append(
            stream, "RefundPaid", now, {"amount": self.total(lines), "currency": "EUR"}, cause=returned))

    def cancel(self, time, order):
        stream, lines, placed = order
        cancelled = self.history.append(stream, "OrderCancelled", time, {"reason": "not paid within five days"}, cause=placed)
        for index, line in enumerate(lines):
            self.agenda.at(time + timedelta(milliseconds=30 * (index + 1)), lambda now, line=line: self.stock(
                line["sku"], "StockReleased", now, line["quantity"], cancelled, order=stream))


def the_lamps(shop):
    """Three lamps break, the loss is booked twice, and a paid order then takes more than the books hold."""
    def count(now):
        assert shop.reserved[BROKEN] == 0, "all earlier lamps have left"
        shop.stock(BROKEN, "StockAdjusted", now, 7 - shop.on_hand[BROKEN], reason="stock-take")

    def adjust(quantity, reason):
        return lambda now: shop.stock(BROKEN, "StockAdjusted", now, quantity, reason=reason)

    def order(now):
        placed = shop.place(now, "Åsa Lindvik", [{"sku": BROKEN, "quantity": 4, "price": money(7990)}])
        shop.agenda.at(at("2026-02-23 09:21:17.405"), lambda now: shop.pay(now, placed, at("2026-02-24 10:14:08.260")))

    def receive(now):
        shop.stock(BROKEN, "StockReceived", now, 12, supplier="supplier-07")

    shop.agenda.at(at("2026-02-20 16:30:12.118"), count)
    shop.agenda.at(at("2026-02-23 09:10:44.091"), order)
    shop.agenda.at(at("2026-02-23 15:40:02.733"), adjust(-3, "broken in the store room"))
    shop.agenda.at(at("2026-02-23 15:40:06.951"), adjust(-3, "broken in the store room"))
    shop.agenda.at(at("2026-02-25 11:02:30.407"), adjust(3, "the loss of 23 February was booked twice 🤦"))
    shop.agenda.at(at("2026-02-26 08:45:51.640"), receive)


def history():
    shop = Shop()
    for index, sku in enumerate(ITEMS):
        shop.agenda.at(at("2026-01-05 08:30:00.214") + timedelta(minutes=3 * index), lambda now, sku=sku: shop.list_item(sku, now))
    shop.agenda.at(at("2026-02-16 07:00:00.031"), lambda now: shop.history.append(
        f"item-{BROKEN}", "PriceChanged", now, {"price": money(8490), "reason": "brass is dearer"}))
    shop.agenda.at(at("2026-02-18 07:00:00.031"), lambda now: shop.history.append(
        f"item-{BROKEN}", "PriceChanged", now, {"price": money(7990), "reason": "promised in the newsletter"}))
    for day in days(at("2026-01-07 00:00:00"), at("2026-03-09 00:00:00")):
        if shop.dice.chance(1 if is_workday(day) else 0.4):
            shop.agenda.at(shop.dice.time(day, 8, 21, True), shop.order_by_chance)
    the_lamps(shop)
    shop.agenda.run()
    check(shop.history)
    return shop.history


def check(history):
    on_hand, reserved, paid, below = {}, {}, set(), []
    for event in history.events:
        stream, type, quantity = event["stream"], event["type"], event["data"].get("quantity", 0)
        if type == "PaymentReceived":
            paid.add(stream)
        if type == "OrderShipped":
            assert stream in paid
        before = on_hand.get(stream, 0)
        if type in ("StockReceived", "StockReturned", "StockAdjusted"):
            on_hand[stream] = before + quantity
        elif type == "StockShipped":
            on_hand[stream] = before - quantity
            reserved[stream] -= quantity
        elif type in ("StockReserved", "StockReleased"):
            reserved[stream] = reserved.get(stream, 0) + (quantity if type == "StockReserved" else -quantity)
        assert reserved.get(stream, 0) >= 0
        if on_hand.get(stream, 0) < 0 <= before:
            below.append((stream, type, event["time"][:10]))
    assert below == [(f"item-{BROKEN}", "StockShipped", "2026-02-24")], below
    assert all(quantity >= 0 for quantity in on_hand.values())
