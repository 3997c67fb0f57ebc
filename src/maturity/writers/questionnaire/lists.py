"""The hidden sheet of a form: what the dropdowns offer, and what the form is.

Lists written inside a validation break on commas and end at 255 characters; ranges do neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.instrument.model import Item, Scale
from maturity.writers.questionnaire.form import Form

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIRST_LIST = 3  # columns A and B hold the form's properties, C keeps them apart from the lists


@dataclass(frozen=True, slots=True)
class Lists:
    """Where each list is: a range by ``scale:<id>``, ``attribute:<id>`` and ``asked``.

    ``asked`` covers the functions and, beside each, how many questions it is asked.
    """

    ranges: Mapping[str, str]

    def of_item(self, item: Item) -> str:
        """Return the range an item's answers are chosen from."""
        return self.ranges[f"scale:{item.scale.id}"]

    def of_attribute(self, attribute: str) -> str:
        """Return the range of an attribute's choices, empty where any text will do."""
        return self.ranges.get(f"attribute:{attribute}", "")

    def asked(self, total: int, function_cell: str) -> str:
        """Return the part of a formula that counts the questions asked of a cell's function."""
        if "asked" not in self.ranges:
            return str(total)
        return f"IFERROR(VLOOKUP({function_cell},{self.ranges['asked']},2,FALSE),{total})"


def options(scale: Scale, language: str) -> list[str | int]:
    """Return what can be chosen on a scale: its labels, or its points where some have none."""
    if _is_worded(scale, language):
        return [scale.label(point, language) for point in scale.points]
    return list(scale.points)


def anchors(scale: Scale, language: str) -> str:
    """Return the labels that a scale of bare points does have: ``0 = Never · 10 = Always``."""
    if _is_worded(scale, language):
        return ""
    points = (point for point in scale.points if scale.labels.get(point))
    return " · ".join(f"{point} = {scale.label(point, language)}" for point in points)


def _is_worded(scale: Scale, language: str) -> bool:
    """Whether every point has a label of its own, so that a label says which point is meant."""
    labels = {text.in_language(language) for text in scale.labels.values()} - {""}
    return len(labels) == len(scale.points)


def write_lists(form: Form) -> Lists:
    """Add the hidden sheet: the form's properties, then one list per column under its name."""
    sheet = form.add_sheet(form.text("sheet.lists"))
    sheet.hide()
    for row, (name, value) in enumerate(form.properties.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    ranges = {}
    for column, (name, values) in enumerate(_lists(form), start=FIRST_LIST):
        _write_column(sheet, column, name, values)
        first = column - 1 if name == "asked" else column
        ranges[name] = form.cells(sheet.get_name(), (1, first), (len(values), column))
    return Lists(ranges)


def dropdown(form: Form, source: str) -> dict[str, object]:
    """Return the validation of a cell that takes one of a list; anything else typed is stopped."""
    return {
        "validate": "list",
        "source": f"={source}",
        "input_title": form.text("dropdown.hint_title"),
        "input_message": form.text("dropdown.hint"),
        "error_title": form.text("dropdown.error_title"),
        "error_message": form.text("dropdown.error"),
        "error_type": "stop",
    }


def _lists(form: Form) -> Iterator[tuple[str, Sequence[str | int]]]:
    language = form.say.code
    items = form.instrument.items
    for scale in {item.scale.id: item.scale for item in items}.values():
        yield f"scale:{scale.id}", [*options(scale, language), *form.missing_labels]
    for attribute in form.instrument.attributes:
        choices = attribute.choices
        if choices:
            yield (
                f"attribute:{attribute.id}",
                [each.label.in_language(language) for each in choices],
            )
        if attribute.id == "function" and form.asks_by_function:
            yield "asked", [sum(item.is_for(each.id) for item in items) for each in choices]


def _write_column(sheet: Worksheet, column: int, name: str, values: Sequence[str | int]) -> None:
    sheet.write_string(0, column, name)
    for row, value in enumerate(values, start=1):
        if isinstance(value, int):
            sheet.write_number(row, column, value)  # what is typed, a number, matches no text
        else:
            sheet.write_string(row, column, value)
