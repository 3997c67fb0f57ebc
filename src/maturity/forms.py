"""The blank workbooks, for whoever is named on the command line or in the engagement."""

from __future__ import annotations

from pathlib import Path

from maturity import workspace
from maturity.assess import DEFAULT_INSTRUMENT
from maturity.engagement import find_engagement, load_engagement
from maturity.errors import UsageError
from maturity.instrument import load_instrument
from maturity.speak import choose_language

FORMS = ("respondent", "collector")


def write_form(
    path: Path,
    form: str,
    *,
    rows: int,
    instrument: str = "",
    language: str = "",
    organization: str = "",
    wave: str = "",
    engagement: str = "",
) -> Path:
    """Write a blank questionnaire; what is not stated comes from the nearest engagement.

    Raises
    ------
    UsageError
        The form is not known.
    """
    if form not in FORMS:
        raise UsageError("form_later", form=form, known=", ".join(FORMS))
    file = Path(engagement) if engagement else find_engagement(path.resolve(), None)
    stated = load_engagement(file)
    questions = load_instrument(
        workspace.instrument_path(instrument or stated.instrument or DEFAULT_INSTRUMENT)
    )
    spoken = choose_language(language, stated.language)
    name = organization or stated.name
    from maturity.writers.questionnaire import write_collector, write_questionnaire

    if form == "collector":
        write_collector(
            path, questions, language=spoken, organization=name, rows=rows, k=stated.k_scores
        )
    else:
        write_questionnaire(
            path,
            questions,
            language=spoken,
            organization=name,
            contact=stated.contact,
            deadline=stated.deadlines.get(wave, ""),
            k=stated.k_scores,
        )
    return path
