"""Make the answers of three organisations that do not exist, the same bytes every time.

Run ``python surveys/examples/generate.py`` after any change to the questionnaire, to the forms or
to this file; give a folder to write somewhere else. ``README.md`` says who is who and lists the
mistakes that are made on purpose. An answer comes about in four steps:

1. what there is to see: the level of the practice, easier or harder as the question is worded;
2. who looks: the function's view of it, and the person's own leniency;
3. how they tick: agreeing with whatever is said, keeping to the middle, going to the ends;
4. what they leave: don't know, not applicable, a question skipped, the rest of the questionnaire.
"""
# ruff: noqa: INP001, T201, TID251 - a script beside its data: it talks, and fills our forms as clients do

from __future__ import annotations

import csv
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import NormalDist
from typing import TypeVar

os.environ["OPENPYXL_LXML"] = "False"  # with lxml the same workbook has other bytes

import numpy as np
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.engagement import Engagement, load_engagement
from maturity.instrument import Instrument, Item, load_instrument
from maturity.writers.questionnaire import Invitation, write_collector, write_questionnaire

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Copy:
    """A formula that copies the answer to another item; ``stored`` when Excel saved its result."""

    item: str
    stored: bool = True


@dataclass(frozen=True, slots=True)
class Percent:
    """A number Excel shows as a percentage."""

    share: float


Value = str | int | bool | date | Copy | Percent | None
Row = dict[str, Value]
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Organization:
    """What is true in one organisation, who answers, and what goes wrong in its files.

    Levels and shifts are points on 0..100. ``people`` counts executives, managers and staff by
    function; ``views`` shifts what a function sees of one item; ``dont_know`` and its ``*`` for
    every other function are shares by dimension; ``style`` overrides how a respondent (counted
    from 1) ticks; ``typed`` overwrites a cell (respondent, column), ``comments`` add a remark
    to it.
    """

    folder: str
    wave: str
    seed: int
    people: Mapping[str, tuple[int, int, int]]
    sites: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, float]
    practices: Mapping[str, float]
    importance: Mapping[str, float]
    functions: Mapping[str, float]
    views: Mapping[str, Mapping[str, float]]
    dont_know: Mapping[str, Mapping[str, float]]
    style: Mapping[int, str]
    typed: Mapping[tuple[int, str], Value]
    comments: Mapping[tuple[int, str], str]
    words: Mapping[str, str] = field(default_factory=dict)


