"""Qualtrics: one to three rows of titles; the row of import ids says which, in any language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maturity.errors import Problem
from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.exports.top import (
    Top,
    aside_codes,
    detail,
    leading,
    meaning_of,
)
from maturity.readers.headers import Headers
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.personal import is_moment
from maturity.readers.sheet import Value, as_written
from maturity.readers.signatures import words_of
from maturity.readers.table import Column, Table

_TOOL = "qualtrics"
_IMPORT = re.compile(r'\s*\{\s*"ImportId"\s*:')
_OLD_CODE = re.compile(r"V\d+", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]\w*(?:[#.-]\w+)*")
_MOST_PIECES = 20  # of a title that is one; every run of them is tried
_ENOUGH = 4  # details that make a row one of this tool's titles
_TEXT = "_TEXT"  # how the code of an answer in one's own words ends


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of titles: codes, texts and import ids, each 0 where the file has none."""

    codes: int = 0
    texts: int = 0
    imports: int = 0

    @property
    def all(self) -> list[int]:
        return sorted(row for row in (self.codes, self.texts, self.imports) if row)


def recognise(top: Top) -> Drawn | None:
    """Recognise the row of import ids, else a row of the tool's own columns in front."""
    rows = _rows(top)
    if rows is None:
        return None
    columns = used_columns(top.sheet, rows.all)
    details = _details(top, rows, columns)
    headings = {
        n: Heading(_said(top, rows, n), given=meaning_of(details[n]))
        if n in details
        else _heading(top, rows, n)
        for n in columns
    }
    why = "cli.layout_why.qualtrics_import" if rows.imports else "cli.layout_why.qualtrics"
    params = {"row": str(rows.imports or rows.codes or rows.texts)}
    return Drawn(top.sheet, _TOOL, rows.all, headings, why, params)


def _rows(top: Top) -> _Rows | None:
    for row, titles in top.titles.items():
        if sum(bool(_IMPORT.match(title)) for title in titles.values()) > 1:
            return _above_imports(top, row)
    for row, titles in top.titles.items():
        if sum(bool(detail(_TOOL, title)) for title in titles.values()) >= _ENOUGH:
            return _without_imports(top, row)
    return None


def _above_imports(top: Top, imports: int) -> _Rows:
    """Return the rows above the import ids: codes and texts, or one of the two."""
    near = top.before(imports)
    if near is None:
        return _Rows(imports=imports)
    far = top.before(near)
    if far is not None and _count(top, far) >= _ENOUGH:
        return _Rows(far, near, imports)
    return _Rows(near, 0, imports) if _are_codes(top, near) else _Rows(0, near, imports)


def _without_imports(top: Top, row: int) -> _Rows:
    before, after = top.before(row), top.next(row)
    if before is not None and _is_old(top, before):
        return _Rows(before, row)
    if after in top.titles and after is not None and _is_text_row(top, row, after):
        return _Rows(row, after)
    return _Rows(row, 0) if _are_codes(top, row) else _Rows(0, row)


def _count(top: Top, row: int) -> int:
    return sum(bool(detail(_TOOL, title)) for title in top.titles[row].values())


def _are_codes(top: Top, row: int) -> bool:
    """Tell whether a row holds codes rather than texts: no spaces but in titles of the tool's."""
    titles = [title for title in top.titles[row].values() if not detail(_TOOL, title)]
    return bool(titles) and all(map(_CODE.fullmatch, titles))


def _is_old(top: Top, row: int) -> bool:
    """Tell whether a row is the first of the old export: V1 to V10, then the questions' codes."""
    found = [title for title in top.titles[row].values() if _OLD_CODE.fullmatch(title)]
    return len(found) >= _ENOUGH


def _is_text_row(top: Top, row: int, after: int) -> bool:
    """Tell whether the row below codes says the same in words: its dates are no dates."""
    kinds = {n: detail(_TOOL, title) for n, title in top.titles[row].items()}
    dates = [n for n, kind in kinds.items() if kind in {"started", "finished", "submitted"}]
    below = {n: top.sheet.at(after, n) for n in dates}
    return any(isinstance(v, str) and v.strip() and not is_moment(v) for v in below.values())


