"""Write the page made from data, ``docs/problems.md``; a test compares the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from maturity.errors import SEVERITIES, problem_codes
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


if __name__ == "__main__":
    (DOCS / "problems.md").write_text(problems_page(), encoding="utf-8")
