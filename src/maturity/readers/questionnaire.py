"""Our questionnaire workbook: one respondent, questions in rows, details on the welcome sheet."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.headers import Headers
from maturity.readers.sheet import Sheet, Workbook, as_written, is_blank
from maturity.readers.table import Column, Table

_ID_WITHIN = 12
_IDS_NEEDED = 2
_ANSWER = {"answer", "your answer", "reponse", "votre reponse"}
_TRAILING = ":* \u00a0\u202f"
_COMMENT = ("comment", "your comment", "commentaire", "votre commentaire", "remarque")


def read_questionnaire(path: str, workbook: Workbook, headers: Headers) -> Iterator[Table]:
    """Yield the one table of a filled questionnaire, nothing when the workbook is not one."""
    for sheet in workbook.sheets:
        index = None if sheet.hidden else _id_column(sheet, headers)
        if index is None:
            continue
        answer, comment, top = _answer_columns(sheet, index)
        columns = (
            *_items(sheet, index, answer, comment, top, headers),
            *_details(workbook, sheet, headers),
        )
        yield Table(path, "questionnaire", sheet.name, 1, columns, f"A{top}", workbook.properties)
        return


def _id_column(sheet: Sheet, headers: Headers) -> int | None:
    """Return the column in which item ids stand below one another, and no row names several items."""
    counts: dict[int, int] = {}
    for _, cells in sheet:
        named = [n for n, value in enumerate(cells[:_ID_WITHIN]) if _names_item(value, headers)]
        if len({headers.item(as_written(cells[n])) for n in named}) > 1:
            return None
        for n in named:
            counts[n] = counts.get(n, 0) + 1
    best = max(counts, key=lambda n: (counts[n], -n), default=None)
    return best if best is not None and counts[best] >= _IDS_NEEDED else None


def _names_item(value: object, headers: Headers) -> bool:
    return isinstance(value, str) and headers.item(value) is not None


def _answer_columns(sheet: Sheet, ids: int) -> tuple[int, int | None, int]:
    """Return the columns of answers and comments, and the row of their titles.

    The titles stand in the last row above the first item that has one of the known words; where
    nobody kept them, answers stand two columns after the ids, as we wrote them.
    """
    first = min(row for row, cells in sheet if ids < len(cells) and isinstance(cells[ids], str))
    answer, comment, top = ids + 2, None, max(first - 1, 1)
    for row, cells in sheet:
        titles = {n: normalised(as_written(value)) for n, value in enumerate(cells) if n > ids}
        found = next((n for n, title in titles.items() if title in _ANSWER), None)
        if found is not None:
            answer, top = found, row
            comment = next((n for n, title in titles.items() if title.startswith(_COMMENT)), None)
            break
    return answer, comment, top


def _items(
    sheet: Sheet, ids: int, answer: int, comment: int | None, top: int, headers: Headers
) -> Iterator[Column]:
    """Yield one column per item row, and one per filled answer that stands beside no known item."""
    taken: set[str] = set()
    for row, _ in sheet:
        if row <= top:
            continue
        title = as_written(sheet.at(row, ids)).strip()
        item = headers.item(title) if title else None
        role = (
            table.ITEM if item and item not in taken else table.REPEATED if item else table.UNKNOWN
        )
        if item:
            taken.add(item)
        if item or not is_blank(sheet.at(row, answer)):
            yield Column(
                title, role, item or "", sheet.name, answer, [row], [sheet.at(row, answer)]
            )
        if comment is not None and not is_blank(sheet.at(row, comment)):
            yield Column(
                title,
                table.COMMENT,
                item or "",
                sheet.name,
                comment,
                [row],
                [sheet.at(row, comment)],
            )


def _details(workbook: Workbook, questions: Sheet, headers: Headers) -> Iterator[Column]:
    """Yield the respondent's function, rank and site: the cell after each id or label."""
    taken: set[str] = set()
    for sheet in workbook.sheets:
        if sheet is questions or sheet.hidden:
            continue
        for row, cells in sheet:
            meanings = [
                headers.meaning(as_written(value).strip().rstrip(_TRAILING)) for value in cells
            ]
            named = [n for n, (role, _) in enumerate(meanings) if role == table.ATTRIBUTE]
            if not named or meanings[named[0]][1] in taken:
                continue
            target = meanings[named[0]][1]
            # id and label stand side by side; the answer is the first cell that is neither
            answer = next(n for n in range(named[0], len(cells) + 1) if n not in named)
            taken.add(target)
            title = as_written(cells[answer - 1])
            yield Column(
                title, table.ATTRIBUTE, target, sheet.name, answer, [row], [sheet.at(row, answer)]
            )
