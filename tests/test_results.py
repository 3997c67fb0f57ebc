"""The workbook of results: what may be shown, no formula, nothing masked, fit to print."""

import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import load_workbook
from tests import pseudo, samples
from tests.reports import file_of, published, report_from, report_of, written

from maturity.errors import problem_codes
from maturity.instrument.model import Attribute, Choice, Text
from maturity.language import LANGUAGES, Language, entries
from maturity.story.edition import Brand, Edition
from maturity.writers.results.columns import KINDS, decimals, kept

HOSTILE = ("=1+1", "+A1", "@x", "-2+3", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "\t=1")
BRAND = Brand("Cabinet Alizé & Cie", "alize.example", "#801650", "#28A197")


@pytest.fixture(scope="module")
def asked():
    return samples.instrument(dimensions=3, practices=2, items=2, functions=4)


def sheets(path):
    return load_workbook(path)


def shown(value, places=1):
    """A number as a workbook holds it: as many decimals as it may show, and no more."""
    rounded = np.round(value, places).tolist()
    return pytest.approx(tuple(rounded) if isinstance(value, tuple) else rounded, abs=1e-12)


def rows(sheet):
    """The rows of a tidy sheet, by the titles of its columns."""
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def title(column, language="en"):
    return Language(language)(f"results.column.{column}.title")


def name(key, language="en"):
    return Language(language)(f"results.sheet.{key}.name")


@pytest.fixture(scope="module")
def paths(asked):
    """The workbook of a small questionnaire, by language."""
    told = samples.assessment(asked)
    return {
        code: written(report_from(asked, told, code, FILE_EMPTY=2), "xlsx") for code in LANGUAGES
    }


@pytest.fixture(scope="module")
def path(paths):
    return paths["en"]


@pytest.fixture(scope="module")
def book(path):
    return sheets(path)


# The numbers


def test_cells_hold_full_doubles_as_the_assessment_does():
    book, told = sheets(file_of("lumera", "fr", "xlsx")), published("lumera", "fr")
    dimensions = rows(book[name("dimensions", "fr")])
    for row, each in zip(dimensions, told["dimensions"], strict=True):
        low, high = each["interval"]
        assert row[title("score_100", "fr")] == shown(each["score_100"])
        assert row[title("score", "fr")] == shown(each["score"], 2)
        assert (row[title("low_100", "fr")], row[title("high_100", "fr")]) == shown((low, high))
        assert row[title("level", "fr")] == each["level"]
        assert row[title("dont_know_rate", "fr")] == shown(each["dont_know_rate"], 15)
    practices = rows(book[name("practices", "fr")])
    scores = sorted(row[title("score_100", "fr")] for row in practices)
    assert scores == shown(sorted(each["score_100"] for each in told["practices"]))


def test_every_function_and_dimension_has_its_row(asked, book):
    told = samples.assessment(asked)
    found = {
        (row[title("group_label")], row[title("dimension_label")]): row[title("score_100")]
        for row in rows(book[name("functions")])
    }
    labels = {each.id: each.label.in_language("en") for each in asked.dimensions}
    functions = dict(samples.FUNCTIONS)
    expected = {
        (functions[group.id][0], labels[dimension]): round(score, 1)
        for group in told.groups
        for dimension, score in group.dimensions.items()
    }
    assert found == expected


def test_the_answers_of_a_question_add_up_to_those_who_gave_one(book):
    for row in rows(book[name("answers")]):
        points = [count for head, count in row.items() if re.match(r"\d – ", head)]
        assert len(points) == 5
        assert sum(points) == row["n"]


def test_questions_on_another_scale_have_a_sheet_of_their_own(asked):
    other = samples.scale(0, 20, labelled=False)
    first, *rest = asked.dimensions
    turned = tuple(replace(item, scale=other) for item in first.items)
    practices = tuple(
        replace(practice, items=tuple(each for each in turned if each.practice == practice.id))
        for practice in first.practices
    )
    first = replace(first, items=turned, practices=practices)
    mixed = replace(asked, dimensions=(first, *rest))
    book = sheets(written(report_from(mixed, samples.assessment(mixed)), "xlsx"))
    wide = rows(book[name("answers")])[0]
    assert {"0–2", "19–20"} <= {str(head).replace(" ", "") for head in wide} or len(wide) > 12
    assert f"{name('answers')} 2" in book.sheetnames


