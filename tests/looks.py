"""What an eye would find wrong with a figure: words cut, touching, outside their box, too pale."""

from itertools import combinations

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from maturity.story.figures.style import PAPER, contrast, paper

DOTS = 144  # two pixels a point
LEAST = 4.5  # WCAG 2.1, success criterion 1.4.3
# One for all figures: matplotlib remembers what it measured with it.
RENDERER = RendererAgg(8, 8, DOTS)


def faults(figure):
    """Return what is wrong with the words of a figure, one sentence each."""
    figure.set_dpi(DOTS)
    axes = figure.axes[0]
    with paper():
        texts = [each for each in axes.texts if each.get_text().strip()]
        boxes = [(each, each.get_window_extent(RENDERER)) for each in texts]
        grounds = [*_bars(axes), *_marks(axes)]
    return [*_cut(figure, boxes), *_touching(boxes), *_misplaced(boxes, grounds)]


def _bars(axes):
    """Return each filled bar: where it is, its colour, whether it is hatched."""
    for each in axes.patches:
        if isinstance(each, Rectangle) and each.get_facecolor()[3]:
            colour = to_hex(each.get_facecolor())
            yield each.get_window_extent(RENDERER), colour, bool(each.get_hatch())


def _marks(axes):
    """Return each marker as the square around it."""
    for line in axes.lines:
        if len(line.get_xdata()) == 1:
            x, y = axes.transData.transform(line.get_xydata()[0])
            half = line.get_markersize() * DOTS / 72 / 2
            around = Bbox.from_extents(x - half, y - half, x + half, y + half)
            yield around, to_hex(line.get_markerfacecolor()), False


def _cut(figure, boxes):
    width, height = figure.bbox.width, figure.bbox.height
    for text, box in boxes:
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            yield f"“{text.get_text()}” leaves the figure"


def _touching(boxes):
    for (one, a), (other, b) in combinations(boxes, 2):
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1:
            yield f"“{one.get_text()}” touches “{other.get_text()}”"


def _misplaced(boxes, grounds):
    """Compare each text with the uppermost bar or mark below its middle, else with the paper."""
    for text, box in boxes:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        below = [each for each in grounds if each[0].contains(x, y)]
        colour = PAPER
        if below:
            area, colour, hatched = below[-1]
            corners = (box.x0 + 1, box.y0 + 1), (box.x1 - 1, box.y1 - 1)
            if not all(area.contains(*corner) for corner in corners):
                yield f"“{text.get_text()}” leaves its ground"
            if hatched:
                yield f"“{text.get_text()}” stands on hatching"
        ratio = contrast(to_hex(text.get_color()), colour)
        if ratio < LEAST:
            yield f"“{text.get_text()}” has a contrast of {ratio:.1f} on {colour}"
