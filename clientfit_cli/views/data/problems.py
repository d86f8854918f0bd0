"""Problems in files, as the formats of programs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.base.problems import Problem


COLUMNS = ("file", "line", "column", "severity", "code", "route", "message", "hint")


def listed(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems for programs, version 1."""
    return [
        {
            "code": one.code,
            "severity": one.severity,
            "file": one.where.file,
            "line": one.where.line,
            "column": one.where.column,
            "route": one.where.route,
            "message": one.message,
            "hint": one.hint,
        }
        for one in problems
    ]
