"""The blank workbooks, for whoever is named on the command line or in the engagement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from maturity import workspace
from maturity.assess import DEFAULT_INSTRUMENT
from maturity.engagement import Engagement, Pin, find_engagement, load_engagement, pin_remarks
from maturity.errors import UsageError
from maturity.instrument import FULL, Instrument, load_instrument
from maturity.language import Language
from maturity.speak import choose_language
from maturity.writers.files import whole_folder
from maturity.writers.questionnaire import Invitation, write_collector, write_questionnaire

RESPONDENT, COLLECTOR = "respondent", "collector"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Written:
    """The forms that were written, and what the engagement should still say or settle."""

    paths: tuple[Path, ...]
    blanks: tuple[str, ...]
    pinned: Pin | None
    instrument: Instrument
    say: Language

    def remarks(self) -> Iterator[str]:
        """Yield what a person should know of these forms before they are sent."""
        if self.blanks:
            yield self.say("cli.questionnaire.blanks", keys=", ".join(self.blanks))
        yield from pin_remarks(self.pinned, self.instrument, self.say)


def write_forms(
    path: Path,
    form: str = "",
    function: str = "",
    *,
    rows: int = 200,
    wave: str = "",
    **names: str,
) -> Written:
    """Write blank questionnaires; what is not stated comes from the nearest engagement.

    Parameters
    ----------
    path
        The file; with the function ``all`` the folder for one file per function of the roster, or
        of the instrument when there is no roster. All of them appear, or none.
    form
        ``respondent`` or ``collector``, and the id of a short form or ``full``: one of them, or
        both with a comma.
    function
        The only function whose questions are asked, or ``all``.
    rows
        Rows of a collector.
    wave
        Whose short form, roster and deadline.
    names
        ``instrument``, ``language``, ``organization`` and ``engagement`` as on the command line.

    Raises
    ------
    UsageError
        The form or function is not known, or they leave nothing to ask.
    """
    stated = _stated(path, names.get("engagement", ""))
    name = names.get("instrument", "") or stated.instrument or DEFAULT_INSTRUMENT
    instrument = stated.adapted(load_instrument(workspace.instrument_path(name)))
    kind, short = _kind(form, instrument)
    short = short or stated.form_of(wave)
    invitation = Invitation(
        organization=names.get("organization", "") or stated.name,
        contact=stated.contact,
        deadline=stated.deadlines.get(wave, ""),
        k=stated.k_scores,
        form="" if short == FULL else short,
        privacy=stated.privacy,
    )
    functions = _functions(function, instrument, stated, wave)
    if functions and kind == COLLECTOR:
        raise UsageError("function_of_collector")
    language = choose_language(names.get("language", ""), stated.language)
    if function == ALL:
        paths = _write_each(path, instrument, invitation, language, functions)
    else:
        if path.is_dir():
            raise UsageError("file_needed", path=str(path))
        one = replace(invitation, function="".join(functions))
        _refuse_empty(instrument, one)
        if kind == COLLECTOR:
            write_collector(path, instrument, one, language=language, rows=rows)
        else:
            write_questionnaire(path, instrument, one, language=language)
        paths = (path,)
    blanks = tuple(stated.privacy.missing())
    return Written(paths, blanks, stated.pinned(wave), instrument, Language(language))


def _stated(path: Path, engagement: str) -> Engagement:
    return load_engagement(
        Path(engagement) if engagement else find_engagement(path.resolve(), None)
    )


def _kind(form: str, instrument: Instrument) -> tuple[str, str]:
    """Read ``collector,pulse``: which layout, and which short form."""
    kinds, shorts = (RESPONDENT, COLLECTOR), [*(each.id for each in instrument.forms), FULL]
    words = [word.strip() for word in form.split(",") if word.strip()]
    for word in words:
        if word not in {*kinds, *shorts}:
            raise UsageError("form_later", form=word, known=", ".join((*kinds, *shorts)))
    layouts = [word for word in words if word in kinds]
    parts = [word for word in words if word in shorts]
    if len(layouts) > 1 or len(parts) > 1:
        raise UsageError("form_twice", form=form)
    return "".join(layouts) or RESPONDENT, "".join(parts)


def _functions(
    function: str, instrument: Instrument, stated: Engagement, wave: str
) -> tuple[str, ...]:
    attribute = instrument.attribute("function")
    known = tuple(choice.id for choice in attribute.choices) if attribute else ()
    if function == ALL and known:
        roster = stated.roster_of(wave)
        return tuple(each for each in known if roster.get(each)) if roster else known
    if function and function not in known:
        raise UsageError("function_unknown", function=function, known=", ".join((*known, ALL)))
    return (function,) if function else ()


def _write_each(
    folder: Path,
    instrument: Instrument,
    invitation: Invitation,
    language: str,
    functions: tuple[str, ...],
) -> tuple[Path, ...]:
    """Write ``<organisation>-<function>.xlsx`` for each function: all of them, or none."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("folder_needed", path=str(folder))
    prefix = workspace.slug(invitation.organization or instrument.id)
    each = [replace(invitation, function=function) for function in functions]
    for one in each:
        _refuse_empty(instrument, one)
    with whole_folder(folder) as draft:
        for one in each:
            file = draft / f"{prefix}-{one.function}.xlsx"
            write_questionnaire(file, instrument, one, language=language)
    return tuple(folder / f"{prefix}-{function}.xlsx" for function in functions)


def _refuse_empty(instrument: Instrument, invitation: Invitation) -> None:
    if not invitation.narrowed(instrument).items:
        asked = ", ".join(each for each in (invitation.form, invitation.function) if each)
        raise UsageError("nothing_asked", asked=asked or instrument.id)
