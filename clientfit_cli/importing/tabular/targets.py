"""The keys of a section that a column of a foreign table can say, told by the models themselves."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, NamedTuple

from clientfit_cli.book import schema as records
from clientfit_cli.book import sections

ACCOUNTS = "accounts"
# Sections that no line of a table can be: they are about people of ours only.
SECTIONS = (ACCOUNTS, *(one for one in sections.SECTIONS if one not in {"team", "actions"}))
# What happened: such a day cannot lie ahead.
PAST = frozenset({
    "date", "opened", "closed", "answered", "done", "given", "made", "asked", "seen", "confirmed",
    "reached",
})  # fmt: skip


class Key(NamedTuple):
    """A key of a section: what kind of value it takes, and which values."""

    kind: Literal["text", "number", "boolean", "day", "moment", "choice"]
    choices: tuple[str, ...] = ()
    longest: int = 200
    positive: bool = False
    needed: bool = False


@cache
def keys(section: str) -> dict[str, Key]:
    """List the keys of a section that a column can say: no people, no lists, no ids of ours."""
    schema = records.AccountDocument.model_json_schema(by_alias=True)
    if section == ACCOUNTS:
        model, names = schema, set(sections.SCALARS) - {"name", "owner", "ref"}
    else:
        (reference,) = (
            option["items"]["$ref"]
            for option in schema["properties"][section]["anyOf"]
            if "items" in option
        )
        model = schema["$defs"][reference.rsplit("/", 1)[1]]
        names = set(model["properties"]) - {"ref", "id"}
    found = {}
    for name in model["properties"]:
        if name in names and (made := _key(name, model["properties"][name])):
            needed = name in model.get("required", ()) and name != "service"
            found[name] = made._replace(needed=needed)
    if section == "contacts":  # who it is stands with the people
        del found["name"], found["email"]
    return found


def _key(  # noqa: PLR0911  # a list of cases
    name: str, node: dict[str, Any]
) -> Key | None:
    options = [one for one in node.get("anyOf", [node]) if one.get("type") != "null"]
    formats = {one.get("format") for one in options}
    one = options[0]
    if "date-time" in formats:
        return Key("moment")
    if "date" in formats:
        return Key("day")
    if one.get("enum") == records.YES_OR_NO["enum"]:
        return Key("boolean")
    if "enum" in one:
        return None if set(one["enum"]) == {"us", "them"} else Key("choice", tuple(one["enum"]))
    if one.get("type") == "number":
        return Key("number", positive=one.get("minimum") == 0)
    if "pattern" in one or not isinstance(one.get("type"), (list, str)) or "items" in one:
        return Key("text") if name == "service" else None  # matched with the catalogue later
    return Key("text", longest=20_000 if name in {"what", "note", "comment"} else 200)
