"""Answers that put a report to the test: nearly nobody, very many, all alike. Nobody is real.

Each is a folder with a plain table, and an engagement that says how it is called.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from maturity.instrument import Instrument, Item, load_instrument
from maturity.workspace import instrument_path

WAVE = "2026-autumn"
FUNCTIONS = ("direction", "marketing", "it", "sales", "finance", "hr", "operations", "other")
LONG = "Confédération méridionale des coopératives"  # 42 characters
Answer = Callable[[Random, Item, str], int | str]


@dataclass(frozen=True, slots=True)
class Extreme:
    """Who answers: ``people`` by function, and how."""

    name: str
    people: dict[str, int]
    answer: Answer


def _usual(lots: Random, item: Item, function: str) -> int | str:
    """Answer as people do: functions differ, some do not know."""
    if lots.random() < 0.06:  # noqa: PLR2004 - as many as in the example organisations
        return ""
    scale, shift = item.scale, (FUNCTIONS.index(function) - 3) / 8
    point = lots.gauss(scale.min + 0.5 * (scale.max - scale.min) + shift, 1.1)
    return min(max(round(point), scale.min), scale.max)


def _best(_lots: Random, item: Item, _function: str) -> int | str:
    """Give the answer that counts most."""
    return item.scale.min if item.reverse else item.scale.max


def _torn(lots: Random, item: Item, function: str) -> int | str:
    """Be at one end or at the other."""
    agrees = (lots.random() < 0.5) != (function == "it")  # noqa: PLR2004 - a coin
    return item.scale.max if agrees else item.scale.min


def _masked(lots: Random, item: Item, function: str) -> int | str:
    return _usual(lots, item, function) if lots.random() < 0.3 else ""  # noqa: PLR2004 - too few


EXTREMES = (
    Extreme("Three of us", {"marketing": 2, "it": 1}, _usual),
    Extreme("Four hundred of us", dict.fromkeys(FUNCTIONS, 50), _usual),
    Extreme("One function", {"marketing": 18}, _usual),
    Extreme("All masked", dict.fromkeys(FUNCTIONS[:4], 2), _masked),
    Extreme("Perfect", dict.fromkeys(FUNCTIONS[:5], 8), _best),
    Extreme("Torn", {"marketing": 14, "it": 14, "sales": 14}, _torn),
    Extreme(LONG, dict.fromkeys(FUNCTIONS, 9), _usual),
)


def write_extremes(folder: Path) -> list[Path]:
    """Write every extreme below a folder and return the folders of their waves."""
    questions = load_instrument(instrument_path("digital-maturity"))
    return [
        _write(folder / f"{number:02d}", each, questions) for number, each in enumerate(EXTREMES)
    ]


def _write(folder: Path, extreme: Extreme, questions: Instrument) -> Path:
    wave = folder / WAVE
    wave.mkdir(parents=True)
    stated = f"name: {extreme.name}\nfictional: true\nlanguage: en\nprofile: [large, retail]\n"
    (folder / "engagement.yaml").write_text(stated, encoding="utf-8")
    lots = Random(extreme.name)
    with (wave / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["function", *(item.id for item in questions.items)])
        for function, count in extreme.people.items():
            for _ in range(count):
                said = (
                    extreme.answer(lots, item, function)
                    if not item.functions or function in item.functions
                    else ""
                    for item in questions.items
                )
                rows.writerow([function, *said])
    return wave
