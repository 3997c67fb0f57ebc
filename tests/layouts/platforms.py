"""Exports of survey platforms: Qualtrics, LimeSurvey, and KoBoToolbox or ODK."""

import json

from tests.layouts.grid import LOST, OPEN, Book, Grid, Text, Truth
from tests.layouts.people import not_taken, open_to, truth_of, written
from tests.layouts.tools import groups, planted

CODES = (
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
    "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
    "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
    "UserLanguage",
)  # fmt: skip
IMPORTS = (
    "startDate", "endDate", "status", "ipAddress", "progress", "duration", "finished",
    "recordedDate", "_recordId", "recipientLastName", "recipientFirstName", "recipientEmail",
    "externalDataReference", "locationLatitude", "locationLongitude", "distributionChannel",
    "userLanguage",
)  # fmt: skip
SAID = {
    "en": (
        "Start Date", "End Date", "Response Type", "IP Address", "Progress",
        "Duration (in seconds)", "Finished", "Recorded Date", "Response ID",
        "Recipient Last Name", "Recipient First Name",
        "Recipient Email", "External Data Reference", "Location Latitude", "Location Longitude",
        "Distribution Channel", "User Language",
    ),
    "fr": (
        "Date de début", "Date de fin", "Type de réponse", "Adresse IP", "Progression",
        "Durée (en secondes)", "Terminé", "Date d'enregistrement", "ID de réponse",
        "Nom de famille du destinataire", "Prénom du destinataire", "E-mail du destinataire",
        "Référence de données externes", "Latitude", "Longitude", "Canal de distribution",
        "Langue de l'utilisateur",
    ),
}  # fmt: skip


def qualtrics(
    survey, people, rng, *, style="label", header_rows=3, shift=0, unseen=False, preview=0
):
    """Qualtrics: codes, then texts, then the tool's own ids, of which files keep one to three.

    ``shift`` recodes every point (1 to 5 become 4 to 8), ``unseen`` marks questions seen and not
    answered with -99, the first ``preview`` people were the author trying the survey out.
    """
    grid = Grid("Sheet0")
    stem = survey.say("How far do you agree?", "Êtes-vous d’accord ?")
    codes = [q.id for q in survey.questions]
    if header_rows > 1:
        codes = [f"Q2_{n}" for n, _ in enumerate(survey.questions, 1)]
    texts = [f"{stem} - {q.text}" for q in survey.questions]
    ids = [f"QID2_{n}" for n, _ in enumerate(survey.questions, 1)]
    rows = [
        [
            *CODES,
            "Q1" if header_rows > 1 else "function",
            *codes,
            "Q3" if header_rows > 1 else "comment",
        ],
        [*SAID[survey.language], survey.function_title, *texts, survey.comment_title],
        [json.dumps({"ImportId": each}) for each in (*IMPORTS, "QID1", *ids, "QID3_TEXT")],
    ]
    for row, titles in enumerate(rows[:header_rows], 1):
        grid.line(row, titles)
    text_values = style == "label"
    excluded = {person.number for person in people[:preview]}
    for row, person in enumerate(people, header_rows + 1):
        tried = person.number in excluded
        grid.line(row, _qualtrics_details(survey, person, tried=tried, text_values=text_values))
        grid.put(row, len(CODES) + 1, survey.functions.get(person.function))
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), len(CODES) + 2
        ):
            value, truth = _qualtrics_cell((survey, person, question, answer), style, shift, rng)
            if unseen and value is None:
                value, truth = -99, not_taken(person, question)
            if tried and truth:
                truth = open_to(person, question, answer)
            grid.put(row, place, value, truth)
        grid.put(row, len(CODES) + 2 + len(survey.questions), person.comment)
    return Book([grid], planted(people), groups(people), excluded, text=Text(newline="\n"))


def _qualtrics_details(survey, person, *, tried, text_values):
    status = ("Survey Preview" if tried else "IP Address") if text_values else int(tried)
    seconds = (person.finished - person.started).seconds
    return [
        person.started, person.finished, status, person.ip, 100, seconds,
        "True" if text_values else 1, person.finished, f"R_{person.number:x}Kq2Zx9PbT", person.last,
        person.first, person.email, None, 48.8 + person.number / 1000, 2.3 + person.number / 1000,
        "anonymous", survey.language.upper(),
    ]  # fmt: skip


def _qualtrics_cell(what, style, shift, rng):
    survey, person, question, answer = what
    if shift and isinstance(answer, int):
        return answer + shift, not_taken(person, question)
    value, outcome = written(survey, question, answer, style, rng)
    truth = truth_of(person, question, outcome)
    if shift and truth:  # a word in a column that is asked about
        truth = open_to(person, question, answer)
    return value, truth


