"""A report as plain data for the page: blocks become dictionaries, figures become SVG."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, assert_never
from unicodedata import bidirectional

from maturity.language import Language
from maturity.story.blocks import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
    plain,
    runs,
)
from maturity.story.edition import Brand
from maturity.story.figures import svg
from maturity.story.report import Report
from maturity.writers.pdf.columns import Grid, broken, crowded, grid

Data = dict[str, Any]

_ANNEX = "method"  # the part that stands behind the others
_FRAMED = "decision"  # what a committee must not overlook
_DETAIL = 4
_FULL, _PAGE = "working-group", "all-staff"  # who gets contents and data, and who a single page
# sizes of tables, of that of running text, each with the letters that are as wide as the page
_SIZES = ((0.8736, 112.0), (0.76, 134.0), (0.7, 145.0))
_WIDE = 7  # columns; a table of more is set smaller
_RUNNING, _BRAND = 110, 36  # letters above and below every page
_TILE = 18  # letters of a line in a tile
_LONG = 1800  # letters that a frame cannot hold on one page
_ROWS = 10  # of a table that stays on one page
_PNG = b"\x89PNG"
# what no accessible PDF may hold, and what is no character at all
_BARRED = dict.fromkeys([0, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


@dataclass(slots=True)
class Content:
    """What the pages of one report say; ``data`` gathers the tables behind its figures.

    ``annexed`` tells that what is being laid out is an annex, whose tables are set small.
    """

    report: Report
    data: list[Data] = field(default_factory=list)
    longest: int = 0
    annexed: bool = False

    def document(self) -> Data:
        """Return the whole document, ready to be written as JSON."""
        story, edition = self.report.story, self.report.story.edition
        say, full = story.say, edition.audience == _FULL
        body, annexes = self._body()
        document = {
            "language": say.code,
            "title": story.title,
            "running": broken(_shortened(story.title, _RUNNING)),
            "author": edition.brand.name,
            "mark": broken(edition.confidentiality),
            "short-mark": broken(_shortened(edition.confidentiality, _RUNNING)),
            "brand": _brand(edition.brand, say),
            "words": {key: say(f"pages.{key}") for key in ("contents", "data", "data_lead")},
            "brief": edition.audience == _PAGE,
            "contents": full and len(body) > 1,
            "cover": self._cover(),
            "body": body,
            "annexes": annexes,
            "data": self.data if full else [],
            "long": self.longest > _LONG,
        }
        return {name: _allowed(value) for name, value in document.items()}

    def _cover(self) -> Data:
        """Return the cover, with the name alone where this edition shows none."""
        name = self.report.story.assessment.name
        covers = self.report.part("cover") or (Section("cover", name, (), level=1),)
        return self._section(covers[0]) | {"direction": _direction(covers[0].title)}

    def _body(self) -> tuple[list[Data], list[Data]]:
        """Return the sections in order, then those that stand behind them."""
        report = self.report
        parts = {part: report.part(part) for part in report.parts if part != "cover"}
        annexes = parts.pop(_ANNEX, ())
        body = [self._section(each) for part in parts.values() for each in part]
        self.annexed = True
        return body, [self._section(each) for each in annexes]

    def _section(self, section: Section) -> Data:
        blocks, charts = section.blocks, _charts(section)
        return {
            "kind": "section",
            "title": self._title(section.title),
            "charts": charts,
            "details": _details(section),
            "short": charts <= 1 and not any(map(_details, blocks)),
            "framed": section.id == _FRAMED,
            "blocks": [self._block(each, section.title) for each in blocks],
        }

    def _block(self, block: Block, under: str) -> Data:
        match block:
            case Section():
                return self._section(block)
            case Paragraph():
                return {"kind": "paragraph", "role": block.role, "runs": self._runs(block.text)}
            case Bullets():
                lines = [self._runs(each) for each in block.lines]
                return {"kind": "bullets", "ordered": block.ordered, "lines": lines}
            case Tiles():
                return {"kind": "tiles", "tiles": [_tile(each) for each in block.tiles]}
            case Table():
                return _table(block, under, small=self.annexed)
            case Chart():
                return self._chart(block)
            case _:
                assert_never(block)

    def _title(self, text: str) -> str:
        """Return a title; one that shows nothing gets a dash, since headings must say something."""
        self.longest = max(self.longest, len(text))
        shows = any(letter.isprintable() and not letter.isspace() for letter in text)
        return broken(text) if shows else self.report.story.say("report.none")

    def _runs(self, words: Words) -> list[Data]:
        self.longest = max(self.longest, len(plain(words)))
        return [
            {"text": broken(run.text), "strong": run.strong, "emphasis": run.emphasis}
            for run in runs(words)
        ]

    def _chart(self, chart: Chart) -> Data:
        """Return a figure, and keep its table for the annex; each tells where the other is.

        The page is known to whoever lays them out.
        """
        say, number = self.report.story.say, len(self.data) + 1
        numbered = {"number": number, "name": say("pages.figure", number=number)}
        table = _table(chart.table, small=True)
        self.data.append(numbered | {"table": table, "see": say("pages.see_figure", page="{page}")})
        return numbered | {
            "kind": "chart",
            "title": self._title(chart.title),
            "caption": broken(chart.caption),
            "see": say("pages.see_table", page="{page}"),
            "alt": chart.alt,
            "svg": svg(chart.figure).decode("utf-8"),
        }


def _allowed(value: object) -> object:
    """Return data whose texts hold nothing that a PDF may not hold."""
    if isinstance(value, str):
        return value.translate(_BARRED)
    if isinstance(value, list) and not all(isinstance(each, int) for each in value):
        return [_allowed(each) for each in value]
    if isinstance(value, dict):
        return {name: _allowed(each) for name, each in value.items()}
    return value


def _charts(block: Block) -> int:
    """Return how many figures a block holds."""
    if isinstance(block, Section):
        return sum(map(_charts, block.blocks))
    return int(isinstance(block, Chart))


def _details(block: Block) -> bool:
    """Tell whether a block is a section that holds details."""
    inside = block.blocks if isinstance(block, Section) else ()
    return any(isinstance(each, Section) and each.level == _DETAIL for each in inside)


def _tile(tile: Tile) -> Data:
    parts = {"label": tile.label, "value": tile.value, "detail": tile.detail}
    return {name: broken(text, _TILE) for name, text in parts.items()}


def _table(table: Table, under: str = "", *, small: bool) -> Data:
    """Return a table; its caption goes where the heading above it says the same.

    What says much or has many columns is set smaller, and what is ``small`` in any case.
    """
    letters = sum(len(cell) for row in table.rows for cell in row)
    wide = len(table.header) > _WIDE
    full = len(table.rows) > _ROWS or (len(table.rows) > 1 and letters > _LONG)
    size, line = _SIZES[(small or wide or full) + (small and wide)]
    laid = grid(table, line)
    cells = [_crowded(row, laid) for row in (table.rows or (table.header,))]
    return {
        "kind": "table",
        "caption": "" if table.caption == under else broken(table.caption),
        "header": _cells(table.header, laid),
        "crowded": _crowded(table.header, laid),
        "crowded-cells": [any(column) for column in zip(*cells, strict=True)],
        "rows": [_cells(row, laid) for row in table.rows],
        "numeric": list(table.numeric),
        "shares": list(laid.shares),
        "spread": laid.spread,
        "size": size,
        "whole": len(table.rows) <= _ROWS and letters < _LONG,
        "note": broken(table.note),
    }


def _cells(row: tuple[str, ...], laid: Grid) -> list[str]:
    return [broken(text, letters) for text, letters in zip(row, laid.letters, strict=True)]


def _crowded(row: tuple[str, ...], laid: Grid) -> list[bool]:
    return list(map(crowded, row, laid.letters))


def _brand(brand: Brand, say: Language) -> Data:
    format_ = "png" if brand.logo.startswith(_PNG) else "jpg"
    alt = say("pages.logo", name=brand.name) if brand.name else say("pages.logo_alone")
    logo = {"bytes": list(brand.logo), "format": format_, "alt": alt}
    return {
        "name": broken(brand.name),
        "short-name": broken(_shortened(brand.name, _BRAND)),
        "contact": broken(brand.contact),
        "primary": brand.primary,
        "secondary": brand.secondary,
        "logo": logo if brand.logo else None,
    }


def _direction(text: str) -> str:
    """Return the direction of a text, which its first letter that has one decides."""
    sides = (bidirectional(letter) for letter in text)
    first = next((side for side in sides if side in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def _shortened(text: str, letters: int) -> str:
    """Return what fits on a line above or below every page."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
