"""Exports of survey tools with one row of titles, and SurveyMonkey's two.

Microsoft Forms, Google Forms, SurveyMonkey, Typeform and Sphinx, rebuilt from what they are known
to write; nothing here was copied from a reader.
"""

from tests.layouts.grid import ANSWERED, LOST, OPEN, Book, Grid, Text, Truth
from tests.layouts.people import not_taken, open_to, plainly, truth_of, written

NBSP = "\N{NO-BREAK SPACE}"
FORMS = {
    "en": ("ID", "Start time", "Completion time", "Email", "Name"),
    "fr": ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"),
}
LAST_CHANGE = {"en": "Last modified time", "fr": "Heure de la dernière modification"}
QUIZ = {"en": ("Total points", "Quiz feedback"), "fr": ("Total points", "Quiz feedback")}
TOOLS = ("CRM;ERP;", "CRM;", "ERP;Intranet;")


def planted(people):
    return {word for person in people for word in person.personal}


def groups(people):
    return {person.number: person.function or None for person in people}


def microsoft(survey, people, rng, *, style="label", anonymous=False, quiz=False, named=False):
    """Microsoft Forms: a block of details, then questions whose titles end in no-break spaces."""
    grid = Grid(rng.choice(["Sheet1", "Form1"]))
    titles = [*FORMS[survey.language]]
    if rng.random() < 0.5:
        titles.append(LAST_CHANGE[survey.language])
    details = len(titles)
    titles += QUIZ[survey.language] if quiz else ()
    columns = {}
    ends = rng.choice(["", NBSP, NBSP * 2, " "])
    titles.append(survey.function_title + ends)
    for question in survey.questions:
        titles.append(question.text + ends)
        columns[question.id] = len(titles)
        titles += [f"Points - {question.text}", f"Feedback - {question.text}"] if quiz else []
    comment = len(titles) + 1
    titles += [survey.comment_title + ends]
    tools = len(titles) + 1
    titles += [survey.say("Which tools do you use?", "Quels outils utilisez-vous ?") + ends]
    # Excel's table gives a second "Name" a digit.
    titles += [survey.say("Name2", "Nom2")] if named else []
    grid.line(1, titles)
    for row, person in enumerate(people, 2):
        _microsoft_details(grid, row, person, details, anonymous=anonymous)
        first = details + 1 + (2 if quiz else 0)
        if quiz:
            grid.put(row, details + 1, rng.randint(0, 5))
        grid.put(row, first, survey.functions.get(person.function))
        for question, answer in zip(survey.questions, person.answers, strict=True):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, columns[question.id], value, truth_of(person, question, outcome))
            if quiz:
                grid.put(row, columns[question.id] + 1, rng.randint(0, 5))
        grid.put(row, comment, person.comment)
        grid.put(row, tools, rng.choice(TOOLS), Truth(person.number, "", LOST))
        if named:
            grid.put(row, len(titles), person.name)
    text = Text(";", "cp1252") if survey.language == "fr" else Text()
    return Book([grid], planted(people), groups(people), text=text)


def _microsoft_details(grid, row, person, details, *, anonymous):
    who = ("anonymous", None) if anonymous else (person.email, person.name)
    grid.line(row, [row - 1, person.started, person.finished, *who])
    if details == 6:
        grid.put(row, 6, person.finished)


def google(survey, people, rng, *, style="number", matrix=False, score=False, edited=False):
    """Google Forms: two details made by the tool, then questions; a grid's rows in brackets."""
    french = survey.language == "fr"
    grid = Grid("Réponses au formulaire 1" if french else "Form Responses 1")
    stem = survey.say(
        "How far do you agree with the following?", "Êtes-vous d’accord avec ce qui suit ?"
    )
    titles = ["Horodateur", "Adresse e-mail"] if french else ["Timestamp", "Email Address"]
    titles += ["Score"] if score else []
    titles.append(survey.function_title)
    first = len(titles) + 1
    titles += [f"{stem} [{q.text}]" if matrix else q.text for q in survey.questions]
    comment = len(titles) + 1
    titles.append(survey.comment_title)
    # A question edited in the live form goes on in a second column with the same title.
    titles += [titles[first - 1]] if edited else []
    grid.line(1, titles)
    for row, person in enumerate(people, 2):
        grid.line(row, [person.started, person.email, *(["14 / 20"] if score else [])])
        grid.put(row, first - 1, survey.functions.get(person.function))
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True)
        ):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, first + place, value, truth_of(person, question, outcome))
        grid.put(row, comment, person.comment)
        if edited:
            question = survey.questions[0]
            grid.put(row, comment + 1, question.max, not_taken(person, question))
    moment = "%d/%m/%Y %H:%M:%S" if french else "%Y/%m/%d %I:%M:%S %p GMT+1"
    return Book([grid], planted(people), groups(people), text=Text(newline="\n", moment=moment))


MONKEY = (
    "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
    "First Name", "Last Name", "Custom Data 1",
)  # fmt: skip


