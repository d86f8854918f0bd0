"""What a mapping may say: which columns make a line of a table a row of the book.

The road of one value: a column (the first of its names that is there and says something), then the
rule's table of words, then the type of the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from clientfit_cli.book.schema import Boolean, Id, Name, Note, Number, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _alternatives(value: object) -> object:
    """`Website`, `[Website, URL]` and `{column: ...}` are short for a list of one rule."""
    if isinstance(value, str) or (
        isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    ):
        return [{"column": value}]
    return [value] if isinstance(value, dict) else value


Column = Annotated[list[Name], BeforeValidator(_listed)]
Columns = Annotated[list[Column], BeforeValidator(_listed)]


class Who(Record):
    """Columns that name somebody, or several."""

    name: Column = []
    first: Column = []
    last: Column = []
    email: Column = []
    id: Column = []
    apart: Name | None = Field(None, description="the marks between several, such as `;,`")
    began: Boolean = False


class Firm(Record):
    """Columns that name the client."""

    name: Column = []
    domain: Column = []
    id: Column = []
    apart: Name | None = Field(None, description="the marks between several, such as `;`")


class Value(Record):
    """A rule for one key: which column says it, and how its words are ours."""

    column: Column = []
    values: dict[Name, Name] | None = Field(None, description="their word: ours; `*` ends a word")
    others: Literal["leave", "blank"] = Field(
        "leave", description="what the table does not have: leave the line out, or the key"
    )
    fixed: Name | None = None
    unit: Literal["seconds", "minutes", "hours", "milliseconds"] = "minutes"
    time: Column = Field(
        [], description="the column of the time, where it is not in that of the day"
    )
    whole_day: Column = Field([], description="a column that says that the time means nothing")
    until: Column = Field([], description="the moment until which the minutes are counted")
    with_: Name | None = Field(None, alias="with", description="said only if that key is said")


class Condition(Record):
    """Which lines are meant; the others are left out, and why."""

    column: Column
    among: Annotated[list[Note] | None, BeforeValidator(_listed)] = None
    not_among: Annotated[list[Note] | None, BeforeValidator(_listed)] = None
    why: Note = "not done yet"


class Began(Record):
    """A column that tells who began it."""

    column: Column
    values: dict[Name, Literal["ours", "theirs"]]


class Mapping(Record):
    """What the lines of one format make, and from which columns."""

    title: Name
    system: Id
    makes: Name
    needs: Columns = Field(min_length=1, description="columns without which it is not this format")
    also: list[Name] = Field([], description="other columns that tell it from similar formats")
    key: Columns = []
    id_length: Annotated[Number, Field(ge=1, le=1000)] | None = Field(
        None, description="what comes after so many characters of an id tells no two apart"
    )
    firm: Firm = Firm()
    theirs: list[Who] = []
    ours: list[Who] = []
    people: list[Who] = []
    by: Began | None = None
    values: dict[Name, Annotated[list[Value], BeforeValidator(_alternatives)]] = {}
    private: dict[Literal["note", "comment", "name"], Columns] = {}
    only: list[Condition] = []
    dates: Literal["dmy", "mdy"] | None = None
    new_accounts: Boolean = False
    leaves: Note | None = Field(None, description="why no line of this format is ever taken")

    def columns(self) -> Iterator[list[str]]:
        """List each column that is read, with all its names."""
        yield from self.needs
        yield from self.key
        yield from (self.firm.name, self.firm.domain, self.firm.id)
        for who in (*self.theirs, *self.ours, *self.people):
            yield from (who.name, who.first, who.last, who.email, who.id)
        for rules in self.values.values():
            for rule in rules:
                yield from (rule.column, rule.time, rule.whole_day, rule.until)
        for columns in self.private.values():
            yield from columns
        yield from (one.column for one in self.only)
        yield from [self.by.column] if self.by else []
