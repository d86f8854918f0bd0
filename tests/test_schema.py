"""The JSON Schemas for editors agree with what the reader takes."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from clientfit_cli.base import plugins
from clientfit_cli.book import settings
from clientfit_cli.book.jsonschema import schema
from clientfit_cli.engine.advice.method import numbers_of
from clientfit_cli.execution.task import read_book
from tests.books import Memory
from tests.conftest import EXAMPLES, TEAM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

SCHEMAS: dict[str, dict[str, Any]] = {"account": schema(), "settings": settings.schema(numbers_of)}
VALIDATORS = {name: jsonschema.Draft202012Validator(one) for name, one in SCHEMAS.items()}
FILES = sorted((EXAMPLES / "accounts").rglob("*.yaml"))


def loaded(text: str) -> list[Any]:
    """Read YAML the way an editor does, with dates as texts."""

    def plain(data: Any) -> Any:
        if isinstance(data, dict):
            return {"on" if key is True else str(key): plain(inner) for key, inner in data.items()}
        if isinstance(data, list):
            return [plain(inner) for inner in data]
        return data.isoformat() if isinstance(data, dt.date) else data

    return [plain(one) for one in yaml.safe_load_all(text) if one is not None]


def accepts(name: str, text: str) -> bool:
    return all(VALIDATORS[name].is_valid(one) for one in loaded(text))


def reads(name: str, text: str) -> bool:
    """Say whether the reader takes a text: nothing is wrong with it by itself."""
    files = {"a.yaml": text if name == "account" else "account: a\nname: A\n"}
    files["clientfit.yaml"] = text if name == "settings" else TEAM
    return not any(one.severity == "error" for one in read_book(Memory(files)).problems)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_document_of_the_example_book_is_accepted(path: Path) -> None:
    name = "settings" if path.name == "clientfit.yaml" else "account"
    for document in loaded(path.read_text(encoding="utf-8")):
        VALIDATORS[name].validate(document)


def test_the_first_account_of_a_new_book_is_accepted(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    run("init", tmp_path)
    for name, file in (("account", "acme.yaml"), ("settings", "clientfit.yaml")):
        for document in loaded((tmp_path / file).read_text()):
            VALIDATORS[name].validate(document)


ACCOUNT = "account: a\nname: A\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("account", ACCOUNT + "teir: gold"),
        ("account", ACCOUNT + "contacts: [{id: a, name: A, titel: x}]"),
        ("account", ACCOUNT + "contacts: [{id: a, name: A, prefers: {chanel: call}}]"),
        ("account", ACCOUNT + "lost: {cuase: x}"),
        ("account", ACCOUNT + "issues: [{what: x, opened: 2026-01-01, from_: x}]"),
        ("account", ACCOUNT + "goals: [{what: x, from_: a}]"),
        ("settings", "currncy: EUR"),
        ("settings", "team: [{id: a, nmae: A}]"),
        ("settings", "scoring: {signals: {silense: {best: 3}}}"),
        ("settings", "scoring: {signals: {silence: {bst: 3}}}"),
        ("settings", "scoring: {alarms: {thinn: off}}"),
        ("settings", "scoring: {bands: {purple: 3}}"),
        ("settings", "scoring: {strength: {depth: {phone: 3}}}"),
    ],
)
def test_unknown_keys_are_refused_as_the_reader_refuses_them(name: str, text: str) -> None:
    assert not accepts(name, text)
    assert not reads(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("account", "name: A"),
        ("account", ACCOUNT + "contacts: [{id: a}]"),
        ("account", ACCOUNT + "contacts: [{id: a, name: }]"),
        ("account", ACCOUNT + "contacts: [~]"),
        ("account", ACCOUNT + "contacts: {a: b}"),
        ("account", ACCOUNT + "contacts: [Robin]"),
        ("account", ACCOUNT + "touchpoints: [{date: 2026-01-01}]"),
        ("account", ACCOUNT + "touchpoints: [{date: 2026-01-01, channel: phone}]"),
        ("account", ACCOUNT + "touchpoints: [{date: 2026-01-01, channel: call, ours: [~]}]"),
        ("account", ACCOUNT + "issues: [{what: x, opened: 2026-01-01, severity: bad}]"),
        ("account", ACCOUNT + "issues: [{what: x, opened: 2026-01-01, owned: maybe}]"),
        ("account", ACCOUNT + "revenue: -1"),
        ("account", ACCOUNT + "revenue: much"),
        ("account", ACCOUNT + "note: [a]"),
        ("account", "account: A B\nname: A"),
        ("settings", "scoring: {alarms: {thin: {caps: green}}}"),
        ("settings", "scoring: {alarms: {thin: maybe}}"),
        ("settings", "scoring: {signals: {silence: off}}"),
        ("settings", "scoring: {signals: {silence: {best: [3]}}}"),
        ("settings", "team: [dana]"),
        ("settings", "holidays: 2026-01-01"),
    ],
)
def test_what_the_reader_refuses_is_refused(name: str, text: str) -> None:
    assert not accepts(name, text)
    assert not reads(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("account", "account: 2026\nname: 3"),
        ("account", "account: no\nname: NO\nindustry: yes\ntier: 1"),
        ("account", ACCOUNT + "owner:\ntier: ~\nlost:\ncontacts: null\nnote:"),
        ("account", ACCOUNT + "lost: {date: , cause: }"),
        ("account", ACCOUNT + "touchpoints: [{date: 2026-01-01, channel: call, ours: , by: }]"),
        ("account", ACCOUNT + "issues: [{what: x, opened: 2026-01-01, severity: , owned: yes}]"),
        ("account", ACCOUNT + "issues: [{what: x, opened: 2026-01-01, owned: 'on'}]"),
        ("account", ACCOUNT + "news: [{what: 5, date: 2026-01-01, rival_first: }]"),
        ("account", ACCOUNT + "touchpoints: [{date: 2026-01-01T10:00:00Z, channel: call}]"),
        ("account", ACCOUNT + "contacts: []"),
        ("settings", "currency:\nteam:\nservices:\ncadence:\nholidays:\nscoring:"),
        ("settings", "services: [{id: a, fits: }, {id: b, fits: {industry: , tier: [1, x]}}]"),
        ("settings", "cadence: {gold: , default: 7}"),
        ("settings", "scoring: {bands: , strength: {depth: {call: }}, coverage: }"),
        ("settings", "scoring: {alarms: {thin: off, gone_silent: , notice: {caps: yellow}}}"),
        ("settings", "scoring: {alarms: {thin: 'off', gone_silent: {on: 'no'}}}"),
        ("settings", "scoring: {signals: {silence: {best: , weight: 0}, two_way: }}"),
        ("settings", "scoring: {actions: {say_thanks: no}}"),
    ],
)
def test_what_the_reader_takes_is_accepted(name: str, text: str) -> None:
    assert reads(name, text)
    for document in loaded(text):
        VALIDATORS[name].validate(document)


@pytest.mark.parametrize("section", ["signals", "alarms", "actions"])
def test_every_number_of_every_member_is_known_with_its_default(section: str) -> None:
    scoring = SCHEMAS["settings"]["$defs"]["Scoring"]["properties"][section]
    members = next(one for one in scoring["anyOf"] if one.get("type") == "object")["properties"]
    assert sorted(members) == list(plugins.names(section))
    for name, member in plugins.members(section).items():
        numbers = next(one for one in members[name]["anyOf"] if one.get("type") == "object")
        defaults = {key: one["default"] for key, one in numbers["properties"].items()}
        assert defaults == member.numbers
        assert members[name]["description"] == member.summary


def test_nothing_is_allowed_exactly_where_the_reader_allows_it() -> None:
    """For every key of every record: null is accepted unless the key is required."""
    for one in SCHEMAS.values():
        for node in (one, *one["$defs"].values()):
            for key, inner in node.get("properties", {}).items():
                nullable = {"type": "null"} in inner.get("anyOf", ())
                assert nullable is (key not in node.get("required", ())), (node["title"], key)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_writes_the_schema(run: Callable[..., Ran], tmp_path: Path, name: str) -> None:
    found = run("schema", name)
    assert (found.code, found.err) == (0, "")
    assert found.data == json.loads(json.dumps(SCHEMAS[name]))
    assert run("schema", name, "--output", tmp_path / "x.json").out == ""
    assert (tmp_path / "x.json").read_text() == found.out


def test_the_schema_of_an_account_is_the_default(run: Callable[..., Ran]) -> None:
    assert run("schema").data["title"] == "AccountDocument"


def test_a_schema_that_there_is_not(run: Callable[..., Ran]) -> None:
    found = run("schema", "contact")
    assert (found.code, found.out) == (2, "")
    assert "schemas: account, settings" in found.err
