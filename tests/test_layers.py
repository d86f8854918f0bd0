"""The house: packages of one responsibility, imports one way, heavy things where they are used."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import clientfit_cli
from clientfit_cli.book.schema import AccountDocument
from clientfit_cli.book.sections import SECTIONS

ROOT = Path(clientfit_cli.__file__).parent

# From bytes to the command line. What stands later may import what stands earlier, never back:
# imports for type checkers count, too.
LAYERS = (
    "base", "storage", "yamlio", "book", "engine.algebra", "engine.facts", "engine.scoring",
    "engine.advice", "method", "outcome", "execution", "analysis", "writing", "importing",
    "rendering", "views", "api", "cli",
)  # fmt: skip
# What a package shows of all its parts: it stands where the last of them does.
FACES = {"clientfit_cli.engine": "engine.advice"}
# Packages that are not on the road between files and numbers know nothing of the engine.
NARROW = {
    "writing": {"base", "storage", "yamlio", "book"},
    "importing": {"base", "storage", "yamlio", "book", "writing"},
    "rendering": {"base"},
}
# Folders of members: one file each.
REGISTRIES = {"signals", "alarms", "actions", "checks", "commands", "pages", "mappings", "formats"}
# Heavy things, and the only places that may load them.
ONLY = {
    "yaml": {"yamlio"},
    "pandas": {"api"},
    "typer": {"cli"},
    "jinja2": {"rendering"},
}
NEVER = {"numpy": {"base", "storage", "yamlio", "writing", "importing", "rendering", "cli"}}
CLOCKS = re.compile(r"\.today\(|\.now\(|time\.time(_ns)?\(|utcnow\(")
KEEPS_TIME = {"cli/workspace.py", "cli/options.py"}

FILES = sorted(ROOT.rglob("*.py"))
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
}


def package(module: str) -> str:
    """The package that a module of ours belongs to."""
    if module in FACES:
        return FACES[module]
    name = module.removeprefix("clientfit_cli").lstrip(".")
    return next((one for one in LAYERS if name == one or name.startswith(f"{one}.")), "")


def imported(path: Path) -> set[str]:
    """All modules that a file imports, wherever in it; names of ours as far as they are modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            both = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in both}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


IMPORTS = {module: imported(path) for module, path in MODULES.items()}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_packages_that_stand_before_its_own(module: str) -> None:
    here = package(module)
    if module in {"clientfit_cli", "clientfit_cli.__main__"}:  # the doors
        return
    assert here or MODULES[module].name == "__init__.py", f"{module} has no place in the house"
    for other in IMPORTS[module] & MODULES.keys() - {"clientfit_cli"}:
        there = package(other)
        assert LAYERS.index(there) <= LAYERS.index(here), f"{module} imports {other}"
        assert there == here or there in NARROW.get(here, {there}), f"{module} imports {other}"


def test_imports_make_no_circles() -> None:
    done: set[str] = set()

    def visit(module: str, road: tuple[str, ...]) -> None:
        assert module not in road, " -> ".join((*road[road.index(module) :], module))
        if module not in done:
            for other in sorted(IMPORTS[module] & MODULES.keys()):
                if MODULES[other].name != "__init__.py":
                    visit(other, (*road, module))
            done.add(module)

    for module, path in MODULES.items():
        if path.name != "__init__.py":
            visit(module, ())


def test_members_import_only_the_face_of_the_engine() -> None:
    for module in MODULES:
        if package(module) == "method":
            ours = {name for name in IMPORTS[module] if name.startswith("clientfit_cli")}
            assert ours <= {"clientfit_cli.engine"}, module


@pytest.mark.parametrize("face", FACES)
def test_a_face_tells_type_checkers_and_the_program_the_same(face: str) -> None:
    tree = ast.parse(MODULES[face].read_text(encoding="utf-8"))
    typed = {
        (f"{node.module}", alias.name)
        for guarded in tree.body if isinstance(guarded, ast.If)
        for node in guarded.body if isinstance(node, ast.ImportFrom)
        for alias in node.names if alias.asname == alias.name
    }  # fmt: skip
    (names,) = (
        ast.literal_eval(node.args[1])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lazily"
    )
    lazy = {(f"{face}.{home}", name) for home, listed in names.items() for name in listed.split()}
    assert typed == lazy
    shown = importlib.import_module(face)
    assert set(shown.__all__) == {name for _, name in lazy} <= set(dir(shown))
    assert all(getattr(shown, name) is not None for name in shown.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = shown.nothing


@pytest.mark.parametrize("face", FACES)
def test_a_face_is_not_looked_at_from_behind(face: str) -> None:
    for module in MODULES:
        assert not (module.startswith(f"{face}.") and face in IMPORTS[module]), module


@pytest.mark.parametrize("face", FACES)
def test_a_face_loads_nothing_before_it_is_asked(face: str) -> None:
    code = f"import {face}, sys; print('numpy' in sys.modules, 'pydantic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False False\n"


def test_members_import_no_members() -> None:
    members = {module for module in MODULES if module.startswith("clientfit_cli.method.")}
    for module in MODULES.keys() - {"clientfit_cli.method"}:
        assert not IMPORTS[module] & members, module


def test_nothing_below_the_engine_loads_its_members() -> None:
    """An edge of imports that is made as the program runs is one all the same."""
    for module, path in MODULES.items():
        if LAYERS.index(package(module) or "cli") < LAYERS.index("engine.facts"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(members|names)\(.(signals|alarms|actions|facts)", text), module


def words_of_the_format() -> set[str]:
    """The words that files use themselves: sections, keys, and what keys can be."""
    named = {*SECTIONS, *AccountDocument.model_fields}
    for about in SECTIONS.values():
        for key, field in about.model.model_fields.items():
            named |= {key, field.alias or key, *about.choices(key)}
    return named


def test_no_member_is_known_by_its_name() -> None:
    """What others need of a member is declared on it: its role, its question, its dimension."""
    groups = ("signals", "alarms", "actions")
    members = {path.stem for group in groups for path in (ROOT / "method" / group).glob("*.py")}
    # Coverage and thin coverage are words of the results, too.
    members -= words_of_the_format() | {"__init__", "coverage", "thin"}
    for module, path in MODULES.items():
        if package(module) != "method":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                assert not (isinstance(node, ast.Constant) and node.value in members), (
                    f"{module}:{node.lineno} knows `{node.value}` by its name"
                )


def test_no_room_is_crowded() -> None:
    for folder in {path.parent for path in FILES}:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= 14 or folder.name in REGISTRIES, folder


def test_heavy_libraries_are_loaded_in_their_own_places() -> None:
    for module, found in IMPORTS.items():
        tops = {name.split(".")[0] for name in found}
        for heavy, places in ONLY.items():
            assert heavy not in tops or package(module).split(".")[0] in places, (module, heavy)
        for heavy, places in NEVER.items():
            assert heavy not in tops or package(module) not in places, (module, heavy)


def test_only_the_command_line_reads_a_clock() -> None:
    for path in FILES:
        if str(path.relative_to(ROOT)) not in KEEPS_TIME and "commands" not in path.parts:
            assert not CLOCKS.search(path.read_text(encoding="utf-8")), path
