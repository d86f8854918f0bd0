"""A letter: texts and addresses -> the bytes of a mail that a mail client opens and sendmail takes.

Nothing is sent here. What comes from files or options is made one clean line before it becomes a
header, so that no name of an account adds a header or a recipient.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.text import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

# The characters of an address without quotes or comments (RFC 5322, 3.2.3), as everybody has them.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
LONGEST_SUBJECT = 200
# Lines end as in every other text file of this system; whoever sends it puts what SMTP wants.
POLICY = default.clone(linesep="\n", max_line_length=78)


@dataclass(frozen=True)
class Letter:
    """What to say, in two ways, to whom; `written` is the moment on the letter, with its zone."""

    subject: str
    text: str
    html: str
    written: dt.datetime
    to: Sequence[Address] = ()
    sender: Address | None = None

    def __bytes__(self) -> bytes:
        """Write it: the plain text first, then the HTML, which mail clients prefer."""
        made = EmailMessage(POLICY)
        made["Subject"] = one_line(self.subject, LONGEST_SUBJECT)
        # Without a sender the line is left to sendmail, which knows who runs it; an invented one
        # would be taken for forged.
        if self.sender:
            made["From"] = self.sender
        if self.to:
            made["To"] = self.to
        made["Date"] = self.written
        made["Message-ID"] = f"<{self._mark()}@{self._domain()}>"
        # Those who are away need not tell a program so (RFC 3834).
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(_sound(self.text), cte="quoted-printable")
        made.add_alternative(_sound(self.html), subtype="html", cte="quoted-printable")
        # The boundary is drawn from the text as well: the same letter gives the same bytes.
        made.set_boundary(f"=_{self._mark()}_=")
        # To sendmail a line with nothing but a dot is the end, and mailboxes put a mark before
        # `From `: both are written as quoted-printable lets them be.
        content = re.sub(rb"(?m)^\.$", b"=2E", bytes(made))
        return re.sub(rb"(?m)^From ", b"=46rom ", content)

    def _mark(self) -> str:
        said = [self.subject, self.text, self.html, self.written.isoformat(), *map(str, self.to)]
        return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:32]

    def _domain(self) -> str:
        known = self.sender or next(iter(self.to), None)
        return known.domain if known else "clientfit.invalid"


def addresses(texts: Sequence[str], option: str) -> list[Address]:
    """Understand addresses: `vp@firm.example`, `"Vera P" <vp@firm.example>`, or several of them."""
    for text in texts:
        if clean(text) != text:
            raise UserError(f"{option} holds a line break or a control character")
    found = []
    for name, address in getaddresses(list(texts)):
        if not ADDRESS.fullmatch(address) or ".." in address.split("@")[1]:
            said = address or ", ".join(texts)
            hint = "write name@firm.example; a name in other letters than ASCII goes before it"
            raise UserError(f"{option}: `{said}` is not a mail address", hint)
        found.append(Address(name, addr_spec=address))
    if texts and not found:
        raise UserError(f"{option}: no mail address is given")
    return found


def one_line(text: str, most: int) -> str:
    """Make a text one clean line, not too long."""
    line = _sound(" ".join(clean(text).split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def _sound(text: str) -> str:
    """A name of a file need not be text; what is not becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
