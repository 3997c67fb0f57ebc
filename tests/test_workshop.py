"""The workshop: what is contested, two hours, cards to vote with, and minutes that come back."""

from dataclasses import replace

import docx
import openpyxl
import pytest
from tests import samples
from tests.commands import ROOT, climate

from maturity.assess import assess
from maturity.engagement import load_engagement
from maturity.engagement.edition import edition_of
from maturity.errors import EngagementError
from maturity.instrument import Text
from maturity.instrument.knowledge import Anchor
from maturity.language import LANGUAGES, Language
from maturity.readers import files_below
from maturity.story import Story
from maturity.story.blocks import Bullets, Chart, Paragraph, Section, Table, Tiles, plain
from maturity.story.edition import Agreed, Edition
from maturity.story.sections.agreed import agreed
from maturity.story.workshop import contested, on_the_agenda, to_agree, workshop
from maturity.story.workshop.agenda import MINUTES, agenda, slots
from maturity.workshop import agreed_json, make_workshop
from maturity.writers.minutes import Line, Minutes, seal, write_minutes

EVERY = pytest.mark.parametrize("language", LANGUAGES)
CALM = {"polarised": False, "beyond_chance": True, "consensus": 0.8}


def asked():
    return samples.instrument(dimensions=2, functions=3)


def told(language="en", items=None, questions=None, **changes):
    questions = questions or asked()
    found = samples.assessment(questions)
    scores = tuple(
        replace(each, **{**CALM, **(items or {}).get(each.id, {})}) for each in found.items
    )
    changes = {"items": scores, "gaps": ()} | changes
    return Story(replace(found, **changes), questions, Language(language))


def ids(found):
    return [each.score.id for each in found]


def scored(questions):
    return [each.id for each in questions.items if each.weight]


# What is contested


def test_nothing_is_contested_where_nobody_stands_apart():
    assert contested(told()) == ()


@pytest.mark.parametrize(
    ("found", "signs"),
    [
        ({"polarised": True, "beyond_chance": False}, ("camps",)),
        ({"beyond_chance": False}, ("chance",)),
        ({"polarised": None, "beyond_chance": None}, ()),
    ],
)
def test_a_statement_is_contested_by_camps_or_by_chance(found, signs):
    item = scored(asked())[1]
    assert [each.signs for each in contested(told(items={item: found}))] == ([signs] * bool(signs))


def test_a_gap_between_two_sides_counts_only_as_a_finding():
    questions = asked()
    item = scored(questions)[0]
    gap = samples.gap("item", item, "function", ("it", "sales"), (75.0, 28.0), finding=True)
    (one,) = contested(told(gaps=(gap,)))
    assert (one.score.id, one.signs) == (item, ("apart",))
    # 47 points between the sides, and 20 hundredths that consensus lacks
    assert one.heat == pytest.approx(47 + 20)
    assert contested(told(gaps=(replace(gap, finding=False),))) == ()


def test_the_five_hottest_come_first_and_equals_in_the_order_asked():
    names = scored(asked())
    consensus = dict(zip(names, (0.5, 0.3, 0.5, 0.6, 0.2, 0.9), strict=False))
    items = {n: {"polarised": True, "consensus": c} for n, c in consensus.items()}
    expected = sorted(consensus, key=lambda n: (consensus[n], names.index(n)))[:5]
    assert ids(contested(told(items=items))) == expected


def test_what_is_masked_or_not_scored_is_never_contested():
    item = scored(asked())[0]
    story = told(items={item: {"polarised": True, "distribution": None, "n": 0}})
    assert contested(story) == ()


# Practices


def practices(story, **intervals):
    return tuple(
        replace(each, score_100=50.0, interval=intervals.get(each.id, (48.0, 52.0)))
        for each in story.assessment.practices
    )


def test_practices_are_agreed_on_by_dispute_then_by_doubt_then_where_nothing_is_shown():
    base = told()
    names = [each.id for each in base.assessment.practices]
    disputed = base.instrument.items[0].practice
    others = [name for name in names if name != disputed]
    intervals = {others[0]: (38.0, 52.0), others[1]: (30.0, 65.0)}
    found = [
        replace(each, score_100=None, interval=None) if each.id == others[2] else each
        for each in practices(base, **intervals)
    ]
    story = told(items={base.instrument.items[0].id: {"polarised": True}}, practices=tuple(found))
    assert [(each.score.id, each.why) for each in to_agree(story)] == [
        (disputed, "disputed"),
        (others[1], "uncertain"),
        (others[0], "uncertain"),
        (others[2], "masked"),
    ]


