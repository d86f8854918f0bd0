"""Data of a document -> a typed record, or problems: pydantic's errors in the user's words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from clientfit_cli.problems import Problem, Route, Where, did_you_mean, written
from clientfit_cli.sources import KEY, MOST_PROBLEMS, locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.sources import Tree

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
    return [_problem(model, data, item) for item in found[:MOST_PROBLEMS]]


def placed(findings: Iterable[Finding], tree: Tree) -> list[Problem]:
    """Give findings their lines and columns."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    problems: list[Problem] = []
    for file, wanted in by_file.items():
        try:
            raw = tree.read(file)
        except OSError:  # gone since it was read
            raw = b""
        shown = tree.shown(file)
        places = locate(raw, [(finding.document, finding.route) for finding in wanted])
        for finding in wanted:
            place = places[finding.document, finding.route]
            route = written(tuple(step for step in finding.route if step != KEY))
            problems.append(
                Problem(
                    finding.code,
                    Where(shown, place.line, place.column, route),
                    finding.message,
                    finding.hint,
                    finding.severity,
                    place.text,
                    finding.account,
                )
            )
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


def _problem(
    model: type[BaseModel], data: dict[str, Any], item: Any
) -> tuple[Route, str, str, str]:
    route: Route = tuple(KEY if step == "[key]" else step for step in item["loc"])
    kind: str = item["type"]
    context = item.get("ctx", {})
    value = item["input"]
    name = str(next((step for step in reversed(route) if step != KEY), ""))
    shown = _said(value)
    match kind:
        case "missing":
            return route, "missing-key", f"`{name}` is missing", f"add `{name}: ...`"
        case "extra_forbidden":
            hint = did_you_mean(name, _known(model, data, route[:-1]))
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
            said = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
            bound, most = next(iter(context.items()))
            return route, "out-of-range", f"{shown} must be {said[bound]} {most:g}", ""
        case _:
            code = kind if "-" in kind else "bad-choice"
            return route, code, item["msg"], HINTS.get(code, "")


def _said(value: Any) -> str:
    """Write a value as a piece of a message."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return str(value) if len(str(value)) <= 40 else str(value)[:39] + "…"


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _known(model: type[BaseModel], data: Any, route: Route) -> list[str]:
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
