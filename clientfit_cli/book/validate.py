"""Data of a document -> a typed record, or problems: pydantic's errors in the user's words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from clientfit_cli.base.problems import Problem, Route, Where, did_you_mean, said, written
from clientfit_cli.yamlio.documents import KEY, MOST_PROBLEMS
from clientfit_cli.yamlio.reader import locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.storage.tree import Tree

M = TypeVar("M", bound=BaseModel)


HINTS = {
    "bad-boolean": "write yes or no",
    "bad-date": "write a day of the calendar, such as 2026-11-16",
    "bad-number": "write digits and a point: 1250000.50",
    "bad-time-zone": "write a name such as America/New_York",
}


class Finding(NamedTuple):
    """A problem that still lacks its line and column: its place is a route in a document."""

    file: str
    document: int
    route: Route
    code: str
    message: str
    hint: str = ""
    severity: Any = "error"
    account: str = ""
    # Another place that the message ends in, as (file, document, route).
    also: tuple[str, int, Route] | None = None


def validated(model: type[M], data: dict[str, Any]) -> M | list[tuple[Route, str, str, str]]:
    """Type one document; what does not fit comes back as (route, code, message, hint)."""
    for _ in range(2):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            found = error.errors(include_url=False)
            # A key with nothing after it is a key that was not given.
            if not _without_nothing(data, found):
                break
    return [_problem(model, item) for item in found[:MOST_PROBLEMS]]


def placed(findings: Iterable[Finding], tree: Tree) -> list[Problem]:
    """Give findings their lines and columns."""
    findings = list(findings)
    wanted: dict[str, set[tuple[int, Route]]] = {}
    for finding in findings:
        for file, *target in (finding[:3], finding.also or finding[:3]):
            wanted.setdefault(file, set()).add(tuple(target))  # type: ignore[arg-type]
    places = {}
    for file, targets in wanted.items():
        try:
            raw = tree.read(file)
        except OSError:  # gone since it was read
            raw = b""
        places[file] = locate(raw, targets)
    problems: list[Problem] = []
    for finding in findings:
        place = places[finding.file][finding.document, finding.route]
        message = finding.message
        if finding.also:
            file, document, route = finding.also
            message += f" {tree.shown(file)}:{places[file][document, route].line}"
        problems.append(
            Problem(
                finding.code,
                Where(
                    tree.shown(finding.file), place.line, place.column,
                    written(tuple(step for step in finding.route if step != KEY)),
                ),
                message,
                finding.hint,
                finding.severity,
                place.text,
                finding.account,
            )
        )  # fmt: skip
    return problems


def _without_nothing(data: dict[str, Any], found: Sequence[Any]) -> bool:
    removed = False
    for item in found:
        if item["input"] is None and item["type"] not in {"extra_forbidden", "missing"}:
            *above, last = item["loc"]
            inner: Any = data
            for step in above:
                inner = inner[step]
            if isinstance(inner, dict) and last in inner:
                del inner[last]
                removed = True
    return removed


def _problem(  # noqa: PLR0911  # a list of cases
    model: type[BaseModel], item: Any
) -> tuple[Route, str, str, str]:
    route: Route = tuple(KEY if step == "[key]" else step for step in item["loc"])
    kind: str = item["type"]
    context = item.get("ctx", {})
    value = item["input"]
    name = str(next((step for step in reversed(route) if step != KEY), ""))
    shown = said(value)
    match kind:
        case "missing":
            return route, "missing-key", f"`{name}` is missing", f"add `{name}: ...`"
        case "extra_forbidden":
            hint = did_you_mean(name, _known(model, route[:-1]))
            return (*route, KEY), "unknown-key", f"`{name[:60]}` is not known here", hint
        case "literal_error":
            choices = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            listed = ", ".join(choices)
            return (
                route,
                "bad-choice",
                f"{shown} is not one of {listed}",
                did_you_mean(shown, choices),
            )
        case "list_type":
            return route, "not-a-list", "a list is expected here", "write `[...]` or `- ...` lines"
        case "model_type" | "dict_type":
            return (
                route, "not-a-mapping", f"{shown} stands where `key: value` is expected",
                "write `key: value`, or `{key: value, ...}`",
            )  # fmt: skip
        case "string_type":
            return route, "not-text", "text is expected here", "put it between quotes on one line"
        case "string_too_short" if route[-1] == KEY:
            return route, "bad-key", "a key is empty", "write `key: value`"
        case "string_too_short":
            return route, "missing-key", f"`{name}` is empty", "fill it in or delete it"
        case "string_too_long" | "too_long":
            most = context["max_length"]
            what = "characters" if kind == "string_too_long" else "entries"
            return route, "too-long", f"longer than {most:,} {what}", "shorten it"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
            bound, most = next(iter(context.items()))
            return route, "out-of-range", f"must be {words[bound]} {most:g}, not {shown}", ""
        case _:
            code = kind if "-" in kind else "bad-choice"
            return route, code, item["msg"], _hint(code, value)


def _joint(found: re.Match[str]) -> str:
    return "." if "." in found[0] else "-"


def _hint(code: str, value: Any) -> str:
    if code != "bad-id":
        return HINTS.get(code, "")
    if not isinstance(value, str):
        return "write one id"
    near = re.sub(r"[^a-z0-9_]+", _joint, value[:200].lower()).strip("-.")[:64]
    return f"write `{near}`" if near else ""


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _known(model: type[BaseModel], route: Route) -> list[str]:
    """List the keys that the mapping at a route may hold."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})

    def resolved(node: dict[str, Any]) -> list[dict[str, Any]]:
        if "$ref" in node:
            return resolved(definitions[node["$ref"].rsplit("/", 1)[1]])
        return (
            [inner for option in node["anyOf"] for inner in resolved(option)]
            if ("anyOf" in node)
            else [node]
        )

    nodes = [schema]
    for step in route:
        inner: list[dict[str, Any]] = []
        for node in nodes:
            if isinstance(step, int):
                inner += resolved(node.get("items", {}))
            elif step in node.get("properties", {}):
                inner += resolved(node["properties"][step])
            elif isinstance(node.get("additionalProperties"), dict):
                inner += resolved(node["additionalProperties"])
        nodes = inner
    return [name for node in nodes for name in node.get("properties", {})]
