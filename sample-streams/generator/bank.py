"""Ten accounts of a small bank. Money that was only announced could be withdrawn."""

from datetime import timedelta

from .history import Agenda, Dice, History, at, days, is_workday, workdays_after

SECOND_OPENING = at("2026-01-20 06:00:00")  # AccountOpened 1 → 2: "name" becomes "owner"
THIRD_OPENING = at("2026-02-09 06:00:00")   # AccountOpened 2 → 3: with a currency
WHOLE_EUROS = at("2026-02-02 06:00:00")     # Deposited 1 (cents) → MoneyDeposited 2 (euros)
LAST_TRANSFER = at("2026-03-09 12:00:00")
END = at("2026-03-10 17:30:00")

ADDRESSES = [
    ("Lindenweg 4", "Köln"), ("Rue des Érables 19", "Liège"), ("ul. Łąkowa 8", "Łódź"), ("Calle Peñón 23", "Málaga"),
    ("Storgata 61", "Tromsø"), ("千代田 1-2-3", "東京"), ("Kongensgade 14", "Århus"), ("Via dei Tigli 5", "Forlì"),
]
NOTES = [
    "Asked for a second card", "Prefers to be called after 16:00 ☎️", "Card limit raised to 500", "Travels in April 🧳",
    "Naïve question about fees, explained", "Sent the new price list", "Lost card blocked and replaced",
]


class Account:
    def __init__(self, number, owner, opened, last, activity):
        self.stream = f"account-{number}"
        self.owner = owner
        self.opened = at(opened)
        self.last = at(last)          # its last chosen event
        self.activity = activity      # chance of something on a working day
        self.balance = self.pending = 0
        self.quiet = []               # spans in which nothing happens by chance

    def is_quiet(self, time):
        return any(first <= time <= last for first, last in self.quiet)