@pytest.mark.parametrize("code", LANGUAGES)
def test_formats_follow_the_language_and_leave_the_decimal_mark_to_excel(paths, code):
    book = sheets(paths[code])
    sheet = book[name("dimensions", code)]
    heads = [cell.value for cell in sheet[1]]
    formats = {
        column: sheet.cell(2, heads.index(title(column, code)) + 1).number_format
        for column in ("score_100", "dont_know_rate", "score", "n")
    }
    percent = '0"\u202f"%' if code == "fr" else "0%"
    assert formats == {
        "score_100": "0", "dont_know_rate": percent, "score": "0.00", "n": "#,##0"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("score", "places"),
    [(58.2, 0), (57.46, 1), (62.5, 1), (59.7, 1), (60.0, 0), (0.0, 0), (100.0, 0)],
)
def test_a_score_is_shown_as_the_report_prints_it(asked, score, places):
    story = report_from(asked, samples.assessment(asked)).story
    assert decimals(score, story) == places


@pytest.mark.parametrize("score", [59.96, 19.999, 79.95, 60.0, 58.24])
def test_a_cell_holds_a_tenth_of_a_score_and_never_lifts_it_over_a_cut(asked, score):
    story = report_from(asked, samples.assessment(asked)).story
    held = kept("score", score, story)
    assert held == round(held, 1)
    assert abs(held - score) < 0.1
    assert story.level_of(held) is story.level_of(score)


# What is masked


def hatched(cell):
    return cell.fill.patternType == "lightUp"


def test_a_masked_function_is_a_hatched_word_and_no_number():
    book = sheets(file_of("lumera", "fr", "xlsx"))
    masked = [each for each in published("lumera", "fr")["groups"] if each["suppressed"]]
    sheet = book[name("functions", "fr")]
    lines = [line for line in sheet.iter_rows(min_row=2) if hatched(line[2])]
    assert len({line[0].value for line in lines}) == len(masked) > 0
    for line in lines:
        assert {cell.value for cell in line[2:]} == {"masqué"}
        assert all(hatched(cell) for cell in line[2:])


def test_where_everybody_is_masked_there_is_no_figure_of_anybody(asked):
    path = written(report_from(asked, samples.nobody(asked)), "xlsx")
    book = sheets(path)
    scored = {title(column) for column, kind in KINDS.items() if kind not in {"count", "amount"}}
    numbers = [
        (sheet.title, head, value)
        for sheet in book
        if sheet.title not in {name("front"), name("method"), name("glossary")}
        for row in rows(sheet)
        for head, value in row.items()
        if head in scored and isinstance(value, int | float) and head != title("target")
    ]
    assert numbers == []
    assert name("charts") not in book.sheetnames
    assert "masked" in {row[title("score_100")] for row in rows(book[name("dimensions")])}
    words = {cell.value for line in book[name("front")].iter_rows() for cell in line}
    assert Language("en")("results.front.nothing") in words


def test_charts_draw_known_values_only_and_say_the_same_as_the_cells(asked):
    told = samples.assessment(asked)
    first, *others = told.dimensions
    gone = replace(first, score_100=None, score=None, level=None, interval=None)
    items = (replace(told.items[0], distribution=None, mean=None), *told.items[1:])
    reasons = {"/dimensions/0": "UNDER_K", "/items/0": "UNDER_K"}
    overall = replace(told.overall, minimum=None)
    parts = {"dimensions": (gone, *others), "items": items, "overall": overall}
    path = written(report_from(asked, replace(told, **parts, reasons=reasons)), "xlsx")
    book, drawn = sheets(path), 0
    for reference, cached in drawn_from(path):
        sheet, cells = reference.replace("'", "").replace("$", "").split("!")
        block = book[sheet][cells]
        lines = block if isinstance(block, tuple) else ((block,),)
        values = [cell.value for line in zip(*lines, strict=True) for cell in line]
        assert "masked" not in values
        if cached:  # of what has several columns, nothing is cached
            assert [float(each) for each in cached] == [each for each in values if each is not None]
            drawn += 1
    assert drawn == 2 + 5 * 3  # scores, targets; five answers to the questions of each dimension