def _details(top: Top, rows: _Rows, columns: Sequence[int]) -> dict[int, str]:
    if rows.imports:
        found = {n: detail(_TOOL, _import_id(top, rows, n)) for n in columns}
        return {n: kind for n, kind in found.items() if kind}
    kinds = {
        n: next(filter(None, (detail(_TOOL, t) for t in _said(top, rows, n))), "") for n in columns
    }
    return {n: kinds[n] for n in leading(columns, kinds)}


def _import_id(top: Top, rows: _Rows, column: int) -> str:
    try:
        said = json.loads(top.titles[rows.imports].get(column, ""))
    except ValueError:
        return ""
    return str(said.get("ImportId", "")) if isinstance(said, Mapping) else ""


def _said(top: Top, rows: _Rows, column: int) -> tuple[str, ...]:
    found = (top.titles[row].get(column, "") for row in (rows.texts, rows.codes) if row)
    return tuple(filter(None, found))


def _heading(top: Top, rows: _Rows, column: int) -> Heading:
    code = top.titles[rows.codes].get(column, "") if rows.codes else ""
    text = top.titles[rows.texts].get(column, "") if rows.texts else ""
    if code.upper().endswith(_TEXT) and not top.headers.match(code):
        return Heading((text or code,), given=(table.COMMENT, ""))
    if not text:
        return Heading((code,))
    return Heading((text,), tuple(_parts(text, top.headers)), code, shown=text)


def _parts(text: str, headers: Headers) -> Iterator[str]:
    """Yield what stands behind and between the dashes of ``Stem - Statement``, longest first."""
    pieces = text.split(" - ")
    if len(pieces) > _MOST_PIECES or headers.is_remark(pieces[0]):
        return
    for end in range(len(pieces), 1, -1):
        for start in range(1, end):
            yield " - ".join(pieces[start:end])


def refine(book: Book, _drawn: Drawn, found: Table) -> Table:
    """Set aside trials of the author's, and answers that only say a question was seen."""
    aside = _aside(found)
    columns, problems = _unseen(book, found)
    return replace(found, aside=aside, columns=columns, problems=(*found.problems, *problems))


def _aside(found: Table) -> dict[int, str]:
    status = next((c for c in found.columns if c.target == "status"), None)
    if status is None:
        return {}
    codes = aside_codes(_TOOL)
    said = {n: normalised(as_written(value)) for n, value in enumerate(status.values)}
    return {n: codes[word] for n, word in said.items() if word in codes}


def _unseen(book: Book, found: Table) -> tuple[tuple[Column, ...], list[Problem]]:
    """Take out what the tool writes for a question that was shown and not answered."""
    lowest = {item.id: item.scale.min for item in book.instrument.items}
    columns, taken = [], []
    for column in found.columns:
        mark = lowest.get(column.target, 0) >= 0 and column.role == table.ITEM
        rest = [value if mark and _is_unseen(value) else None for value in column.values]
        if any(value is not None for value in rest):
            kept = zip(column.values, rest, strict=True)
            columns.append(replace(column, values=[v if r is None else None for v, r in kept]))
            taken.append(
                replace(column, header="", role=table.REPEATED, values=rest, fate="ignored")
            )
        else:
            columns.append(column)
    if not taken:
        return found.columns, []
    cells = [
        (c.index, r) for c in taken for r, v in zip(c.rows, c.values, strict=True) if v is not None
    ]
    where = found.area(found.sheet, [n for n, _ in cells], [row for _, row in cells])
    said = next(as_written(v) for c in taken for v in c.values if v is not None)
    return (*columns, *taken), [Problem(where, "ANSWER_UNSEEN", said, {"count": str(len(cells))})]


def _is_unseen(value: Value) -> bool:
    if value is None or not isinstance(value, str | float):
        return False
    return as_written(value).strip() in words_of(_TOOL, "seen", "unanswered")
