"""The parts of a chart as PowerPoint stores them: series, marks, whiskers, axes, letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from maturity.story.figures.style import FIRST, INK, MUTED, PAPER, RULE
from maturity.writers.slides.pieces import Series
from maturity.writers.slides.runs import harmless
from maturity.writers.slides.workbook import SHEET, Column

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
AXES = '<c:axId val="1"/><c:axId val="2"/>'
_SIZES = {"circle": 9, "square": 9, "diamond": 10}


@dataclass(frozen=True, slots=True)
class Letters:
    """How a chart writes: font size in points, and the language its words are in."""

    size: float
    language: str

    def xml(self, colour: str = INK, *, bold: bool = False) -> str:
        """Return the properties of a text of the chart."""
        level = '<a:bodyPr rot="0" vert="horz"/>'  # long names are wrapped, never turned
        return f"<c:txPr>{level}<a:lstStyle/><a:p>{self.of(colour, bold=bold)}</a:p></c:txPr>"

    def of(self, colour: str = INK, *, bold: bool = False) -> str:
        """Return the properties of a paragraph of the chart."""
        run = f'lang="{self.language}" sz="{round(self.size * 100)}" b="{int(bold)}"'
        return f"<a:pPr><a:defRPr {run}>{solid(colour)}</a:defRPr></a:pPr>"


# Cells that a chart refers to, and what it remembers of them


def category(names: Sequence[str]) -> str:
    """Refer to the names of the rows."""
    cells = f"<c:f>{SHEET}!$A$2:$A${len(names) + 1}</c:f>"
    return f"<c:cat><c:strRef>{cells}{strings(names)}</c:strRef></c:cat>"


def heading(cell: str, text: str) -> str:
    """Refer to the cell that names a series."""
    return f"<c:tx><c:strRef><c:f>{SHEET}!{cell}</c:f>{strings([text])}</c:strRef></c:tx>"


def strings(texts: Sequence[str]) -> str:
    """Remember the texts of cells."""
    said = (escape(harmless(text)) for text in texts)
    points = "".join(f'<c:pt idx="{n}"><c:v>{text}</c:v></c:pt>' for n, text in enumerate(said))
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def numbers(tag: str, column: Column) -> str:
    """Refer to the values of a column."""
    cells = f"${column.letter}$2:${column.letter}${len(column.values) + 1}"
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>'
        for n, value in enumerate(column.values)
        if value is not None
    )
    return _cells(tag, cells, len(column.values), points, column.number)


def number(tag: str, cell: str, value: float) -> str:
    """Refer to one value."""
    return _cells(tag, cell, 1, f'<c:pt idx="0"><c:v>{value!r}</c:v></c:pt>')


def _cells(tag: str, cells: str, count: int, points: str, code: str = "General") -> str:
    cache = (
        f"<c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{points}</c:numCache>'
    )
    return f"<c:{tag}><c:numRef><c:f>{SHEET}!{cells}</c:f>{cache}</c:numRef></c:{tag}>"


# Series


def bar(place: int, column: Column, look: str, labels: str, categories: str) -> str:
    """Return a series of bars."""
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f"{heading(f'${column.letter}$1', column.name)}<c:spPr>{look}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{labels}{categories}{numbers("val", column)}</c:ser>'
    )


def bar_chart(series: str, direction: str, *, gap: int, grouping: str = "stacked") -> str:
    """Put series of bars together; ``gap`` is a percentage of a bar's width."""
    overlap = "" if grouping == "clustered" else '<c:overlap val="100"/>'
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{gap}"/>{overlap}{AXES}</c:barChart>'
    )


def marks(place: int, series: Series, column: Column, behind: str, categories: str) -> str:
    """Return a series of marks without a line between them; ``behind`` are labels and whiskers."""
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f"{heading(f'${column.letter}$1', column.name)}"
        '<c:spPr><a:ln w="28575"><a:noFill/></a:ln></c:spPr>'
        f"{mark(series.shape, _SIZES[series.shape], look(series.colour))}{behind}"
        f'{categories}{numbers("val", column)}<c:smooth val="0"/></c:ser>'
    )


