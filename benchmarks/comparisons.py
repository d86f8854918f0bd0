"""What is held against what; each function runs one comparison and gives what came of it.

Targets are ratios for a book of 10,000 accounts on two cores: on a smaller one, start-up weighs
more.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comparison import Comparison, Ratio
from generate import TODAY
from material import size
from measure import Contestant, in_turn, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from material import Material

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples" / "accounts"
PYTHON = sys.executable
DAY = str(TODAY)
IN_PROPORTION = 1.2  # each account costs the same, with room for noise
# With pyarrow installed pandas imports it too. The targets are for pandas alone.
PANDAS = "import sys; sys.modules['pyarrow'] = None; import pandas"

# What any program in Python pays that reads the files with libyaml, and does nothing with them.
PARSER = (
    "import pathlib, sys, yaml\n"
    "for path in pathlib.Path(sys.argv[1]).rglob('*.yaml'):\n"
    "    list(yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader))\n"
)


@dataclass
class Bench:
    """What was asked for, and where things are."""

    accounts: int
    touchpoints: int
    sizes: list[int]
    megabytes: int
    runs: int
    material: Material
    caches: Path
    say: Callable[[str], None]

    def clientfit(self, name: str, cache: str, *words: str | Path) -> Contestant:
        """Make a contestant of a command of ours, with a cache folder of its own."""
        folder = self.caches / cache
        folder.mkdir(exist_ok=True)
        beside = Path(PYTHON).with_name("clientfit")
        command: list[str | Path] = [beside] if beside.exists() else [PYTHON, "-m", "clientfit_cli"]
        # A wide and plain terminal, whatever this one is.
        around = {"XDG_CACHE_HOME": str(folder), "COLUMNS": "100", "CLIENTFIT_BOOK": ""}
        return Contestant(name, [*command, *words], around)

    def forgetful(self, name: str, *words: str | Path) -> Contestant:
        """Make a contestant that finds its cache folder empty, each time."""
        made = self.clientfit(name, "cold", *words)
        made.prepare = lambda: emptied(Path(made.surroundings["XDG_CACHE_HOME"]))
        return made

    def run(self, contestants: list[Contestant]) -> None:
        in_turn(contestants, self.runs, self.say)

    @property
    def book(self) -> Path:
        return self.material.book(self.accounts, self.touchpoints)

    @property
    def entries(self) -> int:
        return self.accounts * self.touchpoints


def cold(bench: Bench) -> Comparison:
    """Score a book that was never seen, against the plain road, `cat`, and accounting programs."""
    book, of = bench.book, (bench.accounts, bench.touchpoints)
    ours = bench.forgetful("clientfit score", "score", book, "--as-of", DAY)
    plain = Contestant("the plain road", [PYTHON, HERE / "plain_road.py", book, DAY])
    alone = Contestant("CSafeLoader alone", [PYTHON, "-c", PARSER, book])
    cat = Contestant(
        "cat", ["sh", "-c", 'find "$0" -name "*.yaml" -exec cat {} + > /dev/null', book]
    )
    found = [ours, plain, alone, cat]
    ratios = [Ratio(ours, plain, 1 / 12), Ratio(ours, alone, 1 / 5), Ratio(ours, cat)]
    notes = []
    programs: dict[str, Callable[[str], list[str | Path]]] = {
        "ledger": lambda at: [at, "-f", bench.material.form("journal", *of), "balance"],
        "hledger": lambda at: [at, "-f", bench.material.form("journal", *of), "balance"],
        "bean-check": lambda at: [at, "--no-cache", bench.material.form("beancount", *of)],
    }
    for name, command in programs.items():
        shown = "beancount" if name == "bean-check" else name
        if at := shutil.which(name):
            found.append(Contestant(shown, command(at)))
            ratios.append(Ratio(ours, found[-1], 0.6 if name == "ledger" else None))
        else:
            notes.append(f"{shown} is not installed ({name} is not on the PATH): not compared")
    bench.run(found)
    title = (
        f"{bench.accounts:,} accounts, {bench.entries:,} touchpoints, "
        f"{size(book) / 1e6:,.0f} MB of YAML, nothing cached"
    )
    return Comparison("cold", title, found, ratios, [(ours, 400)], notes=notes)


def warm(bench: Bench) -> Comparison:
    """Score a book again, against pandas reading its touchpoints from Parquet."""
    book = bench.book
    words = ("score", book, "--as-of", DAY)
    again = bench.clientfit("score again", "warm", *words)
    changed = bench.clientfit("one file changed", "warm", *words)
    pandas = Contestant("import pandas", [PYTHON, "-c", PANDAS])
    numpy = Contestant("import numpy", [PYTHON, "-c", "import numpy"])
    found = [again, changed, pandas, numpy]
    ratios = [Ratio(again, pandas, 1.6), Ratio(changed, again, 1.5)]
    notes = []
    if importlib.util.find_spec("pyarrow"):
        path = bench.material.form("parquet", bench.accounts, bench.touchpoints)
        parquet = Contestant("groupby of Parquet", [PYTHON, HERE / "groupby.py", path, DAY])
        found.append(parquet)
        ratios.append(Ratio(again, parquet))
    else:
        notes.append("pyarrow is not installed (pip install -e '.[bench]'): Parquet not compared")
    cache = emptied(bench.caches / "warm")
    bench.say(f"first {again.name}")
    run(again.command, again.surroundings)
    kept = size(cache)
    notes.append(
        f"its cache holds {kept / 1e6:,.1f} MB" if kept
        else "clientfit wrote no cache: again is just a second run"
    )  # fmt: skip
    one = min(book.glob("a*.yaml"))
    text = one.read_bytes()
    changed.prepare = lambda: _change(one, text, len(changed.seconds))
    try:
        bench.run(found)
    finally:
        one.write_bytes(text)
    title = f"the same book once more, {bench.entries:,} touchpoints"
    return Comparison("warm", title, found, ratios, [(again, 200)], notes=notes)


def history(bench: Bench) -> Comparison:
    """Compare a year of weekly days with one day, in the engine alone."""
    words: list[str | Path] = [PYTHON, HERE / "history.py", bench.book]
    whole = Contestant("history", words, reports=True)
    in_turn([whole], 1, bench.say)
    said = whole.reported[0]
    day = Contestant("one day", words, seconds=said["day"])
    year = Contestant("52 weekly days", words, seconds=said["year"])
    title = f"engine time for {bench.accounts:,} accounts, {len(day.seconds)} turns in one process"
    return Comparison("history", title, [day, year], [Ratio(year, day, 6)])


def startup(bench: Bench) -> Comparison:
    """Compare the start of commands with that of Python and of pandas."""
    words = ("score", EXAMPLES, "--as-of", DAY)
    nothing = Contestant("python -c pass", [PYTHON, "-c", "pass"])
    pandas = Contestant("import pandas", [PYTHON, "-c", PANDAS])
    version = bench.clientfit("--version", "start", "--version")
    helped = bench.clientfit("--help", "start", "--help")
    check = bench.forgetful("check examples/accounts", "check", EXAMPLES)
    score = bench.forgetful("score examples/accounts", *words)
    again = bench.clientfit("the same again", "start", *words)
    run(again.command, again.surroundings)
    found = [nothing, pandas, version, helped, check, score, again]
    bench.run(found)
    ratios = [
        Ratio(version, nothing, 2),
        Ratio(helped, pandas),
        Ratio(check, pandas),
        Ratio(score, pandas, 1.5),
        Ratio(again, pandas, 1),
    ]
    return Comparison("startup", "small commands, from start to end", found, ratios)


def growth(bench: Bench) -> Comparison:
    """Score books of growing size: seconds and memory for each account, beyond a book of one."""
    one = bench.material.book(1, bench.touchpoints)
    start = bench.forgetful("1 account", "score", one, "--as-of", DAY)
    found = []
    for accounts in sorted(set(bench.sizes) - {1}):
        book = bench.material.book(accounts, bench.touchpoints)
        found.append(bench.forgetful(f"{accounts:,} accounts", "score", book, "--as-of", DAY))
        found[-1].per, found[-1].beyond = accounts - 1, start
    bench.run([start, *found])
    title = f"clientfit score, {bench.touchpoints:,} touchpoints an account, nothing cached"
    ratios = [Ratio(more, found[0], IN_PROPORTION) for more in found[1:]]
    return Comparison("growth", title, [start, *found], ratios, rate="ms each")


def mailbox(bench: Bench) -> Comparison:
    """Read a mailbox as an import does."""
    path = bench.material.mailbox(bench.megabytes)
    words: list[str | Path] = [PYTHON, HERE / "mailbox.py", path]
    found = Contestant(f"mbox of {bench.megabytes:,} MB", words, reports=True, per=bench.megabytes)
    bench.run([found])
    return Comparison("mailbox", "reading mails as import does", [found], rate="MB/s")


ALL = {one.__name__: one for one in (cold, warm, history, startup, growth, mailbox)}


def emptied(folder: Path) -> Path:
    """Make a folder empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _change(path: Path, text: bytes, time: int) -> None:
    """Change a file without changing what it says."""
    path.write_bytes(text + f"# change {time}\n".encode())
