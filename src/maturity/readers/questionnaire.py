"""Our questionnaire workbook: one respondent, questions in rows, details on the welcome sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.headers import Headers
from maturity.readers.naming import FORM, Form, is_notice, kinds
from maturity.readers.sheet import Sheet, as_written, is_blank
from maturity.readers.table import Column, Outside, Table


def read_questionnaire(book: Book) -> Iterator[Table]:
    """Yield a table of one respondent per sheet that lists items and has a column of answers.

    In our own form, sheets of questions for some functions go with the sheet before them.
    """
    path, workbook, headers = book.path, book.workbook, book.headers
    found = [named for named in kinds(workbook, headers) if named.sheet in book.sheets]
    shared = [
        named.sheet
        for named in found
        if named.form is None and not named.sheet.hidden and not is_notice(workbook, named.sheet)
    ]
    forms = [named.form for named in found if named.kind == FORM and named.form]
    for sheets in _by_respondent(forms, headers, ours=workbook.form == "respondent"):
        first = sheets[0]
        rows = [(first.sheet, row) for row, _ in first.sheet if row < first.first]
        rows += [(sheet, row) for sheet in shared for row, _ in sheet]
        shared = []  # the details beside several forms are those of the first
        beside = [column for form in sheets for column in _beside(form)]
        yield Table(
            path,
            "questionnaire",
            first.sheet.name,
            1,
            (*_items(sheets, headers), *beside, *_details(rows, headers)),
            f"A{max(first.top, 1)}",
            workbook.properties,
            [cell for form in sheets for cell in _outside(form)],
        )


def _by_respondent(forms: Sequence[Form], headers: Headers, *, ours: bool) -> list[list[Form]]:
    """Put the sheets of one person together: those of routed items only follow another."""
    people: list[list[Form]] = []
    for form in forms:
        named = {_item(form, row, headers) for row, _ in form.sheet} - {""}
        if people and ours and named <= headers.routed:
            people[-1].append(form)
        else:
            people.append([form])
    return people


def _column(sheet: Sheet, cell: tuple[int, int], title: str, role: str, target: str = "") -> Column:
    row, index = cell
    return Column(title, role, target, sheet.name, index, [row], [sheet.at(row, index)])


def _items(sheets: Sequence[Form], headers: Headers) -> Iterator[Column]:
    """Yield one column per item row, and one per filled answer that stands beside no known item.

    An item may stand on several sheets of one person: the first answer counts.
    """
    rows = [(form, row, _item(form, row, headers)) for form in sheets for row, _ in form.sheet]
    rows = [(form, row, item) for form, row, item in rows if row > form.top]
    chosen = _chosen(rows)
    for n, (form, row, item) in enumerate(rows):
        sheet = form.sheet
        cells = sheet.rows[row][form.ids : form.answer]
        title = next((as_written(v).strip() for v in cells if not is_blank(v)), "")
        role = table.ITEM if chosen.get(item) == n else table.REPEATED if item else table.UNKNOWN
        if item or not is_blank(sheet.at(row, form.answer)):
            yield _column(sheet, (row, form.answer), title, role, item)
        if form.comment is not None and not is_blank(sheet.at(row, form.comment)):
            yield _column(sheet, (row, form.comment), title, table.COMMENT, item)


def _item(form: Form, row: int, headers: Headers) -> str:
    return headers.item(as_written(form.sheet.at(row, form.ids))) or ""


def _chosen(rows: Sequence[tuple[Form, int, str]]) -> dict[str, int]:
    """Return which row speaks for each item: the first, or the first answered on another sheet."""
    chosen: dict[str, int] = {}
    for n, (form, row, item) in enumerate(rows):
        before, place, _ = rows[chosen.get(item, n)]
        moved = form is not before and is_blank(before.sheet.at(place, before.answer))
        if item and (
            item not in chosen or (moved and not is_blank(form.sheet.at(row, form.answer)))
        ):
            chosen[item] = n
    return chosen


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
                    yield Outside(form.sheet.name, row, n, value)


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
