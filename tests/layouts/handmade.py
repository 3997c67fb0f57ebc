"""What people make by hand: forms, sheets per person or team, turned tables, long lists."""

from tests.layouts.grid import LOST, Book, Grid, Text, Truth
from tests.layouts.people import open_to, plainly, truth_of, written
from tests.layouts.tools import groups, planted


def pairs(survey, person):
    return zip(survey.questions, person.answers, strict=True)


def bounds(survey):
    return min(q.min for q in survey.questions), max(q.max for q in survey.questions)


def form(survey, people, rng, *, style="messy", ids=True, banners=True, marks=""):
    """One workbook per person: a title, instructions, who they are, banners, questions in rows.

    ``marks`` x or 1: people tick one of the columns titled with the points (or their labels)
    instead of writing an answer.
    """
    return [_form_of(survey, person, rng, (style, ids, banners, marks)) for person in people]


def _form_of(survey, person, rng, how):
    grid = Grid(survey.say("Questionnaire", "Questionnaire"))
    row = _identity(grid, survey, person)
    _form_body(grid, survey, person, rng, (row, *how))
    return Book(
        [grid], set(person.personal), {person.number: person.function or None}, formats=FORMATS
    )


FORMATS = ("xlsx", "xls", "ods")


def _identity(grid, survey, person):
    grid.put(1, 1, survey.say("Digital survey 2026", "Enquête numérique 2026"))
    grid.merged.append((1, 1, 1, 5))
    low, high = bounds(survey)
    grid.put(
        2,
        1,
        survey.say(f"Please answer from {low} to {high}.", f"Merci de répondre de {low} à {high}."),
    )
    grid.line(4, [survey.say("Name:", "Nom :"), person.name])
    grid.line(5, [survey.say("E-mail:", "Courriel :"), person.email])
    grid.line(6, [survey.function_title + " :", survey.functions.get(person.function)])
    return 8


def _form_body(grid, survey, person, rng, how):
    row, style, ids, banners, marks = how
    low, high = bounds(survey)
    lead = [survey.say("No.", "N°")] if ids else []
    lead.append(survey.say("Statement", "Affirmation"))
    start = len(lead) + 1
    if marks:
        grid.line(row, [*lead, *_mark_titles(survey)])
    else:
        answer = survey.say(f"Your answer ({low} to {high})", f"Votre réponse (de {low} à {high})")
        grid.line(row, [*lead, answer, survey.comment_title])
    for place, (question, given) in enumerate(pairs(survey, person)):
        row += 1
        if banners and place % 3 == 0:
            grid.put(row, 1, survey.say(f"Part {place // 3 + 1}", f"Partie {place // 3 + 1}"))
            grid.merged.append((row, 1, row, start + 1))
            row += 1
        grid.line(row, [question.id, question.text] if ids else [question.text])
        if marks:
            _mark(grid, row, start, (survey, person, question, given), marks)
            continue
        value, outcome = written(survey, question, given, style, rng)
        grid.put(row, start, value, truth_of(person, question, outcome))
    return row


def _mark_titles(survey):
    question = survey.questions[0]
    points = range(question.min, question.max + 1)
    titles = (
        [question.labels.get(p, p) for p in points] if len(question.labels) > 2 else list(points)
    )
    return [*titles, survey.say("Don't know", "Ne sait pas")]


def _mark(grid, row, start, what, mark):
    survey, person, question, given = what
    first = survey.questions[0]
    if given == "dont_know":
        truth = truth_of(person, question, ("dont_know", None))
        grid.put(row, start + first.max - first.min + 1, mark, truth)
    elif isinstance(given, int):
        grid.put(row, start + given - first.min, mark, truth_of(person, question, ("", given)))


