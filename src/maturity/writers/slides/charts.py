"""Charts that PowerPoint draws itself, as its XML, and the workbook behind each.

A chart refers to the cells of its workbook and remembers their values; both hold what the slide
shows and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maturity.story.figures.style import FIRST, PAPER, ink_on
from maturity.writers.slides import chart_parts as parts
from maturity.writers.slides.chart_parts import Letters
from maturity.writers.slides.pieces import Bars, Dots, Scatter, Series
from maturity.writers.slides.workbook import Column, columns, workbook

_NARROW = 0.065  # a share under which a segment has no room for its number
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # of an axis
_TICKS = 8


@dataclass(frozen=True, slots=True)
class Native:
    """A chart as PowerPoint stores it: its XML and its workbook."""

    xml: bytes
    workbook: bytes


def dots(chart: Dots, letters: Letters) -> Native:
    """Return points with whiskers over categories, on stacked bands."""
    count = len(chart.categories)
    behind = columns([(band.name, [band.height] * count) for band in chart.bands])
    shown = columns([(each.name, each.values) for each in chart.series], start=len(behind))
    # both ends of the whiskers stand in columns of their own, behind all others
    ends = [(each.whisker, side) for each in chart.series for side in (each.minus, each.plus)]
    tips = columns([each for each in ends if each[1]], start=len(behind) + len(shown))
    category = parts.category(chart.categories)
    bands = "".join(
        parts.bar(n, column, parts.solid(band.colour), "", category)
        for n, (band, column) in enumerate(zip(chart.bands, behind, strict=True))
    )
    lines, unused = "", iter(tips)
    for n, (series, column) in enumerate(zip(chart.series, shown, strict=True), len(behind)):
        text = parts.values("0", letters.xml(bold=True), "r") if series.labels else ""
        if series.plus:
            text += parts.whiskers(next(unused), next(unused))
        lines += parts.marks(n, series, column, text, category)
    plots = parts.bar_chart(bands, "col", gap=0) if bands else ""
    plots += (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}'
        f'<c:marker val="1"/>{parts.AXES}</c:lineChart>'
    )
    plots += parts.category_axis(letters) + parts.value_axis(letters, 100, shown=True)
    xml = parts.chart_space(plots, letters, legend="b")
    return Native(xml, workbook(chart.categories, [*behind, *shown, *tips]))


def bars(chart: Bars, letters: Letters) -> Native:
    """Return horizontal bars, the first category on top."""
    filled = columns([(each.name, each.values) for each in chart.series], number=chart.number)
    category = parts.category(chart.categories)
    drawn = "".join(
        parts.bar(n, column, parts.look(each.colour), _printed(chart, each, letters), category)
        for n, (each, column) in enumerate(zip(chart.series, filled, strict=True))
    )
    grouping = "percentStacked" if chart.stacked else "clustered"
    plots = parts.bar_chart(drawn, "bar", gap=_gap(len(chart.categories)), grouping=grouping)
    plots += parts.category_axis(letters, reverse=True)
    plots += parts.value_axis(letters, chart.most, shown=False)
    top, share = (0.12 if chart.stacked else 0.02), chart.label_share
    layout = (share, top, (0.98 if chart.stacked else 0.9) - share, 0.98 - top)
    legend = "t" if chart.stacked else ""
    xml = parts.chart_space(plots, letters, legend=legend, inner=layout)
    return Native(xml, workbook(chart.categories, filled))


def _gap(count: int) -> int:
    """Return the gap between bars, as a percentage of a bar: few bars are no blocks."""
    return 40 + 60 * max(0, 5 - count)


def _printed(chart: Bars, series: Series, letters: Letters) -> str:
    """Print each value: inside a segment that has room for it, or behind a bar."""
    if not chart.stacked:
        return parts.values(chart.number, letters.xml(bold=True), "outEnd")
    code = f'[>={_NARROW}]{chart.number};""'
    return parts.values(code, letters.xml(ink_on(series.colour)), "ctr")


def scatter(chart: Scatter, letters: Letters) -> Native:
    """Return numbered points, each a series of its own so that its number is its name."""
    drawn = ""
    for n, point in enumerate(chart.points):
        label = (
            f"<c:dLbls><c:spPr><a:noFill/></c:spPr>{letters.xml(PAPER, bold=True)}"
            f'<c:dLblPos val="ctr"/>{parts.shows("SerName")}</c:dLbls>'
        )
        drawn += (
            f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>'
            f"{parts.heading(f'$A${n + 2}', point.name)}<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
            f"{parts.mark('circle', _round(point.name), parts.look(FIRST))}{label}"
            f"{parts.number('xVal', f'$B${n + 2}', point.x)}"
            f'{parts.number("yVal", f"$C${n + 2}", point.y)}<c:smooth val="0"/></c:ser>'
        )
    plots = (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{drawn}{parts.AXES}</c:scatterChart>"
    )
    across, up = [each.x for each in chart.points], [each.y for each in chart.points]
    plots += parts.titled_axis(letters, "b", chart.x_title, _beyond(across))
    plots += parts.titled_axis(letters, "l", chart.y_title, _beyond(up))
    filled = [Column("B", chart.x_title, across), Column("C", chart.y_title, up)]
    names = [each.name for each in chart.points]
    return Native(parts.chart_space(plots, letters, legend=""), workbook(names, filled, chart.name))


def _round(name: str) -> int:
    """Return the size of a mark that holds a name."""
    return min(22 + 5 * max(0, len(name) - 2), 60)


def _beyond(values: Sequence[float]) -> float:
    """Return where an axis ends so that no point stands on its edge.

    >>> _beyond([4, 10]), _beyond([61])
    (12.0, 80.0)
    """
    most = max(values, default=1.0) * 1.15
    step = next((each for each in _STEPS if most <= _TICKS * each), _STEPS[-1])
    return float(-(-most // step) * step)
