"""What a YAML parser says is wrong -> what those who wrote the file did, and what helps."""

from __future__ import annotations

QUOTED = "put the text between quotes"
# What the parser says, what that means, and what helps; the first that fits.
_WORDS = (
    ("end of file", "the file ends too soon", "close every bracket and every quote"),
    ("tab character", "a tab stands where the line is indented", "indent with spaces, not tabs"),
    ("escape", "this `\\` begins no escape that there is", "write \\\\, or use single quotes"),
    ("hexdecimal", "this `\\` begins no escape that there is", "write \\\\, or use single quotes"),
    ("quoted scalar", "this quote is never closed", "close it; '' is a quote within single quotes"),
    ("flow sequence", "a list in `[...]` lacks a `,` or its `]`", f"close it, or {QUOTED}"),
    ("flow mapping", "a mapping in `{...}` lacks a `,` or its `}`", f"close it, or {QUOTED}"),
    (
        "block sequence entries", "a list cannot begin on the line of its key",
        f"write each `- ...` on a line of its own, or {QUOTED}",
    ),
    (
        "expected '-' indicator", "a line that is no `- ...` of the list around it",
        "see that the lines of one list begin in the same column",
    ),
    ("expected ':'", "a line without `:`", "write `key: value`, or see the line above"),
    ("block scalar", "text cannot stand beside its `|` or `>`", "begin it on the next line"),
    ("alias", "text cannot begin with `*`", QUOTED),
    ("anchor", "text cannot begin with `&`", QUOTED),
    ("a tag", "text cannot begin with `!`", QUOTED),
    ("directive", "a line cannot begin with `%`", QUOTED),
    ("incompatible YAML", "only YAML 1.1 and 1.2 are known", "delete the line"),
    (
        "expected <document start>", "something stands after the end of the document",
        "write `---` on a line of its own between two documents",
    ),
)  # fmt: skip


def in_words(  # noqa: PLR0911  # a list of cases
    said: str, line: str, column: int
) -> tuple[str, str]:
    """Say what is wrong with the YAML, and what to do, in the words of those who write it."""
    before, here = line[: column - 1], line[column - 1 : column]
    if "cannot start any token" in said or "node content" in said or "mapping keys" in said:
        if here == "\t":
            return "a tab stands where the line is indented", "indent with spaces, not tabs"
        return f"text cannot begin with `{here}`", QUOTED
    if "mapping values" in said:
        if ": " in before:
            return "a second `:` on one line", "put text that holds `: ` between quotes"
        return (
            "`key: value` cannot stand under a text",
            "see that the line above ends in `:`, and in which column this one begins",
        )
    if "expected key" in said:
        if before.strip():
            return "something follows a value that is complete", f"{QUOTED}, '' is a quote in it"
        return (
            "this line begins in a column of its own",
            "see that the lines of one mapping or list begin in the same column",
        )
    for needle, *words in _WORDS:
        if needle in said:
            return words[0], words[1]
    return said.strip(), "see the line above, too: the slip is often there"
