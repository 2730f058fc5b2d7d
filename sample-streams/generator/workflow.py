"""Purchase requests with approvals and payments. One request was approved by the one who made it."""

from datetime import timedelta

from .history import Agenda, Dice, History, at, days, is_workday, workdays_after

END = at("2026-03-10 17:30:00")

APPROVERS = {"design": "inés", "workshop": "tomáš", "office": "yuki", "events": "björn"}
DEPUTIES = {"inés": "rafael", "tomáš": "agnès", "yuki": "oona", "björn": "björn"}  # björn stands in for himself
REQUESTERS = {
    "design": ["łucja", "rafael", "haruka"], "workshop": ["emeka", "søren"],
    "office": ["noor", "mateo"], "events": ["zoë", "imre"],
}
THINGS = {
    "design": [("Drawing tablets", 780), ("Font licence", 240), ("Colour proofs", 165), ("Photo shoot", 1900)],
    "workshop": [("Table saw blades", 320), ("Oak boards", 1150), ("Dust filters", 210), ("Clamps", 95)],
    "office": [("Desk chairs", 1340), ("Printer toner", 180), ("Coffee ☕ for a quarter", 260), ("Whiteboards", 410)],
    "events": [("Exhibition stand", 4800), ("Catering for 40", 1250), ("Train tickets to Łódź", 390), ("Interpreter 東京", 2200)],
}
REFUSALS = ["over budget", "already ordered by somebody else", "please ask for a second offer"]
COMMENTS = ["Needed before the fair 🙏", "Same supplier as last year", "The price includes delivery", "Could this be looked at today?"]


class Office:
    def __init__(self):
        self.history = History("workflow", milliseconds=True)
        self.agenda = Agenda()
        self.dice = Dice(2023)
        self.number = 2000
        self.payment = 900
        self.failing = 0

    def later(self, time, low, high, action):
        """A reaction of the system: some milliseconds on."""
        self.agenda.at(time + timedelta(milliseconds=self.dice.between(low, high)), action)

    def on_workday(self, time, count, action):
        """A person's reaction, or the morning's run: a moment of the count-th working day after."""
        moment = self.dice.time(workdays_after(time, count), 8.5, 17, True) if count else time + timedelta(
            minutes=self.dice.between(6, 80), milliseconds=self.dice.between(1, 999))
        if moment < END:
            self.agenda.at(moment, action)

    def submit(self, time, center=None, requester=None, thing=None, fate=None):
        dice = self.dice
        self.number += 1
        center = center or dice.pick(list(APPROVERS))
        title, price = thing or dice.pick(THINGS[center])
        case = {
            "number": self.number, "request": f"request-{self.number}", "round": 0, "approver": APPROVERS[center],
            "requester": requester or dice.pick([name for name in REQUESTERS[center] if name not in DEPUTIES.values()]),
            "amount": price + dice.between(0, 12) * 5,
            "fate": fate or dice.weighted({"grant": 50, "slow": 13, "escalate": 16, "refuse": 14, "withdraw": 7}),
        }
        if not fate and case["fate"] == "escalate" and center == "events":
            case["fate"] = "slow"
        submitted = self.history.append(case["request"], "RequestSubmitted", time, {
            "title": title, "amount": case["amount"], "currency": "EUR", "requester": case["requester"], "cost_center": center})
        if dice.chance(0.2):
            self.agenda.at(time + timedelta(minutes=1, milliseconds=417), lambda now: self.history.append(
                case["request"], "CommentAdded", now, {"by": case["requester"], "text": dice.pick(COMMENTS)}, cause=submitted))
        self.later(time, 90, 400, lambda now: self.ask(now, case, submitted))

    def ask(self, time, case, cause):
        case["round"] += 1
        case["approval"] = f"approval-{case['number']}-{case['round']}"
        asked = self.history.append(case["approval"], "ApprovalRequested", time, {
            "request": case["request"], "requester": case["requester"], "amount": case["amount"], "approver": case["approver"]}, cause=cause)
        fate = case["fate"]
        if fate == "withdraw":
            self.on_workday(time, 1, lambda now: self.withdraw(now, case, asked))
        elif fate in ("grant", "refuse"):
            self.on_workday(time, self.dice.between(0, 1), lambda now: self.answer(now, case, asked))
        else:
            self.remind(time, case, asked, 1)

    def remind(self, time, case, cause, number):
        """Every morning at eight. After the second reminder of a round the deputy is asked."""
        moment = workdays_after(time, 1) + timedelta(hours=8, seconds=case["number"] % 50, milliseconds=self.dice.between(1, 999))
        if moment >= END:
            return

        def send(now):
            sent = self.history.append(case["approval"], "ReminderSent", now, {"to": case["approver"], "number": number}, cause=cause)
            if case["fate"] == "slow":
                self.on_workday(now, 0, lambda then: self.answer(then, case, sent))
            elif number % 2 == 0:
                self.later(now, 150, 600, lambda then: self.escalate(then, case, sent, number))
            else:
                self.remind(now, case, sent, number + 1)
        self.agenda.at(moment, send)

    def escalate(self, time, case, cause, number):
        deputy = DEPUTIES[case["approver"]]
        escalated = self.history.append(case["approval"], "Escalated", time, {
            "from": case["approver"], "to": deputy, "reason": "no answer after two reminders"}, cause=cause)
        if deputy == case["approver"] and number < 10:
            self.remind(time, case, escalated, number + 1)
            return
        case["approver"] = deputy
        self.on_workday(time, 0, lambda now: self.answer(now, case, escalated))

    def withdraw(self, time, case, cause):
        withdrawn = self.history.append(case["request"], "RequestWithdrawn", time, {"by": case["requester"]}, cause=cause)
        self.later(time, 80, 300, lambda now: self.history.append(case["approval"], "ApprovalCancelled", now, {}, cause=withdrawn))

    def answer(self, time, case, cause):
        by = case["approver"]
        if case["fate"] == "refuse" and case["round"] == 1:
            reason = self.dice.pick(REFUSALS)
            refused = self.history.append(case["approval"], "ApprovalRefused", time, {"by": by, "reason": reason}, cause=cause)

            def reject(now):
                rejected = self.history.append(case["request"], "RequestRejected", now, {"by": by, "reason": reason}, cause=refused)
                if reason != "already ordered by somebody else":
                    self.on_workday(now, 1, lambda then: self.amend(then, case, rejected))
            self.later(time, 60, 250, reject)
            return
        granted = self.history.append(case["approval"], "ApprovalGranted", time, {"by": by}, cause=cause)

        def approve(now):
            approved = self.history.append(case["request"], "RequestApproved", now, {"by": by}, cause=granted)
            self.later(now, 200, 900, lambda then: self.order_payment(then, case, approved))
        self.later(time, 60, 250, approve)

    def amend(self, time, case, cause):
        case["amount"] = case["amount"] * 4 // 5
        amended = self.history.append(case["request"], "RequestAmended", time, {"amount": case["amount"]}, cause=cause)
        self.later(time, 90, 400, lambda now: self.ask(now, case, amended))

    def order_payment(self, time, case, cause):
        self.payment += 1
        stream = f"payment-{self.payment}"
        ordered = self.history.append(stream, "PaymentOrdered", time, {
            "request": case["request"], "amount": case["amount"], "supplier": f"supplier-{self.dice.between(1, 18):02}"}, cause=cause)
        self.on_workday(time, 1, lambda now: self.send_payment(now, case, stream, ordered))

    def send_payment(self, time, case, stream, cause):
        sent = self.history.append(stream, "PaymentSent", time, {"amount": case["amount"]}, cause=cause)
        if self.dice.chance(0.12):
            def fail(now):
                failed = self.history.append(stream, "PaymentFailed", now, {
                    "reason": self.dice.pick(["IBAN unknown", "bank did not answer"])}, cause=sent)
                self.on_workday(now, 1, lambda then: self.send_payment(then, case, stream, failed))
            self.later(time, 2000, 9000, fail)
            return

        def confirm(now):
            confirmed = self.history.append(stream, "PaymentConfirmed", now, {}, cause=sent)
            self.later(now, 60, 250, lambda then: self.history.append(
                case["request"], "RequestPaid", then, {"payment": stream}, cause=confirmed))
        self.on_workday(time, 1, confirm)


