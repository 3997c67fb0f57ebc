"""Write the pages made from data: problems, coverage, findings, methods; tests compare them."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maturity.errors import SEVERITIES, problem_codes
from maturity.instrument import Dimension, Instrument, load_instrument
from maturity.instrument.coverage import Coverage, coverage, total
from maturity.instrument.finding import vocabulary
from maturity.instrument.reading_ease import ease_by_dimension
from maturity.language import LANGUAGES, Language, entries, is_known
from maturity.readers.sheet import column_letter
from maturity.story.methods import PARTS

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))
from tests.problem_examples import examples, problems_of  # noqa: E402 - found by the line above
from tests.workbooks import drawn  # noqa: E402

HEADINGS = {
    "blocks": "A file or a person is set aside",
    "changes": "An answer or a result differs",
    "note": "For information",
}
INTRODUCTION = """\
# Problems

<!-- Made by docs/generate.py from src/maturity/language/problems.toml and
     tests/problem_examples.toml; edit those files. -->

What `maturity check` may say of a client's files, each with an example that provokes it and one
that is cured; a test runs them all. The code never changes; the words follow the language. A *note*
alone leaves the exit code at 0; anything else makes it 1.

The examples use a small questionnaire about safety in a hospital: the questions `V.1`, `V.2`,
`L.1`… are answered from 1 (*Never*) to 6 (*Always*), or *Cannot judge* (`CJ`); `job` is the
profession. Tables are shown as a spreadsheet shows them, text in quotation marks where it looks
like something else.
"""
STATE = ("engagement", "mapping", "decisions")


def problems_page() -> str:
    """Return the page of problem codes, gravest first, each with its example run."""
    codes = problem_codes()
    groups = [
        (severity, sorted(code for code in codes if codes[code]["severity"] == severity))
        for severity in SEVERITIES
    ]
    parts = [INTRODUCTION]
    for severity, names in groups:
        links = ", ".join(f"[{name}](#{name.lower()})" for name in names)
        parts.append(f"- **{HEADINGS[severity]}** ({len(names)}): {links}")
    parts.append("")
    for severity, names in groups:
        parts.append(f"## {HEADINGS[severity]}\n")
        for name in names:
            parts += _problem(name)
    return "\n".join(parts)


def _problem(code: str) -> Iterator[str]:
    """Yield one problem: its example, what is said of it in both languages, the cure."""
    example = examples()[code]
    found = next(each for each in problems_of(example["before"]) if each.code == code)
    yield f"### {code}\n"
    if "what" in example:
        yield f"{example['what']}\n"
    yield from _shown(example["before"])
    yield f"`{found.source}`\n"
    for language in LANGUAGES:
        say = Language(language)
        yield f"- **{language}** {_inert(found.message(say))} *{_inert(found.remedy(say))}*"
    yield ""
    yield f"Cured: {example['cure']}\n" if "cure" in example else "Cured:\n"
    yield from _shown(example["after"], example["before"])


def _inert(text: str) -> str:
    """Return a sentence that Markdown leaves as it is."""
    for mark in "\\*_<":
        text = text.replace(mark, f"\\{mark}")
    return text


def _shown(made: dict[str, Any], before: dict[str, Any] | None = None) -> Iterator[str]:
    """Yield what is drawn or written in an example; of a cure, what is not as it was."""
    is_same = before is not None and made.get("drawn") == before.get("drawn")
    sheets = made.get("drawn", {})
    sheets = sheets if isinstance(sheets, dict) else {"": sheets}
    for name, drawing in sheets.items():
        if name:
            yield f"Sheet “{name}”:\n"
        if not (is_same and any(made.get(each) for each in STATE)):
            yield from _spreadsheet(drawing)
            yield ""
    if made.get("text"):
        lines = "\n".join(made["text"].strip().splitlines())
        yield f"```text\n{lines}\n```\n"
    for name in STATE:
        stated = made.get(name, "")
        if stated and (before is None or stated != before.get(name)):
            yield f"`{name}.yaml`:\n\n```yaml\n{stated.strip()}\n```\n"
        elif before is not None and not stated and before.get(name):
            yield f"without that in `{name}.yaml`\n"


def _spreadsheet(drawing: str) -> Iterator[str]:
    """Yield a drawn table with the letters and numbers of a spreadsheet."""
    rows = drawn(drawing)
    letters = [column_letter(n) for n in range(max(map(len, rows)))]
    yield f"| | {' | '.join(letters)} |"
    yield f"|---|{'---|' * len(letters)}"
    for number, row in enumerate(rows, start=1):
        cells = [_inert(_cell(each)) for each in (*row, *[""] * (len(letters) - len(row)))]
        yield f"| {number} | {' | '.join(cells)} |"


def _cell(typed: str) -> str:
    """Return a typed cell as a reader of the page would type it."""
    if typed.startswith("'"):
        return f"“{typed[1:]}”"
    formula, arrow, stored = typed.partition(" -> ")
    return f"{formula} (result: {stored})" if arrow else typed.replace("⏎", " ⏎ ")


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


MADE = "<!-- What follows is made by"
METHODS = """\
# {title}

