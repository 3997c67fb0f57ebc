"""Who filled a form: the details beside their labels, above the questions or on a sheet before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.readers import table
from maturity.readers.handmade.words import among, bare
from maturity.readers.headers import Headers, Meaning
from maturity.readers.sheet import Sheet, Value, as_written, is_blank
from maturity.readers.table import Column

_REACH = 4  # cells to the right of a label within which its value stands
_LABEL = 60
_KINDS = ("name", "email", "phone")
_WITHIN = 60  # columns in which somebody says who they are

Place = tuple[int, int]


def identity(rows: Sequence[tuple[Sheet, int]], headers: Headers) -> Iterator[Column]:
    """Yield one column of one value for each detail whose label stands in some rows.

    The value stands in the same cell after a colon, to the right, or below where labels stand
    side by side.
    """
    taken: set[Meaning] = set()
    for sheet, row in rows:
        for n, value in enumerate(sheet.rows.get(row, [])[:_WITHIN]):
            if not isinstance(value, str) or len(value) > _LABEL:
                continue
            found = _detail(sheet, (row, n), value, headers)
            if found and (found.role, found.target) not in taken:
                taken.add((found.role, found.target))
                yield found


def label_meaning(label: str, headers: Headers) -> Meaning | None:
    """Return which detail a label asks for, None when it asks for none."""
    plain = bare(label)
    attribute = headers.attribute(label) or headers.attribute(plain)
    if attribute:
        return table.ATTRIBUTE, attribute
    for kind in _KINDS:
        if among(plain, "identity", kind):
            return table.PERSONAL, kind
    if among(plain, "identity", "submitted"):
        return table.METADATA, "submitted"
    return (table.RESPONDENT, "") if among(plain, "titles", "respondent") else None


def _detail(sheet: Sheet, place: Place, written: str, headers: Headers) -> Column | None:
    label, colon, rest = written.partition(":")
    meaning = label_meaning(written, headers)
    if meaning:
        at = _value_place(sheet, place, headers)
        return _column(sheet, at, written, meaning, sheet.at(*at))
    meaning = label_meaning(label, headers) if colon and rest.strip() else None
    return _column(sheet, place, label, meaning, rest.strip()) if meaning else None


def _value_place(sheet: Sheet, label: Place, headers: Headers) -> Place:
    row, n = label
    if _stands_over(sheet, row, headers):
        return row + 1, n
    own = _meaning(sheet.at(row, n), headers)
    for at in range(n + 1, n + 1 + _REACH):
        value = sheet.at(row, at)
        if not is_blank(value):
            return (row, n + 1) if _meaning(value, headers) not in {None, own} else (row, at)
    return row, n + 1


def _stands_over(sheet: Sheet, row: int, headers: Headers) -> bool:
    """Tell whether a row holds nothing but labels side by side, and the row below their values.

    Where cells are left free between them, or colons stand behind them, values stand to the right.
    """
    filled = {n: value for n, value in enumerate(sheet.rows[row]) if not is_blank(value)}
    meanings = [_meaning(value, headers) for value in filled.values()]
    below = [sheet.at(row + 1, n) for n in filled]
    free = max(filled) - min(filled) >= len(filled)
    colons = any(as_written(value).rstrip().endswith(":") for value in filled.values())
    if free or colons or None in meanings or len(set(meanings)) < max(len(meanings), 2):
        return False
    values = [value for value in below if not is_blank(value)]
    return bool(values) and all(_meaning(value, headers) is None for value in values)


def _meaning(value: Value, headers: Headers) -> Meaning | None:
    words = as_written(value).partition(":")[0]
    return label_meaning(words, headers) if 0 < len(words) <= _LABEL else None


def _column(sheet: Sheet, place: Place, label: str, meaning: Meaning, value: Value) -> Column:
    row, index = place
    role, target = meaning
    written = as_written(value).strip()
    coded = any(char.isdigit() for char in written) and " " not in written
    if role == table.RESPONDENT and not coded and not is_blank(value):
        role, target = table.PERSONAL, "name"  # “Respondent: Camille Roy”
    if (
        role == table.PERSONAL
        and coded
        and "@" not in written
        and among(label, "titles", "respondent")
    ):
        role, target = table.RESPONDENT, ""
    return Column(label.strip(), role, target, sheet.name, index, [row], [value])
