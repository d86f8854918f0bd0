"""Workspace: a book and who computes it; whatever shows a number asks here.

A request of all accounts is answered in parts, from the cache as far as it goes. A request of some
accounts reads only their files; what takes the whole book to know comes from its summary.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from clientfit_cli.execution.run import Answer, run
from clientfit_cli.outcome.request import Detail, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.execution.cache import Cache
    from clientfit_cli.execution.executors import Executor
    from clientfit_cli.execution.task import LoadedSettings
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.storage.tree import Listed


# What it takes the whole book to decide.
DECIDED = frozenset({Detail.FIRST, Detail.ACTIONS, Detail.RELATIONSHIPS, Detail.GROWTH})


@dataclass(eq=False)
class Workspace:
    """A book, with its cache (None: nothing is kept) and who computes its parts."""

    tree: Listed
    executor: Executor
    cache: Cache | None = None
    tick: Callable[[int, int], None] | None = None
    _answers: dict[str, BookOutcome] = field(default_factory=dict)  # of all accounts, by key
    _groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # files by account
    _records: dict[frozenset[str], Book] = field(default_factory=dict)
    _rules: dict[str, Settings] = field(default_factory=dict)

    def ask(self, request: Request) -> BookOutcome:
        """Answer one request."""
        return self.ask_all([request])[0]

    def ask_all(self, requests: Sequence[Request]) -> list[BookOutcome]:
        """Answer several requests: what they share of the work is done once."""
        self._compute(
            request if request.accounts is None else self._summary(request)
            for request in requests
            if request.accounts is None or not self._answers or request.details & DECIDED
        )
        return [
            self._answers[request.key] if request.accounts is None else self._scoped(request)
            for request in requests
        ]

    def _compute(self, requests: Iterable[Request]) -> None:
        """Go over the book for what there is no answer to yet."""
        missing: dict[str, dict[str, Request]] = {}
        for request in requests:
            # What differs only in its details is one request; all of it is of one going over.
            asked = missing.setdefault(request.rules, {})
            there = asked.get(request.key, self._answers.get(request.key))
            have = frozenset() if there is None else there.details
            if not request.details <= have:
                asked[request.key] = request.asking(request.details | have)
        for rules, asked in missing.items():
            if asked:
                answer = self._run(list(asked.values()), rules)
                self._answers.update(zip(asked, answer.outcomes, strict=True))

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
        book = self.records(request.accounts)
        if request.rules:
            book = replace(book, settings=self._under(request.rules).settings)
        outcome = outcomes(tabulated(book), [request.of(None)], book)[0]
        whole = next(iter(self._answers.values()))  # as of whatever day: the files are the same
        outcome = replace(
            outcome, request=request, problems=whole.problems, left_out=whole.left_out,
            root=whole.root,
        )  # fmt: skip
        if request.details & DECIDED:
            whole = self._answers[self._summary(request).key]
            outcome = replace(outcome, whole=whole.context, there=whole.there)
        return outcome

    def _summary(self, request: Request) -> Request:
        """Name a request for what takes the whole book to know: one with an answer, if there is."""
        plain = Request((request.as_of,), known_at=request.known_at, rules=request.rules)
        for outcome in self._answers.values():
            asked = outcome.request.asking(outcome.details & plain.details)
            if asked.as_of == plain.as_of and asked.stage == plain.stage and asked.details:
                return asked
        return plain

    def records(self, accounts: Iterable[str]) -> Book:
        """Read what the files say of some accounts, and nothing else."""
        from clientfit_cli.book import load

        names = frozenset(accounts)
        if names not in self._records:
            files = sorted({file for name in names for file in self._groups.get(name, ())})
            loaded = self.loaded
            book = load.part(self.tree, files, loaded.settings, loaded.problems)
            there = {name: account for name, account in book.accounts.items() if name in names}
            self._records[names] = replace(book, accounts=there)
        return self._records[names]

    @cached_property
    def loaded(self) -> LoadedSettings:
        """The settings of the book, and what is wrong in them."""
        from clientfit_cli.execution.task import loaded_settings

        return loaded_settings(self.tree)[0]

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    def under(self, other: Settings) -> str:
        """Name the numbers of other settings, for a request under them."""
        from clientfit_cli.outcome.build import digest

        rules = digest(other)
        self._rules[rules] = other
        return rules

    def _under(self, rules: str) -> LoadedSettings:
        """Put other numbers that score into the settings of the book."""
        kept = {name: getattr(self._rules[rules], name) for name in RULES}
        return replace(self.loaded, settings=self.settings.model_copy(update=kept))


# What counts as settings; the team and the catalogue are facts, though they stand in the same file.
RULES = ("scoring", "cadence", "holidays", "timezone")
