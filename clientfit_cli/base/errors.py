"""Errors that end a command."""

from __future__ import annotations


class UserError(Exception):
    """The command cannot go on; the message says why and what to do (exit code 2)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