<!-- Made by docs/generate.py from src/maturity/language/methods.toml; edit that file. -->

{introduction}
"""


def methods_page(language: str) -> str:
    """Return the page that says how every number is made, in one language."""
    say, page = Language(language), _words(language)
    parts = [METHODS.format(title=page["title"], introduction=page["introduction"])]
    for part, methods in PARTS.items():
        titles = [say(f"methods.{method}.title") for method in methods]
        links = " · ".join(f"[{title}](#{_anchor(title)})" for title in titles)
        parts.append(f"- **{say(f'methods.part.{part}')}**{page['colon']}{links}")
    parts.append("")
    for methods in PARTS.values():
        for method in methods:
            parts += _method(say, page, method)
    parts += [f"## {page['simulated']}\n\n{page['simulated_words']}\n"]
    if language == LANGUAGES[0]:
        parts.append((DOCS.parent / "benchmarks" / "coverage.md").read_text(encoding="utf-8"))
    parts += _reasons(say, page)
    return "\n".join(parts).rstrip("\n") + "\n"


def findings_page() -> str:
    """Return the page of findings: what is written by hand, then what a rule may compare."""
    head, mark, _ = (DOCS / "findings.md").read_text(encoding="utf-8").partition(MADE)
    parts = [f"{head}{mark} docs/generate.py from src/maturity/instrument/measures.toml;"]
    parts[0] += " edit that file. -->\n\n## Measures\n"
    for about, measures in vocabulary().items():
        parts.append(f"### {about}\n")
        rows = [
            [f"`{name}`", _unit(each.unit, each.values, each.of), each.says["en"], each.says["fr"]]
            for name, each in measures.items()
        ]
        parts += [*_rows([["Name", "Unit", "en", "fr"], ["---"] * 4, *rows]), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _unit(unit: str, values: tuple[str, ...], of: str) -> str:
    words = ", ".join(f"`{value}`" for value in values) or (f"of the {of}" if of else "")
    return f"{unit}: {words}" if words else unit


def _words(language: str) -> dict[str, str]:
    """Return what stands around the methods on their page."""
    words = tomllib.loads((DOCS / "methods.toml").read_text(encoding="utf-8"))
    return {key: texts[language].strip("\n") for key, texts in words.items()}


def _method(say: Language, page: dict[str, str], method: str) -> Iterator[str]:
    """Yield one method: words, numbers, formula, source, R, limits."""

    def told(part: str) -> str:
        key = f"methods.{method}.{part}"
        return say(key).strip() if is_known(key) else ""

    yield f"## {told('title')}\n\n{told('words')}\n"
    yield f"```text\n{told('example')}\n```\n"
    in_r = entries("methods")[method].get("r", "")
    parts = {"formula": told("formula"), "source": told("source"), "r": in_r and f"{in_r}."}
    for part, text in {**parts, "more": told("more"), "limits": told("limits")}.items():
        if text and part == "more":
            yield f"{text}\n"
        elif text:
            yield f"*{page[part]}.* {text}\n"


def _reasons(say: Language, page: dict[str, str]) -> Iterator[str]:
    """Yield the table of reason codes, as the report puts them into words."""
    yield f"## {page['reasons']}\n\n{page['reasons_words']}\n"
    codes = entries("report")["reason"]
    rows = [[f"`{code}`", say(f"report.reason.{code}", k="k")] for code in codes]
    yield from _rows([[page["code"], page["means"]], ["---", "---"], *rows])


def _anchor(title: str) -> str:
    """Return a heading's anchor as the usual renderers of Markdown make it."""
    kept = "".join(each for each in title.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---", *(["--:"] * (len(head) - 1))]
    return _rows([head, rule, *rows])


def _rows(rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in rows]


if __name__ == "__main__":
    (DOCS / "coverage.md").write_text(coverage_page(), encoding="utf-8")
    (DOCS / "findings.md").write_text(findings_page(), encoding="utf-8")
    (DOCS / "methods.md").write_text(methods_page("en"), encoding="utf-8")
    (DOCS / "methods.fr.md").write_text(methods_page("fr"), encoding="utf-8")
    (DOCS / "problems.md").write_text(problems_page(), encoding="utf-8")
