"""What sheets and columns are called for people, in their language."""

from __future__ import annotations

from maturity.language import LANGUAGES, Language


def sheet_name(code: str, say: Language) -> str:
    """Return a table's sheet name, at most 31 characters as Excel allows."""
    return say(f"authoring.sheet.{code}.name")


def sheet_hint(code: str, say: Language) -> str:
    """Say what a table is for."""
    return say(f"authoring.sheet.{code}.hint")


def column_label(table: str, code: str, say: Language) -> str:
    """Return a column's label."""
    return _said(table, code, "label", say)


def column_hint(table: str, code: str, say: Language) -> str:
    """Say what to write in a column."""
    return _said(table, code, "hint", say)


def _said(table: str, code: str, part: str, say: Language) -> str:
    """Say something of a column: what is said of this table's, else of any table's."""
    name = code.replace(".", "_")
    try:
        return say(f"authoring.of_{table}.{name}.{part}")
    except KeyError:
        return say(f"authoring.column.{name}.{part}")


def every_language() -> list[Language]:
    """Return all languages in which names may be written."""
    return [Language(code) for code in LANGUAGES]
