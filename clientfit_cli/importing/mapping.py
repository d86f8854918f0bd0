"""What the columns of a foreign table mean: one YAML file a format, shipped or the user's own.

A mapping names the columns by which its format is recognised, and for each key of our format the
columns that say it. It is read and checked like any file of a book: a slip is shown with its place.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import Problem, Where, did_you_mean, errors
from clientfit_cli.book import jsonschema
from clientfit_cli.book.validate import Finding, placed, validated
from clientfit_cli.importing.tabular import cells, targets
from clientfit_cli.importing.tabular.mapping_schema import Mapping, Value
from clientfit_cli.yamlio import reader
from clientfit_cli.yamlio.documents import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clientfit_cli.base.problems import Route
    from clientfit_cli.importing.tabular.targets import Key

LARGEST = 1024 * 1024  # bytes of a mapping


class Known(NamedTuple):
    """A mapping by its name, and the names of columns that it knows (folded)."""

    name: str
    mapping: Mapping
    needs: tuple[frozenset[str], ...]
    columns: frozenset[str]


class Unsound(UserError):  # noqa: N818  # what is wrong is in the problems
    """A mapping of the user's that is not sound; the problems say where."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        first = errors(problems)[0]
        route = f"{first.where.route}: " if first.where.route else ""
        super().__init__(f"{first.where}: {route}{first.message}", first.hint)
        self.path, self.problems = path, problems


def names() -> tuple[str, ...]:
    """List the mappings that come with the tool or with a plug-in."""
    return tuple(one.name for one in shipped())


@cache
def shipped() -> tuple[Known, ...]:
    """Read the mappings that come with the tool; a plug-in brings the text of one."""
    folder = resources.files("clientfit_cli.importing.mappings")
    files = [one for one in folder.iterdir() if one.name.endswith(".yaml")]
    texts = {one.name.removesuffix(".yaml"): (one.read_bytes(), one.name) for one in files}
    for name, plugin in plugins.added("mappings", frozenset(texts)).items():
        text: str = plugins.loaded("mappings", plugin, str)
        texts[name] = text.encode(), f"{name}.yaml of {plugin.distribution}"
    found = []
    for name, (raw, shown) in sorted(texts.items()):
        mapping = _parsed(raw, shown)
        if isinstance(mapping, list):
            raise Unsound(Path(shown), mapping)
        found.append(known(name, mapping))
    return tuple(found)


def known(name: str, mapping: Mapping) -> Known:
    """Make ready for comparison with the columns of a file."""
    columns = {cells.column(one) for names in mapping.columns() for one in names}
    columns |= {cells.column(one) for one in mapping.also}
    needs = tuple(frozenset(map(cells.column, names)) for names in mapping.needs)
    return Known(name, mapping, needs, frozenset(columns))


def chosen(word: str) -> tuple[Known, ...]:
    """List the mappings to consider: all, or the one of a name or a path."""
    if not word:
        return shipped()
    if word in names():
        return tuple(one for one in shipped() if one.name == word)
    path = Path(word)
    if not path.is_file():
        looks_like_a_path = any(mark in word for mark in "./\\")
        hint = "" if looks_like_a_path else did_you_mean(word, names())
        raise UserError(
            f"there is no mapping `{word}`, and no such file" if not looks_like_a_path
            else f"there is no file {word}",
            hint or f"mappings: {', '.join(names())}; or the path of your own",
        )  # fmt: skip
    found = read(path)
    if isinstance(found, list):
        raise Unsound(path, found)
    return (known(word, found),)


