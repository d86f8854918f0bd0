"""What every record section must say of itself, whoever adds the next one."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args, get_origin

import pytest

from clientfit_cli.book.schema import AccountDocument, Record
from clientfit_cli.book.sections import SECTIONS, Section

every = pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)


def types(annotation: Any) -> set[Any]:
    """All types that an annotation speaks of."""
    return {annotation}.union(*map(types, get_args(annotation)))


def holds_records(annotation: Any) -> bool:
    inner = [one for one in types(annotation) if get_origin(one) is list]
    return any(isinstance(item, type) and issubclass(item, Record)
               for one in inner for item in get_args(one))  # fmt: skip


def days(section: Section) -> set[str]:
    """The fields of a section's model that are days."""
    fields = section.model.model_fields.items()
    return {name for name, about in fields if dt.date in types(about.annotation)}


def test_every_list_of_records_has_its_row_in_the_order_of_the_format():
    fields = AccountDocument.model_fields.items()
    assert [name for name, about in fields if holds_records(about.annotation)] == [*SECTIONS]


@every
def test_the_row_names_the_model_of_its_field(section):
    annotation = AccountDocument.model_fields[section.name].annotation
    assert section.model in types(annotation)


@every
def test_every_day_says_what_it_means(section):
    told = {*section.first, *section.later, *section.timeless}
    told |= {day for pair in section.order for day in pair}
    assert days(section) == told


@every
def test_a_row_speaks_of_fields_that_its_model_has(section):
    fields = section.model.model_fields
    spoken = {*section.first, *(section.starts or ()), *section.later, *section.columns}
    spoken |= {key for along in section.later.values() for key in along}
    spoken |= {key for key, _ in section.flags.values()} | {day for day, *_ in section.happened}
    spoken |= {*section.contacts, *section.ours, *section.services}
    spoken |= {section.label, section.ends, section.private} - {""}
    assert spoken <= set(fields)
    assert bool(section.closable) == bool(section.ends)


@every
def test_columns_are_of_the_kind_that_their_fields_are(section):
    kinds = {"day": days(section), "since": days(section), "contact": section.contacts,
             "person": section.ours, "service": section.services}  # fmt: skip
    for name, kind in section.columns.items():
        if kind == "choice":
            assert section.choices(name)
        elif kind in kinds:
            assert name in kinds[kind]