# A retailer. Marketing and IT each think the other is the reason; management sees a smoother firm
# than the stores do.
LUMERA = Organization(
    folder="lumera",
    wave="2026-spring",
    seed=20260301,
    people={
        "direction": (5, 1, 1),
        "marketing": (1, 3, 6),
        "it": (1, 3, 5),
        "sales": (1, 3, 8),
        "customer_service": (1, 1, 5),
        "operations": (0, 2, 5),
        "finance": (1, 1, 2),
        "hr": (0, 1, 2),
        "merchandising": (0, 1, 0),
    },
    sites={
        "*": ("Head office",),
        "sales": ("Store A", "Store B", "Store C", "Store D"),
        "customer_service": ("Contact centre", "Store A"),
        "operations": ("Warehouse",),
    },
    levels={
        "silos": 33,
        "stack": 50,
        "data_literacy": 55,
        "kpi_clarity": 66,
        "leadership": 58,
    },
    practices={
        "silos_customer_view": -6,
        "stack_use": 14,
        "stack_connection": -10,
        "data_ownership": -8,
        "kpi_review": 8,
        "kpi_sharing": -6,
        "leadership_autonomy": -8,
    },
    importance={"LEA14": 84, "LEA15": 68},
    functions={"direction": 8, "sales": -4, "customer_service": -3},
    views={
        "SIL02": {"marketing": -4, "it": 16},
        "SIL03": {"marketing": -6, "it": -6},
        "SIL06": {"marketing": 18, "it": -6},
        "SIL08": {"marketing": -8, "it": 8},
        "SIL09": {"marketing": 30, "it": -8},
        "SIL10": {"marketing": -8, "it": 28},
        "SIL11": {"marketing": -2, "it": 12},
        "STK04": {"marketing": 20, "it": -18},
        "DAT02": {"marketing": 8, "it": -10},
        "DAT03": {"marketing": 8, "it": -6},
        "DAT10": {"marketing": 18, "it": -12},
        "LEA05": {"marketing": -14, "it": 14},
        "LEA09": {"marketing": -8, "it": 8},
        "KPI01": {"direction": 12, "sales": -10},
        "KPI05": {"direction": 16, "sales": -14, "operations": -12},
        "LEA01": {"direction": 20, "sales": -14, "operations": -10},
        "LEA04": {"direction": 16, "sales": -12, "customer_service": -10},
        "LEA07": {"direction": 14, "sales": -12, "customer_service": -10},
    },
    dont_know={
        "stack": {"sales": 0.14, "customer_service": 0.12, "operations": 0.12, "*": 0.02},
        "data_literacy": {"sales": 0.1, "operations": 0.1, "*": 0.03},
        "kpi_clarity": {"sales": 0.06, "*": 0.02},
        "leadership": {"sales": 0.06, "customer_service": 0.06, "*": 0.01},
        "silos": {"*": 0.02},
    },
    style={29: "straight"},
    typed={
        (9, "STK06"): "4,5",
        (13, "SIL04"): "6",
        (21, "DAT07"): "55",
        (24, "KPI05"): "4 or 5",
        (31, "LEA03"): "Yes, mostly",
        (36, "STK09"): "x",
        (44, "DAT04"): "#N/A",
        (49, "KPI04"): "-",
        (60, "function"): "Merchandising",
    },
    comments={
        (3, "comment"): "We celebrate launches; we hardly ever look at them six months later.",
        (11, "comment"): "IT tells us about a freeze once the campaign is booked.",
        (20, "comment"): "Requests reach us as slides, and the date is already printed on them.",
        (33, "comment"): "Prices on the till and on the website differ; customers show us.",
        (46, "comment"): "I type the same return into two systems.",
    },
    words={
        "direction": "Executive board",
        "marketing": "Marketing",
        "it": "IT",
        "sales": "Stores",
        "customer_service": "Customer care",
        "operations": "Supply chain",
        "finance": "Finance",
        "hr": "HR",
        "executive": "Director",
        "manager": "Manager",
        "staff": "Employee",
        "dont_know": "Don't know",
        "not_applicable": "N/A",
    },
)

