"""What every client form shares: the workbook, its protection, its printing, its row heights."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.instrument.model import Instrument, Item
from maturity.language import Language
from maturity.writers.files import whole_file
from maturity.writers.questionnaire.looks import add_looks
from maturity.writers.questionnaire.privacy import Privacy

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

BORN = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed wall clock: the same form is the same bytes
LINE = 15.0  # points, the height of one line of 11-point text
PROSE = 1.1  # letters of prose that stand in the width of one digit, on the safe side
TALLEST = 409.0  # points, the most Excel allows a row
A4 = 9  # Excel's number of the paper

# Text never becomes a formula, a number or a link by what it looks like.
TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is asked by whom, and which part; what is empty is left out.

    ``k`` is the smallest group the report will show, by default the instrument's ``k_scores``;
    ``form`` the id of a short form and ``function`` the only function whose questions are asked;
    ``privacy`` what the notice says.
    """

    organization: str = ""
    contact: str = ""
    deadline: str = ""
    k: int | None = None
    form: str = ""
    function: str = ""
    privacy: Privacy = field(default_factory=Privacy)

    def narrowed(self, instrument: Instrument) -> Instrument:
        """Return the part of the instrument that is asked."""
        asked = instrument.in_form(self.form)
        return asked.for_function(self.function) if self.function else asked


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook being written: what it asks, the language it speaks, how its cells look.

    ``properties`` tell a reader what the form is; they are also written on the hidden sheet,
    because Google Sheets drops the properties of a workbook.
    """

    book: Workbook
    instrument: Instrument
    invitation: Invitation
    say: Language
    looks: Mapping[str, Format]
    properties: Mapping[str, str]

    @property
    def kind(self) -> str:
        """``respondent`` or ``collector``."""
        return self.properties["maturity_form"]

    @property
    def k(self) -> int:
        """The fewest people a published group has."""
        return self.invitation.k or self.instrument.rules.k_scores

    def text(self, key: str, **fields: object) -> str:
        """Say a sentence of the forms."""
        return self.say(f"questionnaire.{key}", **fields)

    def add_sheet(self, name: str) -> Worksheet:
        """Add a sheet, protected without a password, whose rows and columns may be resized."""
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        return sheet

    def cells(self, sheet: str, first: tuple[int, int], last: tuple[int, int] | None = None) -> str:
        """Return the formula reference of a cell or range of a sheet, rows and columns from 0."""
        from xlsxwriter.utility import xl_range_formula

        return str(xl_range_formula(sheet, *first, *(last or first)))

    def quoted(self, labels: list[str]) -> str:
        """Quote labels and join them as the language does: ``“A” and “B”``."""
        return self.say.listing([self.text("quoted", text=label) for label in labels])

    @property
    def missing_labels(self) -> list[str]:
        """What may be chosen besides the scale: don't know, not applicable."""
        return [choice.label.in_language(self.say.code) for choice in self.instrument.missing]

    @property
    def functions(self) -> Mapping[str, str]:
        """The functions respondents choose from: label by id, in order."""
        attribute = self.instrument.attribute("function")
        choices = attribute.choices if attribute else ()
        return {choice.id: choice.label.in_language(self.say.code) for choice in choices}

    def routing(self, item: Item) -> str:
        """Say which functions an item is for; empty when it is for everybody."""
        names = [self.functions.get(function, function) for function in item.functions]
        return self.text("routed", functions=self.say.listing(names)) if names else ""

    @property
    def asks_by_function(self) -> bool:
        """Whether some items are for certain functions, and respondents choose theirs."""
        return bool(self.functions) and any(item.functions for item in self.instrument.items)


@contextmanager
def open_form(
    path: Path, instrument: Instrument, invitation: Invitation, language: str, kind: str
) -> Iterator[Form]:
    """Open a form for writing; the file appears whole when the block ends, or not at all."""
    from xlsxwriter import Workbook

    content = BytesIO()
    properties = {
        "maturity_instrument": instrument.id,
        "maturity_version": instrument.version,
        "maturity_sha256": instrument.sha256,
        "maturity_asked": instrument.asked_sha256,
        "maturity_form": kind,
        "maturity_short_form": invitation.form,
        "maturity_function": invitation.function,
        "maturity_language": language,
    }
    properties = {name: value for name, value in properties.items() if value}
    asked, say = invitation.narrowed(instrument), Language(language)
    with Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": instrument.title.in_language(language), "created": BORN})
        for name, value in properties.items():
            book.set_custom_property(name, value, "text")
        yield Form(book, asked, invitation, say, add_looks(book), properties)
    with whole_file(path) as draft:
        draft.write_bytes(content.getvalue())


def set_up_page(form: Form, sheet: Worksheet, *, landscape: bool, pages_wide: int = 1) -> None:
    """Print on A4, so many pages wide, with the instrument and the page number in the footer."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
    sheet.fit_to_pages(pages_wide, 0)
    name = f"{form.instrument.id[:80]} {form.instrument.version[:20]}".replace("&", "&&")
    sheet.set_footer(f"&L&8 {name}&R&8 &P / &N")


def height(*cells: tuple[str, float], least: float = LINE, line: float = LINE) -> float:
    """Return the points a row needs for wrapped texts, each given with its column's width.

    Spreadsheets fit a row to wrapped text only on some occasions, so it is computed. A width
    counts digits; prose is narrower than digits, so that a line holds a tenth more letters.

    >>> height(("one line", 20), ("a text that takes two lines", 20))
    36.0
    """
    lines = max(
        sum(len(_wrapped(part, width)) for part in text.split("\n")) for text, width in cells
    )
    return min(max(least, lines * line + 6), TALLEST)


def _wrapped(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, max(1, int(width * PROSE))) or [""]
