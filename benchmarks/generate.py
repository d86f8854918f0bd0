"""Write a book like real ones: `python benchmarks/generate.py DIR ACCOUNTS [TOUCHPOINTS]`.

All sections, notes of one to five lines in every style of YAML (`handwriting.py`), few lines that
come again; some accounts are folders of several files, a few are very large. The same numbers
always give the same book; `forms.py` writes its touchpoints in other forms.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from handwriting import Note, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handwriting import Row

TODAY = dt.date(2026, 11, 16)
CHANNELS = ("email", "email", "email", "call", "call", "video", "meeting", "visit", "message")
TOPICS = ("operational", "operational", "strategic", "commercial", "social", "review")
GIFTS = ("idea", "insight", "result", "introduction", "help", "thanks")
ROLES = ("decision_maker", "sponsor", "champion", "influencer", "user", "user")
SERVICES = ("contract", "permanent", "interim", "search", "payroll", "advisory")
TIERS = ("strategic", "key", "core")
INDUSTRIES = ("manufacturing", "health", "finance", "logistics", "energy", "retail", "public")
TEAM = 40
# Of every fifty accounts one has half of what twenty others would have had, on top of its own.
FIFTY, LENDERS = 50, 20

FIRST = (
    "Amara", "Anton", "Beatriz", "Carl", "Chen", "Dana", "Divya", "Elif", "Emil", "Fabio", "Grace",
    "Gunnar", "Hélène", "Ines", "Jonas", "José", "Karim", "Keiko", "Lena", "Malik", "Miriam",
    "Nadia", "Noor", "Olga", "Otto", "Priya", "Quentin", "Robin", "Sasha", "Tomás", "Uma", "Viktor",
    "Wanda", "Yusuf", "Zoë",
)  # fmt: skip
LAST = (
    "Abara", "Almeida", "Andersson", "Baker", "Bauer", "Brandis", "Castellan", "Costa", "Dray",
    "Dubois", "Eriksen", "Farouk", "Fischer", "Garcia", "Haddad", "Huber", "Ivanov", "Jansen",
    "Kaya", "Kowalski", "Lee", "Lindqvist", "Lowe", "Marchetti", "Mbeki", "Müller", "Nair",
    "Nakamura", "Nguyen", "O'Brien", "Okafor", "Ortiz", "Park", "Quist", "Rossi", "Santos",
    "Schmidt", "Silva", "Tanaka", "Usman", "Varga", "Weber", "Xu", "Yilmaz", "Zhang",
)  # fmt: skip
FIRMS = ("Rail Systems", "Foods", "Care", "Logistics", "Group", "Energy", "Bank", "Works", "& Sons")
BEGUN = (
    "Talked about", "Agreed on", "Went through", "They asked for", "We promised", "Reviewed",
    "Sent", "Follow-up on", "Nobody had looked at", "Long discussion of", "They like",
    "Worried about", "Next step:", "Showed them", "Called about", "Still waiting for", "Fixed",
    "Priced", "Handed over", "Good news on", "No decision on", "Doesn't agree with", "Note:",
)  # fmt: skip
ABOUT = (
    "the ramp-up plan", "late time sheets", "the night-shift pool", "next year's rates",
    "onboarding of new starters", "the Ohio site", "their hiring freeze", "overtime rules",
    "two open invoices", "a second supplier", "the steering committee", "the SLA draft",
    "vacancy days", "the pilot in payroll", "safety training", "the reference visit",
    "budget for the spring", "the new CFO", "interim cover", "quality of CVs", "a shared forecast",
    "the audit", "agency spend (all sites)", "the portal", "notice periods", "weekend cover",
)  # fmt: skip
ENDING = (
    "before the end of the month", "with {name}", "for {number} people", "at 09:30 on Monday",
    "and what comes after it", "in the plant", "- she'll call back", "as agreed",
    "(ticket #{number})", "in {number} days", "once {name} is back", "at {number}% of plan",
    "for about €{number}k", "which {name} wants to see first", '("urgent")', "again",
    "see https://portal.example/t/{number}", "if the board says yes", "from week {number} on",
)  # fmt: skip


class Touchpoint(NamedTuple):
    """One touchpoint, as data."""

    account: str
    date: dt.date
    channel: str
    ours: list[str]
    theirs: list[str]
    by: str
    topic: str
    mood: int
    gave: str
    note: str


class Account:
    """One account while it is made up: who is on it, and the dice."""

    def __init__(self, number: int, touchpoints: int, rng: random.Random) -> None:
        self.rng = rng
        self.id = f"a{number:06d}"
        self.ours = [f"p{at}" for at in rng.sample(range(TEAM), 4)]
        names = {(rng.choice(FIRST), rng.choice(LAST)) for _ in range(rng.randint(3, 9))}
        self.names = [f"{first} {last}" for first, last in sorted(names)]
        ids = {_id(name): name for name in self.names}
        self.theirs = dict(rng.sample([*ids.items()], len(ids)))
        self.since = rng.randint(200, 2500)
        self.firm = f"{rng.choice(LAST)} {rng.choice(FIRMS)}"
        spread = rng.choice((300, 500, 900))
        self.rows: list[Row] = []
        self.met: list[Touchpoint] = []
        for day in sorted(int(rng.random() ** 1.5 * spread) for _ in range(touchpoints)):
            self._meet(day)

    def maybe(self, share: float, value: Any) -> Any:
        return value if self.rng.random() < share else None

    def text(self) -> str:
        """Make up a line."""
        rng = self.rng
        end = rng.choice(ENDING)
        if "{" in end:
            name = rng.choice(self.names) if "{name}" in end else ""
            end = end.format(name=name, number=rng.randint(2, 9999))
        text = f"{rng.choice(BEGUN)} {rng.choice(ABOUT)} {end}"
        return f"{text} and {rng.choice(ABOUT)}" if rng.random() < 0.2 else text

    def note(self) -> Note:
        """Make up a note of one to five lines, rarely with an empty one among them."""
        rng = self.rng
        lines = [self.text() for _ in range(rng.choice((1, 1, 1, 1, 1, 2, 2, 3, 4, 5)))]
        if len(lines) > 2 and rng.random() < 0.2:
            lines[1] = ""
        return Note(lines)

    def one(self, people: Any) -> str:
        """Pick somebody, the first far more often."""
        people = list(people)
        return people[int(self.rng.random() ** 2 * len(people))]

    def _meet(self, day: int) -> None:
        rng = self.rng
        date = ago(day)
        ours = sorted({self.one(self.ours) for _ in range(rng.randint(1, 2))})
        theirs = sorted({self.one(self.theirs) for _ in range(rng.randint(1, 2))})
        by, note = rng.choice(("us", "us", "them")), self.maybe(0.45, self.note())
        gave = self.maybe(0.3, sorted({rng.choice(GIFTS) for _ in range(rng.randint(1, 2))}))
        topic, mood = rng.choice(TOPICS), rng.choice((-1, 0, 0, 1, 1, 2))
        channel = rng.choice(CHANNELS)
        moment = f"{date}T{rng.randint(8, 17):02}:{rng.choice((0, 15, 30)) or '00'}:00+01:00"
        self.rows.append(
            _row(
                date=moment if rng.random() < 0.1 else date,
                channel=channel,
                ours=ours,
                theirs=theirs,
                by=by,
                answered=self.maybe(0.2, ago(max(0, day - rng.randint(0, 4)))),
                topic=topic,
                gave=gave,
                mood=mood,
                minutes=self.maybe(0.3, rng.choice((15, 30, 45, 60, 90))),
                note=note,
            )
        )
        self.met.append(
            Touchpoint(
                self.id, date, channel, ours, theirs, by, topic, mood,
                gave[0] if gave else "", " ".join(note or ""),
            )
        )  # fmt: skip

    def scalars(self) -> Row:
        rng = self.rng
        lost = rng.random() < 0.01
        return _row(
            account=self.id,
            name=self.firm,
            industry=rng.choice(INDUSTRIES),
            tier=rng.choice(TIERS),
            owner=self.ours[0],
            revenue=rng.randint(10, 900) * 1000,
            since=ago(self.since),
            renewal=self.maybe(0.4, ago(-rng.randint(10, 700))),
            notice=ago(rng.randint(20, 90)) if lost or rng.random() < 0.01 else None,
            lost={"date": ago(rng.randint(1, 19)), "cause": "price"} if lost else None,
            cadence=self.maybe(0.2, rng.choice((7, 14, 30))),
            note=self.maybe(0.3, self.note()),
            domains=self.maybe(0.3, [f"{self.firm.split()[0].lower()}.example"]),
        )

    def sections(self) -> dict[str, list[Row]]:
        """Make up every other section; one in twenty is not tracked."""
        found = {
            "team": [
                _row(person=who, role=role, since=self.day(20))
                for who, role in zip(self.ours, ("lead", "support", "delivery"), strict=False)
            ],
            "contacts": [self.contact(*one) for one in enumerate(self.theirs.items())],
            "services": [
                _row(service=one, since=ago(self.since), annual=self.maybe(0.5, self.amount()))
                for one in self.rng.sample(SERVICES, self.rng.randint(1, 4))
            ],
        }
        for make, most in (
            (self.commitment, 6), (self.issue, 5), (self.idea, 4), (self.result, 3),
            (self.feedback, 4), (self.news_, 3), (self.goal, 3), (self.opportunity, 3),
            (self.referral, 2), (self.rival, 2), (self.action, 3),
        ):  # fmt: skip
            if self.rng.random() < 0.95:
                rows = [make() for _ in range(self.rng.randint(0, most))]
                found[SECTIONS[make.__name__]] = rows
        return found

    def day(self, least: int) -> dt.date:
        return ago(self.rng.randint(least, max(self.since, least)))

    def amount(self) -> int:
        return self.rng.randint(5, 400) * 500

    def span(self, most: int, share: float) -> tuple[dt.date, dt.date | None]:
        """Make up a day, and mostly a later one."""
        day = self.rng.randint(3, most)
        return ago(day), self.maybe(share, ago(max(0, day - self.rng.randint(0, 40))))

    def contact(self, at: int, who: tuple[str, str]) -> Row:
        known = {"channel": self.rng.choice(("call", "email", "meeting")), "hours": "mornings"}
        return _row(
            id=who[0],
            name=who[1],
            title=self.maybe(0.7, self.rng.choice(("VP Operations", "CFO", "Buyer", "Planner"))),
            email=self.maybe(0.8, f"{who[0]}@{self.firm.split()[0].lower()}.example"),
            role=ROLES[min(at, 5)],
            since=self.day(20),
            prefers=self.maybe(0.3, {**known, "asked": self.day(5)}),
            personal=self.maybe(0.2, ["marathon runner", f"{self.rng.randint(2, 4)} children"]),
        )

    def commitment(self) -> Row:
        made, done = self.span(200, 0.7)
        return _row(
            what=self.text(), by=self.rng.choice(("us", "us", "them")), person=self.one(self.ours),
            to=self.one(self.theirs), made=made, due=made + dt.timedelta(14), done=done,
        )  # fmt: skip

    def issue(self) -> Row:
        opened, closed = self.span(400, 0.8)
        return _row(
            what=self.note(), kind=self.maybe(0.5, "operational"),
            severity=self.rng.choice(("minor", "minor", "major", "critical")), opened=opened,
            answered=self.maybe(0.6, opened), closed=closed, owned=self.maybe(0.5, "yes"),
        )  # fmt: skip

    def idea(self) -> Row:
        return _row(what=self.note(), date=self.day(5), by=self.one(self.ours))

    def result(self) -> Row:
        return _row(
            what=self.text(), date=self.day(5), confirmed_by=self.maybe(0.7, self.one(self.theirs))
        )

    def feedback(self) -> Row:
        asked, given = self.span(300, 0.8)
        return _row(
            kind=self.rng.choice(("satisfaction", "quality", "trust")),
            contact=self.one(self.theirs), asked=asked, given=given,
            rating=self.rng.randint(4, 10) if given else None,
            comment=self.note() if given else None,
        )  # fmt: skip

    def news_(self) -> Row:
        date, our_word = self.span(300, 0.6)
        return _row(what=self.text(), date=date, our_word=our_word)

    def goal(self) -> Row:
        confirmed, reached = self.span(300, 0.3)
        return _row(
            what=self.text(), **{"from": self.one(self.theirs)}, confirmed=confirmed,
            reached=reached,
        )  # fmt: skip

    def opportunity(self) -> Row:
        opened, closed = self.span(300, 0.5)
        return _row(
            service=self.rng.choice(SERVICES), opened=opened, amount=self.amount(),
            closed=closed, won=self.rng.choice(("yes", "no")) if closed else None,
        )  # fmt: skip

    def referral(self) -> Row:
        asked, date = self.span(300, 0.7)
        return _row(asked=asked, date=date, **{"from": self.one(self.theirs)})

    def rival(self) -> Row:
        seen, answered = self.span(300, 0.6)
        return _row(
            who=f"{self.rng.choice(LAST)} Staffing", seen=seen,
            where=self.rng.choice(SERVICES), answered=answered,
        )  # fmt: skip

    def action(self) -> Row:
        created, done = self.span(60, 0.5)
        return _row(
            what=self.text(), contact=self.one(self.theirs), owner=self.one(self.ours),
            created=created, due=created + dt.timedelta(20), done=done,
        )  # fmt: skip

    def files(self) -> Iterator[tuple[str, str]]:
        """Write the account: most are one file, one in ten has its touchpoints by the year."""
        scalars, sections = self.scalars(), self.sections()
        if self.rng.random() < 0.9:
            at = self.rng.randint(2, len(sections))
            parts = list(sections.items())
            all_of_it = dict([*parts[:at], ("touchpoints", self.rows), *parts[at:]])
            yield f"{self.id}.yaml", written(scalars, all_of_it, self.rng)
            return
        yield f"{self.id}/account.yaml", written(scalars, sections, self.rng)
        years: dict[str, list[Row]] = {}
        for row in self.rows:
            years.setdefault(str(row["date"])[:4], []).append(row)
        for year, rows in years.items():
            own = written({"account": self.id}, {"touchpoints": rows}, self.rng)
            yield f"{self.id}/touchpoints/{year}.yaml", own


SECTIONS = {
    "commitment": "commitments", "issue": "issues", "idea": "ideas", "result": "results",
    "feedback": "feedback", "news_": "news", "goal": "goals", "opportunity": "opportunities",
    "referral": "referrals", "rival": "rivals", "action": "actions",
}  # fmt: skip


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def _row(**pairs: Any) -> Row:
    """Leave out what is not told."""
    return {key: value for key, value in pairs.items() if value is not None}


def _id(name: str) -> str:
    first, last = name.lower().split(" ", 1)
    plain = last.translate(str.maketrans("éèëóáüöñ", "eeeoauon", "'"))
    return f"{first.translate(str.maketrans('éèëóáüöñ', 'eeeoauon'))[0]}.{plain}"


def settings() -> str:
    team = "".join(f"  - {{id: p{at}, name: Person {at}}}\n" for at in range(TEAM))
    services = "".join(f"  - {{id: {one}}}\n" for one in SERVICES)
    return f"team:\n{team}services:\n{services}"


def share(number: int, count: int, touchpoints: int) -> int:
    """How many touchpoints an account has: a few have very many."""
    last = number - number % FIFTY + FIFTY - 1
    lent = touchpoints // 2 if last < count else 0
    if number == last:
        return touchpoints + LENDERS * lent
    return touchpoints - lent if last - number <= LENDERS else touchpoints


def accounts(
    count: int, touchpoints: int
) -> Iterator[tuple[Iterator[tuple[str, str]], list[Touchpoint]]]:
    """Make up accounts, so many touchpoints for each on average: its files, and those as data."""
    for number in range(count):
        rng = random.Random(f"{count} {touchpoints} {number}")
        made = Account(number, share(number, count, touchpoints), rng)
        yield made.files(), made.met


def generate(folder: Path, count: int, touchpoints: int = 100) -> None:
    """Write a book of so many accounts with so many touchpoints each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clientfit.yaml").write_text(settings(), encoding="utf-8")
    for files, _ in accounts(count, touchpoints):
        for name, text in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100)