def drawn_from(path):
    """Every range that a chart of the workbook draws, with the numbers it keeps of it."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if part.startswith("xl/charts/chart"):
                xml = package.read(part).decode()
                for body in re.findall(r"<c:val>(.*?)</c:val>", xml, re.DOTALL):
                    yield (
                        re.search(r"<c:f>(.*?)</c:f>", body)[1],
                        re.findall(r"<c:v>(.*?)</c:v>", body),
                    )


# What a client wrote


def test_no_text_becomes_a_formula_a_link_or_a_number(asked):
    choices = tuple(Choice(f"g{n}", Text(en=text)) for n, text in enumerate(HOSTILE))
    function = Attribute("function", Text(en=HOSTILE[0]), choices)
    first, *rest = asked.dimensions
    hostile = replace(first, label=Text(en=HOSTILE[0]), items=tuple(
        replace(item, text=Text(en=HOSTILE[1])) for item in first.items
    ))  # fmt: skip
    told = replace(asked, attributes=(function,), dimensions=(hostile, *rest))
    assessed = replace(samples.assessment(told), name=HOSTILE[4], wave=HOSTILE[3])
    edition = Edition(brand=replace(BRAND, name=HOSTILE[2]), confidentiality=HOSTILE[1])
    path = written(report_from(told, assessed, edition=edition), "xlsx")
    cells = [cell for sheet in sheets(path) for line in sheet.iter_rows() for cell in line]
    said = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert set(HOSTILE[:5]) <= said
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert all(link.location and not link.target for link in links)
    quoted = [cell for cell in cells if cell.value in HOSTILE and cell.row > 6]
    assert quoted
    assert all(cell.quotePrefix for cell in quoted if cell.fill.patternType is None)


def test_long_names_names_of_other_scripts_and_emoji_are_written_whole(asked):
    words = "مؤسسة 🏭 " + "Établissement " * 12
    told = replace(samples.assessment(asked), name=words)
    edition = Edition(brand=replace(BRAND, name=words), confidentiality=words * 3)
    book = sheets(written(report_from(asked, told, edition=edition), "xlsx"))
    assert book[name("front")]["B2"].value == words


# Sheets


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sheet_prints_across_with_titles_names_and_page_numbers(asked, paths, code):
    book = sheets(paths[code])
    report = report_from(asked, samples.assessment(asked), code)
    for sheet in book:
        front = sheet.title == name("front", code)
        assert sheet.page_setup.orientation == ("portrait" if front else "landscape")
        assert sheet.page_setup.paperSize in {"8", "9", 8, 9}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1) == 1
        assert report.story.title[:40] in sheet.oddHeader.left.text
        assert sheet.oddHeader.right.text.strip() == report.story.confidentiality
        assert sheet.oddFooter.right.text == "&P / &N"
        if not front and sheet.title != name("charts", code):
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.freeze_panes is not None


def test_sheet_names_are_short_distinct_and_in_the_readers_language(paths):
    names = {code: sheets(paths[code]).sheetnames for code in LANGUAGES}
    assert all(len(each) <= 31 for code in LANGUAGES for each in names[code])
    assert all(len(set(names[code])) == len(names[code]) for code in LANGUAGES)
    assert set(names["en"]) & set(names["fr"]) <= {"Dimensions", "Participation", "Questions"}


def test_tidy_sheets_begin_with_their_titles_and_can_be_filtered(book):
    for key in ("findings", "dimensions", "practices", "gaps", "functions", "questions", "trust"):
        sheet = book[name(key)]
        head = [cell.value for cell in sheet[1]]
        assert len(set(head)) == len(head) == sheet.max_column
        assert all(head)
        if sheet.max_row > 2:
            assert sheet.auto_filter.ref == sheet.dimensions


def test_nothing_is_hidden(path):
    book = sheets(path)
    for sheet in book:
        assert sheet.sheet_state == "visible"
        hidden = [n for n, each in sheet.column_dimensions.items() if each.hidden]
        assert hidden == []
        assert [n for n, each in sheet.row_dimensions.items() if each.hidden] == []
    with zipfile.ZipFile(path) as package:
        assert not [part for part in package.namelist() if "comments" in part or "vml" in part]


def test_charts_have_words_for_who_does_not_see_them(path):
    with zipfile.ZipFile(path) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        charts = [part for part in package.namelist() if re.match(r"xl/charts/chart\d+", part)]
    said = re.findall(r'descr="([^"]+)"', drawing)
    assert len(said) == len(charts) == 4
    assert all(len(text) > 40 for text in said)


def test_every_column_of_the_workbook_is_explained(book):
    explained = {row[title("column")] for row in rows(book[name("glossary")])}
    apart = {name(key) for key in ("front", "charts", "map", "glossary")}
    for sheet in book:
        if sheet.title not in apart:
            heads = {cell.value for cell in sheet[1]}
            points = {each for each in heads if re.match(r"\d – ", str(each))}
            assert heads - points <= explained, sheet.title


def test_every_problem_code_has_words_for_the_client():
    assert set(entries("results")["noted"]) == set(problem_codes())


def test_what_was_noted_is_counted_without_a_place(asked, book):
    noted = {row[title("noted")]: row[title("times")] for row in rows(book[name("noted")])}
    assert noted["Empty files"] == 2
    assert noted["Cells filled"] == samples.assessment(asked).cells["filled"]


# The plan


def test_the_plan_offers_statuses_takes_dates_and_leaves_room():
    book = sheets(file_of("lumera", "fr", "xlsx"))
    sheet = book[name("plan", "fr")]
    heads = [cell.value for cell in sheet[1]]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    kinds = {rule.type for rule in rules.values()}
    status = heads.index(title("status", "fr")) + 1
    column = [sheet.cell(row, status).value for row in range(2, sheet.max_row + 1)]
    planned = sum(value is not None for value in column)
    assert kinds == {"list", "date"}
    offered = next(rule.formula1 for rule in rules.values() if rule.type == "list")
    assert offered == '"À lancer,En cours,Terminé,Abandonné"'
    assert set(column[:planned]) == {"À lancer"}, "what is planned waits to begin, no more"
    assert [sheet.cell(row, 2).value for row in range(sheet.max_row - 9, sheet.max_row + 1)] == [
        None
    ] * 10
    assert all(str(sheet.max_row) in place for place in rules)


def test_the_plan_follows_the_roadmap_and_names_what_is_left_out():
    from maturity.story.advice import recommendations, roadmap

    story = report_of("lumera", "fr").story
    found = rows(sheets(file_of("lumera", "fr", "xlsx"))[name("plan", "fr")])
    proposed = [row for row in found if row[title("action", "fr")]]
    plan = roadmap(story)
    planned = [story.text(each.recommendation.action.title) for each in plan.scheduled]
    assert len(proposed) == len(recommendations(story))
    assert {row[title("action", "fr")] for row in proposed[: len(planned)]} == set(planned)
    later = Language("fr")("results.plan.later")
    assert {row[title("period", "fr")] for row in proposed[len(planned) :]} <= {later}


# Editions


@pytest.mark.parametrize(
    ("audience", "absent"),
    [
        ("all-staff", ("findings", "plan", "map", "functions", "gaps", "questions", "method")),
        ("executive", ("map", "functions", "questions", "answers", "noted")),
    ],
)
def test_an_edition_holds_what_its_pages_show(audience, absent):
    book = sheets(file_of("lumera", "fr", "xlsx", audience))
    assert not {name(key, "fr") for key in absent} & set(book.sheetnames)
    assert name("dimensions", "fr") in book.sheetnames


def test_what_goes_to_everybody_names_no_function():
    book = sheets(file_of("lumera", "fr", "xlsx", "all-staff"))
    story = report_of("lumera", "fr").story
    names = {story.group_label(each.id) for each in story.assessment.groups}
    texts = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [text for text in texts for each in names if re.search(rf"\b{each}\b", text)] == []


def test_the_consultancy_is_on_the_workbook(asked):
    path = written(
        report_from(asked, samples.assessment(asked), edition=Edition(brand=BRAND)), "xlsx"
    )
    book = sheets(path)
    assert book.properties.creator == BRAND.name
    assert book.properties.title.startswith("Digital maturity assessment – Lumera")
    assert book[name("dimensions")]["A1"].fill.fgColor.rgb == "FF801650"
    assert BRAND.name.replace("&", "&&") in book[name("dimensions")].oddFooter.left.text


# Bytes and words


def test_equal_reports_give_equal_bytes_without_a_date(asked):
    first, second = (
        written(report_from(asked, samples.assessment(asked)), "xlsx").read_bytes()
        for _ in range(2)
    )
    assert first == second
    assert b"2000-01-01T00:00:00Z" in zipfile.ZipFile(written(
        report_from(asked, samples.assessment(asked)), "xlsx"
    )).read("docProps/core.xml")  # fmt: skip


def test_every_word_comes_from_a_catalogue_or_the_questionnaire(asked, monkeypatch):
    pseudo.speak(monkeypatch)
    path = written(report_from(asked, samples.assessment(asked)), "xlsx")
    texts = [
        cell.value
        for sheet in sheets(path)
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str)
    ]
    own = ("Lumera", "2026-spring", "Les silos", *(item.id for item in asked.items))
    assert pseudo.untranslated([*texts, *sheets(path).sheetnames], *own) == {}
    assert len(texts) > 300