def test_a_practice_whose_level_is_sure_needs_no_agreement():
    base = told()
    assert to_agree(told(practices=practices(base))) == ()


# Two hours


@pytest.mark.parametrize("hot", [0, 1, 3, 9])
@pytest.mark.parametrize("doubtful", [0, 1, 4])
def test_the_meeting_takes_two_hours_whatever_there_is_to_discuss(hot, doubtful):
    base = told()
    names = [each.id for each in base.assessment.practices][:doubtful]
    wide = practices(base, **dict.fromkeys(names, (20.0, 80.0)))
    items = {name: {"polarised": True} for name in scored(base.instrument)[:hot]}
    story = told(items=items, practices=wide)
    assert sum(each.minutes for each in slots(story)) == MINUTES
    assert all(each.minutes > 0 for each in slots(story))
    rows = agenda(story).rows
    assert rows[0][0] == "0:00\u00a0–\u00a00:10"
    assert rows[-1][0].endswith("2:00")


def words(blocks):
    for block in blocks:
        match block:
            case Section():
                yield block.title
                yield from words(block.blocks)
            case Paragraph():
                yield plain(block.text)
            case Bullets():
                yield from map(plain, block.lines)
            case Table():
                yield from (block.caption, block.note, *block.header)
                yield from (cell for row in block.rows for cell in row)
            case Tiles():
                yield from (t for tile in block.tiles for t in (tile.label, tile.value))
            case Chart():
                yield from (block.title, block.caption, block.alt)


@EVERY
def test_each_contested_statement_has_a_page_with_both_sides_and_questions(language):
    questions = asked()
    item = questions.items[0]
    gap = samples.gap("item", item.id, "function", ("it", "sales"), (75.0, 28.0), finding=True)
    story = told(language, gaps=(gap,))
    (page,) = (each for each in workshop(story) if each.id.startswith("contested"))
    said = " ".join(words((page,)))
    assert story.item_text(item.id).rstrip(".") in said
    assert "75" in said
    assert "28" in said
    assert all(story.text(each) in said for each in story.practice(item.practice).interview)


@EVERY
def test_everybody_gets_a_card_per_practice_with_every_level_in_words(language):
    base = told(language)
    practice = base.assessment.practices[0].id
    story = told(language, practices=practices(base, **{practice: (20.0, 80.0)}))
    (cards,) = (each for each in workshop(story) if each.id == "cards")
    (card,) = (each for each in cards.blocks if isinstance(each, Section))
    (table,) = card.blocks
    assert card.title == story.practice_label(practice)
    assert [row[0] for row in table.rows[:-1]] == [
        story.numbered(level) for level in story.instrument.levels
    ]
    assert table.rows[-1][1].split() == [
        word for level in story.instrument.levels for word in ("☐", str(level.number))
    ]


def test_a_card_says_what_one_would_see_where_the_questionnaire_knows():
    questions = asked()
    practice = next(iter(questions.practices))
    rubric = tuple(Anchor(n, Text(en=f"Seen at {n}"), (), ()) for n in range(1, 6))
    dimensions = tuple(
        replace(
            each,
            practices=tuple(
                replace(p, rubric=rubric) if p.id == practice.id else p for p in each.practices
            ),
        )
        for each in questions.dimensions
    )
    questions = replace(questions, dimensions=dimensions)
    base = told(questions=questions)
    wide = practices(base, **{practice.id: (20.0, 80.0)})
    said = [*words(workshop(told(questions=questions, practices=wide)))]
    assert {f"Seen at {n}" for n in range(1, 6)} <= set(said)


@EVERY
def test_nothing_masked_reaches_the_workshop(language):
    found = samples.nobody(asked())
    story = Story(found, asked(), Language(language))
    pages = workshop(story)
    assert contested(story) == ()
    assert {each.why for each in to_agree(story)} <= {"masked"}
    assert not [each for page in pages for each in page.blocks if isinstance(each, Chart)]


def test_a_questionnaire_without_practices_has_a_workshop_all_the_same(tmp_path):
    instrument, answers = climate(tmp_path / "c")
    result = assess(answers, instrument=str(instrument), language="en")
    (pages,) = make_workshop(result, tmp_path / "pack")
    assert "Agenda" in [p.text for p in docx.Document(pages).paragraphs]


# The minutes


