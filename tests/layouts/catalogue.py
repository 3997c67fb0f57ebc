"""Every layout in its variants: what to build, of which questionnaires, for how many people."""

# ruff: noqa: E501 - one variant a line

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.layouts import handmade, own, platforms, tools, traps
from tests.layouts.people import CLIMATE, SHIPPED, survey
from tests.layouts.programs import programs_for

# Seven questions, one of them from 0 to 10 and only partly labelled, three of them reversed.
SOME = ("SIL01", "SIL05", "STK02", "DAT07", "KPI04", "LEA13", "LEA14")
# As many, all on one scale of five.
FIVE = ("SIL01", "SIL05", "STK02", "STK03", "DAT07", "KPI04", "LEA13")


@dataclass(frozen=True)
class Variant:
    """One way to lay answers out."""

    build: Callable
    instruments: tuple[str, ...] = (SHIPPED, str(CLIMATE))
    items: tuple[str, ...] = SOME
    languages: tuple[str, ...] = ("en", "fr")
    formats: tuple[str, ...] = ("xlsx", "xls", "ods", "csv")
    sizes: tuple[int, int] = (1, 9)
    unknown: float = 0.15

    def surveys(self):
        """The questionnaires and languages it is built for."""
        found = []
        for instrument in self.instruments:
            shipped = instrument == SHIPPED
            languages = self.languages if shipped else ("en",)
            items = self.items if shipped else ()
            found += [survey(instrument, language, *items) for language in languages]
        return found

    def programs(self, book):
        """The programs that may write it."""
        if hasattr(book, "save"):
            return ["excel"]
        endings = {"csv": "csv", "xlwt": "xls", "odfpy": "ods"}
        return [p for p in programs_for(book) if endings.get(p, "xlsx") in self.formats]


def of(build, **options):
    """Describe a variant of a builder; some options are the builder's."""
    mine = {key: options.pop(key) for key in (*Variant.__dataclass_fields__,) if key in options}
    return Variant(partial(build, **options) if options else build, **mine)