def sheets(survey, people, rng, *, style="messy", extra=True):
    """One sheet per person in one workbook, beside the model and the notes."""
    grids = []
    if extra:
        notes = Grid(survey.say("Notes", "Notice"))
        notes.put(1, 1, survey.say("One sheet per person.", "Une feuille par personne."))
        model = Grid(survey.say("Model", "Modèle"))
        blank = people[0].__class__(
            0, "", "", "", (None,) * len(survey.questions), None, people[0].started
        )
        _form_body(
            model, survey, blank, rng, (_identity_blank(model, survey), "number", True, True, "")
        )
        grids += [notes, model]
    for person in people:
        grid = Grid(f"{person.last[:20]} {person.number}")
        row = _identity(grid, survey, person)
        _form_body(grid, survey, person, rng, (row, style, True, True, ""))
        grids.append(grid)
    # Sheets carry the people's names: these may be told as places, never as words.
    known = planted(people) - {person.last for person in people}
    return Book(grids, known, groups(people), formats=FORMATS)


def _identity_blank(grid, survey):
    grid.put(1, 1, survey.say("Digital survey 2026", "Enquête numérique 2026"))
    grid.put(4, 1, survey.say("Name:", "Nom :"))
    grid.put(5, 1, survey.say("E-mail:", "Courriel :"))
    grid.put(6, 1, survey.function_title + " :")
    return 8


def teams(survey, people, rng, *, style="messy", titles="id"):
    """One sheet per team, each with its columns in another order."""
    grids = []
    size = rng.randint(1, max(1, len(people)))
    for number, start in enumerate(range(0, len(people), size), 1):
        grid = Grid(survey.say(f"Team {number}", f"Équipe {number}"))
        order = list(range(len(survey.questions)))
        rng.shuffle(order)
        asked = [survey.questions[n] for n in order]
        grid.line(1, ["respondent", survey.function_title])
        grid.line(1, [q.id if titles == "id" else q.text for q in asked], 3)
        for row, person in enumerate(people[start : start + size], 2):
            grid.line(row, [f"p{person.number}", survey.functions.get(person.function)])
            for column, n in enumerate(order, 3):
                question = survey.questions[n]
                value, outcome = written(survey, question, person.answers[n], style, rng)
                grid.put(row, column, value, truth_of(person, question, outcome))
        grids.append(grid)
    return Book(grids, set(), groups(people), formats=FORMATS)


def turned(survey, people, rng, *, style="number", average=True, ids=True):
    """Questions in rows, people in columns, and the average behind them."""
    grid = Grid(survey.say("Results", "Résultats"))
    lead = 2 if ids else 1
    grid.line(1, [survey.say("No.", "N°"), "Question"][2 - lead :])
    for column, person in enumerate(people, lead + 1):
        grid.put(1, column, f"R{person.number}")
    end = lead + len(people) + 1
    if average:
        grid.put(1, end, survey.say("Average", "Moyenne"))
    for row, question in enumerate(survey.questions, 2):
        grid.line(row, [question.id, question.text][2 - lead :])
        points = []
        for column, person in enumerate(people, lead + 1):
            given = person.answers[row - 2]
            value, outcome = written(survey, question, given, style, rng)
            grid.put(row, column, value, truth_of(person, question, outcome))
            points += [given] if isinstance(given, int) else []
        if average and points:
            grid.put(row, end, round(sum(points) / len(points), 2), Truth(None, "", LOST))
    return Book([grid], set(), {})


def long(survey, people, rng, *, style="number", ids=True):
    """One line per answer: who, what was asked, what was answered."""
    grid = Grid(survey.say("Data", "Données"))
    grid.line(1, survey.say(["Respondent", "Function", "Question", "Answer"],
                            ["Répondant", "Fonction", "Question", "Réponse"]))  # fmt: skip
    row = 1
    for person in people:
        for question, given in pairs(survey, person):
            value, outcome = written(survey, question, given, style, rng)
            if value is None:
                continue
            row += 1
            asked = question.id if ids else question.text
            grid.line(row, [f"p{person.number}", survey.functions.get(person.function), asked])
            grid.put(row, 4, value, truth_of(person, question, outcome))
    return Book([grid], set(), groups(people))