class Bank:
    def __init__(self):
        self.history = History("bank")
        self.agenda = Agenda()
        self.dice = Dice(1042)
        self.transfers = 4100
        self.accounts = {}

    # Events: each keeps the account's own books, so that the story is told with true amounts.

    def open(self, account, time):
        if time < SECOND_OPENING:
            data, schema = {"name": account.owner}, 1
        elif time < THIRD_OPENING:
            data, schema = {"owner": account.owner}, 2
        else:
            data, schema = {"owner": account.owner, "currency": "EUR"}, 3
        return self.history.append(account.stream, "AccountOpened", time, data, schema)

    def deposit(self, account, time, amount, channel, cause=None):
        account.balance += amount
        if time < WHOLE_EUROS:
            return self.history.append(account.stream, "Deposited", time, {"cents": amount * 100}, cause=cause)
        return self.history.append(account.stream, "MoneyDeposited", time, {"amount": amount, "channel": channel}, 2, cause)

    def withdraw(self, account, time, amount, channel):
        assert 0 < amount <= account.balance + account.pending, "the bank's own rule"
        account.balance -= amount
        return self.history.append(account.stream, "MoneyWithdrawn", time, {"amount": amount, "channel": channel})

    def receive(self, account, time, amount, sender, cause=None):
        account.pending += amount
        self.transfers += 1
        data = {"amount": amount, "transfer": f"tr-{self.transfers}", "from": sender}
        return self.history.append(account.stream, "TransferReceived", time, data, cause=cause)

    def finish(self, account, time, received, returned=False):
        amount, transfer = received["data"]["amount"], received["data"]["transfer"]
        account.pending -= amount
        if returned:
            data = {"amount": amount, "transfer": transfer, "reason": "no such contract"}
            return self.history.append(account.stream, "TransferReturned", time, data, cause=received)
        account.balance += amount
        return self.history.append(account.stream, "TransferSettled", time, {"amount": amount, "transfer": transfer}, cause=received)

    def move_house(self, account, time, address):
        street, city = address
        return self.history.append(account.stream, "AddressChanged", time, {"street": street, "city": city})

    def note(self, account, time, text, cause=None):
        return self.history.append(account.stream, "NoteAdded", time, {"text": text}, cause=cause)

    def statement(self, account, time):
        return self.history.append(account.stream, "StatementSent", time, {"month": (time - timedelta(days=1)).strftime("%Y-%m")})

    # What customers do.

    def settle_next_morning(self, account, received, time, returned=False):
        morning = self.dice.time(workdays_after(time, 1), 7, 7.6)
        if morning < END:
            self.agenda.at(morning, lambda now: self.finish(account, now, received, returned))

    def act(self, account, time):
        if account.is_quiet(time):
            return
        dice = self.dice
        what = dice.weighted({"withdraw": 42, "deposit": 26, "receive": 14, "send": 7, "note": 4, "move": 3})
        if what in ("withdraw", "send") and account.balance < 30:
            what = "deposit"
        if what in ("receive", "send") and time > LAST_TRANSFER:
            what = "deposit"
        if what == "withdraw":
            channel = dice.weighted({"card": 6, "atm": 3, "online": 2})
            amount = dice.between(1, 8) * 20 if channel == "atm" else dice.between(4, 95)
            self.withdraw(account, time, min(amount, account.balance), channel)
        elif what == "deposit":
            self.deposit(account, time, dice.between(2, 30) * 10, dice.weighted({"branch": 3, "atm": 2}))
        elif what == "receive":
            received = self.receive(account, time, dice.between(8, 90) * 10, dice.pick(["salary", "family", "insurance", "tax office"]))
            self.settle_next_morning(account, received, time, returned=dice.chance(0.08))
        elif what == "send":
            others = [other for other in self.accounts.values()
                      if other is not account and other.opened < time < other.last and not other.is_quiet(time) and other.owner != "alice"]
            self.send(account, dice.pick(others), time, min(dice.between(2, 25) * 10, account.balance))
        elif what == "note":
            self.note(account, time, dice.pick(NOTES))
        else:
            self.move_house(account, time, dice.pick(ADDRESSES))

    def send(self, account, other, time, amount):
        sent = self.withdraw(account, time, amount, "transfer")

        def arrive(now):
            received = self.receive(other, now, amount, account.stream, cause=sent)
            if other.owner != "alice":
                self.settle_next_morning(other, received, now)
        self.agenda.at(time + timedelta(seconds=2), arrive)

    def plan(self, account):
        """A life by chance: most working days, some Saturdays."""
        self.agenda.at(account.opened, lambda now: self.open(account, now))
        first = account.opened + timedelta(minutes=self.dice.between(4, 30))
        self.agenda.at(first, lambda now: self.deposit(account, now, self.dice.between(10, 60) * 10, "branch"))
        for day in days(account.opened + timedelta(days=1), account.last - timedelta(days=1)):
            probability = account.activity if is_workday(day) else account.activity / 3 if day.weekday() == 5 else 0
            while self.dice.chance(probability):
                self.agenda.at(self.dice.time(day, 8, 19), lambda now: self.act(account, now))
                probability /= 3
        self.plan_statements(account)

    def plan_statements(self, account):
        for month in (at("2026-02-01 05:00:00"), at("2026-03-01 05:00:00")):
            if account.opened < month:
                seconds = list(self.accounts).index(account.stream)
                self.agenda.at(month + timedelta(seconds=seconds), lambda now: self.statement(account, now))

    def plan_overdrawn(self, account, first, missing, announced, returned):
        """The same fault elsewhere: little money, a transfer announced, more withdrawn than is there."""
        first = at(first)
        account.quiet.append((first - timedelta(days=4), first + timedelta(days=3)))
        received = {}
        self.agenda.at(first, lambda now: self.withdraw(account, now, account.balance - 40, "online"))

        def announce(now):
            received["event"] = self.receive(account, now, announced, "insurance")
            self.settle_next_morning(account, received["event"], now, returned)
        self.agenda.at(first + timedelta(hours=2, minutes=11, seconds=9), announce)
        self.agenda.at(first + timedelta(hours=2, minutes=52, seconds=31),
                       lambda now: self.withdraw(account, now, account.balance + missing, "card"))
        if returned:
            self.agenda.at(first + timedelta(days=2), lambda now: self.deposit(account, now, missing + 25, "branch"))
            self.agenda.at(first + timedelta(days=2, minutes=6),
                           lambda now: self.note(account, now, "Was below zero for two days 😟, says nobody told her"))


