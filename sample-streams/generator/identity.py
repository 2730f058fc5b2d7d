"""People, roles and lockouts. One session outlived a lock.

Everybody is invented: addresses at example.com, telephone numbers and network addresses from the ranges kept for examples.
"""

from datetime import timedelta

from .history import Agenda, Dice, History, at, days, is_workday, workdays_after

SECOND_EMAIL = at("2026-02-03 06:00:00")  # EmailChanged 1 ("new_email") → 2 ("email", "verified")
END = at("2026-03-10 17:30:00")
STRANGER = "203.0.113.66"
ADMIN = "user-101"

PEOPLE = [  # name, mailbox, phone, roles, home address in the network, registered
    ("Oona Valtimar", "oona", "+44 7700 900101", ["admin", "staff"], "192.0.2.11", "2026-01-05 08:41:20"),
    ("Łucja Wrzoskowa", "lucja", "+44 7700 900118", ["staff"], "192.0.2.24", "2026-01-05 09:02:48"),
    ("Emeka Odunwale", "emeka", "+44 7700 900127", ["staff", "editor"], "198.51.100.7", "2026-01-05 09:30:05"),
    ("Zoë Tamberlin", "zoe", "+1 202 555 0143", ["editor"], "198.51.100.19", "2026-01-06 10:12:33"),
    ("東京 ハナ", "hana", "+1 202 555 0176", ["staff"], "2001:db8:14::9", "2026-01-08 07:55:10"),
    ("Jørgen Fjeldvang", "jorgen", "+44 7700 900164", ["auditor"], "192.0.2.87", "2026-01-12 11:24:51"),
    ("Inés Carbollera", "ines", "+44 7700 900172", ["staff"], "198.51.100.140", "2026-01-14 13:40:27"),
    ("Mateo Quirandes", "mateo", "+1 202 555 0112", ["editor"], "2001:db8:14::31", "2026-01-20 09:18:02"),
    ("Chloé Marendin", "chloe", "+44 7700 900183", ["staff"], "192.0.2.140", "2026-01-27 10:05:44"),
    ("Noor Habbelin", "noor", "+1 202 555 0187", ["auditor"], "198.51.100.201", "2026-02-04 14:31:16"),
    ("Søren Ågeskov", "soren", "+44 7700 900195", ["staff"], "192.0.2.203", "2026-02-16 08:59:37"),
]
ROLES = {
    "admin": ["user.unlock", "user.deactivate", "role.change"], "staff": ["document.read"],
    "editor": ["document.read", "document.write"], "auditor": ["log.read"],
}


class Directory:
    def __init__(self):
        self.history = History("identity", milliseconds=True)
        self.agenda = Agenda()
        self.dice = Dice(66)
        self.locked = set()
        self.gone = set()
        self.people = {f"user-{101 + index}": person for index, person in enumerate(PEOPLE)}

    def ip(self, user):
        return self.people[user][4]

    def later(self, time, low, high, action):
        self.agenda.at(time + timedelta(milliseconds=self.dice.between(low, high)), action)

    def create_role(self, name, permissions):
        return lambda now: self.history.append(f"role-{name}", "RoleCreated", now, {"name": name, "permissions": permissions})

    def register(self, user, time):
        name, mailbox, phone, roles, _, _ = self.people[user]
        registered = self.history.append(user, "UserRegistered", time, {
            "name": name, "email": f"{mailbox}@example.com", "phone": phone, "locale": "ja" if "2001:db8:14::9" == self.ip(user) else "en"})
        self.agenda.at(time + timedelta(minutes=self.dice.between(2, 40), milliseconds=613), lambda now: self.history.append(
            user, "EmailVerified", now, {"email": f"{mailbox}@example.com"}, cause=registered))
        for index, role in enumerate(roles):
            self.agenda.at(time + timedelta(minutes=50 + index, milliseconds=207), lambda now, role=role: self.join(now, user, role, registered))

    def join(self, time, user, role, cause=None):
        added = self.history.append(f"role-{role}", "MemberAdded", time, {"user": user, "by": ADMIN}, cause=cause)
        self.later(time, 20, 90, lambda now: self.history.append(user, "RoleGranted", now, {"role": role}, cause=added))

    def leave(self, time, user, role, cause=None):
        removed = self.history.append(f"role-{role}", "MemberRemoved", time, {"user": user, "by": ADMIN}, cause=cause)
        self.later(time, 20, 90, lambda now: self.history.append(user, "RoleRevoked", now, {"role": role}, cause=removed))

    def log_in(self, user, time, via=None, ip=None, cause=None):
        return self.history.append(user, "LoggedIn", time, {
            "ip": ip or self.ip(user), "via": via or self.dice.pick(["password", "password", "passkey", "session"])}, cause=cause)

    def fail(self, user, time, ip, cause=None):
        return self.history.append(user, "LoginFailed", time, {"ip": ip, "reason": "wrong password"}, cause=cause)

    def day_by_chance(self, user, time):
        if user in self.locked or user in self.gone:
            return
        if self.dice.chance(0.1):
            failed = self.fail(user, time, self.ip(user))
            self.agenda.at(time + timedelta(seconds=self.dice.between(6, 40)), lambda now: self.log_in(user, now, "password", cause=failed))
        else:
            self.log_in(user, time)

    def unlock(self, time, user, cause):
        self.locked.discard(user)
        unlocked = self.history.append(user, "AccountUnlocked", time, {"by": ADMIN}, cause=cause)
        self.agenda.at(time + timedelta(minutes=self.dice.between(3, 25), milliseconds=44), lambda now: self.history.append(
            user, "PasswordChanged", now, {"by": user}, cause=unlocked))

    def change_email(self, user, time, mailbox):
        email = f"{mailbox}@example.com"
        old = time < SECOND_EMAIL
        changed = self.history.append(user, "EmailChanged", time, {"new_email": email} if old else {"email": email, "verified": False}, 1 if old else 2)
        self.agenda.at(time + timedelta(minutes=self.dice.between(2, 50), milliseconds=305), lambda now: self.history.append(
            user, "EmailVerified", now, {"email": email}, cause=changed))

    def deactivate(self, time, user):
        self.gone.add(user)
        left = self.history.append(user, "UserDeactivated", time, {"by": ADMIN, "reason": "left the company"})
        for index, role in enumerate(self.people[user][3]):
            self.agenda.at(time + timedelta(milliseconds=400 * (index + 1)), lambda now, role=role: self.leave(now, user, role, left))