# A maker of industrial parts: a tool for every workshop, indicators that belong to nobody, and
# people who talk to one another all the same.
TREFONDE = Organization(
    folder="trefonde",
    wave="2026-spring",
    seed=20260302,
    people={
        "direction": (6, 0, 0),
        "it": (1, 2, 4),
        "sales": (0, 2, 4),
        "operations": (0, 4, 8),
        "finance": (0, 1, 1),
        "marketing": (0, 1, 1),
        "hr": (0, 1, 1),
        "design_office": (0, 1, 0),
    },
    sites={
        "*": ("Siège",),
        "operations": ("Atelier 1", "Atelier 2", "Atelier 3"),
        "it": ("Siège", "Atelier 1"),
    },
    levels={
        "silos": 50,
        "stack": 17,
        "data_literacy": 41,
        "kpi_clarity": 24,
        "leadership": 47,
    },
    practices={
        "silos_shared_goals": -8,
        "stack_inventory": -8,
        "stack_use": 12,
        "data_skills": 8,
        "kpi_definition": -6,
        "kpi_results": -4,
        "leadership_autonomy": 8,
        "leadership_decisions": -10,
    },
    importance={"LEA14": 58, "LEA15": 46},
    functions={"direction": 9, "it": -3},
    views={
        "STK01": {"it": 10, "direction": 8},
        "STK04": {"it": -6},
        "KPI01": {"direction": 22, "operations": -8},
        "KPI05": {"direction": 20, "operations": -6},
        "LEA01": {"direction": 16, "operations": -10},
        "LEA04": {"direction": 14, "operations": 6},
        "LEA08": {"direction": 10, "operations": -10},
    },
    dont_know={
        "stack": {"operations": 0.1, "sales": 0.06, "*": 0.03},
        "data_literacy": {"operations": 0.07, "*": 0.03},
        "kpi_clarity": {"operations": 0.14, "sales": 0.1, "*": 0.04},
        "leadership": {"operations": 0.07, "*": 0.02},
        "silos": {"*": 0.02},
    },
    style={18: "extreme", 27: "midpoint"},
    typed={
        (4, "STK03"): date(2026, 4, 3),
        (8, "DAT01"): "x",
        (12, "KPI03"): "2 – Plutôt d’accord",
        (16, "LEA06"): Copy("LEA07"),
        (19, "KPI06"): Copy("KPI05", stored=False),
        (23, "STK06"): "#N/A",
        (25, "SIL12"): Percent(0.8),
        (28, "LEA02"): True,
        (30, "SIL04"): "Oui",
        (38, "function"): "Bureau d’études",
    },
    comments={
        (9, "comment"): "Chaque atelier a son tableau de suivi, et aucun ne donne le même total.",
        (14, "comment"): "On recopie les ordres de fabrication du progiciel vers un tableur.",
        (22, "comment"): "Je connais mes volumes ; le taux de service, je ne sais pas qui le suit.",
    },
)

# A public body: leaders who are followed, and staff who seldom see a figure.
SORVELLE = Organization(
    folder="sorvelle",
    wave="2025-autumn",
    seed=20250903,
    people={
        "direction": (2, 0, 0),
        "customer_service": (0, 1, 5),
        "operations": (0, 2, 5),
        "it": (0, 1, 0),
        "finance": (0, 0, 1),
    },
    sites={
        "*": ("Siège",),
        "customer_service": ("Guichet nord", "Guichet sud"),
        "operations": ("Centre technique",),
    },
    levels={
        "silos": 58,
        "stack": 46,
        "data_literacy": 20,
        "kpi_clarity": 48,
        "leadership": 82,
    },
    practices={
        "silos_customer_view": 8,
        "stack_choice": 8,
        "stack_connection": -8,
        "data_skills": -6,
        "data_ownership": 6,
        "kpi_results": -10,
        "kpi_review": 8,
        "leadership_decisions": -4,
    },
    importance={"LEA14": 90, "LEA15": 60},
    functions={"direction": 4},
    views={
        "LEA04": {"customer_service": 6},
        "KPI04": {"customer_service": 14},
        "DAT07": {"finance": 14},
    },
    dont_know={
        "data_literacy": {"customer_service": 0.3, "operations": 0.34, "direction": 0.15, "*": 0.2},
        "stack": {"customer_service": 0.1, "operations": 0.14, "*": 0.04},
        "kpi_clarity": {"customer_service": 0.08, "operations": 0.1, "*": 0.04},
        "leadership": {"*": 0.02},
        "silos": {"*": 0.03},
    },
    style={5: "midpoint"},
    typed={
        (4, "LEA04"): "Oui, souvent",
        (6, "SIL01"): 6,
        (7, "DAT08"): "4 ou 5",
        (12, "STK10"): "4,5",
        (14, "KPI08"): "3 ?",
        (15, "function"): "Voirie",
    },
    comments={
        (3, "LEA04"): "La direction passe au guichet chaque mois, et cela change des choses.",
        (9, "DAT07"): "Les chiffres de fréquentation arrivent trop tard pour servir.",
        (11, "STK08"): "Nous ressaisissons les demandes reçues par téléphone.",
    },
)