def alice(bank):
    """account-1042, event by event; version 37 is the one that everybody asks about."""
    account = bank.accounts["account-1042"]
    received = {}

    def opened(now):
        bank.open(account, now)

    def deposit(amount, channel="branch"):
        return lambda now: bank.deposit(account, now, amount, channel)

    def withdraw(amount, channel="card"):
        return lambda now: bank.withdraw(account, now, amount, channel)

    def salary(now):
        received["salary"] = bank.receive(account, now, 900, "salary")

    def salary_settles(now):
        bank.finish(account, now, received["salary"])

    def loan_settles(now):
        loan = next(event for event in bank.history.events
                    if event["stream"] == account.stream and event["data"].get("from") == "account-1007")
        bank.finish(account, now, loan)

    def address(street, city):
        return lambda now: bank.move_house(account, now, (street, city))

    def note(text):
        return lambda now: bank.note(account, now, text)

    # Statements on the first of each month come from the bank: versions 12 and 30.
    story = [
        ("2026-01-05 09:12:44", opened),
        ("2026-01-05 09:20:10", address("Lindengasse 7", "Graz")),
        ("2026-01-05 09:31:27", deposit(120)),
        ("2026-01-08 17:44:05", withdraw(40, "atm")),
        ("2026-01-14 10:02:31", salary),
        ("2026-01-15 07:05:18", salary_settles),
        ("2026-01-16 12:15:49", withdraw(35)),
        ("2026-01-19 09:05:02", withdraw(520, "online")),
        ("2026-01-22 18:20:37", withdraw(64)),
        ("2026-01-24 11:08:55", withdraw(60, "atm")),
        ("2026-01-28 08:47:13", deposit(50)),
        ("2026-01-30 13:02:26", withdraw(28)),
        ("2026-02-03 17:26:41", withdraw(73)),
        ("2026-02-05 09:41:08", deposit(80)),
        ("2026-02-07 10:33:52", withdraw(100, "atm")),
        ("2026-02-10 12:48:19", withdraw(42)),
        ("2026-02-13 10:00:44", salary),
        ("2026-02-16 07:06:03", salary_settles),
        ("2026-02-16 09:04:30", withdraw(520, "online")),
        ("2026-02-17 12:31:16", withdraw(36)),
        ("2026-02-18 15:12:09", note("Wants paper statements from March on 📬")),
        ("2026-02-19 18:02:57", withdraw(88)),
        ("2026-02-21 11:45:33", withdraw(120, "atm")),
        ("2026-02-23 17:55:20", withdraw(54)),
        ("2026-02-24 08:52:46", deposit(40)),
        ("2026-02-25 12:20:11", withdraw(61)),
        ("2026-02-26 18:37:28", withdraw(47)),
        ("2026-02-27 13:14:59", withdraw(39)),
        ("2026-02-28 10:26:07", withdraw(60, "atm")),
        ("2026-03-02 12:09:34", withdraw(33)),
        ("2026-03-03 17:48:21", withdraw(26)),
        ("2026-03-04 12:40:15", withdraw(24)),
        # Version 34: 400 from account-1007, announced at 14:30:50.
        ("2026-03-05 14:31:02", deposit(30, "atm")),
        ("2026-03-05 14:31:40", address("Rue de l’Église 12", "Liège")),
        ("2026-03-05 14:32:00", withdraw(120, "atm")),
        ("2026-03-05 14:35:10", deposit(100, "atm")),
        ("2026-03-05 15:12:33", withdraw(18)),
        ("2026-03-05 17:40:21", note("Asks why the app showed −70 at 14:32. We are looking into it 🔎")),
        ("2026-03-06 07:04:12", loan_settles),
        ("2026-03-06 08:51:40", withdraw(9)),
        ("2026-03-06 12:22:18", withdraw(14)),
        ("2026-03-06 13:05:47", withdraw(150, "online")),
        ("2026-03-06 16:48:30", deposit(60)),
        ("2026-03-06 18:30:04", withdraw(37)),
        ("2026-03-07 09:55:12", withdraw(12)),
        ("2026-03-07 10:40:39", withdraw(50, "atm")),
        ("2026-03-07 11:26:51", withdraw(23)),
        ("2026-03-07 14:09:25", withdraw(31)),
        ("2026-03-07 19:52:08", withdraw(44)),
        ("2026-03-08 12:31:44", withdraw(17)),
        ("2026-03-08 18:04:19", withdraw(21)),
        ("2026-03-09 08:14:53", deposit(40)),
        ("2026-03-09 09:02:27", salary),
        ("2026-03-09 12:18:36", withdraw(16)),
        ("2026-03-09 12:47:10", note("Told her that the case is with the developers")),
        ("2026-03-09 15:33:02", deposit(25)),
        ("2026-03-09 17:20:45", withdraw(22)),
    ]
    for time, action in story:
        bank.agenda.at(at(time), action)
    bank.plan_statements(account)

    lender = bank.accounts["account-1007"]
    bank.agenda.at(at("2026-03-05 09:15:22"), lambda now: bank.deposit(lender, now, 600, "branch"))
    bank.agenda.at(at("2026-03-05 14:30:48"), lambda now: bank.send(lender, account, now, 400))