@pytest.fixture
def sheet(tmp_path):
    """Write an organisation with minutes; fill cells of the sheet; return its folder."""

    def make(cells=(), *, folder="", wave="2026", decisions="", of="Hospital"):
        (tmp_path / "engagement.yaml").write_text("name: Hospital\n", encoding="utf-8")
        if decisions:
            (tmp_path / "decisions.yaml").write_text(decisions, encoding="utf-8")
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        lines = tuple(
            Line(each.id, each.id, each.dimension, "50", "3. Structured", "open")
            for each in asked().practices
        )
        levels = tuple((str(n), f"level {n}") for n in range(1, 6))
        file = place / "minutes.xlsx"
        write_minutes(file, Minutes(of, wave, wave, lines, levels), Language("en"))
        book = openpyxl.load_workbook(file)
        for cell, value in dict(cells).items():
            book.worksheets[0][cell] = value
        book.save(file)
        return tmp_path

    return make


def in_wave(folder, wave="2026"):
    engagement = load_engagement(folder / "engagement.yaml")
    return edition_of(engagement, wave, language="en").agreed


PRACTICES = [each.id for each in asked().practices]
FILLED = {"G5": 3, "H5": "The calendar shows it", "I5": "Head of IT"}


@pytest.mark.parametrize("folder", ["", "2026"])
def test_agreed_levels_come_back_from_either_place(sheet, folder):
    found = in_wave(sheet(FILLED, folder=folder))
    assert found == (Agreed(PRACTICES[0], 3, "The calendar shows it", "Head of IT"),)


def test_a_sheet_is_about_the_wave_it_was_written_for(sheet):
    assert in_wave(sheet(FILLED), "2027") == ()


def test_a_sheet_in_a_waves_folder_is_about_that_wave(sheet):
    folder = sheet(FILLED, folder="2027", wave="2027")
    assert in_wave(folder, "2026") == ()
    assert len(in_wave(folder, "2027")) == 1


def test_a_sheet_of_another_wave_is_refused_in_a_waves_folder(sheet):
    with pytest.raises(EngagementError) as caught:
        in_wave(sheet(FILLED, folder="2027", wave="2026"), "2027")
    assert "2027/minutes.xlsx belongs to the wave “2026”" in str(caught.value)


@pytest.mark.parametrize("folder", ["", "2026"])
def test_a_sheet_of_another_organisation_is_refused_unread(sheet, folder):
    with pytest.raises(EngagementError) as caught:
        in_wave(sheet(FILLED, folder=folder, of="Rival"))
    for language in LANGUAGES:
        said = caught.value.message(Language(language))
        assert "minutes.xlsx" in said
        assert "Rival" in said
        assert "Hospital" in said
        assert FILLED["H5"] not in said


def test_an_organisation_may_be_spelt_otherwise_but_not_renamed(sheet):
    folder = sheet(FILLED, of="HÔPITAL  Nord")
    (folder / "engagement.yaml").write_text("name: Hôpital Nord\n", encoding="utf-8")
    assert len(in_wave(folder)) == 1
    (folder / "engagement.yaml").write_text("name: Clinic\n", encoding="utf-8")
    with pytest.raises(EngagementError, match="same organisation under a new name"):
        in_wave(folder)


def test_an_organisation_without_a_name_goes_by_its_folder(sheet, tmp_path):
    folder = sheet(FILLED, of=tmp_path.name, decisions="exclusions: []\n")
    (folder / "engagement.yaml").unlink()
    assert len(in_wave(folder)) == 1


def test_a_sheet_that_does_not_say_whose_it_is_is_refused(sheet):
    folder = sheet(FILLED)
    book = openpyxl.load_workbook(folder / "minutes.xlsx")
    del book.custom_doc_props["maturity_organization"]
    book.save(folder / "minutes.xlsx")
    with pytest.raises(EngagementError, match="does not say which organisation"):
        in_wave(folder)


def test_a_line_whose_id_or_name_was_changed_is_refused_with_its_cell(sheet):
    other = PRACTICES[1]
    for cells in ({"A5": other}, {"B5": other}, {"J5": None}):
        with pytest.raises(EngagementError, match=r"minutes\.xlsx!Minutes!A5: the code"):
            in_wave(sheet(FILLED | cells))


def test_a_practice_filled_in_twice_is_refused_with_both_cells(sheet):
    copy = {"A6": PRACTICES[0], "B6": PRACTICES[0], "J6": seal(PRACTICES[0], PRACTICES[0])}
    with pytest.raises(EngagementError) as caught:
        in_wave(sheet(FILLED | copy | {"G6": 3, "H6": "Again"}))
    assert "minutes.xlsx!Minutes!A6" in str(caught.value)
    assert "minutes.xlsx!Minutes!A5" in str(caught.value)


