"""Tables and tiles as WordprocessingML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maturity.story.blocks import Table, Tiles
from maturity.writers.document.columns import LETTER, widths
from maturity.writers.document.words import attribute, said

_MANY = 7  # columns from which letters are smaller
_TOGETHER, _SHORT = 9, 1400  # rows and letters of a table that stays on one page
_LONG = 700  # letters of a row that may be broken over pages
_SIZES = {"": 9.0, "Small ": 8.0}


def table_xml(table: Table, ids: Mapping[str, str], total: int, letter: float = LETTER) -> str:
    """Return a table whose header comes again on each page; a short one stays on one page."""
    small = "Small " if len(table.header) >= _MANY else ""
    sizes = widths(table, total, _SIZES[small], letter)
    right = ['<w:jc w:val="right"/>' * (n in table.numeric) for n in range(len(sizes))]
    letters = sum(len(text) for row in table.rows for text in row)
    keep = "<w:keepNext/>" if len(table.rows) <= _TOGETHER and letters <= _SHORT else ""
    head = _row(table.header, sizes, ids[f"Maturity {small}Head"], right, "<w:keepNext/>")
    style = ids[f"Maturity {small}Cell"]
    rows = [_row(row, sizes, style, right, keep) for row in table.rows[:-1]]
    rows += [_row(row, sizes, style, right, "") for row in table.rows[-1:]]
    head = head.replace("</w:trPr>", "<w:tblHeader/></w:trPr>", 1)
    return _table(ids["Maturity Table"], sizes, [head, *rows], table.caption)


def _row(
    cells: Sequence[str], sizes: Sequence[int], style: str, after: Sequence[str], before: str
) -> str:
    whole = "<w:cantSplit/>" if sum(map(len, cells)) < _LONG else ""
    each = (
        _cell(said(text, style, before, side), size)
        for text, size, side in zip(cells, sizes, after, strict=True)
    )
    return f"<w:tr><w:trPr>{whole}</w:trPr>{''.join(each)}</w:tr>"


def _cell(content: str, size: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _table(style: str, sizes: Sequence[int], rows: Sequence[str], caption: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    headed = int(bool(caption))
    is_grid = (
        f'<w:tblLook w:val="{"06A0" if headed else "0600"}" w:firstRow="{headed}"'
        f' w:lastRow="0" w:firstColumn="{headed}"'
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'{is_grid} w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        + (f'<w:tblCaption w:val="{attribute(caption)}"/>' if caption else "")
        + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def tiles_xml(tiles: Tiles, ids: Mapping[str, str], total: int) -> str:
    """Return tiles side by side, as a table of one row."""
    count = len(tiles.tiles)
    cells = []
    for tile in tiles.tiles:
        parts = (("Label", tile.label), ("Value", tile.value), ("Detail", tile.detail or " "))
        lines = "".join(said(text, ids[f"Maturity Tile {part}"]) for part, text in parts)
        cells.append(_cell(lines, total // count))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    return _table(ids["Maturity Tiles"], [total // count] * count, [row], "")