# What happened to whole rows, columns and sheets.
ANSWERED_NOTHING = 35  # of Lumera
ANSWERED_TWICE = 17  # of Lumera, the first time up to the item named next
FIRST_TIME_UP_TO = "DAT05"
RETITLED = {  # by Lumera's survey tool; mapping.yaml confirms the second
    "KPI07": "Our KPIs are on the agenda of a team meeting",
    "LEA12": "Leaders decide quickly on the digital questions put to them",
}
TRIAL: Mapping[str, Value] = {  # Tréfonde's coordinator trying out the form
    "respondent": "ESSAI",
    "function": "Finance",
    "SIL01": "Tout à fait d’accord",
    "SIL04": "Tout à fait d’accord",
}
NOTES = (  # on a sheet of their own in Tréfonde's workbook
    "Suivi de la saisie",
    "Deux relances faites, la seconde par affichage dans les ateliers.",
    "L’atelier 3 a répondu sur papier ; la saisie est la mienne.",
)


# How one in ten keeps to the middle of a scale and one in ten to its ends.
_STYLES = {"midpoint": 0.1, "extreme": 0.2}


# Who answers


@dataclass(frozen=True, slots=True)
class Person:
    """One respondent: who they are, how they see things, how they tick.

    ``leniency``, by dimension, is in points on 0..100, ``acquiescence`` in scale points towards
    agreement; ``doubt`` multiplies the shares of don't know; ``stops_at`` is the first item left
    out when they give up, past the last one when they do not.
    """

    number: int
    function: str
    rank: str
    site: str
    leniency: Mapping[str, float]
    acquiescence: float
    style: str
    doubt: float
    stops_at: int


class Dice:
    """Chance for one respondent: uniform numbers of a seeded generator, and what follows from them.

    Only ``random()`` is asked of numpy: it is the one stream that no version of it has changed.
    """

    def __init__(self, *seed: int) -> None:
        self._generator = np.random.default_rng(seed)

    def chance(self, share: float) -> bool:
        """Be true in this share of cases."""
        return float(self._generator.random()) < share

    def between(self, low: float, high: float) -> float:
        """Draw evenly from low to high."""
        return low + (high - low) * float(self._generator.random())

    def around(self, mean: float, spread: float) -> float:
        """Draw from the normal distribution."""
        return mean + spread * NormalDist().inv_cdf(float(self._generator.random()))


def people_of(organization: Organization, items: int) -> Iterator[tuple[Person, Dice]]:
    """Yield everybody with their own dice: one person more changes nobody else's answers."""
    number = 0
    for function, counts in organization.people.items():
        ranks = ["executive"] * counts[0] + ["manager"] * counts[1] + ["staff"] * counts[2]
        sites = organization.sites.get(function, organization.sites["*"])
        for place, rank in enumerate(ranks):
            number += 1
            dice = Dice(organization.seed, number)
            site = sites[place % len(sites)]
            yield _person(organization, dice, items, (number, function, rank, site)), dice


def _person(
    organization: Organization, dice: Dice, items: int, who: tuple[int, str, str, str]
) -> Person:
    leniency, acquiescence = dice.around(0, 11), dice.around(0.12, 0.22)
    by_dimension = {dimension: leniency + dice.around(0, 6) for dimension in organization.levels}
    draw, doubt = dice.between(0, 1), dice.between(0.4, 1.6)
    gives_up, stop = dice.chance(0.05), int(dice.between(0.5, 0.95) * items)
    style = next((style for style, up_to in _STYLES.items() if draw < up_to), "plain")
    style = organization.style.get(who[0], style)
    return Person(*who, by_dimension, acquiescence, style, doubt, stop if gives_up else items)


# How an answer comes about


def difficulties(instrument: Instrument) -> dict[str, float]:
    """Return how much easier each question is to agree with maturely, the same everywhere."""
    dice = Dice(1789)
    return {item.id: dice.around(0, 4) for item in instrument.items}


