"""What a client's file claims of a result: each number under the name of what it is about."""

import re

from tests import printed

from maturity.language import Language

# quantity -> the titles that a column of it has, in any format
TITLES = {
    "score": ("report.figure.score_100", "report.figure.score", "results.column.score_100.title"),
    "interval": ("report.figure.interval_95",),
    "low": ("results.column.low_100.title",),
    "high": ("results.column.high_100.title",),
    "level": ("report.figure.level", "results.column.level_label.title"),
    "n": ("report.figure.n",),
    "target": ("report.figure.target_100", "results.column.target.title"),
    "dont_know": ("report.figure.dont_know", "results.column.dont_know_rate.title"),
}
OVERALL = {"score": "score_100", "low": "low_100", "high": "high_100", "level": "level_label"}
WHOLE = ("overall", "")
BESIDE = re.compile(r"(.*)\((.*)\)")


def squeezed(text):
    """A text without what breaks its lines: blanks, hyphens, soft ones included."""
    return re.sub(r"[\s\xad\u2010-]", "", str(text)).casefold()


class Names:
    """What things are called in a report, and by which of them a row is known."""

    def __init__(self, story):
        asked, self.say = story.instrument, Language(story.say.code)
        self.things = {squeezed(self.say("report.organisation")): WHOLE}
        for kind, known in (("dimension", asked.dimensions), ("practice", asked.practices)):
            self.things |= {
                squeezed(each.label.in_language(self.say.code)): (kind, each.id) for each in known
            }
        for each in asked.items:
            self.things[squeezed(each.text.in_language(self.say.code))] = ("item", each.id)
        for each in story.assessment.groups:
            self.things[squeezed(story.group_label(each.id))] = ("function", each.id)
        self.quantities = {
            squeezed(self.say(key)): quantity for quantity, keys in TITLES.items() for key in keys
        }
        self.dimension_page = squeezed(self.say("report.figure.dimension_or_practice"))
        self.functions = squeezed(self.say("report.figure.function"))
        self.front = self.say("results.sheet.front.name")
        self.facts = {
            squeezed(self.say(f"results.overall.{column}")): quantity
            for quantity, column in OVERALL.items()
        } | {squeezed(self.say("results.front.people")): "n"}

    def thing(self, text):
        """What a cell names, a remark in brackets behind the name left out."""
        found = self.things.get(squeezed(text))
        remark = BESIDE.fullmatch(str(text))
        return found or (self.things.get(squeezed(remark[1])) if remark else None)


def claims(path, story):
    """Yield what a file claims: ``(thing, quantity)`` and the cell, text or number, that says it.

    A thing is ``("dimension", id)``, ``("practice", id)``, ``("item", id)``, ``("overall", "")``;
    of a function in a dimension, ``("function", id, dimension)``.
    """
    names, page = Names(story), None
    for grid in printed.grids(path):
        if squeezed(grid.header[0]) == names.dimension_page and grid.rows:
            page = names.thing(grid.rows[0][0])
        if grid.where == names.front:
            yield from _front(grid, names)
        elif any((names.thing(cell) or ("",))[0] == "dimension" for cell in grid.header):
            yield from _matrix(grid, names)
        else:
            of_page = page if squeezed(grid.header[0]) == names.functions else None
            yield from _listed(grid, names, of_page)
    if path.suffix == ".pptx":
        yield from _slides(path, names)


def _front(grid, names):
    """The main figures of a workbook's first sheet, each beside its name."""
    for row in grid.rows:
        cells = [cell for cell in row if cell is not None]
        quantity = names.facts.get(squeezed(cells[0])) if cells else None
        if quantity:
            yield WHOLE, quantity, cells[1]


def _matrix(grid, names):
    """Functions by dimensions: in a cell the score, and its interval behind it."""
    dimensions = [names.thing(cell) for cell in grid.header]
    for row in grid.rows:
        thing = names.thing(row[0])
        if thing is None or thing[0] not in {"function", "overall"}:
            continue
        for dimension, cell in zip(dimensions, row, strict=False):
            if dimension is not None:
                of = dimension if thing == WHOLE else ("function", thing[1], dimension[1])
                yield of, "score_and_interval", cell


def _listed(grid, names, page):
    """A thing in each row, a quantity in each column; on a dimension's page, that dimension's."""
    quantities = [names.quantities.get(squeezed(cell)) for cell in grid.header]
    if "score" not in quantities:  # an interval, then, is that of a gap
        quantities = [None if each == "interval" else each for each in quantities]
    for row in grid.rows:
        thing = _named(row, names, page)
        if thing is None:
            continue
        for quantity, cell in zip(quantities, row, strict=False):
            if quantity is not None and cell is not None:
                yield thing, quantity, cell


def _named(row, names, page):
    """The most particular thing that a row names."""
    found = {
        thing[0]: thing for cell in row if isinstance(cell, str) if (thing := names.thing(cell))
    }
    if page is not None:
        found = {"dimension": page} | found
    if "function" in found and "dimension" in found:
        return ("function", found["function"][1], found["dimension"][1])
    kinds = ("item", "practice", "dimension", "overall")
    return next((found[kind] for kind in kinds if kind in found), None)


def _slides(path, names):
    """What slides say in words: of a dimension on its own, of the whole on the second."""
    dimensions = {text: thing for text, thing in names.things.items() if thing[0] == "dimension"}
    for number, text in enumerate(printed.texts(path), start=1):
        title, *lines = text.split("\n")
        stated = next((line for line in lines if "n\u00a0=" in line), "")
        head = squeezed(title)
        about = [thing for label, thing in dimensions.items() if head.startswith(f"{label}:")]
        if about and stated:
            found = [value for value in printed.numbers(stated) if value != (100, 0)]
            keys = ("score", "low", "high", "n", "target")
            for quantity, (value, _) in zip(keys, found, strict=False):
                yield about[0], quantity, f"{value:g}"
        if number == 2:  # the synthesis
            said = next(line for line in lines if re.search(r"\b100\b", line))
            values = [f"{value:g}" for value, _ in printed.numbers(said)]
            place = values.index("100")
            yield WHOLE, "score", values[place - 1]
            yield WHOLE, "low", values[-2]
            yield WHOLE, "high", values[-1]
