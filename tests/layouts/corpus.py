"""Messy files as data: how each is made, what must be read from it, what must be said of it.

A case's ``truth`` has a line per filled answer cell: its address, its item (``-`` for none) and a
point, ``dk``, ``na``, ``lost`` (named, not read) or ``open N`` (N, or named and not read).
"""

# ruff: noqa: E501 - drawings are as wide as their tables

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.layouts import packages as pack
from tests.layouts.people import CLIMATE, SHIPPED

READ, REFUSED, EITHER = "read", "refused", "either"

# A table for the small questionnaire, and one for the shipped questionnaire in French.
SMALL = [
    ["respondent", "function", "A1", "A2", "C1"],
    ["p1", "IT", 4, 5, 6],
    ["p2", "Sales", 1, "Very accurate", 3],
]
SMALL_TRUTH = "C2 A1 4 / D2 A2 5 / E2 C1 6 / C3 A1 1 / D3 A2 6 / E3 C1 3"
FRENCH = [
    ["Répondant", "Votre fonction", "Chaque service fixe ses objectifs de son côté.",
     "Une personne désignée est responsable des liaisons entre nos outils numériques.", "KPI04"],
    ["p1", "Informatique", "Tout à fait d’accord", "Ne sait pas", "Pas du tout d’accord"],
    ["p2", "Ventes", 4, "Sans objet", "Plutôt d’accord"],
]  # fmt: skip
FRENCH_TRUTH = "C2 SIL05 5 / D2 STK07 dk / E2 KPI04 1 / C3 SIL05 4 / D3 STK07 na / E3 KPI04 4"


@dataclass(frozen=True)
class Container:
    """The same two tables in some kind of file: read whole, or refused and said why."""

    file: str
    make: Callable
    fate: str = READ
    codes: tuple[str, ...] = ()
    shift: tuple[int, int] = (0, 0)  # rows and columns by which the table stands lower and righter
    sheet: str = "S"
    slow: bool = False


@dataclass(frozen=True)
class Table:
    """A drawing in Markdown, and what is true of it."""

    drawing: str
    truth: str
    codes: tuple[str, ...] = ()
    people: int | None = None
    instrument: str = str(CLIMATE)
    formats: tuple[str, ...] = ("openpyxl", "xlsxwriter", "csv")
    absent: tuple[str, ...] = field(default=())


