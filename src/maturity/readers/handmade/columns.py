"""What stands over the columns beside questions: answers, comments, who answered, totals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.handmade.listing import Listing
from maturity.readers.handmade.words import among, bare
from maturity.readers.headers import Headers, Meaning
from maturity.readers.sheet import as_written, is_blank

_HEADER_WITHIN = 12
LEGEND = re.compile(
    r"\s*(?:[(\[:*/\n]|\d|,|\bsur\b|\bde\b|\bfrom\b|\bout of\b|\bentre\b).*", re.DOTALL
)
_DATES = re.compile(
    r"""(?:[^\W\d]{1,10}\.?\ )?(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}(?:[ T]\d\d:\d\d.*)?
      | \d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?
      | (?:t|q|s|wave|vague|semestre|trimestre|quarter)\ ?\d(?:[ /-]?(?:19|20)?\d\d)?""",
    re.VERBOSE,
)
ANSWER = "answer"  # the role of the column of answers, while a sheet is gone through


def is_answer_title(title: str) -> bool:
    """Tell whether a title says that answers stand below it, whatever it says of their scale.

    >>> is_answer_title("Votre réponse (de 1 à 5)"), is_answer_title("Note /5")
    (True, True)
    """
    plain = normalised(title)
    return any(among(each, "titles", "answer") for each in (plain, LEGEND.sub("", plain)))


def meaning_of(title: str, headers: Headers) -> Meaning:
    """Return the role of a column beside the questions, and what kind of detail it holds."""
    plain = LEGEND.sub("", normalised(title))
    if among(title, "titles", "comment") or among(plain, "titles", "comment"):
        return table.COMMENT, ""
    if among(title, "titles", "person"):
        return table.PERSONAL, "name"
    if among(title, "titles", "date"):
        return table.METADATA, "submitted"
    meanings = headers.meanings(title) if title.strip() else ()
    kept = (each for each in meanings if each[0] in {table.COMMENT, table.METADATA, table.PERSONAL})
    ignored = (each for each in meanings if each[0] == table.UNKNOWN)
    return next(kept, next(ignored, (table.UNKNOWN, "")))


def is_nobody(title: str) -> bool:
    """Tell whether a title over answers names a state, a weight or a time, not a person."""
    plain = normalised(title)
    dated = _DATES.fullmatch(bare(title)) is not None
    return dated or any(among(each, "columns", "nobody") for each in (plain, LEGEND.sub("", plain)))


def header_row(listing: Listing) -> int:
    """Return the row of titles above the first question: the nearest with two of them.

    The first row that has a title over the columns beside the questions will do where none has
    two; 0 when there is none.
    """
    above = [row for row, _ in listing.sheet if row < listing.first][-_HEADER_WITHIN:]
    single = 0
    for row in reversed(above):
        beside = [n for n in listing.beside() if not is_blank(listing.sheet.at(row, n))]
        left = [n for n in listing.columns if not is_blank(listing.sheet.at(row, n))]
        if beside and len(beside) + len(left) > 1:
            return row
        single = single or (row if beside else 0)
    return single


def titles_at(listing: Listing, row: int) -> Mapping[int, str]:
    """Return the titles of a row over the columns beside the questions."""
    return {n: as_written(listing.sheet.at(row, n)).strip() for n in listing.beside()}
