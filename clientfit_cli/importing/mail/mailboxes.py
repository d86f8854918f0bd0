"""Mailboxes -> the headers of their mails: mbox files, Maildir folders, `.eml` files.

Bodies are stepped over, a piece at a time: a mailbox of any size takes the same memory, and what
people wrote to each other is never looked at.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.importer import Source

CHUNK = 1 << 20
MOST_HEADERS = 1 << 19  # bytes of the headers of one mail; no real one comes near
_FROM = re.compile(rb"From [^\r\n]{1,500}\r?\n(?=>?[!-9;-~]+[ \t]*:|>?From )")
_DATED = tuple(
    re.compile(part)
    for part in (
        rb"\d{1,2}:\d\d",
        rb"\b(?:19|20)\d\d\b",
        rb"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    )
)
_LENGTH = re.compile(
    rb"^Content-Length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
_ROOM = 2048  # bytes that hold a `From ` line and the beginning of the next
_ENDED = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN = frozenset({
    b"from", b"to", b"cc", b"date", b"subject", b"message-id", b"received", b"return-path",
    b"mime-version", b"delivered-to", b"content-type", b"reply-to", b"sender", b"references",
    b"in-reply-to", b"x-mozilla-status",
})  # fmt: skip
_MARK = b"\xef\xbb\xbf"


class Raw(NamedTuple):
    """The headers of one mail as they stand, and where the mail is."""

    place: str
    envelope: bytes  # the `From ` line of an mbox, without that word
    headers: bytes
    flags: str = ""  # of a Maildir: `S` seen, `D` draft, `T` trashed, ...


def is_mbox(head: bytes) -> bool:
    """Whether a file begins with a `From ` line and a mail."""
    text = head.removeprefix(_MARK).lstrip(b"\r\n")
    line, _, rest = text.partition(b"\n")
    return line.startswith(b"From ") and (
        not rest.strip() or _FIELD.match(rest.lstrip(b">")) is not None
    )


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a mail."""
    text = head.removeprefix(_MARK).lstrip(b"\r\n").replace(b"\r\n", b"\n")
    known: set[bytes] = set()
    for line in text.partition(b"\n\n")[0].split(b"\n"):
        if _FIELD.match(line):
            known.add(line.partition(b":")[0].strip().lower())
        elif not line.startswith((b" ", b"\t", b">From ")):
            break
    return len(known & _KNOWN) > 1 and (b"from" in known or b"received" in known)


def is_folder(path: Path) -> bool:
    """Whether a folder is a Maildir, holds one, or holds `.eml` files."""
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.lower().endswith(".eml") or entry.name in {"cur", "new"}:
                    return True
                if entry.is_dir(follow_symlinks=False) and (Path(entry.path) / "cur").is_dir():
                    return True
    except OSError:
        return False
    return False


def mails(source: Source) -> Iterator[Raw | tuple[str, str]]:
    """Yield the headers of each mail; of a file that cannot be read, its name and why."""
    if source.path.is_dir():
        yield from _folder(source)
        return
    with source.open() as file:
        if is_mbox(source.head()):
            yield from _mbox(_Window(file, source))
        else:
            yield Raw("message 1", b"", _only(_Window(file, source)))
            source.tick(os.fstat(file.fileno()).st_size)


def _folder(source: Source) -> Iterator[Raw | tuple[str, str]]:
    done = 0
    closed: list[OSError] = []
    for folder, inner, names in os.walk(source.path, onerror=closed.append):
        inner.sort()
        in_maildir = Path(folder).name in {"cur", "new"}
        for name in sorted(names):
            if not in_maildir and not name.lower().endswith(".eml"):
                continue
            path = Path(folder) / name
            place = str(path.relative_to(source.path))
            if path.is_symlink() or not path.is_file():
                continue
            flags = re.search(r"[:;!]2,([A-Za-z]*)$", name) if in_maildir else None
            try:
                with path.open("rb") as file:
                    headers = _only(_Window(file))
                    done += os.fstat(file.fileno()).st_size
            except OSError as error:
                yield place, f"it cannot be read: {error.strerror or 'unknown error'}"
                continue
            source.tick(done)
            yield Raw(place, b"", headers, flags[1] if flags else "")
    for one in closed:
        place = os.path.relpath(one.filename or source.path, source.path)
        yield place, f"it cannot be read: {one.strerror or 'unknown error'}"


