"""Imports run down the road, never back; members import no member beside them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import clientfit_cli

ROOT = Path(clientfit_cli.__file__).parent

# The road from files to the command line. What stands later may import what stands earlier.
ROAD = (
    "__init__", "errors", "problems", "registry", "locating", "trees", "documents", "slips",
    "remote", "plain", "careful", "sources", "records", "rows", "validate", "settings", "check",
    "checks", "book", "known", "revision", "outline", "scribing", "editing", "mending", "amending",
    "rewording", "matching", "naming", "persons", "kinds", "named", "logbook", "pending",
    "forgetting", "importer", "foreign", "mapping", "mappings", "importers", "proposal",
    "attendance", "ledger", "meetings", "merging", "intake", "terms", "grid", "members", "timeline",
    "tables", "facts", "strength", "coverage", "signal", "signals", "alarm", "alarms", "scoring",
    "risk", "whole", "growth", "whom", "step", "action", "actions", "advice", "levers", "standing",
    "result", "pipeline", "parts", "packing", "shelf", "errand", "jobs", "engines", "survey",
    "frozen", "snapshot", "changes", "diff", "movement", "history", "agenda", "monday", "workload",
    "planning", "guests", "asking", "briefing", "report", "charts", "reports", "views", "parquet",
    "mail", "library", "progress", "storing", "completing", "shell", "clerk", "sides", "starter",
    "prompts", "interview", "commands", "cli", "__main__",
)  # fmt: skip


def _typing_only(tree: ast.Module) -> set[ast.AST]:
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }


def imported(path: Path) -> set[str]:
    """The modules and folders of ours that a file imports when it runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = _typing_only(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clientfit_cli"):
            parts = (node.module or "").split(".")
            names = [alias.name for alias in node.names]
            found |= {parts[1]} if len(parts) > 1 else set(names) & {*ROAD}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("clientfit_cli.")
            }
    return found


FILES = sorted(ROOT.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_before_it_on_the_road(path: Path) -> None:
    here = place(path)
    if here == "__init__":  # its lazy door to the library
        return
    assert here in ROAD, f"{here} has no place on the road yet"
    late = {name for name in imported(path) if ROAD.index(name) > ROAD.index(here)}
    assert not late


@pytest.mark.parametrize("folder", ["signals", "alarms", "actions", "checks"])
def test_members_never_read_members(folder: str) -> None:
    for path in (ROOT / folder).glob("*.py"):
        assert folder not in imported(path), path


def test_only_reading_knows_yaml() -> None:
    for path in FILES:
        if "import yaml" in path.read_text(encoding="utf-8"):
            assert path.name in {"careful.py", "outline.py"}  # reading, and where things stand


def test_no_clock_below_the_shell() -> None:
    for path in FILES:
        if place(path) in {"shell", "sides", "commands"}:
            continue
        text = path.read_text(encoding="utf-8")
        for clock in (".today(", ".now(", "time.time(", "utcnow("):
            assert clock not in text, path