def test_a_title_nobody_reads_and_the_sheets_name_may_change(sheet):
    folder = sheet(FILLED | {"A4": "code"})
    book = openpyxl.load_workbook(folder / "minutes.xlsx")
    book.worksheets[0].title = "Agreed"
    book.save(folder / "minutes.xlsx")
    assert len(in_wave(folder)) == 1


def test_an_untouched_sheet_agrees_on_nothing(sheet):
    assert in_wave(sheet()) == ()


def test_minutes_are_not_taken_for_answers(sheet):
    folder = sheet(FILLED, folder="2026")
    (folder / "2026" / "answers.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert [file.name for file in files_below(folder)] == ["answers.csv"]
    assert [file.name for file in files_below(folder / "2026")] == ["answers.csv"]


def test_a_file_of_that_name_elsewhere_is_a_clients(tmp_path):
    (tmp_path / "minutes.xlsx").write_bytes(b"x")
    assert [file.name for file in files_below(tmp_path)] == ["minutes.xlsx"]


@pytest.mark.parametrize("level", ["3", 3, 3.0, " 3 ", "=1+2"])
def test_a_level_may_be_typed_as_people_type(sheet, level):
    cells = FILLED | {"G5": level}
    if str(level).startswith("="):  # nobody computed it, so nobody knows what it says
        with pytest.raises(EngagementError, match=r"minutes\.xlsx!Minutes!G5"):
            in_wave(sheet(cells))
    else:
        assert [each.level for each in in_wave(sheet(cells))] == [3]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"G5": "high", "H5": "why"}, "minutes.xlsx!Minutes!G5: “high” is no level"),
        ({"G5": 2.5, "H5": "why"}, "minutes.xlsx!Minutes!G5: “2.5” is no level"),
        ({"G5": -1, "H5": "why"}, "minutes.xlsx!Minutes!G5: “-1” is no level"),
        ({"G5": 0, "H5": "why"}, "minutes.xlsx!Minutes!G5: “0” is no level"),
        ({"G5": 3}, "minutes.xlsx!Minutes!H5: level 3 was agreed without a reason"),
        ({"H6": "because"}, "minutes.xlsx!Minutes!G6: a reason or an owner stands here"),
        ({"I6": "me"}, "minutes.xlsx!Minutes!G6: a reason or an owner stands here"),
        ({"G90": 3, "H90": "x"}, "minutes.xlsx!Minutes!G90: this line belongs to no practice"),
        ({"G4": "Level"}, "minutes.xlsx!Minutes: this is not the sheet"),
        ({"H4": "Owner", "I4": "Reason"}, "minutes.xlsx!Minutes: this is not the sheet"),
    ],
)
def test_nonsense_in_the_sheet_is_told_with_its_cell(sheet, cells, said):
    with pytest.raises(EngagementError) as caught:
        load_engagement(sheet(cells) / "engagement.yaml")
    assert said in str(caught.value)
    assert said.split(":")[0] in caught.value.message(Language("fr"))


def test_all_mistakes_of_a_sheet_are_told_at_once(sheet):
    with pytest.raises(EngagementError) as caught:
        load_engagement(sheet({"G5": "x", "H5": "y", "G6": 2}) / "engagement.yaml")
    assert "G5" in str(caught.value)
    assert "H6" in str(caught.value)


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "engagement.yaml").write_text("name: Hospital\n", encoding="utf-8")
    (tmp_path / "minutes.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(EngagementError, match=r"minutes\.xlsx"):
        load_engagement(tmp_path / "engagement.yaml")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"G5": 6, "H5": "why"}, "minutes.xlsx!Minutes!G5: there is no level 6"),
        (
            {"A5": "dance", "J5": seal("dance", PRACTICES[0]), "G5": 3, "H5": "why"},
            "minutes.xlsx!Minutes!G5: “dance” is not in",
        ),
    ],
)
def test_what_the_questionnaire_does_not_have_is_refused(sheet, cells, said):
    found = load_engagement(sheet(cells) / "engagement.yaml")
    with pytest.raises(EngagementError) as caught:
        found.adapted(asked())
    assert said in str(caught.value)


YAML = "agreed_levels:\n  - {{practice: {}, level: {}, reason: In the charter, wave: {}}}\n"


