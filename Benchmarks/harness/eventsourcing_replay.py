"""Replays one stream with pyeventsourcing, for folding.py: eventsourcing_replay.py EXPORT STREAM

Its events are put into the library's in-memory store first, as its own recorder keeps them; only getting the aggregate counts.
"""

import json
import sys
import time
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Account(Aggregate):
    @event("Opened")
    def __init__(self, number: str, owner: str):
        self.number = number
        self.owner = owner
        self.balance = 0
        self.address = None

    @staticmethod
    def create_id(number: str):
        return uuid5(NAMESPACE_URL, number)

    @event("Deposited")
    def deposit(self, amount: int):
        self.balance += amount

    @event("Withdrawn")
    def withdraw(self, amount: int):
        self.balance -= amount

    @event("Moved")
    def move(self, street: str, city: str):
        self.address = {"street": street, "city": city}


def stored(app: Application, path: str, stream: str):
    mark = f'"stream":"{stream}"'.encode()
    account = None
    with open(path, "rb") as lines:
        for line in lines:
            if mark not in line:
                continue
            found = json.loads(line)
            data = found["data"]
            match found["type"]:
                case "AccountOpened": account = Account(stream, data["owner"])
                case "MoneyDeposited": account.deposit(data["amount"])
                case "MoneyWithdrawn": account.withdraw(data["amount"])
                case "AddressChanged": account.move(data["street"], data["city"])
    app.save(account)
    return account.id


bank: Application = Application()
number = stored(bank, sys.argv[1], sys.argv[2])
start = time.perf_counter()
account = bank.repository.get(number)
seconds = time.perf_counter() - start
print(json.dumps({"events": account.version, "balance": account.balance, "seconds": seconds}))
