"""Hold clientfit against what a user could do instead, in one go, and print the ratios.

    python benchmarks/run.py [--accounts 1000] [--touchpoints 100] [--runs 5] [--only cold warm]

Everything is a process of its own, run in turn, and compared with what ran beside it: times swing
with what else the machine does, ratios less so.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import comparisons
import machine
from material import Material
from measure import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for."""
    asked = options().parse_args(words)
    with tempfile.TemporaryDirectory() as work:
        folder = asked.keep or Path(work) / "material"
        caches = Path(work) / "caches"
        for path in (folder, caches):
            path.mkdir(parents=True, exist_ok=True)
        bench = comparisons.Bench(
            asked.accounts, asked.touchpoints, asked.sizes, asked.mailbox, asked.runs,
            Material(folder.resolve(), say), caches, say,
        )  # fmt: skip
        found = {"machine": machine.machine(), "runs": asked.runs, "comparisons": []}
        print("\n".join(machine.lines(found["machine"])))
        print(f"runs in turn: {asked.runs}; targets (at most) are for 10,000 accounts")
        for name in asked.only:
            try:
                done = comparisons.ALL[name](bench)
            except Failed as wrong:
                print(wrong, file=sys.stderr)
                return 1
            print("\n".join(done.lines()), flush=True)
            found["comparisons"].append(done.data())
            if asked.json:
                asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def options() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    made.add_argument("--accounts", type=positive, default=1000)
    made.add_argument("--touchpoints", type=positive, default=100, help="of each account")
    made.add_argument("--sizes", type=positive, nargs="+", default=[100, 300, 1000], help="growth")
    made.add_argument("--mailbox", type=positive, default=50, metavar="MB")
    made.add_argument("--runs", type=positive, default=5)
    made.add_argument("--only", nargs="+", choices=comparisons.ALL, default=[*comparisons.ALL])
    made.add_argument("--keep", type=Path, metavar="DIR", help="keep what is generated, for later")
    made.add_argument("--json", type=Path, metavar="FILE", help="write all measurements")
    return made


def positive(text: str) -> int:
    """Understand a number of at least one."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def say(text: str) -> None:
    print(f"  .. {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