TSV = pack.text_file(encoding="utf-16", separator="\t")
CONTAINERS = {
    "an ordinary workbook": Container("a.xlsx", pack.ordinary),
    "one stray cell in the last column of the last row": Container("a.xlsx", pack.stray_cell),
    "one stray formatted cell in the last corner": Container("a.xlsx", pack.stray_blank),
    "a dimension that says one cell": Container("a.xlsx", pack.dimension("A1")),
    "a dimension that says everything": Container("a.xlsx", pack.dimension("A1:XFD1048576")),
    "a style without a fill": Container("a.xlsx", pack.empty_fill),
    "sixty thousand styles": Container("a.xlsx", pack.many_styles),
    "strict open XML": Container("a.xlsx", pack.strict),
    "tags with a prefix": Container("a.xlsx", pack.prefixed),
    "cells that do not say where they are": Container("a.xlsx", pack.no_addresses),
    "parts named with backslashes": Container("a.xlsx", pack.backslashes),
    "strings in UTF-16": Container("a.xlsx", pack.utf16_strings),
    "a link to another workbook": Container("a.xlsx", pack.external_link),
    "a part that is there twice": Container("a.xlsx", pack.duplicate_entry, EITHER),
    "a workbook with macros": Container("a.xlsm", pack.macro),
    "a sheet of a chart first": Container("a.xlsx", pack.chart_first),
    "a sheet nobody can show first": Container("a.xlsx", pack.hidden_first),
    "rich text": Container("a.xlsx", pack.rich_text),
    "dates since 1904": Container("a.xlsx", pack.macintosh_dates),
    "a table that begins in C4": Container("a.xlsx", pack.at_c4, shift=(3, 2)),
    "an old workbook": Container("a.xls", pack.old_excel),
    "a new workbook named like an old one": Container("a.xls", pack.ordinary, EITHER),
    "an old workbook named like a new one": Container("a.xlsx", pack.old_excel, EITHER),
    "a workbook named like a text": Container("a.csv", pack.ordinary, EITHER),
    "a text named like an old workbook": Container(
        "a.xls", pack.text_file(separator="\t"), EITHER, sheet="csv"
    ),
    "a page named like an old workbook": Container("a.xls", pack.html_table, EITHER, sheet=""),
    "an old XML workbook": Container("a.xls", pack.old_xml, EITHER, sheet=""),
    "a locked workbook": Container("a.xlsx", pack.locked, REFUSED, ("FILE_PASSWORD",)),
    "half a workbook": Container("a.xlsx", pack.truncated, REFUSED, ("FILE_DAMAGED",)),
    "a damaged workbook": Container("a.xlsx", pack.damaged, REFUSED, ("FILE_DAMAGED",)),
    "an empty file": Container("a.xlsx", pack.bytes_of(b""), REFUSED, ("FILE_EMPTY",)),
    "an empty text": Container("a.csv", pack.bytes_of(b""), REFUSED, ("FILE_EMPTY",)),
    "a printed page": Container("a.xlsx", pack.bytes_of(b"%PDF-1.7\n1 0 obj\n"), REFUSED),
    "a document": Container("a.docx", pack.document, REFUSED, ("FILE_DOCUMENT",)),
    "a document named like a workbook": Container("a.xlsx", pack.document, REFUSED),
    "an archive named like a workbook": Container("a.xlsx", pack.plain_zip, REFUSED),
    "a binary workbook": Container("a.xlsb", pack.binary_workbook, REFUSED),
    "a binary workbook named like another": Container("a.xlsx", pack.binary_workbook, REFUSED),
    "a billion laughs": Container("a.xlsx", pack.entities, REFUSED),
    "an entity that is a file": Container("a.xlsx", pack.outside_entity, REFUSED),
    "a sheet of blanks without end": Container(
        "a.xlsx", pack.blank_bomb, REFUSED, ("FILE_TOO_BIG",), slow=True
    ),
    "strings that are not there": Container("a.xlsx", pack.spoiled_index(9999), REFUSED),
    "strings before the first": Container("a.xlsx", pack.spoiled_index(-1), REFUSED),
    "noise named like a workbook": Container("a.xlsx", pack.bytes_of(bytes(range(256)) * 9), REFUSED),
    "noise named like an old workbook": Container(
        "a.xls", pack.bytes_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9), REFUSED
    ),
    "a text with commas": Container("a.csv", pack.text_file(), sheet="csv"),
    "a text with semicolons of western Europe": Container(
        "a.csv", pack.text_file(encoding="cp1252", separator=";"), sheet="csv"
    ),
    "a text with a byte order mark": Container(
        "a.csv", pack.text_file(encoding="utf-8-sig", separator=";"), sheet="csv"
    ),
    "a text of two bytes a sign": Container("a.txt", TSV, sheet="csv"),
    "a text of two bytes a sign, no mark": Container(
        "a.tsv", pack.text_file(encoding="utf-16-le", separator="\t"), EITHER, sheet="csv"
    ),
    "a text with tabs": Container("a.tsv", pack.text_file(separator="\t"), sheet="csv"),
    "a text with bars": Container("a.txt", pack.text_file(separator="|"), sheet="csv"),
    "a text that names its separator": Container(
        "a.csv", pack.text_file(separator=";", before="sep=;\r\n"), sheet="csv"
    ),
    "a text with all kinds of line ends": Container("a.csv", pack.mixed_ends, sheet="csv"),
}  # fmt: skip