class _Window:
    """A piece of a file that moves on: what is needed of it is held, what is behind is dropped."""

    def __init__(self, file: BinaryIO, source: Source | None = None) -> None:
        self.file = file
        self.source = source
        self.data = b""
        self.at = 0  # where in `data` reading is
        self.ended = False

    def begin(self) -> None:
        """Read the first piece, and stand at the first line that is not blank."""
        self.more(0)
        self.data = self.data.removeprefix(_MARK).lstrip(b"\r\n")

    def more(self, keep: int) -> bool:
        """Read on; what stands before `keep` is dropped. False at the end of the file."""
        if self.ended:
            return False
        read = self.file.read(CHUNK if self.source else CHUNK >> 4)
        self.ended = not read
        self.data = self.data[keep:] + read
        self.at -= keep
        if self.source:
            self.source.tick(self.file.tell())
        return not self.ended


def _only(window: _Window) -> bytes:
    window.begin()
    return _headers(window)


def _headers(window: _Window) -> bytes:
    """Read headers up to the blank line after them, and stand there."""
    searched = 0
    while True:
        found = _ENDED.search(window.data, window.at + max(searched - 3, 0))
        searched = len(window.data) - window.at
        if found or searched > MOST_HEADERS or not window.more(window.at):
            break
    end = found.start() if found else len(window.data)
    headers = window.data[window.at : min(end, window.at + MOST_HEADERS)]
    window.at = end
    return headers


def _mbox(window: _Window) -> Iterator[Raw]:
    window.begin()
    number, another = 0, True
    while another:
        number += 1
        end = window.data.find(b"\n", window.at)
        end = len(window.data) if end < 0 else end
        envelope = window.data[window.at + 5 : end].strip()
        window.at = min(end + 1, len(window.data))
        headers = b""
        if window.data[window.at : window.at + 1] not in {b"\r", b"\n"}:
            headers = _headers(window)
        # Headers that no blank line ends: the next mail begins among them.
        within = _next_in(headers)
        if within >= 0:
            window.at -= len(headers) - within
            headers = headers[:within]
        yield Raw(f"message {number}", envelope, headers)
        another = within >= 0 or _jump(window, headers) or _to_next(window)


def _begins(data: bytes, at: int) -> bool:
    """Whether a mail begins here: a `From ` line with a date, and a header below it."""
    line = _FROM.match(data, at)
    return line is not None and all(part.search(line[0]) for part in _DATED)


def _jump(window: _Window, headers: bytes) -> bool:
    """Step over a body whose length the headers say, if a mail does begin after it."""
    said = _LENGTH.search(headers)
    if not said:
        return False
    blank = _ENDED.match(window.data, window.at)
    here = window.file.tell() - len(window.data)
    target = here + (blank.end() if blank else window.at) + int(said[1])
    ahead = target - here
    if ahead + _ROOM < len(window.data):
        data = window.data[ahead : ahead + _ROOM]
    else:
        after = window.file.tell()
        window.file.seek(target)
        data = window.file.read(_ROOM)
        window.file.seek(after)
    skipped = len(data) - len(data.lstrip(b"\r\n"))
    if not skipped or not _begins(data, skipped):
        return False
    if ahead + skipped < len(window.data):
        window.at = ahead + skipped
    else:
        window.file.seek(target + skipped)
        window.data, window.at, window.ended = b"", 0, False
        window.more(0)
    return True


def _next_in(headers: bytes) -> int:
    at = headers.find(b"\nFrom ")
    while at >= 0:
        if _begins(headers, at + 1):
            return at + 1
        at = headers.find(b"\nFrom ", at + 1)
    return -1


def _to_next(window: _Window) -> bool:
    """Step over a body to the next `From ` line that follows a blank one and begins a mail."""
    while True:
        at = window.data.find(b"\nFrom ", window.at)
        if at < 0:
            # The blank line before it may already be here.
            keep = max(window.at, len(window.data) - 8)
            window.at = keep
            if not window.more(max(keep - 2, 0)):
                return False
            continue
        if len(window.data) - at < _ROOM and not window.ended:
            window.at = at
            window.more(max(at - 2, 0))
            continue
        before = window.data[max(at - 2, 0) : at]
        if before.endswith((b"\n", b"\n\r")) and _begins(window.data, at + 1):
            window.at = at + 1
            return True
        window.at = at + 1