def seen(organization: Organization, item: Item, ease: float, person: Person) -> float:
    """Return what a person sees of an item, 0..100 with 100 the mature end (steps 1 and 2)."""
    leniency = person.leniency[item.dimension]
    if item.id in organization.importance:
        return organization.importance[item.id] + leniency
    level = organization.levels[item.dimension] + organization.practices.get(item.practice or "", 0)
    function = organization.functions.get(person.function, 0)
    view = organization.views.get(item.id, {}).get(person.function, 0)
    return level + ease + function + view + leniency


def ticked(item: Item, sight: float, person: Person, dice: Dice) -> int:
    """Return the point that is ticked, before keying (step 3)."""
    low, high = item.scale.min, item.scale.max
    step, middle = (high - low) / 4, (low + high) / 2
    exact = low + (high - low) * sight / 100 + dice.around(0, 0.7 * step)
    if item.reverse:
        exact = low + high - exact
    exact += person.acquiescence * step
    stretch = {"midpoint": 0.45, "extreme": 1.7}.get(person.style, 1.0)
    exact = middle + (exact - middle) * stretch
    if person.style == "straight":
        exact = middle + step
    return int(min(max(round(exact), low), high))


def left(organization: Organization, item: Item, person: Person, dice: Dice) -> str | None:
    """Return the missing reason or "blank", None when the item is answered (step 4)."""
    shares = organization.dont_know[item.dimension]
    doubt = shares.get(person.function, shares["*"]) * person.doubt
    unknown, absent, skipped = dice.chance(doubt), dice.chance(0.012), dice.chance(0.012)
    if item.functions and person.function not in item.functions:
        return "not_applicable" if absent else "blank"
    drawn = {"dont_know": unknown, "not_applicable": absent, "blank": skipped}
    if person.style == "straight":
        return None
    return next((reason for reason, happens in drawn.items() if happens), None)


def answers_of(
    organization: Organization, instrument: Instrument, person: Person, dice: Dice
) -> dict[str, int | str]:
    """Return a person's points and missing reasons by item; what they left blank is not there."""
    ease = difficulties(instrument)
    found: dict[str, int | str] = {}
    for place, item in enumerate(instrument.items):
        point = ticked(item, seen(organization, item, ease[item.id], person), person, dice)
        reason = left(organization, item, person, dice)
        if reason != "blank" and place < person.stops_at:
            found[item.id] = reason or point
    return found


# What stands in the cells


@dataclass(frozen=True, slots=True)
class Entry:
    """What one respondent filled in: cells by column, remarks by column (or ``comment``)."""

    number: int
    cells: Row
    remarks: Mapping[str, str]


def entries_of(organization: Organization, instrument: Instrument, language: str) -> list[Entry]:
    """Return what everybody filled in, mistakes and remarks included."""
    return [
        Entry(
            person.number,
            _cells(organization, instrument, language, (person, dice))
            | _of_respondent(organization.typed, person.number),
            _of_respondent(organization.comments, person.number),
        )
        for person, dice in people_of(organization, len(instrument.items))
    ]


def _cells(
    organization: Organization, instrument: Instrument, language: str, who: tuple[Person, Dice]
) -> Row:
    person, dice = who
    row: Row = {"site": person.site}
    for attribute in instrument.attributes:
        if attribute.choices:
            labels = {each.id: each.label.in_language(language) for each in attribute.choices}
            chosen = str(getattr(person, attribute.id))
            row[attribute.id] = organization.words.get(chosen, labels.get(chosen, ""))
    for item, answer in answers_of(organization, instrument, person, dice).items():
        row[item] = _written(organization, instrument, item, answer, language)
    return row


def _written(
    organization: Organization, instrument: Instrument, id_: str, answer: int | str, language: str
) -> Value:
    """Write an answer as the list of the form offers it, or as the organisation's own tool does."""
    scale = next(item.scale for item in instrument.items if item.id == id_)
    if isinstance(answer, str):
        labels = {each.id: each.label.in_language(language) for each in instrument.missing}
        return organization.words.get(answer, labels[answer])
    fully_labelled = len(scale.labels) == len(scale.points)
    if fully_labelled and not organization.words:
        return str(scale.label(answer, language))
    return answer


