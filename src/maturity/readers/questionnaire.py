"""Our questionnaire workbook: one respondent, questions in rows, details on the welcome sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.readers import table
from maturity.readers.headers import Headers
from maturity.readers.naming import FORM, Form, kinds
from maturity.readers.sheet import Sheet, Workbook, as_written, is_blank
from maturity.readers.table import Column, Outside, Table


def read_questionnaire(path: str, workbook: Workbook, headers: Headers) -> Iterator[Table]:
    """Yield a table of one respondent per sheet that lists items and has a column of answers."""
    found = list(kinds(workbook, headers))
    shared = [named.sheet for named in found if named.form is None and not named.sheet.hidden]
    for form in (named.form for named in found if named.kind == FORM and named.form):
        rows = [(form.sheet, row) for row, _ in form.sheet if row < form.first]
        rows += [(sheet, row) for sheet in shared for row, _ in sheet]
        shared = []  # the details beside several forms are those of the first
        yield Table(
            path,
            "questionnaire",
            form.sheet.name,
            1,
            (*_items(form, headers), *_beside(form), *_details(rows, headers)),
            f"A{max(form.top, 1)}",
            workbook.properties,
            list(_outside(form)),
        )


def _column(sheet: Sheet, cell: tuple[int, int], title: str, role: str, target: str = "") -> Column:
    row, index = cell
    return Column(title, role, target, sheet.name, index, [row], [sheet.at(row, index)])


def _items(form: Form, headers: Headers) -> Iterator[Column]:
    """Yield one column per item row, and one per filled answer that stands beside no known item."""
    sheet, taken = form.sheet, set[str]()
    for row, cells in sheet:
        if row <= form.top:
            continue
        item = headers.item(as_written(sheet.at(row, form.ids))) or ""
        beside = (as_written(v).strip() for v in cells[form.ids : form.answer] if not is_blank(v))
        title = next(beside, "")
        role = table.UNKNOWN if not item else table.REPEATED if item in taken else table.ITEM
        taken.add(item)
        if item or not is_blank(sheet.at(row, form.answer)):
            yield _column(sheet, (row, form.answer), title, role, item)
        if form.comment is not None and not is_blank(sheet.at(row, form.comment)):
            yield _column(sheet, (row, form.comment), title, table.COMMENT, item)


def _beside(form: Form) -> Iterator[Column]:
    """Yield one unknown column per filled cell to the right that is neither answer nor comment."""
    for row, cells in form.sheet:
        for n in range(form.answer + 1, len(cells) if row > form.top else 0):
            if n != form.comment and not is_blank(cells[n]):
                title = as_written(form.sheet.at(form.top, n)).strip()
                yield _column(form.sheet, (row, n), title, table.UNKNOWN)


def _outside(form: Form) -> Iterator[Outside]:
    """Yield what stands below the last question without an answer: nothing of ours does."""
    for row, cells in form.sheet:
        if row > form.last and is_blank(form.sheet.at(row, form.answer)):
            for n, value in enumerate(cells[: form.answer]):
                if not is_blank(value):
                    yield Outside(row, n, value)


def _details(rows: Sequence[tuple[Sheet, int]], headers: Headers) -> Iterator[Column]:
    """Yield the respondent's function, rank and site: the cell after each label."""
    taken: set[str] = set()
    for sheet, row in rows:
        titles = [as_written(value) for value in sheet.rows[row]]
        for n, title in enumerate(titles):
            target = headers.attribute(title)
            if target is None or target in taken:
                continue
            # Our forms print the id before the label; elsewhere the next cell is what was filled.
            labelled = n + 1 < len(titles) and headers.is_label(titles[n + 1], target)
            answer = n + 2 if labelled and title.strip() == target else n + 1
            taken.add(target)
            yield _column(sheet, (row, answer), titles[answer - 1], table.ATTRIBUTE, target)
