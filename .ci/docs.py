"""Write the generated parts of README.md anew, or check that they are not stale.

`python .ci/docs.py` writes, `--check` fails when it would have to. Two kinds of parts: tables made
from the code (between `<!-- generated: NAME -->` and `<!-- end -->`), and the output beneath each
`$ clientfit ...` of a console block.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from clientfit_cli.base import plugins
from clientfit_cli.base.vocabulary import DIMENSIONS
from clientfit_cli.book.settings import Settings
from clientfit_cli.cli.app import app
from clientfit_cli.engine.advice.action import actions
from clientfit_cli.engine.advice.recommendation import FAMILIES
from clientfit_cli.engine.scoring.alarm import alarms
from clientfit_cli.engine.scoring.signal import signals
from clientfit_cli.importing import mapping

README = Path(__file__).parent.parent / "README.md"
# The commands after `<!-- walk -->` build upon each other, from a folder with nothing but examples.
CONSOLE = re.compile(r"((?:<!-- walk -->\n)?```console\n)(.*?)(```\n)", re.DOTALL)
PART = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->\n)", re.DOTALL)


def table(*rows: tuple[str, ...]) -> str:
    header, *rest = rows
    lines = [header, tuple("---" for _ in header), *rest]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def of_signals() -> str:
    """Every signal by dimension, with its fit and weight."""
    weights = Settings().scoring.dimensions.model_dump()
    rows = [("signal", "what it measures", "unit", "fit", "weight")]
    for dimension in DIMENSIONS:
        rows.append((f"**{dimension} ({weights[dimension]:g})**", "", "", "", ""))
        rows += [
            (f"`{one.name}`", one.summary, one.unit, str(one.fit), f"{one.weight:g}")
            for one in signals().values()
            if one.dimension == dimension
        ]
    return table(*rows)


def of_alarms() -> str:
    """Every alarm, those that cap at red first."""
    rows = [(f"`{one.name}`", one.summary, one.caps) for one in alarms().values()]
    return table(("alarm", "holds when", "band at best"), *rows)


def of_actions() -> str:
    """How many actions there are, by family."""
    lines = []
    for family in FAMILIES:
        mine = [f"`{one.name}`" for one in actions().values() if one.family == family]
        lines.append(f"- **{family}**: {', '.join(mine)}")
    return "\n".join(lines) + "\n"


def of_commands() -> str:
    """Every command with the first line of its help."""
    rows = []
    for name in plugins.names("commands"):
        command = plugins.members("commands")[name]
        summary = (command.__doc__ or "").split("\n", 1)[0]
        rows.append((f"`{name.rstrip('_')}`", summary))
    return table(("command", "what it answers"), *rows)


def of_mappings() -> str:
    """The formats of tables that imports know, by system."""
    found: dict[str, list[str]] = {}
    for one in mapping.shipped():
        found.setdefault(one.mapping.title.split()[0], []).append(f"`{one.name}`")
    return "".join(f"- **{system}**: {', '.join(names)}\n" for system, names in found.items())


def answered(command: str) -> str:
    """Run one command of the README, at 80 columns, without colour."""
    os.environ.update(COLUMNS="80", NO_COLOR="1")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    words = shlex.split(command)
    assert words[0] == "clientfit", command
    err, code = io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app()(words[1:])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 2
    assert code == 0, f"{command}: {err.getvalue()}"
    out.flush()
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def console(block: re.Match[str]) -> str:
    """Renew the output of a console block; `...` on a line of its own stands for the rest."""
    if not block[1].startswith("<!-- walk"):
        return block[1] + outputs(block[2]) + block[3]
    with tempfile.TemporaryDirectory() as empty, contextlib.chdir(empty):
        (Path(empty) / "examples").symlink_to(README.parent / "examples")
        return block[1] + outputs(block[2]) + block[3]


def outputs(block: str) -> str:
    """Run the commands of a console block, one after another."""
    text = ""
    for part in re.split(r"(?m)^(?=\$ )", block):
        if not part:
            continue
        command, old = re.fullmatch(r"(\$ (?:[^\n]*\\\n)*[^\n]*\n)(.*)", part, re.DOTALL).groups()  # type: ignore[union-attr]
        new = answered(command.removeprefix("$ ").replace("\\\n", ""))
        if old.rstrip().endswith("\n..."):
            kept = len(old.rstrip().splitlines()) - 1
            new = "\n".join([*new.splitlines()[:kept], "..."]) + "\n"
        text += command + new
    return text


def renewed(text: str) -> str:
    """Make the README as it should be."""
    makers = {"signals": of_signals, "alarms": of_alarms, "actions": of_actions,
              "commands": of_commands, "mappings": of_mappings}  # fmt: skip
    text = PART.sub(lambda part: part[1] + makers[part[2]]() + part[4], text)
    return CONSOLE.sub(console, text)


def main() -> int:
    os.chdir(README.parent)
    old = README.read_text(encoding="utf-8")
    new = renewed(old)
    if "--check" not in sys.argv:
        README.write_text(new, encoding="utf-8")
        return 0
    diff = difflib.unified_diff(old.splitlines(), new.splitlines(), "README.md", "as it should be")
    lines = list(diff)
    sys.stdout.write("\n".join(lines) + ("\n" if lines else "README.md is up to date\n"))
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