def _of_respondent(by_cell: Mapping[tuple[int, str], V], number: int) -> dict[str, V]:
    return {column: what for (who, column), what in by_cell.items() if who == number}


# Files


def write_table(
    path: Path, organization: Organization, instrument: Instrument, language: str
) -> None:
    """Write what a survey tool exports: titles in words, numbers for answers, a decimal comma."""
    titles = {item.id: item.text.in_language(language) for item in instrument.items} | RETITLED
    columns = {"respondent": "Respondent ID", "duration": "Duration (minutes)"}
    columns |= {"function": "Department", "rank": "Position", "site": "Site"}
    columns |= {**titles, "comment": "Comments"}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*columns], delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for entry in entries_of(organization, instrument, language):
        for row in _submissions(entry, titles):
            minutes = f"{Dice(organization.seed, entry.number, len(row)).between(6, 22):.1f}"
            named = {"respondent": f"R-{entry.number:03d}", "duration": minutes.replace(".", ",")}
            writer.writerow({**named, **row, **entry.remarks})
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _submissions(entry: Entry, items: Mapping[str, str]) -> Iterator[Row]:
    """Yield a respondent's rows: one, but for the two to whom something happened."""
    if entry.number == ANSWERED_NOTHING:
        yield {column: value for column, value in entry.cells.items() if column not in items}
        return
    if entry.number == ANSWERED_TWICE:
        late = [*items][[*items].index(FIRST_TIME_UP_TO) :]
        yield {column: value for column, value in entry.cells.items() if column not in late}
    yield entry.cells


def write_collected(
    path: Path, organization: Organization, instrument: Instrument, engagement: Engagement
) -> None:
    """Write our collector as a coordinator filled it, with a sheet of notes of their own."""
    language = engagement.language or "fr"
    write_collector(path, instrument, _invitation(engagement), language=language, rows=50)
    book = load_workbook(path, rich_text=True)
    sheet = book.worksheets[1]
    titles = next(sheet.iter_rows(min_row=2, max_row=2, values_only=True))
    columns = {str(title): get_column_letter(n) for n, title in enumerate(titles, start=1)}
    stored: dict[str, str] = {}
    entries = entries_of(organization, instrument, language)
    rows = [dict(TRIAL), *(_collected(entry) for entry in entries)]
    for number, row in enumerate(rows, start=3):
        for column, value in row.items():
            _type(sheet, f"{columns[column]}{number}", value)
            if isinstance(value, Copy):
                sheet[f"{columns[column]}{number}"] = f"={columns[value.item]}{number}"
                if value.stored:
                    stored[f"{columns[column]}{number}"] = str(row[value.item])
    notes = book.create_sheet("Notes")
    for number, line in enumerate(NOTES, start=1):
        notes.cell(number, 1, line)
    _save(book, path, {sheet.title: stored})


def _collected(entry: Entry) -> Row:
    return {"respondent": f"T-{entry.number:02d}", **entry.cells, **entry.remarks}


def write_forms(
    folder: Path, organization: Organization, instrument: Instrument, engagement: Engagement
) -> None:
    """Write one filled questionnaire per respondent, and one that came back as it was sent."""
    language = engagement.language or "fr"
    entries = entries_of(organization, instrument, language)
    for entry in (*entries, Entry(len(entries) + 1, {}, {})):
        path = folder / f"reponse-{entry.number:02d}.xlsx"
        invitation = _invitation(engagement, organization.wave)
        write_questionnaire(path, instrument, invitation, language=language)
        book = load_workbook(path, rich_text=True)
        _fill(book, entry)
        _save(book, path, {})


def _invitation(engagement: Engagement, wave: str = "") -> Invitation:
    return Invitation(
        organization=engagement.name,
        contact=engagement.contact,
        deadline=engagement.deadlines.get(wave, ""),
        k=engagement.k_scores,
        privacy=engagement.privacy,
    )