def qualtrics_legacy(survey, people, rng, *, style="label"):
    """The old export: V1 to V10 above, names below, a byte order mark, a last column of nothing."""
    grid = Grid("Sheet1")
    names = ("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
             "IPAddress", "Status", "StartDate", "EndDate", "Finished")  # fmt: skip
    codes = [f"Q{n}" for n in range(1, len(survey.questions) + 2)]
    grid.line(1, [*(f"V{n}" for n in range(1, 11)), *codes])
    grid.line(2, [*names, survey.function_title, *(q.text for q in survey.questions)])
    for row, person in enumerate(people, 3):
        grid.line(
            row,
            [f"R_{person.number:x}bE3vv", "Default Response Set", person.name, None, person.email,
             person.ip, 0, person.started, person.finished, 1],
        )  # fmt: skip
        grid.put(row, 11, survey.functions.get(person.function))
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), 12
        ):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, place, value, truth_of(person, question, outcome))
        grid.put(row, 12 + len(survey.questions), " ")
    text = Text(encoding="utf-8-sig", newline="\r\n")
    return Book([grid], planted(people), groups(people), text=text)


LIME = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp",
        "ipaddr", "refurl")  # fmt: skip
LIME_SAID = {
    "fr": ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ",
           "Tête de série", "Code d'invitation", "Date de lancement", "Date de la dernière action",
           "Adresse IP", "URL référente"),
    "en": ("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code",
           "Date started", "Date last action", "IP address", "Referrer URL"),
}  # fmt: skip


def limesurvey(
    survey, people, rng, *, style="label", heading="code", answer_codes=False, timings=False
):
    """LimeSurvey: headings are codes, texts, cut texts or ``Title [Sub]``; answers codes too."""
    grid = Grid(survey.say("Survey on our team", "Enquête équipe")[:31])
    coded = heading == "code"
    titles = list(LIME if coded else LIME_SAID[survey.language])
    titles.append("function" if coded else survey.function_title)
    first = len(titles) + 1
    titles += [_lime_heading(survey, question, heading) for question in survey.questions]
    titles += ["comment" if coded else survey.comment_title]
    end = len(titles)
    titles += ["interviewtime", "groupTime12", "Q1Time"] if timings else []
    grid.line(1, titles)
    for row, person in enumerate(people, 2):
        done = person.finished if rng.random() < 0.9 else None
        grid.line(
            row,
            [row - 1, done, 5, survey.language, 12345678 + row, f"tok{person.number:x}",
             person.started, person.finished, person.ip, None,
             survey.functions.get(person.function)],
        )  # fmt: skip
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), first
        ):
            value, outcome = written(survey, question, answer, style, rng)
            truth = truth_of(person, question, outcome)
            if answer_codes and isinstance(answer, int):
                value = f"A{answer - question.min + 1}"
                truth = not_taken(person, question)
            elif truth and (answer_codes or heading == "cut" or _marked(question, heading)):
                truth = open_to(person, question, answer)
            grid.put(row, place, value, truth)
        grid.put(row, end, person.comment)
        if timings:
            grid.line(row, [312.5, 120.25, 17.0], end + 1)
    text = Text(rng.choice(";,"), "utf-8-sig", quote_all=True, end="\r\n")
    return Book([grid], planted(people), groups(people), text=text)


def _marked(question, heading):
    return heading == "full" and "?" in question.text


def _lime_heading(survey, question, heading):
    stem = survey.say("How far do you agree?", "Êtes-vous d’accord ?")
    return {
        "code": question.id,
        "full": question.text.replace("?", "-"),  # the old writer of .xls replaces the mark
        "cut": question.text[:15] + ".. ",
        "sub": f"{stem} [{question.text}]",
        "both": f"{question.id}. {question.text}",
    }[heading]


KOBO_END = (
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
    "__version__", "_tags", "_index",
)  # fmt: skip


def kobo(survey, people, rng, *, style="label", labels=True, grouped=False):
    """KoBoToolbox: everything is text; groups stand before a name, choices behind it."""
    grid = Grid(survey.say("Team survey", "Enquête équipe"))
    front = "g1/" if grouped else ""
    names = [f"{front}{q.text if labels else q.id}" for q in survey.questions]
    tools = f"{front}tools"
    titles = ["start", "end", survey.function_title if labels else "function", *names,
              tools, f"{tools}/crm", f"{tools}/erp", f"{tools}/other", "comment",
              *KOBO_END]  # fmt: skip
    grid.line(1, titles)
    after = 4 + len(names)
    for row, person in enumerate(people, 2):
        zone = ".000+02:00"
        grid.line(
            row,
            [person.started.isoformat() + zone, person.finished.isoformat() + zone,
             survey.functions.get(person.function)],
        )  # fmt: skip
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), 4
        ):
            value, outcome = written(survey, question, answer, style, rng)
            value = str(value) if isinstance(value, int | float) else value
            grid.put(row, place, value, truth_of(person, question, outcome))
        chosen = rng.choice([("crm erp", "1", "1", "0"), ("crm", "1", "0", "0"), (None,) * 4])
        for place, value in enumerate(chosen, after):
            grid.put(row, place, value, Truth(person.number, "", LOST))
        grid.put(row, after + 4, person.comment)
        tail = [str(4_200_000 + person.number), f"{person.number:08x}-0000-4000-8000-00000000abcd",
                person.finished.isoformat(), None, None, "submitted_via_web", person.email, "vK9",
                None, str(row - 1)]  # fmt: skip
        grid.line(row, tail, after + 5)
    text = Text(";", quote_all=True, newline="\n")
    return Book([grid], planted(people), groups(people), text=text)


__all__ = ["OPEN", "kobo", "limesurvey", "qualtrics", "qualtrics_legacy"]
