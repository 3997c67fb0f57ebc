"""``problems.xlsx``: all problems of all files, for whoever filters, sorts and sends them on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from maturity.assess import Result
from maturity.causes import Cause, few, shortened
from maturity.check import Checked
from maturity.check_lines import (
    beside_words,
    how_matched,
    how_read,
    places_said,
    verdict_lines,
)
from maturity.errors import SEVERITIES, Problem
from maturity.language import Language
from maturity.readers.addresses import where
from maturity.scores import Flagged
from maturity.understood import FileSeen
from maturity.workspace import UNSPECIFIED
from maturity.writers.annotated import Page, Row, write_pages

_MOST = 100_000  # problems, and ten columns of each
_FATES = ("filled", "answered", "dont_know", "not_applicable", "unreadable", "ignored")


def write_problem_book(
    path: Path, checked: Checked, say: Language, result: Result | None = None
) -> None:
    """Write the workbook: verdict, what was understood, causes, every problem.

    With a ``result``, also the responses that look careless.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    pages = [
        _verdict(checked, say),
        _understood(checked.understood, say),
        _causes(checked.causes, say),
        _problems(checked, say),
    ]
    if result is not None:
        pages.append(_careless(result, say))
    write_pages(path, pages, say("annotated.footer"))


def _page(
    name: str, columns: Sequence[tuple[str, int]], rows: list[Row], say: Language, *lines: str
) -> Page:
    header = [say(f"annotated.column.{column}") for column, _ in columns]
    names = [column for column, _ in columns]
    return Page(
        say(f"annotated.sheet.{name}"),
        say(f"annotated.overview.{name}"),
        lines,
        header,
        [width for _, width in columns],
        rows,
        names.index("severity") if "severity" in names else -1,
    )


def _verdict(checked: Checked, say: Language) -> Page:
    """Return one row per file: who is in it, and what became of its cells."""
    paths = {file.path for file in checked.files}
    problems = Counter(where(problem.source, paths).path for problem in checked.problems)
    columns = (("file", 38), ("layout", 28), ("people", 12), *((fate, 12) for fate in _FATES),
               ("looked_at", 11))  # fmt: skip
    rows = []
    for file in checked.files:
        known = say(f"cli.layout.{file.format}") if file.format else ""
        cells = file.answers.to_json()
        rows.append(
            Row(
                [
                    file.path,
                    known or say("annotated.overview.unread"),
                    file.respondents,
                    *(cells[fate] for fate in _FATES),
                    problems[file.path],
                ]
            )
        )
    lines = [line.text for line in verdict_lines(checked, checked.causes, say)]
    return _page("verdict", columns, rows, say, *lines)


def _understood(files: Sequence[FileSeen], say: Language) -> Page:
    """Return one row per table, in the words of the terminal."""
    columns = (("file", 30), ("sheet", 18), ("layout", 26), ("people", 12), ("how", 50),
               ("beside", 34), ("strangers", 36))  # fmt: skip
    rows = []
    for file in files:
        for table in file.tables:
            read = how_read(file, say)
            titles = [say("causes.quoted", found=shortened(t.words)) for t in table.strangers]
            rows.append(
                Row(
                    [
                        file.path,
                        table.sheet,
                        say(f"cli.layout.{table.layout}"),
                        table.people,
                        "\n".join(filter(None, (how_matched(table, say), read))),
                        beside_words(table, say),
                        few(titles, say) if titles else "",
                    ]
                )
            )
    return _page("understood", columns, rows, say)


def _causes(causes: Sequence[Cause], say: Language) -> Page:
    columns = (("number", 5), ("severity", 20), ("message", 42), ("count", 9), ("samples", 24),
               ("where", 30), ("effect", 30), ("remedy", 42), ("code", 23))  # fmt: skip
    rows = [
        Row(
            [
                number,
                say(f"annotated.severity.{cause.severity}"),
                cause.message(say),
                cause.count,
                cause.found(say),
                places_said(cause, say),
                cause.effect(say),
                cause.remedy(say),
                cause.code,
            ],
            cause.severity,
        )
        for number, cause in enumerate(causes, start=1)
    ]
    return _page("causes", columns, rows, say)


