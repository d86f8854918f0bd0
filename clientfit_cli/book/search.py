"""Search: which files may speak of an account, told from their bytes without parsing them."""

from __future__ import annotations

import re

# Every key `account`, and more; and those that stand plainly in a line of their own.
_keys = re.compile(rb"""account["']?[ \t]*(?:[\r\n:#\xc2\xe2]|\Z)""").findall
_plain = re.compile(rb"^account: +([a-z0-9._-]+)(?: +#[^\r\n]*| *)\r?$", re.MULTILINE).findall
# Escapes that may stand for a character of an id, or join the two halves of one. What somebody
# writes into a key in this way is not looked at.
_escaped = re.compile(rb"\\(?:x[2-7]|u00[2-7]|U000000[2-7])").search
_joined = re.compile(rb"\\[\r\n\xc2\xe2]").search
_joined_key = re.compile(rb'\?\s[^\n]*"[^"\n]*\\[\r\n\xc2\xe2]').search
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def may_speak_of(raw: bytes, account: str) -> bool:
    """Say whether a file may have a document about an account; a no is certain."""
    joined = False
    if b"\\" in raw:
        joined = bool(_joined(raw))
        if _escaped(raw) or (joined and _joined_key(raw)):
            return True
    if raw.startswith(_UTF_16) or b"\0" in raw:
        return True
    name = account.encode("utf-8", "replace")
    if name not in raw and not joined:
        return False
    named = _plain(raw)
    return name in named or len(named) < len(_keys(raw))
