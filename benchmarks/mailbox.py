"""Write a mailbox of any size, or measure how fast one is read.

    python benchmarks/mailbox.py FILE MEGABYTES     write an mbox
    python benchmarks/mailbox.py FILE               read it: MB/s and peak memory,
                                                    its last line as JSON for run.py

The same number of megabytes always gives the same mailbox: mostly short mails between a few people
of ours and many clients, some with attachments, some mass mail.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000
FIRST = dt.datetime(2022, 1, 3, 8, tzinfo=dt.UTC)
WORDS = ("the", "plan", "for", "next", "week", "looks", "good", "to", "us", "please", "send", "it")


def mail(number: int, rng: random.Random) -> bytes:
    """Write one mail, with its `From ` line before and a blank line after it."""
    ours = f"person{rng.randrange(40)}@ours.example"
    client = rng.randrange(200)
    theirs = f"contact{rng.randrange(6)}@client{client}.example"
    sender, reader = (ours, theirs) if rng.random() < 0.5 else (theirs, ours)
    when = FIRST + dt.timedelta(minutes=number * 7 % 2_300_000)
    lines = [
        f"From {sender} {when:%a %b %d %H:%M:%S} +0000 {when:%Y}",
        f"Return-Path: <{sender}>",
        f"Received: from mx.ours.example by mail.ours.example; {when:%a, %d %b %Y %H:%M:%S} +0000",
        f"Date: {when:%a, %d %b %Y %H:%M:%S} +0000",
        f'From: "Person {sender.partition("@")[0]}" <{sender}>',
        f"To: {reader}, =?utf-8?q?R=C3=B8bin?= <robin@client{client}.example>",
        f"Subject: =?utf-8?b?{base64.b64encode(f'Plan {number}'.encode()).decode()}?=",
        f"Message-ID: <{number}@mail.example>",
        "MIME-Version: 1.0",
    ]
    if rng.random() < 0.6 and number:
        lines.append(f"In-Reply-To: <{rng.randrange(number)}@mail.example>")
    if rng.random() < 0.2:
        lines.append("List-Unsubscribe: <https://ours.example/leave>")
    body = [" ".join(rng.choices(WORDS, k=12)) for _ in range(rng.randrange(5, 60))]
    if rng.random() < 0.1:
        encoded = base64.b64encode(rng.randbytes(rng.randrange(1_000, 400_000))).decode()
        body += [encoded[at : at + 76] for at in range(0, len(encoded), 76)]
    body.append(">From here on it is up to them.")
    return "\n".join((*lines, "Content-Type: text/plain", "", *body, "", "")).encode()


def mails(megabytes: int) -> Iterator[bytes]:
    rng = random.Random(megabytes)
    written = number = 0
    while written < megabytes * MEGABYTE:
        made = mail(number, rng)
        written += len(made)
        number += 1
        yield made


def write(path: Path, megabytes: int) -> None:
    """Write the mailbox, a mail at a time."""
    with path.open("wb") as file:
        file.writelines(mails(megabytes))


def measure(path: Path) -> None:
    """Read a mailbox as an import does, and say how fast and in what memory."""
    from clientfit_cli.importing.formats.mailbox import mailbox
    from clientfit_cli.importing.importer import Source, Wanted

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wanted = Wanted(dt.datetime(2026, 11, 16, tzinfo=dt.UTC), dt.UTC)
    start = time.perf_counter()
    found = Counter(type(one).__name__ for one in mailbox.read(Source(path), wanted))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / MEGABYTE
    print(f"{size:,.0f} MB in {seconds:.1f} s: {size / seconds:,.0f} MB/s, {dict(found)}")
    print(f"peak memory {peak:.0f} MB, {before:.0f} MB of it before reading")
    print(json.dumps({"seconds": seconds, "megabytes": size}))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        measure(Path(sys.argv[1]))