def _problems(checked: Checked, say: Language) -> Page:
    columns = (("severity", 20), ("file", 28), ("sheet", 16), ("cell", 10), ("question", 10),
               ("found", 24), ("message", 44), ("remedy", 42), ("code", 23))  # fmt: skip
    paths = {file.path for file in checked.files}
    problems = sorted(checked.problems, key=lambda p: SEVERITIES.index(p.severity))
    rows = [*_problem_rows(problems[:_MOST], paths, say)]
    rest = len(problems) - _MOST
    lines = [say("annotated.overview.more", n=rest)] if rest > 0 else []
    return _page("problems", columns, rows, say, *lines)


def _problem_rows(problems: Sequence[Problem], paths: set[str], say: Language) -> Iterator[Row]:
    for problem in problems:
        at = where(problem.source, paths)
        yield Row(
            [
                say(f"annotated.severity.{problem.severity}"),
                at.path,
                at.sheet,
                at.cells,
                str(problem.params.get("item", "")),
                problem.found,
                problem.message(say),
                problem.remedy(say),
                problem.code,
            ],
            problem.severity,
        )


def _careless(result: Result, say: Language) -> Page:
    """Return one row per response that looks careless, with the line that leaves it out."""
    found = result.careless()
    instrument, wave = result.intake.instrument, result.intake.place.wave
    lines = [say("annotated.careless.none")]
    if found.respondents:
        labels = {each.id: each.label.in_language(say.code) for each in instrument.dimensions}
        lines = [say("annotated.careless.lead"), say("annotated.careless.how")]
        lines += [
            say(
                "annotated.careless.both",
                dimension=labels[id_],
                score=_score(score, say),
                without=_score(found.without[id_], say),
            )
            for id_, score in found.scores.items()
        ]
    quality = result.assessment.quality
    for sign, code in quality.not_checked.items() if quality else ():
        lines.append(
            say(f"annotated.careless.not_checked.{sign}", why=say(f"report.reason.{code}"))
        )
    columns = (("respondent", 16), ("function", 20), ("where", 34), ("signs", 52), ("line", 70))
    function = instrument.attribute("function")
    names = (
        {each.id: each.label.in_language(say.code) for each in function.choices} if function else {}
    )
    rows = []
    for each in found.respondents:
        signs = [_sign(each, sign, say) for sign in each.signs]
        rows.append(
            Row(
                [
                    each.respondent,
                    names.get(each.group or "", each.group or ""),
                    each.source,
                    "\n".join(signs),
                    exclusion(each.respondent, wave, ", ".join(signs)),
                ]
            )
        )
    return _page("careless", columns, rows, say, *lines)


def _score(score: float | None, say: Language) -> str:
    return say("annotated.careless.no_score") if score is None else say.number(score, 1)


def _sign(person: Flagged, sign: str, say: Language) -> str:
    value = person.values[sign]
    n = round(value) if sign == "longstring" else value
    shown = say.percent(value) if sign == "missing" else say.number(value, 2)
    return say(f"annotated.careless.sign.{sign}", n=n, value=shown)


def exclusion(respondent: str, wave: str, reason: str) -> str:
    """Return the line of ``decisions.yaml`` that leaves somebody out.

    >>> exclusion("007", "2026-spring", "same answer throughout")
    '- {respondent: "007", wave: "2026-spring", reason: "same answer throughout"}'
    """
    stated = {"respondent": respondent, "wave": wave, "reason": reason}
    if wave == UNSPECIFIED:
        del stated["wave"]
    pairs = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in stated.items())
    return f"- {{{', '.join(pairs)}}}"