def history():
    bank = Bank()
    for account in [
        Account(1001, "bruno", "2026-01-05 08:52:10", "2026-03-10 11:20:31", 0.62),
        Account(1007, "chloé", "2026-01-05 10:40:02", "2026-03-09 16:42:07", 0.66),
        Account(1013, "łucja", "2026-01-07 09:03:55", "2026-03-10 09:48:16", 0.70),
        Account(1019, "emeka", "2026-01-12 13:27:40", "2026-03-06 17:05:59", 0.60),
        Account(1024, "noor", "2026-01-16 11:11:28", "2026-03-10 15:31:44", 0.72),
        Account(1042, "alice", "2026-01-05 09:12:44", "2026-03-09 17:20:45", 0),
        Account(1055, "jørgen", "2026-01-21 14:50:33", "2026-03-09 10:12:20", 0.72),
        Account(1063, "inés", "2026-01-27 10:08:06", "2026-03-09 10:26:50", 0.66),
        Account(1077, "さくら", "2026-02-04 09:36:19", "2026-03-10 16:54:38", 0.84),
        Account(1088, "mateo", "2026-02-11 15:19:47", "2026-03-10 13:07:23", 0.90),
    ]:
        bank.accounts[account.stream] = account
    accounts = bank.accounts

    closing = accounts["account-1063"]
    closing.quiet.append((at("2026-03-03 00:00:00"), END))
    bank.agenda.at(at("2026-03-09 10:21:14"), lambda now: bank.withdraw(closing, now, closing.balance, "branch"))
    bank.agenda.at(closing.last, lambda now: bank.history.append(closing.stream, "AccountClosed", now, {"reason": "moves abroad ✈️"}))

    alice(bank)
    bank.plan_overdrawn(accounts["account-1013"], "2026-02-17 09:22:05", missing=55, announced=250, returned=True)
    bank.plan_overdrawn(accounts["account-1077"], "2026-03-09 09:47:50", missing=35, announced=310, returned=False)
    for account in accounts.values():
        if account.owner == "alice":
            continue
        bank.plan(account)
        if account is not closing:
            bank.agenda.at(account.last, lambda now, account=account: bank.deposit(account, now, bank.dice.between(3, 20) * 10, "branch"))

    bank.agenda.run()
    check(bank.history)
    return bank.history


def check(history):
    """Folds what was written, and says where it must go below zero."""
    balance, below, refused, last = {}, [], [], {}
    for event in history.events:
        stream, data, before = event["stream"], event["data"], balance.get(event["stream"], 0)
        after = before
        if event["type"] == "Deposited":
            assert data["cents"] % 100 == 0
            after += data["cents"] // 100
        elif event["type"] in ("MoneyDeposited", "TransferSettled"):
            after += data["amount"]
        elif event["type"] == "MoneyWithdrawn":
            after -= data["amount"]
            if data["amount"] > before:
                refused.append(event)
        balance[stream], last[stream] = after, event["time"]
        if after < 0 <= before:
            below.append(event)

    assert below == refused, "a rule that counts only settled money refuses exactly these"
    assert [event["stream"] for event in below] == ["account-1013", "account-1042", "account-1077"]
    assert all(event["version"] >= 5 for event in below)
    assert all(amount >= 0 for amount in balance.values()), "and all are above zero again"
    assert all("2026-03-06" < time < "2026-03-11" for time in last.values())

    of_alice = [event for event in history.events if event["stream"] == "account-1042"]
    assert len(of_alice) == 60 and of_alice[37]["time"] == "2026-03-05T14:32:00Z" and of_alice[37] is below[1]
    assert of_alice[37]["data"] == {"amount": 120, "channel": "atm"}
    assert [event["type"] for event in of_alice[34:39]] == [
        "TransferReceived", "MoneyDeposited", "AddressChanged", "MoneyWithdrawn", "MoneyDeposited"]
    assert 400 <= len(history.events) <= 600, len(history.events)