def mark(shape: str, size: int, fill: str) -> str:
    """Return the mark of a point."""
    return (
        f'<c:marker><c:symbol val="{shape}"/><c:size val="{size}"/>'
        f"<c:spPr>{fill}{_line(PAPER, 6350)}</c:spPr></c:marker>"
    )


def whiskers(minus: Column, plus: Column) -> str:
    """Return a line from below each point to above it."""
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{numbers("plus", plus)}{numbers("minus", minus)}'
        f"<c:spPr>{_line(MUTED, 19050)}</c:spPr></c:errBars>"
    )


def values(code: str, text: str, place: str) -> str:
    """Print the value of each point."""
    return (
        f'<c:dLbls><c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        f'<c:spPr><a:noFill/></c:spPr>{text}<c:dLblPos val="{place}"/>{shows("Val")}</c:dLbls>'
    )


def shows(what: str) -> str:
    """Say what of a point is printed."""
    keys = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    return "".join(f'<c:show{key} val="{int(key == what)}"/>' for key in keys)


# Axes


def category_axis(letters: Letters, *, reverse: bool = False) -> str:
    """Return the axis of the names, the first on top where ``reverse``."""
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="'
        f'{"maxMin" if reverse else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if reverse else "b"}"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{_line(RULE, 9525)}</c:spPr>'
        f'{letters.xml()}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(letters: Letters, most: float | None, *, shown: bool) -> str:
    """Return the axis of the values, from 0 on."""
    grid = f"<c:majorGridlines><c:spPr>{_line(RULE, 6350)}</c:spPr></c:majorGridlines>"
    unit = '<c:majorUnit val="20"/>' if shown else ""
    return (
        f'<c:valAx><c:axId val="2"/>{_scaling(most)}<c:delete val="{int(not shown)}"/>'
        f'<c:axPos val="{"l" if shown else "b"}"/>{grid if shown else ""}{_plain_ticks()}'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{letters.xml(MUTED)}"
        f'<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>{unit}'
        "</c:valAx>"
    )


def titled_axis(letters: Letters, place: str, title: str, most: float) -> str:
    """Return an axis of numbers with its name, at the bottom (``b``) or the left (``l``)."""
    turned = ' rot="-5400000" vert="horz"' if place == "l" else ""
    own = 2 if place == "l" else 1
    words = (
        f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p>{letters.of(MUTED)}"
        f'<a:r><a:rPr lang="{letters.language}"/><a:t>{escape(harmless(title))}</a:t></a:r></a:p>'
        '</c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    return (
        f'<c:valAx><c:axId val="{own}"/>{_scaling(most)}<c:delete val="0"/>'
        f'<c:axPos val="{place}"/>{words}{_plain_ticks()}<c:spPr>{_line(RULE, 9525)}</c:spPr>'
        f'{letters.xml(MUTED)}<c:crossAx val="{3 - own}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="midCat"/></c:valAx>'
    )


def _scaling(most: float | None) -> str:
    end = "" if most is None else f'<c:max val="{most!r}"/>'
    return f'<c:scaling><c:orientation val="minMax"/>{end}<c:min val="0"/></c:scaling>'


def _plain_ticks() -> str:
    return (
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    )


# The whole


def chart_space(
    plots: str,
    letters: Letters,
    *,
    legend: str,
    inner: tuple[float, float, float, float] | None = None,
) -> bytes:
    """Return a chart; ``inner`` is the box of its plot in shares of the whole."""
    key = f'<c:legendPos val="{legend}"/><c:overlay val="0"/>{letters.xml()}'
    key = f"<c:legend>{key}</c:legend>" if legend else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_SPACES}><c:date1904 val="0"/><c:lang val="{letters.language}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{_layout(inner)}{plots}</c:plotArea>{key}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{letters.xml()}</c:chartSpace>"
    ).encode()


def _layout(inner: tuple[float, float, float, float] | None) -> str:
    if inner is None:
        return "<c:layout/>"
    x, y, width, height = inner
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/>'
        f'<c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    )


def solid(colour: str) -> str:
    """Fill with a colour ``#RRGGBB``."""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


def look(colour: str) -> str:
    """Fill with a colour; the first of the figures is the first of the client's theme."""
    if colour == FIRST:
        return '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    return solid(colour)


def _line(colour: str, width: int) -> str:
    return f'<a:ln w="{width}">{solid(colour)}</a:ln>'
