"""What a table's people were asked: of which questionnaire, in which form, as which function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturity.errors import Problem
from maturity.instrument import FULL, Instrument
from maturity.readers import Table


@dataclass(frozen=True, slots=True)
class Asked:
    """``form`` is the id of a short form, empty for all; ``items`` what it holds, by id."""

    form: str
    items: frozenset[str]


def asked_in(table: Table, instrument: Instrument, form: str) -> Asked:
    """Return what a table was asked: what our workbook says, else the ``form`` that is stated."""
    printed = table.properties
    stated = printed.get("maturity_short_form", "") if _is_ours(table) else form
    if stated and instrument.form(stated) is None:
        stated = "" if stated == FULL else form
    short = instrument.form(stated)
    function = printed.get("maturity_function")
    items = instrument.in_form(stated).items
    return Asked(
        short.id if short else "", frozenset(item.id for item in items if item.is_for(function))
    )


def _is_ours(table: Table) -> bool:
    return "maturity_instrument" in table.properties


def printed_problems(table: Table, instrument: Instrument) -> Iterator[Problem]:
    """Yield what a workbook of ours says it was made with, where that is not what it is read with.

    What counts is what respondents were asked. Workbooks of earlier versions print only the hash
    of the whole questionnaire, which changes with its rubrics and actions too.
    """
    printed = table.properties
    made_for, version = printed.get("maturity_instrument"), printed.get("maturity_version", "?")
    asked, whole = printed.get("maturity_asked"), printed.get("maturity_sha256")
    if not made_for:
        return
    if made_for != instrument.id:
        params = {"expected": instrument.id}
        yield Problem(table.path, "INSTRUMENT_OTHER", made_for, params)
        return
    if asked and asked != instrument.asked_sha256:
        yield Problem(table.path, "INSTRUMENT_ASKED", version, told_apart(asked, instrument))
    elif not asked and whole and whole != instrument.sha256:
        params = {"expected": instrument.version}
        yield Problem(table.path, "INSTRUMENT_VERSION", version, params)
    short = printed.get("maturity_short_form", "")
    if short and instrument.form(short) is None:
        known = ", ".join(form.id for form in instrument.forms) or "–"
        yield Problem(table.path, "FORM_UNKNOWN", short, {"known": known})


def told_apart(asked: str, instrument: Instrument) -> Mapping[str, str]:
    """Return what tells two questionnaires apart: one version may have been asked in two ways."""
    return {
        "made": asked[:8],
        "expected": instrument.version,
        "read": instrument.asked_sha256[:8],
    }
