"""What an annotated copy shows: one mark per problem, as plain as it crosses to a child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from maturity.errors import SEVERITIES
from maturity.readers.addresses import area_of

FILLS = {"blocks": "F4B183", "changes": "FBE0B8", "note": "DCE9F5"}  # told apart without colour too
MOST_FILLED = 2_000  # cells of one range
MOST_COMMENTS = 5_000  # in one workbook: each is a drawing to Excel
MOST_ROWS = 20_000  # on the first sheet


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem as the copy shows it: ``sheet`` and ``cells`` say where, if anywhere.

    ``key`` is the cell that the yellow column corrects, with what stands in it now; empty where
    nothing typed there could put it right.
    """

    severity: str
    sheet: str
    cells: str
    found: str
    message: str
    remedy: str
    key: tuple[str, str, str] = ("", "", "")

    @property
    def is_correctable(self) -> bool:
        """Whether a value typed on the first sheet can put it right."""
        return bool(self.key[1])


@dataclass(frozen=True, slots=True)
class Copy:
    """One annotated copy: its marks, the words of its first sheet, what must survive.

    ``words`` are the first sheet's name, title, lines, header, severities and the look of empty
    fields; ``stored`` are results of formulas by sheet and cell, which openpyxl drops; ``put`` are
    corrections of an earlier copy, ``dropped`` is that copy's first sheet, ``origin`` the
    fingerprint of the file that is copied.
    """

    words: Mapping[str, Any]
    marks: Sequence[Mark]
    stored: Mapping[str, Mapping[str, Sequence[object]]] = field(default_factory=dict)
    put: Sequence[tuple[str, str, object]] = ()
    dropped: str = ""
    origin: str = ""
    macros: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as it is sent to the child process."""
        return asdict(self)


def copy_of(document: Mapping[str, Any]) -> Copy:
    """Return a copy as it was before :meth:`Copy.to_json`."""
    marks = [Mark(**{**mark, "key": tuple(mark["key"])}) for mark in document["marks"]]
    return Copy(**{**document, "marks": marks})


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """Return marks gravest first, then as one reads a workbook."""

    def key(mark: Mark) -> tuple[int, str, int, int]:
        area = area_of(mark.cells)
        row, column = area[:2] if area else (0, 0)
        return SEVERITIES.index(mark.severity), mark.sheet, column, row

    return sorted(marks, key=key)