class Attack:
    """Guessing at one account: each try, then the lock, come as events of their own."""

    def __init__(self, directory, user, start, ip):
        self.directory, self.user, self.ip = directory, user, ip
        directory.agenda.at(start, lambda now: self.try_password(now, 1, None))

    def try_password(self, time, number, cause):
        directory = self.directory
        directory.locked.add(self.user)  # nobody else comes in by chance from now on
        failed = directory.fail(self.user, time, self.ip, cause)
        if number < 5:
            directory.later(time, 3100, 19000, lambda now: self.try_password(now, number + 1, failed))
        else:
            directory.later(time, 15, 60, lambda now: self.lock(now, failed))

    def lock(self, time, cause):
        directory = self.directory
        locked = directory.history.append(self.user, "AccountLocked", time, {"reason": "five failures", "failures": 5}, cause=cause)
        morning = directory.dice.time(workdays_after(time, 1), 8.8, 9.9, True)
        directory.agenda.at(morning, lambda now: directory.unlock(now, self.user, locked))


def history():
    directory = Directory()
    agenda, dice = directory.agenda, directory.dice
    for index, (role, permissions) in enumerate(ROLES.items()):
        agenda.at(at("2026-01-05 08:30:00.118") + timedelta(minutes=index), directory.create_role(role, permissions))
    for user, person in directory.people.items():
        registered = at(person[5]) + timedelta(milliseconds=dice.between(1, 999))
        agenda.at(registered, lambda now, user=user: directory.register(user, now))
        for day in days(registered + timedelta(days=1), END - timedelta(days=1)):
            if is_workday(day) and dice.chance(0.5):
                agenda.at(dice.time(day, 10, 17, True), lambda now, user=user: directory.day_by_chance(user, now))

    def event(text, stream, type, data):
        agenda.at(at(text), lambda now: directory.history.append(stream, type, now, data))

    for text, user, mailbox in [
        ("2026-01-15 17:20:41.902", "user-104", "zoe.tamberlin"), ("2026-01-22 17:31:09.377", "user-105", "hana.t"),
        ("2026-01-30 17:12:55.064", "user-102", "lucja.w"), ("2026-02-12 17:44:30.818", "user-107", "ines.carbollera"),
        ("2026-03-02 17:25:13.290", "user-109", "chloe.m"),
    ]:
        agenda.at(at(text), lambda now, user=user, mailbox=mailbox: directory.change_email(user, now, mailbox))
    event("2026-01-28 18:02:10.411", "user-106", "PhoneChanged", {"phone": "+44 7700 900166"})
    event("2026-02-20 18:09:38.650", "user-103", "PhoneChanged", {"phone": "+44 7700 900129"})
    event("2026-02-09 18:15:22.093", "user-104", "NameChanged", {"name": "Zoë Tamberlin-Ærø"})
    event("2026-02-10 18:01:47.735", "role-editor", "PermissionAdded", {"permission": "document.publish"})
    event("2026-02-27 18:03:31.208", "role-editor", "PermissionRemoved", {"permission": "document.publish"})
    event("2026-03-04 18:20:05.572", "role-auditor", "PermissionAdded", {"permission": "report.write"})
    agenda.at(at("2026-02-18 18:05:14.326"), lambda now: directory.join(now, "user-107", "editor"))
    agenda.at(at("2026-03-06 18:00:00.447"), lambda now: directory.deactivate(now, "user-108"))

    # People who forget, and in the night of 24 February a stranger who tries three accounts.
    Attack(directory, "user-103", at("2026-01-19 18:40:12.550"), "198.51.100.7")
    Attack(directory, "user-109", at("2026-02-06 18:22:47.131"), "192.0.2.140")
    Attack(directory, "user-102", at("2026-02-24 23:12:05.284"), STRANGER)
    Attack(directory, "user-107", at("2026-02-24 23:14:31.760"), STRANGER)
    Attack(directory, "user-110", at("2026-02-24 23:17:48.019"), STRANGER)
    agenda.at(at("2026-02-25 07:58:22.641"), lambda now: directory.log_in("user-107", now, "session"))
    event("2026-02-25 10:40:09.158", "user-107", "NoteAdded", {"text": "Her tablet came in with an old session while the account was locked 🔐"})

    agenda.run()
    check(directory.history)
    return directory.history


def check(history):
    locked, entered = set(), []
    for event in history.events:
        if event["type"] == "AccountLocked":
            locked.add(event["stream"])
        elif event["type"] == "AccountUnlocked":
            locked.remove(event["stream"])
        elif event["type"] == "LoggedIn" and event["stream"] in locked:
            entered.append((event["stream"], event["time"]))
    assert entered == [("user-107", "2026-02-25T07:58:22.641Z")], entered
    assert not locked
