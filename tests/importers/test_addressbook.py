"""Address books: people, whatever telephone or program made the cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientfit_cli.importing.formats.addressbook import addressbook
from tests.importers.rendered import HERE, items, left, read, rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = sorted((HERE / "addressbook").glob("*.vcf"))
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = st.text(
    st.characters(categories=("L", "Nd", "P"), include_characters=" "), min_size=1, max_size=60
).filter(lambda name: name.strip() and " ".join(name.split()) == name)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def made(text: str | bytes) -> Path:
        path = tmp_path / "some.vcf"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


def card(*lines: str, version: str = "3.0") -> str:
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_address_book_says_what_stands_beside_it(
    path: Path, golden: Callable[..., None]
) -> None:
    golden(rendered(read(addressbook, path)), path.with_suffix(".txt"))


# Laws.


def quoted(text: str) -> str:
    """Write every byte in code, with soft line ends between."""
    codes = [f"={byte:02X}" for byte in text.encode()]
    return "=\n".join("".join(codes[at : at + 20]) for at in range(0, len(codes), 20))


def escaped(text: str) -> str:
    for one in "\\,;":
        text = text.replace(one, f"\\{one}")
    return text


@QUICK
@given(NAMES, st.integers(12, 75))
def test_a_name_comes_through_every_way_to_write_it(
    written: Callable[..., Path], name: str, width: int
) -> None:
    line = f"FN:{escaped(name)}"
    folded = "\r\n ".join(line[at : at + width] for at in range(0, len(line), width))
    ways = (
        card(line), card(folded), card(f"item1.FN:{escaped(name)}", version="4.0"),
        card(f"FN;ENCODING=QUOTED-PRINTABLE:{quoted(escaped(name))}", version="2.1"),
    )  # fmt: skip
    for way in ways:
        (found,) = items(addressbook, written(way))
        assert found.row["name"] == name
        assert found.theirs[0].name == name


@QUICK
@given(st.permutations([path.read_text() for path in FILES[:1]] + [card("FN:A"), card("FN:B")]))
def test_cards_add_up(written: Callable[..., Path], cards: list[str]) -> None:
    alone = [one for text in cards for one in items(addressbook, written(text))]
    together = items(addressbook, written("".join(cards)))
    assert [replace(one, place="") for one in together] == [replace(one, place="") for one in alone]


@settings(QUICK, max_examples=60)
@given(st.data())
def test_nothing_in_an_address_book_stops_the_reading(
    written: Callable[..., Path], data: st.DataObject
) -> None:
    raw = bytearray(data.draw(st.sampled_from([path.read_bytes() for path in FILES])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(20, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=4))
    for one in read(addressbook, written(bytes(raw))):
        assert one.place


# Examples.


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_card_may_be_in_any_usual_encoding(written: Callable[..., Path], encoding: str) -> None:
    (found,) = items(addressbook, written(f"\n{card('FN:Renée Smørgård')}".encode(encoding)))
    assert found.row["name"] == "Renée Smørgård"


def test_a_card_may_name_the_encoding_of_a_line(written: Callable[..., Path]) -> None:
    text = card("FN;CHARSET=KOI8-R:Анна", version="2.1").encode("koi8-r")
    (found,) = items(addressbook, written(text))
    assert found.row["name"] == "Анна"


def test_an_encoding_that_nobody_knows_is_no_obstacle(written: Callable[..., Path]) -> None:
    text = card("FN;CHARSET=x-nobody;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e", version="2.1")
    (found,) = items(addressbook, written(text))
    assert found.row["name"] == "Renée"


def test_a_picture_of_megabytes_is_stepped_over(written: Callable[..., Path]) -> None:
    picture = "PHOTO;ENCODING=b:" + "\n ".join(["QUJD" * 18] * 40_000)
    found = items(addressbook, written(card(picture, "FN:Robin Lee") + card("FN:Pat Ortiz")))
    assert [one.row["name"] for one in found] == ["Robin Lee", "Pat Ortiz"]


@pytest.mark.parametrize(
    ("lines", "domain"),
    [
        pytest.param(["EMAIL:r@acme.example"], "acme.example", id="by mail"),
        pytest.param(["EMAIL:r-x@gmail.com"], "", id="private mail says nothing"),
        pytest.param(
            ["EMAIL:r-x@gmail.com", "URL:https://www.acme.example/"], "acme.example", id="by page"
        ),
        pytest.param(["URL;TYPE=HOME:https://r.example"], "", id="a page at home says nothing"),
        pytest.param(["URL:https://www.linkedin.com/in/r"], "", id="a profile says nothing"),
    ],
)
def test_who_employs_somebody_is_told_by_mail_or_page(
    written: Callable[..., Path], lines: list[str], domain: str
) -> None:
    (found,) = items(addressbook, written(card("FN:Robin Lee", *lines)))
    assert found.firm.domain == domain


def test_a_company_with_a_person_is_a_person(written: Callable[..., Path]) -> None:
    path = written(card("FN:Robin Lee", "N:Lee;Robin", "ORG:Robin Lee"))
    assert left(addressbook, path) == []


def test_control_characters_never_come_through(written: Callable[..., Path]) -> None:
    path = written(card("FN:\x1b[31mRobin\u202eLee", "TITLE:a\\nb", "EMAIL:\x1b@acme.example"))
    (found,) = items(addressbook, path)
    assert found.row["name"] == "[31mRobin Lee"
    assert found.row["title"] == "a b"
    assert "\x1b" not in str(found)