def history():
    office = Office()
    for day in days(at("2026-01-07 00:00:00"), at("2026-03-10 00:00:00")):
        if is_workday(day) and office.dice.chance(0.88):
            office.agenda.at(office.dice.time(day, 8.5, 16, True), office.submit)
    # Rafael asks while Inés is away; two reminders later the request is on his own desk.
    office.agenda.at(at("2026-02-11 10:18:36.502"), lambda now: office.submit(
        now, "design", "rafael", ("Large monitor", 1290), "escalate"))
    # Björn is away too, and is his own deputy.
    office.agenda.at(at("2026-02-16 09:47:12.880"), lambda now: office.submit(
        now, "events", "zoë", ("Banner for the spring fair", 540), "escalate"))
    # And three requests are still open when the log ends.
    office.agenda.at(at("2026-03-09 11:32:08.316"), lambda now: office.submit(now, "workshop", "søren", ("Router bits", 145), "escalate"))
    office.agenda.at(at("2026-03-10 10:41:57.023"), lambda now: office.submit(now, "office", "noor", ("Desk lamps", 320), "slow"))
    office.agenda.at(at("2026-03-10 15:58:40.671"), lambda now: office.submit(now, "design", "haruka", ("Paper samples 東京", 88), "slow"))
    office.agenda.run()
    check(office.history)
    return office.history


def check(history):
    requester, own, escalations, attempts = {}, [], {}, {}
    for event in history.events:
        stream, type, data = event["stream"], event["type"], event["data"]
        if type == "RequestSubmitted":
            requester[stream] = data["requester"]
        elif type == "RequestApproved" and data["by"] == requester[stream]:
            own.append((requester[stream], event["time"][:10]))
        elif type == "Escalated":
            escalations[stream] = escalations.get(stream, 0) + 1
        elif type == "PaymentSent":
            attempts[stream] = attempts.get(stream, 0) + 1
    assert own == [("rafael", "2026-02-13")], own
    assert [count for count in escalations.values() if count > 1] == [5], escalations
    assert max(attempts.values()) <= 3
