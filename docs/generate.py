"""Write the pages made from data, ``problems.md`` and ``coverage.md``; tests compare them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from maturity.errors import SEVERITIES, problem_codes
from maturity.instrument import Dimension, Instrument, load_instrument
from maturity.instrument.coverage import Coverage, coverage, total
from maturity.instrument.reading_ease import ease_by_dimension
from maturity.language import LANGUAGES

DOCS = Path(__file__).parent
HEADINGS = {
    "blocks": "A file or a person is set aside",
    "changes": "An answer or a result differs",
    "note": "For information",
}
INTRODUCTION = """\
# Problems

<!-- Made by docs/generate.py from src/maturity/language/problems.toml; edit that file. -->

What `maturity check` may say of a client's files. The code never changes; the words follow the
language. `{found}` stands for what was found in the cell, the other fields for what the message
says. A *note* alone leaves the exit code at 0; anything else makes it 1.
"""


def problems_page() -> str:
    """Return the page of problem codes, gravest first."""
    parts = [INTRODUCTION]
    for severity in SEVERITIES:
        parts.append(f"## {HEADINGS[severity]}\n")
        for code, entry in sorted(problem_codes().items()):
            if entry["severity"] == severity:
                parts.append(f"### {code}\n")
                parts += [f"- **{language}** {_line(entry, language)}" for language in LANGUAGES]
                parts.append("")
    return "\n".join(parts)


def _line(entry: dict[str, Any], language: str) -> str:
    """Return message and remedy; of a sentence with a plural, the plural."""
    message = entry["message"].get("other", entry["message"])
    return f"{message[language]} *{entry['remedy'][language]}*"


COVERAGE = """\
# What the questionnaire covers

<!-- Made by docs/generate.py from surveys/digital-maturity; edit the questionnaire. -->

{title}, version {version}: how much there is of everything, counted. `maturity instrument
catalogue {id} -o catalogue.html` prints all of it, `maturity instrument guide` what to take to an
interview.

*Reverse*: agreeing means less mature. *Mirror*: asked of both sides of a mirror. *Rubric*: levels
described. *n→m*: actions that lead from level n to level m. *Questions*: open questions of the
interview guide. *Citations*: each source of an item, a rubric level or an action counts once, by
the nature of what is cited.
"""
EASE = """\

## How easily it reads

Reading ease of all items of a dimension taken as one text, by Flesch's formula (1948) in English
and Kandel and Moles's (1958) in French. About 100 is a text anyone reads without effort, 60 plain
prose, 30 a text for graduates.
"""


def coverage_page() -> str:
    """Return the page of counts and reading ease of the questionnaire that is shipped."""
    asked = load_instrument(DOCS.parent / "surveys" / "digital-maturity")
    rows = coverage(asked)
    natures = sorted({nature for row in rows for nature in row.sources})
    steps = [f"{step}→{step + 1}" for step in range(1, len(asked.levels))]
    head = ["Items", "Reverse", "Mirror", "Rubric", *steps, "Questions", *natures]
    parts = [COVERAGE.format(title=asked.title["en"], version=asked.version, id=asked.id)]
    parts += _table(["Practice", *head], _coverage_rows(asked, rows, natures))
    ease = ease_by_dimension(asked)
    parts.append(EASE)
    read = [
        [each.label["en"], *(f"{ease[each.id][code]:.0f}" for code in asked.languages)]
        for each in asked.dimensions
    ]
    parts += _table(["Dimension", *asked.languages], read)
    return "\n".join(parts) + "\n"


def _coverage_rows(
    asked: Instrument, rows: tuple[Coverage, ...], natures: list[str]
) -> list[list[str]]:
    labels = {each.id: each.label["en"] for each in asked.practices}

    def line(name: str, row: Coverage) -> list[str]:
        counts = [row.items, row.reverse, row.mirror, row.levels, *row.actions, row.questions]
        counts += [row.sources.get(nature, 0) for nature in natures]
        return [name, *(str(n or "–") for n in counts)]

    def of(dimension: Dimension) -> list[list[str]]:
        own = [row for row in rows if row.dimension == dimension.id]
        return [
            line(f"**{dimension.label['en']}**", total(own)),
            *(line(labels[row.practice], row) for row in own if row.practice),
        ]

    return [*(row for each in asked.dimensions for row in of(each)), line("**All**", total(rows))]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---", *(["--:"] * (len(head) - 1))]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


if __name__ == "__main__":
    (DOCS / "coverage.md").write_text(coverage_page(), encoding="utf-8")
    (DOCS / "problems.md").write_text(problems_page(), encoding="utf-8")
