"""What a user has to tell about a client -> a row of the account's files.

Names are understood from the book, days by whoever knows what day it is, and what comes out is a
row that the format takes. `kinds` says what can be told.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import said
from clientfit_cli.book import resolve, schema
from clientfit_cli.book.directory import Directory, People
from clientfit_cli.book.validate import validated
from clientfit_cli.writing import entry_kinds, ids
from clientfit_cli.writing.entry_kinds import KINDS, TOUCHPOINT, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clientfit_cli.book.model import Account, Book

# What an answer may be: a text, several, or that an option without a value was given.
Answer = str | list[str] | bool | None


@dataclass(frozen=True)
class Desk:
    """Whom and what the words may mean: one account, our people, what we sell, and the days."""

    account: str
    contacts: People
    ours: People
    services: People
    day: Callable[[str], dt.date]
    me: str | None = None


class Entry(NamedTuple):
    """A row, and what it is."""

    kind: Kind
    row: dict[str, Any]
    record: schema.Record


def desk(
    book: Book, account: str, day: Callable[[str], dt.date], me: str | None = None
) -> Desk:  # fmt: skip
    """Lay out what a book says for rows of one of its accounts."""
    directory = Directory(book)
    ours, found = directory.ours, book.accounts[account]
    if not ours.names:
        # Without a team in the settings, whoever the account names counts.
        ours = People()
        for person in [*(one.person for one in found.rows("team")), found.get("owner")]:
            if person:
                ours.add(person)
    services = People()
    for service in book.settings.services:
        services.add(service.id, service.name or "")
    return Desk(account, directory.contacts[account], ours, services, day, me)


def entry(name: str, words: str, answers: Mapping[str, Answer], desk: Desk) -> Entry:
    """Make the row that was told, or say what it lacks."""
    kind = KINDS[name]
    told = {option: answer for option, answer in answers.items() if _is_told(answer)}
    for option in told:
        if option not in kind.options:
            has = ", ".join(f"--{one}" for one in kind.options)
            raise UserError(f"--{option} does not go with {kind.called}", f"it has {has}")
    data = {kind.options[option]: _understood(kind, option, answer, desk)
            for option, answer in told.items()}  # fmt: skip
    if name in entry_kinds.CHANNELS:
        data["channel"] = name
    if words.strip():
        if data.get(kind.words):
            raise UserError(f"the {kind.words} is told twice: in words, and with --note")
        data[kind.words] = _worded(kind, words, desk)
    _fill_in(name, kind, data, desk)
    return _checked(kind, data)


def wrong(name: str, option: str, answer: str, desk: Desk) -> str:
    """Say what is wrong with one answer, or nothing; `words` is the option of the words."""
    kind = KINDS[name]
    key = kind.words if option == "words" else kind.options[option]
    try:
        if option == "words":
            data = {key: _worded(kind, answer, desk)} if answer.strip() else {}
        else:
            data = {key: _understood(kind, option, answer, desk)} if answer.strip() else {}
    except UserError as error:
        return "; ".join(part for part in (error.message, error.hint) if part)
    if key == "theirs" and not data and _needs_theirs(name, desk):
        return "somebody of theirs took part"
    found = validated(kind.model, data)
    problems = found if isinstance(found, list) else []
    for route, code, message, hint in problems:
        if route[0] == key:
            return (
                "it has to be told" if code == "missing-key" else f"{message}; {hint}".strip("; ")
            )
    return ""


def choices(name: str, option: str, desk: Desk) -> list[str]:
    """List what an answer may be, where that is known."""
    kind = KINDS[name]
    key = kind.words if option == "words" else kind.options[option]
    if option in entry_kinds.THEIRS or option == "ours":
        return list((desk.ours if option == "ours" else desk.contacts).names)
    if key == "service":
        return list(desk.services.names)
    about = kind.model.model_fields.get(key)
    return [str(one) for one in _literals(about.annotation)] if about else []


def _literals(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [one for inner in get_args(annotation) for one in _literals(inner)]


def twin(account: Account, made: Entry) -> int | None:
    """Find the row of an account that says the same, or is about the same contact."""
    for at, row in enumerate(account.rows(made.kind.section)):
        if isinstance(row, schema.Contact) and isinstance(made.record, schema.Contact):
            same = row.name.casefold() == made.record.name.casefold() or (
                row.email and made.record.email and row.email == made.record.email
            )
        else:
            # Where a row was imported from does not make it another one.
            same = {**vars(row), "ref": None} == {**vars(made.record), "ref": None}
        if same:
            return at
    return None


def to_come(made: Entry, today: dt.date) -> dt.date | None:
    """Say whether a row begins on a day that has not come: until then it counts for nothing."""
    value = made.row.get(made.kind.day)
    day = value.date() if isinstance(value, dt.datetime) else value
    return day if isinstance(day, dt.date) and day > today else None


def _is_told(answer: Answer) -> bool:
    if isinstance(answer, list):
        return any(one.strip() for one in answer)
    return answer is not None and (isinstance(answer, bool) or bool(answer.strip()))


def _understood(kind: Kind, option: str, answer: Answer, desk: Desk) -> Any:
    """Turn an answer into what a file says there."""
    key = kind.options[option]
    if isinstance(answer, bool):
        return ("them" if answer else "us") if option == "them" else "yes" if answer else "no"
    told = [answer] if isinstance(answer, str) else answer or []
    parts = [text.split(",") if option in entry_kinds.SPLIT else [text] for text in told]
    words = [one.strip() for part in parts for one in part if one.strip()]
    if option in entry_kinds.THEIRS:
        nobody = f"`{desk.account}` has no contact *"
        hint = f'`clientfit log {desk.account} contact "Name"` adds one'
        values = [resolve.who(desk.contacts, one, nobody, hint) for one in words]
    elif option == "ours":
        values = [one_of_ours(one, desk) for one in words]
    elif option in entry_kinds.DAYS:
        values = [_when(one, desk, moment=key == "date" and kind is TOUCHPOINT) for one in words]
    else:
        values = [_plain(one) for one in words]
    if key in entry_kinds.MANY:
        return list(dict.fromkeys(values))
    if len(values) > 1:
        raise UserError(f"--{option} is given {len(values)} times", f"{kind.called} has one")
    return values[0] if values else ""


def _worded(kind: Kind, words: str, desk: Desk) -> str:
    text = _plain(words.strip())
    if kind.words != "service" or not desk.services.names:
        return text
    hint = f"it has {resolve.listed(desk.services, desk.services.names)}"
    return resolve.who(desk.services, text, "the catalogue has no service *", hint)


def _plain(text: str) -> str:
    """Refuse what no file may hold: a control character, or bytes that are no text."""
    for one in text:
        odd = unicodedata.category(one) in {"Cc", "Cs"} or one in "\ufeff\ufffe\uffff"
        if odd and one not in "\n\t":
            raise UserError(f"character U+{ord(one):04X} cannot stand in a file", "leave it out")
    return text


def _when(text: str, desk: Desk, *, moment: bool) -> str:
    day, at, hour = text.partition("T")
    if moment and at and hour[:1].isdigit():
        return f"{desk.day(day).isoformat()}T{hour}"
    return desk.day(text).isoformat()


def one_of_ours(word: str, desk: Desk) -> str:
    """Find who of our people is meant."""
    hint = "our people are `team` in clientfit.yaml"
    return resolve.who(desk.ours, word, "* is not on the team", hint)


def _fill_in(name: str, kind: Kind, data: dict[str, Any], desk: Desk) -> None:
    """Add what need not be told: the day, who of ours, the id of a contact."""
    if kind is TOUCHPOINT:
        _see_who_took_part(name, data, desk)
    elif kind.mine and desk.me and data.get("by") != "them":
        data.setdefault(kind.options["ours"], desk.me)
    if kind.section == "feedback" and not data.keys() & {"rating", "comment", "asked"}:
        raise UserError(
            "feedback says nothing yet",
            "--rating 0 to 10, some words, or --asked for what has not been answered",
        )
    # What was asked for, and no more, has not come yet.
    waits = "asked" in data and not data.keys() & {"rating", "comment", "who"}
    if kind.day and not waits:
        data.setdefault(kind.day, desk.day("today").isoformat())
    if kind.section == "contacts" and "id" not in data and data.get("name"):
        data["id"] = ids.person_id(data["name"], desk.contacts.names)
        if not data["id"]:
            raise UserError(f"no id can be made of `{said(data['name'])}`", "give one: --id r.lee")


def _see_who_took_part(name: str, data: dict[str, Any], desk: Desk) -> None:
    if "ours" not in data:
        if not desk.me:
            team = resolve.listed(desk.ours, desk.ours.names) or "clientfit.yaml has no `team` yet"
            raise UserError("who of ours took part is not told", f"--ours ID tells it: {team}")
        data["ours"] = [desk.me]
    if "theirs" not in data and _needs_theirs(name, desk):
        names = resolve.listed(desk.contacts, desk.contacts.names)
        raise UserError("who of theirs took part is not told", f"--with ID tells it: {names}")


def _needs_theirs(name: str, desk: Desk) -> bool:
    return name not in entry_kinds.TO_ALL and bool(desk.contacts.names)


def _checked(kind: Kind, data: dict[str, Any]) -> Entry:
    """Give each value its type, in the order in which files have them."""
    record = validated(kind.model, data)
    if isinstance(record, list):
        route, code, message, hint = record[0]
        raise _refusal(kind, str(route[0]), code, message, hint)
    row = {}
    for name, about in kind.model.model_fields.items():
        key = about.alias or name
        if key in data:
            value = getattr(record, name)
            row[key] = int(value) if isinstance(value, float) and value == int(value) else value
    return Entry(kind, row, record)


def _refusal(kind: Kind, key: str, code: str, message: str, hint: str) -> UserError:
    """Say in the words of the command line what the format does not take."""
    if key == kind.words:
        if code == "missing-key":
            return UserError(f"{kind.called} needs words", 'such as: "Late time sheets"')
        return UserError(f"{kind.called}: {message}", hint)
    option = next((option for option, one in kind.options.items() if one == key), key)
    return UserError(f"--{option}: {message}", hint)