def _fill(book: Workbook, entry: Entry) -> None:
    """Fill our form: the welcome has ids in A, values in C; below, B is the id, D the answer.

    A question that some functions are asked may stand on several sheets; it is answered on the
    one that is named after the respondent's function, if there is one.
    """
    welcome, everybody, *others = book.worksheets[:-2]  # then the notice, and the hidden lists
    function = str(entry.cells.get("function", ""))
    own = [sheet for sheet in others if function and function in sheet.title]
    profile = {str(row[0].value): row[2].coordinate for row in welcome.iter_rows(max_col=3)}
    asked = {
        str(row[1].value): (sheet, row[0].row)
        for sheet in (*others, *own, everybody)
        for row in sheet.iter_rows(max_col=2)
    }
    for column, value in entry.cells.items():
        if column in profile:
            _type(welcome, profile[column], value)
        else:
            sheet, row = asked[column]
            _type(sheet, f"D{row}", value)
    for column, remark in entry.remarks.items():
        sheet, row = asked[column]
        sheet[f"E{row}"] = remark


def _type(sheet: Worksheet, address: str, value: Value) -> None:
    if isinstance(value, Percent):
        sheet[address] = value.share
        sheet[address].number_format = "0%"
    elif not isinstance(value, Copy):
        sheet[address] = value


def _save(book: Workbook, path: Path, stored: Mapping[str, Mapping[str, str]]) -> None:
    """Save a workbook without the time of saving, and with the results Excel stores in formulas."""
    content = io.BytesIO()
    book.save(content)
    parts = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(book.sheetnames, start=1)}
    with zipfile.ZipFile(content) as saved, zipfile.ZipFile(path, "w") as fixed:
        for part in saved.namelist():
            data = saved.read(part)
            if part == "docProps/core.xml":
                data = _SAVED_AT.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            for address, result in stored.get(parts.get(part, ""), {}).items():
                data = _with_result(data, address, result)
            info = zipfile.ZipInfo(part)  # its date is 1 January 1980, and no system's rights
            info.create_system, info.compress_type = 0, zipfile.ZIP_DEFLATED
            fixed.writestr(info, data, compresslevel=9)


_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def _with_result(sheet: bytes, address: str, result: str) -> bytes:
    """Store a text as the result of a cell's formula, which openpyxl cannot."""
    cell = re.compile(rb'(<c r="%b"[^>]*?)( t="\w+")?(><f>[^<]*</f>)<v ?/>' % address.encode())
    found, times = cell.subn(rb'\1 t="str"\3<v>%b</v>' % result.encode(), sheet)
    if times != 1:
        raise ValueError(f"{address} holds no formula without a result")
    return found


def generate(target: Path) -> list[Path]:
    """Write every file below a folder and return their paths; what else is there stays."""
    whole = load_instrument(HERE.parent / "digital-maturity")
    asked = {each.folder: _engagement(each).adapted(whole) for each in (LUMERA, TREFONDE, SORVELLE)}
    lumera, trefonde, sorvelle = (_wave(target, each) for each in (LUMERA, TREFONDE, SORVELLE))
    write_table(lumera / "survey-export.csv", LUMERA, asked["lumera"], "en")
    write_collected(
        trefonde / "recueil-des-reponses.xlsx",
        TREFONDE,
        asked["trefonde"],
        _engagement(TREFONDE),
    )
    write_forms(sorvelle, SORVELLE, asked["sorvelle"], _engagement(SORVELLE))
    return sorted(file for folder in (lumera, trefonde, sorvelle) for file in folder.iterdir())


def _wave(target: Path, organization: Organization) -> Path:
    folder = target / organization.folder / organization.wave
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _engagement(organization: Organization) -> Engagement:
    return load_engagement(HERE / organization.folder / "engagement.yaml")


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for written in generate(where):
        print(f"{written.stat().st_size:>7,}  {written.relative_to(where).as_posix()}")