def spoiled_table(survey, people, rng, *, style="number", titles="id", personal=True):
    """A plain table under a title and blank rows, merged banners above, totals below."""
    grid = Grid(survey.say("Answers", "Réponses"))
    grid.put(1, 2, survey.say("Survey of March 2026", "Enquête de mars 2026"))
    grid.put(2, 2, survey.say("Confidential", "Confidentiel"))
    banner, head = 4, 5
    who = (
        [survey.say("Full name", "Nom et prénom"), survey.say("Phone", "Téléphone")]
        if personal
        else []
    )
    lead = ["id", survey.function_title, *who]
    grid.line(head, lead, 2)
    first = 2 + len(lead)
    last = first + len(survey.questions) - 1
    grid.put(banner, first, survey.say("Questions", "Questions posées"))
    if last > first:
        grid.merged.append((banner, first, banner, last))
    grid.line(head, [q.id if titles == "id" else q.text for q in survey.questions], first)
    for row, person in enumerate(people, head + 1):
        private = [person.name, person.phone] if personal else []
        grid.line(row, [f"p{person.number}", survey.functions.get(person.function), *private], 2)
        for column, (question, given) in enumerate(pairs(survey, person), first):
            value, outcome = written(survey, question, given, style, rng)
            grid.put(row, column, value, truth_of(person, question, outcome))
    _totals(grid, survey, people, (head + 1 + len(people) + rng.randint(0, 1), first))
    return Book([grid], planted(people), groups(people), text=Text(";", "cp1252", decimal=","))


def _totals(grid, survey, people, at):
    row, first = at
    grid.put(row, 2, survey.say("Average", "Moyenne"))
    grid.put(row + 1, 2, "Total")
    for column, question in enumerate(survey.questions, first):
        points = [p.answers[column - first] for p in people]
        points = [each for each in points if isinstance(each, int)]
        if points:
            nobody = Truth(None, question.id, LOST)
            grid.put(row, column, round(sum(points) / len(points), 2), nobody)
            grid.put(row + 1, column, sum(points), nobody)


def counts(survey, people, rng):
    """How many gave each answer: nobody's answers, whatever the numbers look like."""
    del rng
    grid = Grid(survey.say("Summary", "Synthèse"))
    points = range(survey.questions[0].min, survey.questions[0].max + 1)
    labels = survey.questions[0].labels
    grid.line(1, ["Question", *(labels.get(p, p) for p in points), "Total"])
    for row, question in enumerate(survey.questions, 2):
        grid.put(row, 1, question.text)
        given = [person.answers[row - 2] for person in people]
        for column, point in enumerate(points, 2):
            grid.put(row, column, given.count(point), Truth(None, "", LOST))
        grid.put(row, len(points) + 2, len(given), Truth(None, "", LOST))
    return Book([grid], refused=True)


def means(survey, people, rng, *, turned=False):
    """The mean of each department: numbers on the scale, and nobody's."""
    del people
    grid = Grid(survey.say("Means", "Moyennes"))
    departments = list(survey.functions.values())[: rng.randint(3, 6)]
    values = [
        [rng.randint(q.min * 10, q.max * 10) / 10 for _ in departments] for q in survey.questions
    ]
    values[0] = [q + 0.5 if q == int(q) and q < survey.questions[0].max else q for q in values[0]]
    values[0][0] = survey.questions[0].min + 1.3
    corner = survey.say("Department", "Service") if turned else "Question"
    grid.put(1, 1, corner)
    for n, question in enumerate(survey.questions, 2):
        grid.put(*((1, n) if turned else (n, 1)), question.text)
        for d, department in enumerate(departments, 2):
            grid.put(*((d, 1) if turned else (1, d)), department)
            place = (d, n) if turned else (n, d)
            grid.put(*place, values[n - 2][d - 2], Truth(None, "", LOST))
    return Book([grid], refused=True)


__all__ = [
    "counts", "form", "long", "means", "open_to", "plainly", "sheets", "spoiled_table", "teams",
    "turned",
]  # fmt: skip
