"""Tables that look sound and mean something else: nothing of them may be read as it stands."""

from tests.layouts.grid import LOST, OPEN, Book, Grid, Truth
from tests.layouts.handmade import FORMATS, bounds, pairs
from tests.layouts.people import plainly


def legend(survey, low, high):
    """Both ends of the scale in words, the right way round when ``low`` is the lower."""
    question = survey.questions[0]
    ends = question.labels[question.min], question.labels[question.max]
    return f"{low} = {ends[0]}, {high} = {ends[1]}"


def form(survey, people, rng, *, where="title", how="inverted"):
    """A form that says, in the title of the answers or above them, that its scale is another."""
    del rng
    low, high = bounds(survey)
    said = legend(survey, high, low)
    if how == "shifted":
        said = survey.say(f"from {low - 1} to {high - 1}", f"de {low - 1} à {high - 1}")
    return [_form(survey, person, said, where, how) for person in people]


def _form(survey, person, said, where, how):
    grid = Grid("Questionnaire")
    low, high = bounds(survey)
    answer = survey.say("Your answer", "Votre réponse")
    grid.put(1, 1, survey.say("Digital survey", "Enquête numérique"))
    if where == "above":
        grid.put(2, 1, survey.say(f"Please answer: {said}", f"Merci de répondre : {said}"))
    grid.line(4, ["Question", f"{answer} ({said})" if where == "title" else answer])
    for row, (question, given) in enumerate(pairs(survey, person), 5):
        grid.put(row, 1, question.text)
        if isinstance(given, int):
            value = low + high - given if how == "inverted" else given - 1
            grid.put(row, 2, value, Truth(person.number, question.id, LOST))
    return Book([grid], formats=FORMATS)


def marks(survey, people, rng):
    """Ticks under points that begin at zero."""
    del rng
    low, high = bounds(survey)
    made = []
    for person in people:
        grid = Grid("Questionnaire")
        grid.line(1, ["Question", *range(low - 1, high)])
        for row, (question, given) in enumerate(pairs(survey, person), 2):
            grid.put(row, 1, question.text)
            if isinstance(given, int):
                truth = Truth(person.number, question.id, LOST)
                grid.put(row, 2 + given - low, "x", truth)
        made.append(Book([grid], formats=FORMATS))
    return made


def table(survey, people, rng):
    """A plain table below a line that turns the scale round."""
    del rng
    grid = Grid("S")
    low, high = bounds(survey)
    grid.put(1, 1, survey.say("Scale: ", "Échelle : ") + legend(survey, high, low))
    grid.line(3, ["id", *(question.id for question in survey.questions)])
    for row, person in enumerate(people, 4):
        grid.put(row, 1, f"p{person.number}")
        for column, (question, given) in enumerate(pairs(survey, person), 2):
            if isinstance(given, int):
                truth = Truth(person.number, question.id, LOST)
                grid.put(row, column, low + high - given, truth)
    return Book([grid])


def stacked(survey, people, rng):
    """Two tables one below the other, the second with its questions in another order."""
    grid = Grid("S")
    order = list(range(len(survey.questions)))
    row = 0
    for part in (people[::2], people[1::2]):
        row += 1
        grid.line(row, ["id", *(survey.questions[n].id for n in order)])
        for person in part:
            row += 1
            grid.put(row, 1, f"p{person.number}")
            for column, n in enumerate(order, 2):
                question, given = survey.questions[n], person.answers[n]
                value = None if given is None else plainly(question, given, "number")
                if isinstance(given, int):
                    grid.put(row, column, value, Truth(person.number, question.id, OPEN, given))
        row += 1
        order = order[1:] + order[:1]
    del rng
    return Book([grid], formats=("xlsx", "xls", "ods", "csv"))


def departments(survey, people, rng):
    """Whole numbers per question and department: a mean, or one person each? Nobody can tell."""
    del people
    grid = Grid("S")
    names = list(survey.functions.values())[: rng.randint(3, 5)]
    grid.line(1, ["Question", *names])
    for row, question in enumerate(survey.questions, 2):
        grid.put(row, 1, question.text)
        for column, _ in enumerate(names, 2):
            value = rng.randint(question.min, question.max)
            grid.put(row, column, value, Truth(None, question.id, LOST))
    return Book([grid])


def told_once(survey, people, rng, *, layout):
    """Answers whose legend, the wrong way round, stands in one title that belongs to them all."""
    low, high = bounds(survey)
    said = f" ({legend(survey, high, low)})"
    book = layout(survey, people, rng)
    grid = book.grids[0]
    marks = ("How far do you agree?", "Êtes-vous d’accord ?", "Answer", "Réponse", "Question")
    titles = [place for place, value in grid.cells.items() if place[0] == 1 and value in marks]
    grid.cells[titles[-1]] += said
    # SurveyMonkey asks its first questions without the legend.
    spared = titles[-1][1] if grid.cells[1, 1] == "Respondent ID" else 0
    for place, truth in grid.truth.items():
        if truth.outcome == "" and place[1] >= spared:
            grid.cells[place] = low + high - truth.point
            grid.truth[place] = Truth(truth.person, truth.item, LOST)
        elif place[1] >= spared:
            grid.truth[place] = Truth(truth.person, truth.item, OPEN, truth.point)
    return book
