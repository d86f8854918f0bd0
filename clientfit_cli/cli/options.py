"""Option types that commands share."""

from __future__ import annotations

import functools
import inspect
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import workspace
from clientfit_cli.cli.completion import account_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.cli.session import Session as Session  # noqa: PLC0414  # for commands
    from clientfit_cli.storage.tree import Listed

    Opener = Callable[[Listed], Session]
else:  # heavy: commands get one, and only then
    Session = Opener = Any

BookPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[BOOK]",
        help="The folder of the book [default: $CLIENTFIT_BOOK, else accounts/, else .]",
        show_default=False,
    ),
]


AccountName = Annotated[
    str,
    typer.Argument(metavar="ACCOUNT", help="The account's id.", autocompletion=account_ids),
]


AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="The day to score: 2026-11-16, today, last-monday, -7d."
    ),
]


Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="table, csv, json, markdown, html or xlsx.",
        show_default=False,
    ),
]  # fmt: skip


Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE",
        help="Write to a file; its ending says the format.", show_default=False,
    ),
]  # fmt: skip


Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ID",
        help="Only this account (repeatable).",
        autocompletion=account_ids,
    ),
]


Owner = Annotated[
    str | None, typer.Option("--owner", metavar="ID", help="Only accounts of this lead.")
]


Band = Annotated[
    list[str] | None,
    typer.Option("--band", metavar="BAND", help="Only red, yellow, green, unknown (repeatable)."),
]


Tier = Annotated[str | None, typer.Option("--tier", help="Only accounts of this tier.")]


KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Leave out accounts with errors, and go on without them."),
]


Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", show_default=False,
        help="Processes at once [default: one for each core in a large book, else one].",
    ),
]  # fmt: skip


NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing for next time.")
]


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages beside the answer.")]


Engine = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="local, or dask: on a Dask cluster.")
]


Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", metavar="ADDRESS", show_default=False,
        help="Where the Dask cluster is [default: one on this machine, for the while].",
    ),
]  # fmt: skip


# What a command can ask for by the name of a parameter, and the options that it then has.
_OPENED = {
    "jobs": (Jobs, 0), "engine": (Engine, "local"), "scheduler": (Scheduler, None),
    "no_cache": (NoCache, False), "keep_going": (KeepGoing, False), "quiet": (Quiet, False),
}  # fmt: skip
_SHARED: dict[str, dict[str, tuple[Any, Any]]] = {
    "session": {"book": (BookPath, None)},
    "day": {"as_of": (AsOf, "today")},
    "choice": {
        "account": (Accounts, None), "owner": (Owner, None), "band": (Band, None),
        "tier": (Tier, None),
    },
}  # fmt: skip


Command: TypeAlias = "Callable[..., int | None]"


def shared(command: Command, *, without: str = "") -> Command:
    """Give a command the options of what it asks for: a `session`, a `day`, a `choice`.

    The command itself gets the book opened, the day understood, and the choice of accounts; or an
    `opener`, where it opens several books (or none). An option that it has of its own stays that.
    """
    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    own = signature.parameters.keys()
    for name, parameter in signature.parameters.items():
        if name == "opener":
            continue
        if name in _SHARED:  # what the command says itself is its own
            its = {key: value for key, value in _SHARED[name].items() if key not in own}
            parameters += _parameters(its)
        else:
            parameters.append(parameter)
    given = {key: value for key, value in _OPENED.items() if key != without and key not in own}
    parameters += _parameters(given)

    @functools.wraps(command)
    def run(**values: Any) -> int | None:
        from clientfit_cli.cli.selection import Choice
        from clientfit_cli.cli.session import opening

        opened = {name: values.pop(name) for name in given}
        opened |= {name: values[name] for name in _OPENED if name in own}
        if "day" in own:
            values["day"] = parse_day(values.pop("as_of"), workspace.today())
        if "choice" in own:
            asked = {name: values.pop(name) for name in _SHARED["choice"] if name not in own}
            asked["accounts"] = asked.pop("account", None)
            values["choice"] = Choice(**asked)
        with ExitStack() as stack:
            if "opener" in own:
                values["opener"] = lambda tree: stack.enter_context(opening(tree, **opened))
            else:
                book = values.pop("book")
                if "account" in own:
                    values["account"], book = workspace.name_and_book(values["account"], book)
                values["session"] = stack.enter_context(opening(workspace.tree(book), **opened))
            return command(**values)

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters} | {
        "return": signature.return_annotation
    }
    return run


def _parameters(options: dict[str, tuple[Any, Any]]) -> list[inspect.Parameter]:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [
        inspect.Parameter(name, kind, default=default, annotation=annotation)
        for name, (annotation, default) in options.items()
    ]