def test_decisions_yaml_agrees_on_levels_too(sheet):
    found = in_wave(sheet(decisions=YAML.format(PRACTICES[1], 4, "''")))
    assert found == (Agreed(PRACTICES[1], 4, "In the charter"),)


def test_two_places_that_say_the_same_are_one(sheet):
    found = in_wave(sheet(FILLED, decisions=YAML.format(PRACTICES[0], 3, "'2026'")))
    assert [(each.practice, each.level) for each in found] == [(PRACTICES[0], 3)]


def test_two_places_that_say_different_levels_are_told_with_line_and_cell(sheet):
    with pytest.raises(EngagementError) as caught:
        in_wave(sheet(FILLED, decisions=YAML.format(PRACTICES[0], 4, "'2026'")))
    assert "minutes.xlsx!Minutes!G5 says level 3" in str(caught.value)
    assert "decisions.yaml:2 level 4" in str(caught.value)


def test_a_waves_own_level_comes_before_one_for_every_wave(sheet):
    folder = sheet(FILLED, decisions=YAML.format(PRACTICES[0], 4, "''"))
    assert [each.level for each in in_wave(folder, "2026")] == [3]
    assert [each.level for each in in_wave(folder, "2027")] == [4]


def test_the_sheet_lets_only_what_is_agreed_be_filled_and_hides_the_ids(sheet):
    book = openpyxl.load_workbook(sheet() / "minutes.xlsx")
    page = book.worksheets[0]
    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden
    unlocked = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    rows = range(5, 5 + len(PRACTICES))
    assert unlocked == {f"{column}{row}" for column in "GHI" for row in rows}
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"1,2,3,4,5"'
    assert str(rule.sqref) == f"G5:G{4 + len(PRACTICES)}"


# In the report


@EVERY
def test_an_agreed_level_stands_beside_the_declared_one(language):
    base = told(language)
    practice = base.assessment.practices[0]
    story = replace(
        base, edition=Edition(agreed=(Agreed(practice.id, 4, "The charter says so", "Ana"),))
    )
    (section,) = agreed(story, practice.dimension)
    (table,) = section.blocks
    ((name, declared, level, reason),) = table.rows
    assert name == story.practice_label(practice.id)
    assert story.score(practice.score_100) in declared
    assert story.numbered(story.level(4)) in level
    assert reason.startswith("The charter says so (")
    assert agreed(story, base.instrument.dimensions[1].id) == ()
    assert agreed(base, practice.dimension) == ()


def test_agreed_levels_are_in_the_json():
    edition = Edition(agreed=(Agreed("p1", 4, "why", "Ana"), Agreed("p2", 2, "why not")))
    assert agreed_json(edition) == [
        {"practice": "p1", "level": 4, "reason": "why", "owner": "Ana"},
        {"practice": "p2", "level": 2, "reason": "why not", "owner": None},
    ]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    import shutil

    home = tmp_path_factory.mktemp("pack") / "trefonde"
    shutil.copytree(ROOT / "surveys" / "examples" / "trefonde", home)
    wave = home / "2026-spring"
    result = assess(wave, language="fr")
    return wave, result, make_workshop(result, home.parent / "out")


def test_round_trip_write_fill_read_back_and_see_it_in_the_report(pack):
    wave, result, (pages, minutes) = pack
    assert (pages.name, minutes.name) == ("workshop.docx", "minutes.xlsx")
    first = on_the_agenda(result.story())[0].score.id
    book = openpyxl.load_workbook(minutes)
    page = book.worksheets[0]
    assert page["A5"].value == first
    page["G5"], page["H5"], page["I5"] = "4", "Le tableau de bord est public", "Direction"
    book.save(wave / "minutes.xlsx")
    try:
        again = assess(wave, language="fr")
        story = again.story()
        assert again.assessment.cells == result.assessment.cells
        assert [(each.practice, each.level) for each in story.edition.agreed] == [(first, 4)]
        dimension = story.practice(first).dimension
        assert "Le tableau de bord est public (responsable\u202f: Direction)" in [
            *words(agreed(story, dimension))
        ]
    finally:
        (wave / "minutes.xlsx").unlink()


def test_the_same_result_gives_the_same_pack(pack, tmp_path):
    _, result, first = pack
    second = make_workshop(result, tmp_path / "again")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_the_pages_are_in_one_language(pack):
    _, _, (pages, _) = pack
    said = "\n".join(p.text for p in docx.Document(pages).paragraphs)
    assert "Ordre du jour" in said
    assert "Questions à poser" in said
    assert not {"Agenda", "Questions to ask", "Contents"} & set(said.split("\n"))
