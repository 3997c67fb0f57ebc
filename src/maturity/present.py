"""What a command prints: for people in their language, for programs as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from maturity.assess import SCHEMA, Result
from maturity.batch import Made
from maturity.causes import few
from maturity.errors import Complaint, MaturityError, UnreadableError
from maturity.instrument import Instrument, Scale
from maturity.instrument.coverage import coverage, total
from maturity.instrument.reading_ease import ease_by_dimension
from maturity.language import Language
from maturity.scores import scores_by_respondent
from maturity.writers.files import write_text


def made_lines(made: Made) -> Iterator[str]:
    """Yield where the files are."""
    return (str(made.folder / file) for file in made.files)


def made_remarks(made: Made) -> Iterator[str]:
    """Yield what a person should look at: problems, own decisions, careless responses."""
    if made.problems:
        yield made.result.intake.say("cli.assess.problems", n=len(made.problems))
    yield from made.remarks
    if line := careless_line(made.result):
        yield line


def careless_line(result: Result) -> str:
    """Return which responses look careless, for the consultant's terminal; empty when none does."""
    quality, say = result.assessment.quality, result.intake.say
    if quality is not None and not quality.flagged:
        return ""
    found = [each.respondent for each in result.careless().respondents]
    return say("cli.assess.careless", n=len(found), ids=few(found, say)) if found else ""


def write_respondents(path: Path, result: Result) -> None:
    """Write every included respondent's dimension scores in scale points, empty for none."""
    instrument = result.intake.instrument
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["respondent", "group", *(dimension.id for dimension in instrument.dimensions)])
    for respondent, group, scores in scores_by_respondent(result.intake.responses, instrument):
        values = ["" if score is None else repr(score) for score in scores.values()]
        writer.writerow([respondent, group or "", *values])
    write_text(path, text.getvalue())


def error_document(error: MaturityError, say: Language) -> dict[str, Any]:
    """Return the one JSON document of a command that could not run."""
    problems = error.problems if isinstance(error, UnreadableError) else ()
    return {
        "schema": SCHEMA,
        "error": {"code": error.key, "message": error.message(say)},
        "problems": [problem.to_json(say) for problem in problems],
    }


def craft_lines(
    instrument: Instrument, remarks: Iterable[Complaint], say: Language
) -> Iterator[str]:
    """Yield what survey craft advises, how easily each dimension reads, and the verdict."""
    remarks = list(remarks)
    yield from (remark.message(say) for remark in remarks)
    labels = {each.id: each.label.in_language(say.code) for each in instrument.dimensions}
    for id_, eases in ease_by_dimension(instrument).items():
        figures = ", ".join(f"{language} {say.number(ease, 0)}" for language, ease in eases.items())
        if figures:
            yield say("cli.instrument.ease", label=labels[id_], figures=figures)
    yield say("cli.instrument.sound", id=instrument.id, version=instrument.version)
    if remarks:
        yield say("cli.instrument.remarks", n=len(remarks))


def instrument_line(instrument: Instrument, say: Language) -> str:
    """Return one line that identifies an instrument."""
    return say(
        "cli.instrument.line",
        id=instrument.id,
        version=instrument.version,
        title=instrument.title.in_language(say.code),
        dimensions=len(instrument.dimensions),
        items=len(instrument.items),
        languages=", ".join(instrument.languages),
    )


def coverage_line(instrument: Instrument, say: Language) -> str:
    """Return one line that says how much an instrument covers."""
    whole = total(coverage(instrument))
    return say(
        "catalogue.summary",
        practices=sum(1 for _ in instrument.practices),
        items=whole.items,
        reverse=whole.reverse,
        mirror=whole.mirror,
        levels=whole.levels,
        actions=sum(whole.actions),
        questions=whole.questions,
    )


def instrument_lines(instrument: Instrument, say: Language) -> Iterator[str]:
    """Yield the whole instrument, dimension by dimension."""
    yield instrument_line(instrument, say)
    yield coverage_line(instrument, say)
    for dimension in instrument.dimensions:
        yield ""
        yield dimension.label.in_language(say.code).upper()
        practices = {
            practice.id: practice.label.in_language(say.code) for practice in dimension.practices
        }
        for practice, items in groupby(dimension.items, key=lambda item: item.practice):
            if practice:
                yield f"  {practices[practice]}"
            for item in items:
                mark = say("cli.instrument.reverse") if item.reverse else ""
                yield f"    {item.id}  {item.text.in_language(say.code)}{mark}"


def instrument_document(instrument: Instrument) -> dict[str, Any]:
    """Return the instrument as ``--json`` prints it."""
    return {
        "id": instrument.id,
        "version": instrument.version,
        "sha256": instrument.sha256,
        "title": instrument.title,
        "languages": list(instrument.languages),
        "dimensions": [
            {
                "id": dimension.id,
                "label": dimension.label,
                "weight": dimension.weight,
                "practices": [{"id": p.id, "label": p.label} for p in dimension.practices],
            }
            for dimension in instrument.dimensions
        ],
        "levels": [
            {"number": level.number, "label": level.label, "below": level.below}
            for level in instrument.levels
        ],
        "items": [
            {
                "id": item.id,
                "dimension": item.dimension,
                "practice": item.practice,
                "text": item.text,
                "scale": _scale(item.scale),
                "reverse": item.reverse,
                "weight": item.weight,
                "functions": list(item.functions),
                "mirror": item.mirror,
                "about": list(item.about),
                "tags": list(item.tags),
                "sources": list(item.sources),
            }
            for item in instrument.items
        ],
    }


def _scale(scale: Scale) -> dict[str, Any]:
    languages = {language for text in scale.labels.values() for language in text}
    return {
        "id": scale.id,
        "min": scale.min,
        "max": scale.max,
        "labels": {
            language: {
                str(point): text[language]
                for point, text in scale.labels.items()
                if language in text
            }
            for language in sorted(languages)
        },
    }