TABLES = ("xlsx", "csv")
VARIANTS = {
    "questionnaire": of(own.questionnaire, instruments=(SHIPPED,), items=(), sizes=(1, 2)),
    "collector": of(own.collector, instruments=(SHIPPED,), items=(), sizes=(1, 5)),
    "plain-id-messy": of(tools.plain, titles="id"),
    "plain-text-messy": of(tools.plain, titles="text"),
    "plain-number": of(tools.plain, titles="id", style="number"),
    "forms-label": of(tools.microsoft, formats=TABLES),
    "forms-number": of(tools.microsoft, style="number", formats=TABLES),
    "forms-anonymous": of(tools.microsoft, anonymous=True, formats=TABLES),
    "forms-quiz": of(tools.microsoft, quiz=True, formats=TABLES),
    "forms-name2": of(tools.microsoft, named=True, formats=TABLES),
    "google-number": of(tools.google, formats=("xlsx", "csv", "ods")),
    "google-grid": of(tools.google, style="label", matrix=True, formats=("xlsx", "csv", "ods")),
    "google-score": of(tools.google, score=True, formats=TABLES),
    "google-edited": of(tools.google, edited=True, formats=TABLES),
    "surveymonkey-label": of(tools.surveymonkey, formats=("xlsx", "xls", "csv")),
    "surveymonkey-number": of(tools.surveymonkey, style="number", formats=("xlsx", "xls", "csv")),
    "surveymonkey-expanded": of(
        tools.surveymonkey, expanded=True, formats=("xlsx", "xls", "csv"), items=FIVE,
        instruments=(SHIPPED,),
    ),
    "qualtrics-3-label": of(platforms.qualtrics, formats=TABLES),
    "qualtrics-3-number": of(platforms.qualtrics, style="number", formats=TABLES),
    "qualtrics-2-label": of(platforms.qualtrics, header_rows=2, formats=TABLES),
    "qualtrics-2-number": of(platforms.qualtrics, header_rows=2, style="number", formats=TABLES),
    "qualtrics-1": of(platforms.qualtrics, header_rows=1, style="number", formats=TABLES),
    "qualtrics-preview": of(platforms.qualtrics, preview=2, sizes=(4, 9), formats=TABLES),
    "qualtrics-preview-number": of(
        platforms.qualtrics, preview=2, style="number", sizes=(4, 9), formats=TABLES
    ),
    "qualtrics-recoded": of(
        platforms.qualtrics, shift=3, style="number", items=FIVE, sizes=(12, 20), formats=TABLES,
        unknown=0.0,
    ),
    "qualtrics-unseen": of(platforms.qualtrics, unseen=True, style="number", sizes=(6, 12), formats=TABLES),
    "qualtrics-legacy": of(platforms.qualtrics_legacy, formats=("csv", "xlsx")),
    "limesurvey-code": of(platforms.limesurvey, heading="code", timings=True),
    "limesurvey-full": of(platforms.limesurvey, heading="full"),
    "limesurvey-cut": of(platforms.limesurvey, heading="cut"),
    "limesurvey-sub": of(platforms.limesurvey, heading="sub"),
    "limesurvey-both": of(platforms.limesurvey, heading="both", style="number"),
    "limesurvey-answer-codes": of(
        platforms.limesurvey, heading="code", answer_codes=True, items=FIVE, sizes=(6, 12), unknown=0.0
    ),
    "kobo-labels": of(platforms.kobo, formats=TABLES),
    "kobo-names": of(platforms.kobo, labels=False, style="text", formats=TABLES),
    "kobo-groups": of(platforms.kobo, grouped=True, style="text", formats=TABLES),
    "kobo-groups-names": of(platforms.kobo, grouped=True, labels=False, style="text", formats=TABLES),
    "typeform": of(tools.typeform, formats=TABLES),
    "sphinx": of(tools.sphinx, formats=("xlsx", "xls", "csv")),
    "form-messy": of(handmade.form, items=FIVE, formats=handmade.FORMATS, sizes=(1, 3)),
    "form-text": of(handmade.form, items=FIVE, ids=False, formats=handmade.FORMATS, sizes=(1, 3)),
    "form-flat": of(handmade.form, items=FIVE, ids=False, banners=False, style="label", formats=handmade.FORMATS, sizes=(1, 3)),
    "form-x": of(handmade.form, marks="x", items=FIVE, formats=handmade.FORMATS, sizes=(1, 3)),
    "form-x-text": of(handmade.form, marks="X", ids=False, items=FIVE, formats=handmade.FORMATS, sizes=(1, 3)),
    "sheets": of(handmade.sheets, items=FIVE, formats=handmade.FORMATS, sizes=(1, 5)),
    "sheets-only": of(handmade.sheets, items=FIVE, extra=False, formats=handmade.FORMATS, sizes=(2, 5)),
    "teams": of(handmade.teams, formats=handmade.FORMATS, sizes=(2, 9)),
    "teams-text": of(handmade.teams, titles="text", formats=handmade.FORMATS, sizes=(2, 9)),
    "turned": of(handmade.turned, sizes=(2, 9)),
    "turned-text": of(handmade.turned, ids=False, style="label", sizes=(2, 9)),
    "turned-plain": of(handmade.turned, average=False, sizes=(2, 9)),
    "long": of(handmade.long, sizes=(2, 9)),
    "long-text": of(handmade.long, ids=False, style="messy", sizes=(2, 9)),
    "spoiled": of(handmade.spoiled_table, sizes=(2, 9)),
    "spoiled-text": of(handmade.spoiled_table, titles="text", style="label", sizes=(2, 9)),
    "counts": of(handmade.counts, items=FIVE, sizes=(8, 30)),
    "means": of(handmade.means, items=FIVE),
    "form-inverted": of(traps.form, items=FIVE, formats=handmade.FORMATS, sizes=(1, 3), unknown=0.0),
    "form-shifted": of(traps.form, how="shifted", items=FIVE, formats=handmade.FORMATS, sizes=(1, 3), unknown=0.0),
    "form-told-inverted": of(traps.form, where="above", items=FIVE, formats=handmade.FORMATS, sizes=(1, 3), unknown=0.0),
    "form-x-shifted": of(traps.marks, items=FIVE, formats=handmade.FORMATS, sizes=(1, 3), unknown=0.0),
    "legend-above": of(traps.table, items=FIVE, sizes=(2, 9), unknown=0.0),
    "long-inverted": of(traps.told_once, layout=handmade.long, items=FIVE, sizes=(2, 9), unknown=0.0),
    "turned-inverted": of(traps.told_once, layout=handmade.turned, items=FIVE, sizes=(2, 9), unknown=0.0),
    "surveymonkey-inverted": of(
        traps.told_once, layout=partial(tools.surveymonkey, style="number"), items=FIVE,
        formats=TABLES, sizes=(2, 9), unknown=0.0,
    ),
    "stacked": of(traps.stacked, items=FIVE, sizes=(4, 9), unknown=0.0),
    "departments": of(traps.departments, items=FIVE),
    "means-turned": of(handmade.means, turned=True, items=FIVE),
}  # fmt: skip
