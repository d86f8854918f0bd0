"""How much a year of weekly days costs against one day, in the engine.

    python benchmarks/history.py [ACCOUNTS ...]

The two are run in turn and their medians compared: a machine that slows down slows both.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from generate import TODAY, generate

from clientfit_cli import book, risk, scoring, tables
from clientfit_cli.sources import Folder

WEEKS = 52
TURNS = 7
TARGET = 6.0


def seconds(found: tables.Tables, days: np.ndarray) -> float:  # type: ignore[type-arg]
    """Time what a history needs of the engine: health, bands, risk and coverage of every day."""
    gc.collect()
    start = time.perf_counter()
    card = scoring.scored(found, days)
    weighed = risk.risk(card)
    read = (card.health, card.bands, weighed.at_risk, card.inputs.coverage.strands)
    assert read
    return time.perf_counter() - start


def main(sizes: list[int]) -> None:
    last = tables.number_of(TODAY)
    weekly = last - 7 * np.arange(WEEKS - 1, -1, -1, dtype=np.int64)
    print(f"{'accounts':>8}  {'one day':>9}  {f'{WEEKS} days':>9}  ratio (of {TURNS} turns each)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), size)
            found = tables.tabulated(book.read(Folder(Path(folder))))
        seconds(found, weekly[-1:])  # imports and caches
        one, year = [], []
        for _ in range(TURNS):
            one.append(seconds(found, weekly[-1:]))
            year.append(seconds(found, weekly))
        ratio = statistics.median(year) / statistics.median(one)
        verdict = "" if ratio <= TARGET else f"  more than {TARGET:g}"
        print(
            f"{size:>8,}  {statistics.median(one):>8.3f}s  {statistics.median(year):>8.3f}s"
            f"  {ratio:.2f}{verdict}"
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100, 1000])
