"""An instrument as one HTML page: no script, no address outside itself, everything escaped.

The pages are Jinja templates beside this module; they take their look from the report's style
sheet and every word from the instrument or from ``language/catalogue.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maturity.errors import UsageError
from maturity.instrument import Dimension, Instrument
from maturity.instrument.coverage import coverage, total
from maturity.instrument.reading_ease import ease_by_dimension
from maturity.language import Language
from maturity.writers.catalogue.voice import Voice
from maturity.writers.files import write_text
from maturity.writers.html import css_text


def write_catalogue(path: Path, instrument: Instrument, say: Language) -> None:
    """Write the whole instrument as one page, whole or not at all.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    write_text(path, catalogue(instrument, say))


def write_guide(
    path: Path, instrument: Instrument, say: Language, dimensions: Sequence[str] = ()
) -> None:
    """Write the interview guide of some or all dimensions, whole or not at all.

    Raises
    ------
    UsageError
        The instrument has no such dimension.
    OSError
        The file cannot be written.
    """
    write_text(path, guide(instrument, say, dimensions))


def catalogue(instrument: Instrument, say: Language) -> str:
    """Return the whole instrument as one HTML page."""
    voice = Voice(instrument, say)
    rows, ease = coverage(instrument), ease_by_dimension(instrument)
    return _page(
        "catalogue.html.j2",
        voice,
        rows=rows,
        natures=voice.natures(rows),
        total=total,
        ease=ease,
        measured=[
            code for code in instrument.languages if any(code in each for each in ease.values())
        ],
    )


def guide(instrument: Instrument, say: Language, dimensions: Sequence[str] = ()) -> str:
    """Return the interview guide of some or all dimensions as one HTML page.

    Raises
    ------
    UsageError
        The instrument has no such dimension.
    """
    asked = _chosen(instrument, dimensions)
    return _page("guide.html.j2", Voice(instrument, say), dimensions=asked)


def _chosen(instrument: Instrument, wanted: Sequence[str]) -> tuple[Dimension, ...]:
    known = [dimension.id for dimension in instrument.dimensions]
    for id_ in wanted:
        if id_ not in known:
            raise UsageError("dimension_unknown", name=id_, known=", ".join(known))
    return tuple(each for each in instrument.dimensions if not wanted or each.id in wanted)


def _page(template: str, voice: Voice, **content: object) -> str:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    folders = [PackageLoader("maturity.writers", name) for name in ("catalogue", "report")]
    environment = Environment(
        loader=ChoiceLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    instrument = voice.instrument
    environment.globals |= {
        "instrument": instrument,
        "voice": voice,
        "say": voice.say,
        "t": voice.text,
        "anchor": voice.anchor,
        "colours": _colours(len(instrument.levels)),
        "foot": css_text(f"{voice.plain(instrument.title)} – {instrument.id} {instrument.version}"),
    }
    return environment.get_template(template).render(content)


def _colours(levels: int) -> list[tuple[str, str]]:
    """Return each level's colour, as the figures of the report have it, and the ink on it."""
    from maturity.story.figures.style import ink_on, level_colours

    return [(colour, ink_on(colour)) for colour in level_colours(levels)]