CELLS = {
    "numbers written in every way": Table("""
        | respondent | A1   | A2     | A3  | A4    | C1  | C2       | C3 |
        |------------|------|--------|-----|-------|-----|----------|----|
        | p1         | 4    | '4     | 4.0 | '4,0  | ' 4 | '␣4␣     | '4.0 |
        | p2         | '4/6 | '4 - 4 | 1   | '6.   | '+3 | '04      | 2  |
        """,
        "B2 A1 4 / C2 A2 4 / D2 A3 4 / E2 A4 4 / F2 C1 4 / G2 C2 4 / H2 C3 4 / "
        "B3 A1 4 / C3 A2 open / D3 A3 1 / E3 A4 open 6 / F3 C1 open 3 / G3 C2 open 4 / H3 C3 2"),
    "spoiled cells are named one by one": Table("""
        | respondent | A1   | A2      | A3  | A4         | C1   | C2   | C3      |
        |------------|------|---------|-----|------------|------|------|---------|
        | p1         | 4    | 5       | 6   | 1          | 2    | 3    | 4       |
        | p2         | 4    | 5       | 6   | 1          | 2    | 3    | 4       |
        | p3         | 4    | 5       | 6   | 1          | 2    | 3    | 4       |
        | p4         | x    | '4 ou 5 | 3.5 | 2026-04-03 | 80%  | TRUE | #N/A    |
        | p5         | 44   | '4;2    | '2-4 | '5 – 2     | 77   | '€   | Agree-ish |
        """,
        "B5 A1 lost / C5 A2 lost / D5 A3 lost / E5 A4 lost / F5 C1 lost / G5 C2 lost / H5 C3 lost / "
        "B6 A1 lost / C6 A2 lost / D6 A3 lost / E6 A4 lost / F6 C1 lost / G6 C2 lost / H6 C3 lost / "
        + " / ".join(f"{c}{r} {i} {p}" for r in (2, 3, 4) for c, i, p in zip(
            "BCDEFGH", ("A1", "A2", "A3", "A4", "C1", "C2", "C3"), (4, 5, 6, 1, 2, 3, 4), strict=True))),
    "words for not knowing and not concerned": Table("""
        | respondent | A1  | A2         | A3             | A4  | C1         | C2             | C3 |
        |------------|-----|------------|----------------|-----|------------|----------------|----|
        | p1         | 1   | 2          | 3              | 4   | 5          | 6              | 1  |
        | p2         | NSP | Don’t know | NE SAIT PAS    | N/A | n.a.       | Non concerné(e) | ?  |
        | p3         | NA  | DK         | Sans objet     | S.O. | not sure  | Sans avis      | I don't know |
        """,
        "B2 A1 1 / C2 A2 2 / D2 A3 3 / E2 A4 4 / F2 C1 5 / G2 C2 6 / H2 C3 1 / "
        "B3 A1 dk / C3 A2 dk / D3 A3 dk / E3 A4 na / F3 C1 na / G3 C2 na / H3 C3 dk / "
        "B4 A1 na / C4 A2 dk / D4 A3 na / E4 A4 na / F4 C1 dk / G4 C2 dk / H4 C3 dk"),
    "words a library takes for nothing": Table("""
        | respondent | A1   | A2   | A3   |
        |------------|------|------|------|
        | p1         | 1    | 2    | 3    |
        | p2         | None | null | nan  |
        | p3         | NULL | #N/A N/A | 2 |
        """,
        "B2 A1 open 1 / C2 A2 open 2 / D2 A3 3 / B3 A1 lost / C3 A2 lost / D3 A3 lost / B4 A1 lost / "
        "C4 A2 lost / D4 A3 2", formats=("openpyxl", "csv")),
    "blanks that say nothing": Table("""
        | respondent | A1 | A2 | A3 | A4 |
        |------------|----|----|----|----|
        | p1         | 1  | 2  | 3  | 4  |
        | p2         | -  | .  | ␣  | –  |
        | p3         | '  | —  | 3  |    |
        """,
        "B2 A1 1 / C2 A2 2 / D2 A3 3 / E2 A4 4 / D4 A3 3"),
    "formulas, stored and not": Table("""
        | respondent | A1        | A2   | A3        |
        |------------|-----------|------|-----------|
        | p1         | 1         | 2    | 3         |
        | p2         | =1+3 -> 4 | 2    | =B2 -> 99 |
        | p3         | 2         | 4    | 5         |
        """,
        "B2 A1 1 / C2 A2 2 / D2 A3 3 / B3 A1 4 / C3 A2 2 / D3 A3 lost / B4 A1 2 / C4 A2 4 / D4 A3 5",
        formats=("xlsxwriter",)),
    "formulas that were never calculated": Table("""
        | respondent | A1   | A2    | A3  |
        |------------|------|-------|-----|
        | p1         | 1    | 2     | 3   |
        | p2         | =1+3 | =B2   | 4   |
        | p3         | 2    | =C2+1 | 5   |
        """,
        "B2 A1 1 / C2 A2 2 / D2 A3 3 / B3 A1 lost / C3 A2 lost / D3 A3 4 / B4 A1 2 / C4 A2 lost / D4 A3 5",
        formats=("openpyxl",)),
    "a total and a mean below": Table("""
        | respondent | function | A1   | A2   | A3  |
        |------------|----------|------|------|-----|
        | p1         | IT       | 4    | 2    | 6   |
        | p2         | Sales    | 2    | 4    | 2   |
        | Moyenne    |          | 3    | 3    | 4   |
        | Total      |          | 6    | 6    | 8   |
        """,
        "C2 A1 4 / D2 A2 2 / E2 A3 6 / C3 A1 2 / D3 A2 4 / E3 A3 2 / C4 - lost / D4 - lost / E4 - lost / "
        "C5 - lost / D5 - lost / E5 - lost", people=2),
    "means without a name, after a blank row": Table("""
        | respondent | A1   | A2   | A3   |
        |------------|------|------|------|
        | p1         | 4    | 2    | 6    |
        | p2         | 1    | 5    | 3    |
        |            |      |      |      |
        |            | 2.5  | 3.5  | 4.5  |
        """,
        "B2 A1 4 / C2 A2 2 / D2 A3 6 / B3 A1 1 / C3 A2 5 / D3 A3 3 / B5 - lost / C5 - lost / D5 - lost"),
    "a scale that begins at zero": Table("""
        | respondent | A1 | A2 | A3 | A4 |
        |------------|----|----|----|----|
        | p1         | 0  | 5  | 3  | 2  |
        | p2         | 5  | 0  | 4  | 1  |
        | p3         | 2  | 3  | 0  | 5  |
        | p4         | 1  | 4  | 5  | 0  |
        | p5         | 3  | 1  | 2  | 4  |
        """,
        " / ".join(f"{c}{r} {i} lost" for r in range(2, 7) for c, i in zip("BCDE", ("A1", "A2", "A3", "A4"), strict=True))),
    "a scale that was recoded": Table("""
        | respondent | A1 | A2 | A3 |
        |------------|----|----|----|
        | p1         | 21 | 26 | 23 |
        | p2         | 26 | 21 | 24 |
        | p3         | 22 | 24 | 25 |
        """,
        " / ".join(f"{c}{r} {i} lost" for r in range(2, 5) for c, i in zip("BCD", ("A1", "A2", "A3"), strict=True))),
    "a column that became dates": Table("""
        | respondent | A1         | A2 | A3 |
        |------------|------------|----|----|
        | p1         | 2026-04-03 | 2  | 3  |
        | p2         | 2026-05-01 | 3  | 4  |
        | p3         | 2026-06-02 | 4  | 5  |
        """,
        "B2 A1 lost / B3 A1 lost / B4 A1 lost / C2 A2 2 / D2 A3 3 / C3 A2 3 / D3 A3 4 / C4 A2 4 / D4 A3 5",
        formats=("openpyxl", "xlsxwriter")),
    "a column of percentages": Table("""
        | respondent | A1   | A2 | A3 |
        |------------|------|----|----|
        | p1         | 80%  | 2  | 3  |
        | p2         | 100% | 3  | 4  |
        | p3         | 40%  | 4  | 5  |
        """,
        "B2 A1 lost / B3 A1 lost / B4 A1 lost / C2 A2 2 / D2 A3 3 / C3 A2 3 / D3 A3 4 / C4 A2 4 / D4 A3 5"),
    "a legend that is upside down": Table("""
        | respondent | I distrust people here. (1 = Very accurate, 6 = Very inaccurate) | A2 |
        |------------|------------------------------------------------------------------|----|
        | p1         | 1                                                                | 2  |
        | p2         | 6                                                                | 3  |
        """,
        "B2 A1 lost / B3 A1 lost / C2 A2 2 / C3 A2 3"),
    "numbers and words that contradict each other": Table("""
        | respondent | A1                  | A2                | A3 |
        |------------|---------------------|-------------------|----|
        | p1         | 1 - Very accurate   | 6 - Very accurate | 1  |
        | p2         | 6 - Very inaccurate | 1 - Very inaccurate | 2 |
        | p3         | 6 - Very inaccurate | 4                 | 3  |
        """,
        "B2 A1 lost / B3 A1 lost / B4 A1 lost / C2 A2 6 / C3 A2 1 / C4 A2 4 / D2 A3 1 / D3 A3 2 / D4 A3 3"),
    "titles that people changed a little": Table("""
        | respondent | Q1. I distrust people here. * | <b>I ask others for help.</b> | i can rely on  my colleagues | I make people here feel at ease.␣␣ | "I say what I think in meetings." | a2 |
        |------------|---|---|---|---|---|---|
        | p1         | 1 | 2 | 3 | 4 | 5 | 6 |
        """,
        "B2 A1 1 / C2 A2 open 2 / D2 A3 3 / E2 A4 4 / F2 C1 5 / G2 - open"),
    "a title that only resembles a question": Table("""
        | respondent | I distrust the people here | A2 | A3 | I ask everybody for help |
        |------------|----|----|----|----|
        | p1         | 1  | 2  | 3  | 4  |
        | p2         | 2  | 3  | 4  | 5  |
        """,
        "B2 - lost / B3 - lost / C2 A2 2 / D2 A3 3 / C3 A2 3 / D3 A3 4 / E2 - lost / E3 - lost"),
    "a question asked twice": Table("""
        | respondent | A1 | A2 | A1 | A2 |
        |------------|----|----|----|----|
        | p1         | 1  | 2  | 3  | 4  |
        | p2         | 2  | 3  | 4  | 5  |
        """,
        "B2 A1 1 / B3 A1 2 / C2 A2 2 / C3 A2 3 / D2 - lost / D3 - lost / E2 - lost / E3 - lost"),
    "the same person twice": Table("""
        | respondent | A1 | A2 | A3 |
        |------------|----|----|----|
        | p1         | 1  | 2  | 3  |
        | p1         | 2  | 3  | 4  |
        | p2         | 5  | 5  | 5  |
        """,
        "B2 A1 open 1 / C2 A2 open 2 / D2 A3 open 3 / B3 A1 2 / C3 A2 3 / D3 A3 4 / B4 A1 5 / C4 A2 5 / D4 A3 5"),
    "nothing but titles": Table("""
        | respondent | A1 | A2 | A3 |
        |------------|----|----|----|
        """, "", ("TABLE_EMPTY",), people=0),
    "an unknown column of answers": Table("""
        | respondent | A1 | A2 | Favourite colour | A3 |
        |------------|----|----|------------------|----|
        | p1         | 1  | 2  | red              | 3  |
        | p2         | 2  | 3  | blue             | 4  |
        """,
        "B2 A1 1 / C2 A2 2 / D2 - lost / E2 A3 3 / B3 A1 2 / C3 A2 3 / D3 - lost / E3 A3 4", ("COLUMN_UNKNOWN",)),
    "the points of French labels": Table("""
        | Répondant | SIL01 | STK02 | DAT07 | KPI04 |
        |-----------|-------|-------|-------|-------|
        | p1        | Tout à fait d'accord | PLUTÔT D’ACCORD | 3 - Ni d'accord ni pas d'accord | 2. Plutôt pas d’accord |
        | p2        | Pas du tout d'accord (1) | tout a fait d accord | 4 (Plutôt d’accord) | 5/5 |
        """,
        "B2 SIL01 5 / C2 STK02 4 / D2 DAT07 3 / E2 KPI04 2 / B3 SIL01 open 1 / C3 STK02 open 5 / D3 DAT07 4 / E3 KPI04 5",
        instrument=SHIPPED),
    "labels upside down in French": Table("""
        | Répondant | SIL01 | STK02 |
        |-----------|-------|-------|
        | p1        | 1 – Tout à fait d’accord | 4 |
        | p2        | 5 – Pas du tout d’accord | 2 |
        | p3        | 2 – Plutôt d’accord      | 3 |
        """,
        "B2 SIL01 lost / B3 SIL01 lost / B4 SIL01 lost / C2 STK02 4 / C3 STK02 2 / C4 STK02 3", instrument=SHIPPED),
    "a scale from four to eight": Table("""
        | id | SIL01 | STK02 | DAT07 |
        |----|-------|-------|-------|
        | p1 | 4     | 8     | 6     |
        | p2 | 8     | 4     | 7     |
        | p3 | 5     | 6     | 8     |
        | p4 | 7     | 5     | 4     |
        """,
        " / ".join(f"{c}{r} {i} lost" for r in range(2, 6) for c, i in zip("BCD", ("SIL01", "STK02", "DAT07"), strict=True)),
        instrument=SHIPPED),
}  # fmt: skip
