"""Facts -> health and actions: what the members of the method are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.faces import lazily

if TYPE_CHECKING:
    from clientfit_cli.engine.advice.action import action as action
    from clientfit_cli.engine.algebra.events import Events as Events
    from clientfit_cli.engine.algebra.grid import ALWAYS as ALWAYS
    from clientfit_cli.engine.algebra.grid import FOREVER as FOREVER
    from clientfit_cli.engine.algebra.grid import NEVER as NEVER
    from clientfit_cli.engine.algebra.grid import Bools as Bools
    from clientfit_cli.engine.algebra.grid import Floats as Floats
    from clientfit_cli.engine.algebra.grid import Grid as Grid
    from clientfit_cli.engine.algebra.grid import Ints as Ints
    from clientfit_cli.engine.algebra.nested import Members as Members
    from clientfit_cli.engine.algebra.spans import Spans as Spans
    from clientfit_cli.engine.facts.columns import Tables as Tables
    from clientfit_cli.engine.facts.dated import Dated as Dated
    from clientfit_cli.engine.facts.fact import fact as fact
    from clientfit_cli.engine.scoring.alarm import alarm as alarm
    from clientfit_cli.engine.scoring.coverage import Coverage as Coverage
    from clientfit_cli.engine.scoring.fit import fade as fade
    from clientfit_cli.engine.scoring.fit import line as line
    from clientfit_cli.engine.scoring.signal import signal as signal
    from clientfit_cli.engine.scoring.strength import Strength as Strength
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "advice.action": "action",
            "algebra.events": "Events",
            "algebra.grid": "ALWAYS FOREVER NEVER Bools Floats Grid Ints",
            "algebra.nested": "Members",
            "algebra.spans": "Spans",
            "facts.columns": "Tables",
            "facts.dated": "Dated",
            "facts.fact": "fact",
            "scoring.alarm": "alarm",
            "scoring.coverage": "Coverage",
            "scoring.fit": "fade line",
            "scoring.signal": "signal",
            "scoring.strength": "Strength",
        },
    )