def read(path: Path) -> Mapping | list[Problem]:
    """Read a mapping; what is wrong in it comes back with its place."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        said = f"cannot be read: {error.strerror or error}"
        return [Problem("unreadable", Where(str(path)), said)]
    if len(raw) > LARGEST:
        return [Problem("too-long", Where(str(path)), "larger than a mapping can be")]
    return _parsed(raw, str(path))


def _parsed(raw: bytes, shown: str) -> Mapping | list[Problem]:
    documents, problems = reader.parse(raw, shown, shown)
    if errors(problems):
        return problems
    if len(documents) != 1:
        said = "the file holds no mapping" if not documents else "a file holds one mapping"
        return [Problem("nothing-said", Where(shown, 1, 1), said, "begin with `title: ...`")]
    data = documents[0].data
    found = validated(Mapping, data)
    wrong: Iterable[tuple[Route, str, str, str]] = found if isinstance(found, list) else (
        _unfit(found))  # fmt: skip
    findings = [
        Finding(shown, 0, _in_file(data, route), code, message, hint)
        for route, code, message, hint in wrong
    ]
    if findings or isinstance(found, list):
        return placed(findings, _One(raw))
    return found


def _unfit(mapping: Mapping) -> Iterator[tuple[Route, str, str, str]]:
    """Find what only our own format can say: sections, keys, values of keys."""
    if mapping.makes not in targets.SECTIONS:
        listed = f"sections: {', '.join(targets.SECTIONS)}"
        hint = did_you_mean(mapping.makes, targets.SECTIONS) or listed
        yield ("makes",), "bad-choice", f"`{mapping.makes}` is not what a line can make", hint
        return
    if mapping.leaves:
        return
    there = targets.keys(mapping.makes)
    for name, rules in mapping.values.items():
        if name not in there:
            hint = did_you_mean(name, there) or f"it has {', '.join(there)}"
            message = f"`{mapping.makes}` has no key `{name[:60]}` that a column can say"
            yield ("values", name, KEY), "unknown-key", message, hint
            continue
        for at, rule in enumerate(rules):
            yield from _unfit_rule(("values", name, at), rule, there[name], there)
    for name, key in there.items():
        if key.needed and name not in mapping.values:
            yield ("values",), "missing-key", f"nothing says `{name}` of {mapping.makes}", (
                f"add `{name}: ...`")  # fmt: skip
    if mapping.makes == targets.ACCOUNTS and not mapping.firm.name:
        yield ("firm",), "missing-key", "nothing says the name of the account", "add `name: ...`"
    if mapping.makes == "contacts" and not mapping.theirs:
        yield ("theirs",), "missing-key", "nothing says who the contact is", "add `theirs: ...`"


def _unfit_rule(
    route: Route, rule: Value, key: Key, there: dict[str, Key]
) -> Iterator[tuple[Route, str, str, str]]:
    if not (rule.column or rule.until or rule.fixed is not None):
        yield route, "missing-key", "`column` is missing", "name a column, or a `fixed` value"
    if rule.with_ and rule.with_ not in there:
        hint = did_you_mean(rule.with_, there)
        yield (*route, "with"), "bad-choice", f"there is no key `{rule.with_[:60]}`", hint
    allowed = {"choice": key.choices, "boolean": ("yes", "no")}.get(key.kind)
    if allowed is None:
        return
    said = [((*route, "values", word), ours) for word, ours in (rule.values or {}).items()]
    if rule.fixed is not None:
        said.append(((*route, "fixed"), rule.fixed))
    for where, ours in said:
        if ours not in allowed:
            hint = did_you_mean(ours, allowed)
            yield where, "bad-choice", f"{ours} is not one of {', '.join(allowed)}", hint


def _in_file(data: Any, route: Route) -> Route:
    """Take out of a route the steps into lists that stand in the file without their brackets."""
    made: list[str | int] = []
    for step in route:
        if isinstance(step, int) and not isinstance(data, list):
            continue
        made.append(step)
        if step != KEY:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                data = None
    return tuple(made)


class _One:
    """The one file in which a mapping stands, as a tree."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def names(self) -> tuple[list[str], list[Problem]]:
        return [], []

    def read(self, name: str) -> bytes:  # noqa: ARG002  # a tree has many files
        return self._raw

    def shown(self, name: str) -> str:
        return name

    def settings(self) -> str | None:
        return None


def schema() -> dict[str, Any]:
    """JSON Schema of a mapping, for editors."""
    return jsonschema.finished(Mapping.model_json_schema(by_alias=True))
