"""Codec: one detail of an outcome as arrays and texts of a file."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from clientfit_cli.engine.advice.next_band import Thresholds
from clientfit_cli.outcome.book import BookOutcome
from clientfit_cli.outcome.columns import Rules
from clientfit_cli.outcome.pieces import Piece

if TYPE_CHECKING:
    from clientfit_cli.outcome.request import Detail, Request


def packed(outcome: BookOutcome, detail: Detail) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a detail of an outcome apart into arrays and what JSON can hold."""
    return outcome.pieces[detail].packed(), {
        "ids": outcome.ids,
        "there": sorted(outcome.there),
        "rules": astuple(outcome.rules),
    }


def unpacked(
    request: Request, detail: Detail, arrays: dict[str, Any], texts: dict[str, Any]
) -> BookOutcome:
    """Put a detail of an outcome together again; an error where something is missing."""
    piece = Piece.unpacked(arrays)
    sizes = {len(array) for array in piece.arrays.values()}
    if piece.values is not None:
        sizes.add(len(piece.values))
    if sizes != {len(texts["ids"])}:
        raise ValueError(sizes)
    rules = Rules(*texts["rules"])
    rules = replace(
        rules,
        signals=tuple(tuple(signal) for signal in rules.signals),  # type: ignore[misc]
        alarms=tuple(rules.alarms),
        thresholds=Thresholds(*rules.thresholds),
    )
    return BookOutcome(
        request.of(None), rules, texts["ids"], {detail: piece}, frozenset(texts["there"])
    )
