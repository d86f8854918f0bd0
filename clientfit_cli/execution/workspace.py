"""Workspace: a book and who computes it; whatever shows a number asks here.

A request of all accounts is answered in parts, from the cache as far as it goes. A request of some
accounts reads only their files; what takes the whole book to know comes from its summary.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from clientfit_cli.execution.run import Answer, run
from clientfit_cli.outcome.request import Request

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.execution.cache import Cache
    from clientfit_cli.execution.executors import Executor
    from clientfit_cli.execution.task import LoadedSettings
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.storage.tree import Listed


@dataclass(eq=False)
class Workspace:
    """A book, with its cache (None: nothing is kept) and who computes its parts."""

    tree: Listed
    executor: Executor
    cache: Cache | None = None
    tick: Callable[[int, int], None] | None = None
    _answers: dict[Request, BookOutcome] = field(default_factory=dict)
    _groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # files by account

    def ask(self, request: Request) -> BookOutcome:
        """Answer one request."""
        return self.ask_all([request])[0]

    def ask_all(self, requests: Sequence[Request]) -> list[BookOutcome]:
        """Answer several requests: what they share of the work is done once."""
        whole = [request.of(None) for request in requests if request.accounts is None]
        whole += [
            self._summary(request.as_of) for request in requests if request.accounts is not None
        ]
        self._compute([request for request in whole if request not in self._answers])
        return [
            self._answers[request] if request.accounts is None else self._scoped(request)
            for request in requests
        ]

    def _compute(self, requests: Sequence[Request]) -> None:
        """Go over the book for requests that have no answer yet."""
        by_rules: dict[str, list[Request]] = {}
        for request in dict.fromkeys(requests):
            by_rules.setdefault(request.rules, []).append(request)
        for rules, asked in by_rules.items():
            # What differs only in its details is one request.
            merged: dict[str, Request] = {}
            for request in asked:
                there = merged.get(request.key, request)
                merged[request.key] = request.asking(request.details | there.details)
            answer = self._run(list(merged.values()), rules)
            outcomes = dict(zip(merged, answer.outcomes, strict=True))
            self._answers.update({request: outcomes[request.key] for request in asked})

    def _run(self, requests: Sequence[Request], rules: str = "") -> Answer:
        cache, loaded = self.cache, None
        if rules:  # nobody asks for these again
            cache, loaded = None, self._under(rules)
        answer = run(
            self.tree, requests, self.executor, cache=cache, tick=self.tick, loaded=loaded
        )  # fmt: skip
        self._groups = {
            name: group.files for group in answer.groups for name in group.accounts if name
        }
        return answer

    def check(self) -> Answer:
        """Say what is wrong in the book; nothing is scored."""
        return self._run([])

    # -- some accounts -----------------------------------------------------------------------------

    def _scoped(self, request: Request) -> BookOutcome:
        """Score some accounts from their own files."""
        from clientfit_cli.engine.facts.tabulate import tabulated
        from clientfit_cli.outcome.build import outcomes

        assert request.accounts is not None
        whole = self._answers[self._summary(request.as_of)]
        book = self.records(request.accounts)
        outcome = outcomes(tabulated(book), [request.of(None)], book)[0]
        return replace(
            outcome, request=request, whole=whole.context, there=whole.there,
            problems=whole.problems, left_out=whole.left_out, root=whole.root,
        )  # fmt: skip

    def _summary(self, day: dt.date) -> Request:
        """Name a request for what takes the whole book to know: one with an answer, if there is."""
        plain = Request((day,))
        fitting = (
            request for request in self._answers
            if request.as_of == day and request.stage == plain.stage
            and request.details >= plain.details
        )  # fmt: skip
        return next(fitting, plain)

    def records(self, accounts: Iterable[str]) -> Book:
        """Read what the files say of some accounts, and nothing else."""
        from clientfit_cli.book import load

        names = set(accounts)
        files = sorted({file for name in names for file in self._groups.get(name, ())})
        loaded = self.loaded
        book = load.part(self.tree, files, loaded.settings, loaded.problems)
        return replace(book, accounts={n: a for n, a in book.accounts.items() if n in names})

    @cached_property
    def loaded(self) -> LoadedSettings:
        """The settings of the book, and what is wrong in them."""
        from clientfit_cli.execution.task import loaded_settings

        return loaded_settings(self.tree)[0]

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    def _under(self, rules: str) -> LoadedSettings:
        """Put other numbers that score into the settings of the book."""
        settings = self.settings
        other = type(settings).model_validate_json(rules)
        kept = {name: getattr(other, name) for name in RULES}
        return replace(self.loaded, settings=settings.model_copy(update=kept))


# What counts as settings; the team and the catalogue are facts, though they stand in the same file.
RULES = ("scoring", "cadence", "holidays", "timezone")


def rules_of(settings: Settings) -> str:
    """Write the numbers that score, for a request under them."""
    return settings.model_dump_json(include=set(RULES))
