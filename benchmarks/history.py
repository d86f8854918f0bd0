"""How much a year of weekly days costs against one day, in the engine.

    python benchmarks/history.py BOOK

The two are run in turn: a machine that slows down slows both. `run.py` compares them.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from generate import TODAY

from clientfit_cli.base.vocabulary import number_of
from clientfit_cli.book import load
from clientfit_cli.engine.advice.method import numbers_of
from clientfit_cli.engine.facts import columns, tabulate
from clientfit_cli.engine.scoring import risk, scorecard
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEKS = 52
TURNS = 7


def seconds(found: columns.Tables, days: NDArray[np.int64]) -> float:
    """Time what a history needs of the engine: health, bands, risk and coverage of every day."""
    gc.collect()
    start = time.perf_counter()
    card = scorecard.scored(found, days)
    weighed = risk.risk(card)
    read = (card.health, card.bands, weighed.at_risk, card.inputs.coverage.strands)
    assert read
    return time.perf_counter() - start


def main(folder: Path) -> None:
    last = number_of(TODAY)
    weekly = last - 7 * np.arange(WEEKS - 1, -1, -1, dtype=np.int64)
    found = tabulate.tabulated(load.read(Folder(folder), numbers_of))
    seconds(found, weekly[-1:])  # imports and caches
    day, year = [], []
    for _ in range(TURNS):
        day.append(seconds(found, weekly[-1:]))
        year.append(seconds(found, weekly))
    print(json.dumps({"day": day, "year": year, "seconds": sum(day + year)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