def surveymonkey(survey, people, rng, *, style="label", expanded=False):
    """SurveyMonkey, all individual responses: questions above, statements or choices below."""
    french = survey.language == "fr"
    grid = Grid("Sheet")
    grid.line(1, MONKEY)
    grid.line(2, ["Réponse" if french else "Response"], len(MONKEY) + 1)
    grid.put(1, len(MONKEY) + 1, survey.function_title)
    column = len(MONKEY) + 2
    places = {}
    # Half of the questions are a matrix, whose title stands above its first column only.
    split = len(survey.questions) // 2
    stem = survey.say("How far do you agree?", "Êtes-vous d’accord ?")
    for place, question in enumerate(survey.questions):
        if expanded:
            choices = [p for p in range(question.min, question.max + 1) if p in question.labels]
            grid.put(1, column, question.text)
            grid.line(2, [question.labels[point] for point in choices], column)
            places[question.id] = {point: column + n for n, point in enumerate(choices)}
            column += len(choices)
            continue
        title, below = (
            (question.text, "Réponse" if french else "Response")
            if place < split
            else (stem if place == split else None, question.text)
        )
        grid.put(1, column, title)
        grid.put(2, column, below)
        places[question.id] = column
        column += 1
    grid.put(1, column, survey.comment_title)
    grid.put(2, column, "Réponse ouverte" if french else "Open-Ended Response")
    for row, person in enumerate(people, 3):
        _monkey_row(grid, row, (survey, person, places, column), style, rng)
    return Book([grid], planted(people), groups(people), text=Text(moment="%m/%d/%Y %H:%M:%S"))


def _monkey_row(grid, row, what, style, rng):
    survey, person, places, comment = what
    grid.line(
        row,
        [114900330067 + person.number, 436228068, person.started, person.finished, person.ip,
         person.email, person.first, person.last],
    )  # fmt: skip
    grid.put(row, len(MONKEY) + 1, survey.functions.get(person.function))
    for question, answer in zip(survey.questions, person.answers, strict=True):
        place = places[question.id]
        if not isinstance(place, dict):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, place, value, truth_of(person, question, outcome))
        elif answer in place:
            grid.put(
                row,
                place[answer],
                plainly(question, answer, style),
                open_to(person, question, answer),
            )
    grid.put(row, comment, person.comment)


def typeform(survey, people, rng, *, style="number"):
    """Typeform: a token first, network and dates in UTC last, one column per choice."""
    grid = Grid("Worksheet")
    titles = ["#", survey.function_title, *(question.text for question in survey.questions)]
    choices = len(titles) + 1
    titles += ["CRM", "ERP", survey.comment_title, "Response Type", "Start Date (UTC)",
               "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]  # fmt: skip
    grid.line(1, titles)
    for row, person in enumerate(people, 2):
        grid.line(row, [f"k{person.number:x}zq8w1m", survey.functions.get(person.function)])
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), 3
        ):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, place, value, truth_of(person, question, outcome))
        if rng.random() < 0.5:
            grid.put(row, choices, "CRM", Truth(person.number, "", LOST))
        tail = [person.comment, "completed", person.started, None, person.finished,
                f"{person.number:x}f00dcafe1", None]  # fmt: skip
        grid.line(row, tail, choices + 2)
    return Book([grid], planted(people), groups(people), text=Text(newline="\n"))


def sphinx(survey, people, rng, *, style="label"):
    """Sphinx: observations and questions are numbered, several answers are joined or split."""
    grid = Grid("Feuille1")
    grid.line(1, ["N°Obs", "LANG_SAISIE", f"1. {survey.function_title}"])
    for place, question in enumerate(survey.questions):
        grid.put(1, 4 + place, f"{2 + place}. {question.text}")
    after = 4 + len(survey.questions)
    number = 2 + len(survey.questions)
    grid.line(
        1, [f"{number}. Outils_1", f"{number}. Outils_2", f"{number + 1}. Commentaire"], after
    )
    for row, person in enumerate(people, 2):
        grid.line(row, [row - 1, survey.language.upper(), survey.functions.get(person.function)])
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True)
        ):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, 4 + place, value, truth_of(person, question, outcome))
        grid.put(row, after, "CRM", Truth(person.number, "", LOST))
        grid.put(row, after + 2, person.comment)
    return Book([grid], planted(people), groups(people), text=Text(";", "cp1252"))


def plain(survey, people, rng, *, style="messy", titles="id"):
    """A table as the contract describes it, and as people soil it."""
    grid = Grid("Answers")
    heads = [q.id if titles == "id" else q.text for q in survey.questions]
    grid.line(1, ["respondent", "function", *heads, "comment"])
    for row, person in enumerate(people, 2):
        grid.line(row, [f"p{person.number}", survey.functions.get(person.function)])
        for place, (question, answer) in enumerate(
            zip(survey.questions, person.answers, strict=True), 3
        ):
            value, outcome = written(survey, question, answer, style, rng)
            grid.put(row, place, value, truth_of(person, question, outcome))
        grid.put(row, 3 + len(heads), person.comment)
    return Book([grid], set(), groups(people))


__all__ = [
    "ANSWERED", "OPEN", "google", "microsoft", "plain", "sphinx", "surveymonkey", "typeform",
]  # fmt: skip
