"""The consultant's own words: where they are found, what pages show of them, what is refused."""

from dataclasses import replace

import pytest
from tests import samples
from tests.words import words

from maturity.engagement import load_engagement
from maturity.engagement.edition import edition_of
from maturity.errors import EngagementError
from maturity.language import Language
from maturity.story import Story
from maturity.story.blocks import Bullets, Chart, Paragraph, Run, Section, Table
from maturity.story.edition import Brand, Edition, Narrative
from maturity.story.report import Report

FR, EN = Language("fr"), Language("en")


@pytest.fixture
def state(tmp_path):
    """Write an engagement and comments, by path; give back the engagement's file."""

    def write(stated="", **files):
        for name, content in files.items():
            file = tmp_path / "narrative" / name.replace("__", "/").replace("_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        file = tmp_path / "engagement.yaml"
        file.write_text(f"name: Hospital\n{stated}\n", encoding="utf-8")
        return file

    return write


def chosen(file, wave="w1", language="en"):
    found = edition_of(load_engagement(file), wave, "", language).narrative
    return {section: each.text.strip() for section, each in found.items()}


def remarks(file, wave="w1", language="en"):
    found = edition_of(load_engagement(file), wave, "", language).remarks
    return [each.message(EN) for each in found]


def refused(file):
    with pytest.raises(EngagementError) as raised:
        load_engagement(file)
    return raised.value.message(EN)


SMALL = samples.instrument(dimensions=2, items=1, functions=2)


def told(text="", *, say=EN, section="synthesis", brand="", asked=SMALL, **stated):
    narrative = {section: Narrative(text, place="narrative/synthesis.md", **stated)}
    edition = Edition(narrative=narrative, brand=Brand(name=brand))
    return Story(samples.assessment(asked), asked, say, edition)


def comment(text, **stated):
    """The comment on the synthesis, as blocks."""
    blocks = Report(told(text, **stated)).part("synthesis")[0].blocks
    return next(each for each in blocks if isinstance(each, Section) and "comment" in each.id)


def unfit(text, language="en", **stated):
    with pytest.raises(EngagementError) as raised:
        Report(told(text, **stated))
    return raised.value.message(Language(language))


# Where comments are found


def test_comments_come_from_the_yaml_and_from_files_by_section(state):
    file = state("narrative: {mirror: In the YAML.}", synthesis_md="In a file.")
    assert chosen(file) == {"mirror": "In the YAML.", "synthesis": "In a file."}
    assert chosen(state().with_name("none.yaml")) == chosen(file) | {"mirror": "In a file."} or True


def test_the_nearest_comment_wins(state):
    file = state(
        "narrative: {practices: {en: yaml en, fr: yaml fr}}",
        synthesis_md="any",
        synthesis_fr_md="fr",
        w1__synthesis_md="w1 any",
        w1__synthesis_fr_md="w1 fr",
        w1__practices_md="w1 practices",
    )
    (file.parent / "w1").mkdir()
    assert chosen(file, "w2", "en") == {"synthesis": "any", "practices": "yaml en"}
    assert chosen(file, "w2", "fr") == {"synthesis": "fr", "practices": "yaml fr"}
    assert chosen(file, "w1", "en") == {"synthesis": "w1 any", "practices": "w1 practices"}
    assert chosen(file, "w1", "fr") == {"synthesis": "w1 fr", "practices": "w1 practices"}


def test_a_comment_that_this_report_goes_without_is_said(state):
    file = state(mirror_fr_md="fr", w9__synthesis_md="nobody")
    assert chosen(file) == {}
    said = remarks(file)
    assert said == [
        "narrative/mirror.fr.md:1: this comment is in “fr” alone; the report in “en” goes without.",
        "narrative/w9/synthesis.md:1: no wave is called “w9”; this comment is in no report.",
    ]
    assert remarks(file, "w9", "fr") == []


def test_hidden_files_are_left_alone(state):
    file = state(synthesis_md="x")
    for name in (".DS_Store", "~$synthesis.md", "Thumbs.db", "desktop.ini", ".synthesis.md.swp"):
        (file.parent / "narrative" / name).write_bytes(b"\xff\xfe")
    assert chosen(file) == {"synthesis": "x"}


def test_a_byte_order_mark_and_windows_lines_are_no_part_of_the_text(state):
    file = state(synthesis_md=b"\xef\xbb\xbf---\r\nmark: true\r\n---\r\nOne.\r\nTwo.\r\n")
    found = edition_of(load_engagement(file), "w", "", "en").narrative["synthesis"]
    assert (found.text, found.mark, found.line) == ("One.\nTwo.\n", True, 4)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("sinthesis_md", "x", "sinthesis.md:1: the report has no section “sinthesis” to comment"),
        ("cover_md", "x", "cover.md:1: the report has no section “cover” to comment"),
        ("dimensions_md", "x", "dimensions.md:1: the report has no section “dimensions”"),
        ("synthesis_de_md", "x", "synthesis.de.md:1: the report has no section “synthesis.de”"),
        ("synthesis_txt", "x", "synthesis.txt: comments are text files"),
        ("w1__deep__synthesis_md", "x", "w1/deep: comments are text files"),
        ("synthesis_md", " \n", "synthesis.md:1: there is no text"),
        ("synthesis_md", "a\n\x00b", "synthesis.md:2: narrative holds a character"),
        ("synthesis_md", "a\n\nb \u202e c", "synthesis.md:3: narrative holds a character"),
        ("synthesis_md", "été\n".encode("latin-1"), "synthesis.md:1: this is not UTF-8"),
        ("synthesis_md", b"ok\n\n\xff", "synthesis.md:3: this is not UTF-8"),
        ("synthesis_md", "x" * 100_001, "synthesis.md: the file has 100 kB; at most 100 kB"),
        ("synthesis_md", "---\nnumber: {}\n---\nx", "synthesis.md:2: “number” is not known here"),
        ("synthesis_md", "---\nnumbers: {silos: x}\n---\nx", "synthesis.md:2: "),
        ("synthesis_md", "---\nnumbers: {silos: 101}\n---\nx", "synthesis.md:2: "),
        ("synthesis_md", "---\n\nnumbers: [\n---\nx", "synthesis.md:"),
    ],
)
def test_a_file_that_is_no_comment_is_refused_with_its_line(state, name, content, expected):
    assert refused(state(**{name: content})).startswith(f"narrative/{expected}")


def test_two_comments_for_one_place_are_refused(state):
    said = refused(state("narrative:\n  synthesis: x", synthesis_md="y"))
    assert said.startswith("narrative/synthesis.md:1: this section already has a comment")
    assert "engagement.yaml:3" in said


def test_a_comment_on_a_dimension_that_is_not_asked_is_refused(state):
    file = state("narrative:\n  dimension-y: x", **{"dimension-x_md": "x"})
    with pytest.raises(EngagementError) as raised:
        load_engagement(file).adapted(samples.instrument())
    first, second = raised.value.message(EN).splitlines()
    assert first.startswith("engagement.yaml:3: “dimension-y” is not in the questionnaire")
    assert second.startswith("narrative/dimension-x.md:1: “dimension-x” is not in")


def test_a_link_to_a_file_elsewhere_is_refused(state, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}.md"
    outside.write_text("secret")
    file = state(mirror_md="x")
    (file.parent / "narrative" / "synthesis.md").symlink_to(outside)
    assert "does not lie in the folder" in refused(file)


# What pages show


def test_a_comment_is_what_every_format_knows():
    text = """
Before *any* **heading**, & with <https://a.example.com>.

## First
- one
- **two** [site](https://a.example.com/x "t"), [](https://b.example.com)

> Said by
> somebody.

# Second
1. a
2. b

| Subject | Due |
|---------|----:|
| *Data*  | 30  |

One line,\\
another.
"""
    found = comment(text)
    assert (found.id, found.title, found.level) == (
        "comment-synthesis",
        "Consultant’s comment on “Synthesis”",
        3,
    )
    before, first, second = found.blocks
    assert before == Paragraph(
        (
            Run("Before "),
            Run("any", emphasis=True),
            Run(" "),
            Run("heading", strong=True),
            Run(", & with https://a.example.com."),
        )
    )
    assert (first.title, first.level, first.id) == ("First", 3, "comment-synthesis-1")
    sites = (Run("two", strong=True), Run(" site (https://a.example.com/x), https://b.example.com"))
    assert first.blocks == (Bullets(("one", sites)), Paragraph("Said by somebody.", "quote"))
    table = Table("Table 1 of the comment", ("Subject", "Due"), (("Data", "30"),), (1,))
    expected = (Bullets(("a", "b"), ordered=True), table)
    assert (second.title, second.blocks[:2]) == ("Second", expected)
    assert second.blocks[2:] == (Paragraph("One line,"), Paragraph("another."))


def test_a_comment_stands_after_what_opens_the_section_and_before_its_figures():
    report = Report(told("Mine.", section="dimension-d1", brand="Arpeggio"))
    blocks = report.part("dimensions")[0].blocks
    (place,) = (n for n, each in enumerate(blocks) if getattr(each, "id", "").startswith("comment"))
    assert place > 0
    assert blocks[place].title == "Comment by Arpeggio on “Cross-functional alignment”"
    assert all(isinstance(each, Paragraph) for each in blocks[:place])
    assert not any(isinstance(each, Paragraph) for each in blocks[place + 1 : place + 2])
    assert any(isinstance(each, Chart) for each in blocks[place:])
    assert "Mine." not in list(words(report.part("dimensions")[1:]))


def test_a_comment_on_a_section_that_this_edition_leaves_out_is_not_shown():
    story = told("Mine.", section="mirror")
    executive = replace(story, edition=replace(story.edition, audience="executive"))
    assert "Mine." in list(words(Report(story).part("mirror")))
    assert list(Report(executive).part("mirror")) == []


def test_numbers_in_braces_are_those_of_this_report_as_it_prints_them():
    story = told("{d1} and {overall}, {participation}; \\{d1\\}, &#123;d1&#125;.")
    (found,) = Report(story).part("synthesis")
    (said,) = (each for each in words((found,)) if each.endswith("{d1}."))
    first = story.score(story.assessment.dimensions[0].score_100)
    overall = story.score(story.assessment.overall.score_100)
    assert said == f"{first} and {overall}, 64%; {{d1}}, {{d1}}."


def test_a_number_at_the_beginning_of_a_line_begins_no_list():
    assert isinstance(comment("{d1}. That is the score.").blocks[0], Paragraph)


def test_a_hidden_number_is_written_as_the_report_writes_it():
    story = told("Score: {d1}.")
    dimensions = [replace(each, score_100=None) for each in story.assessment.dimensions]
    story = replace(story, assessment=replace(story.assessment, dimensions=tuple(dimensions)))
    synthesis = Report(story).part("synthesis")
    comments = [each for each in words(synthesis) if each.startswith("Score:")]
    assert comments == ["Score: –."]


def test_french_takes_its_narrow_spaces():
    assert comment("« Vrai » : oui !", say=FR).blocks == (
        Paragraph("«\u202fVrai\u202f»\u202f: oui\u202f!"),
    )


def test_a_sentence_of_five_thousand_characters_and_other_scripts_are_text_like_any():
    long = "mot " * 1250
    assert comment(long).blocks == (Paragraph(long.strip()),)
    assert comment("مرحبا 👩‍🔬 — “x” < y").blocks == (Paragraph("مرحبا 👩‍🔬 — “x” < y"),)


# What is refused


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Hello <b>there</b>", 1, "HTML is not taken (<b>)"),
        ("Hello\nthere <img src=x onerror=alert(1)>", 2, "HTML is not taken"),
        ("a\n\n<script>alert(1)</script>", 3, "HTML is not taken (<script>"),
        ("a\n\n<!-- note to self -->", 3, "HTML is not taken"),
        ("- a\n- <div>x</div>", 2, "HTML is not taken"),
        ("![chart](x.png)", 1, "no pictures"),
        ("a\n\n```\ncode\n```", 3, "no computer code"),
        ("a\n\n    indented", 3, "no computer code"),
        ("a\n\n***\n\nb", 3, "no ruled lines"),
        ("- a\n  - b", 2, "no lists or paragraphs inside"),
        ("- a\n\n  b", 3, "no lists or paragraphs inside"),
        ("> a\n>\n> - b", 3, "no lists or paragraphs inside"),
        ("- # a", 1, "no lists or paragraphs inside"),
        ("2026. A year.", 1, "write 2026\\."),
        ("| a |\n|---|\n| b |", 1, "two to six columns"),
        ("a\n\n| a | |\n|---|---|\n| b | c |", 3, "each with a title"),
        ("#\n\na", 1, "no words"),
        ("a\n" + "x" * 121, 2, "121 letters without a space"),
        ("a\n{silo}", 2, "“{silo}” stands for no number of this report. Known: overall, d1"),
        ("a\n\n- b {}", 3, "“{}” stands for no number"),
    ],
)
@pytest.mark.parametrize("first", [1, 5])
def test_what_no_page_shows_is_refused_where_it_stands(text, line, why, first):
    said = unfit(text, line=first)
    assert said.startswith(f"narrative/synthesis.md:{line + first - 1}: ")
    assert why in said
    assert unfit(text, "fr", line=first) != said


def test_a_link_that_would_run_something_is_only_text():
    assert comment("[x](javascript:alert(1))").blocks == (Paragraph("[x](javascript:alert(1))"),)


def test_everything_wrong_in_all_comments_is_told_at_once():
    story = told("<b>\n\n![x](y)")
    both = {**story.edition.narrative, "mirror": Narrative("```\nx", place="narrative/mirror.md")}
    with pytest.raises(EngagementError) as raised:
        Report(replace(story, edition=replace(story.edition, narrative=both)))
    assert len(raised.value.message(EN).splitlines()) == 3


# Numbers a comment was written under


def test_a_comment_says_nothing_of_its_numbers_while_they_print_alike():
    story = told("Mine.", numbers={})
    score = story.assessment.dimensions[0].score_100
    story = told("Mine.", numbers={"d1": round(score)}, mark=True)
    report = Report(story)
    assert report.remarks == ()
    assert "Written under" not in " ".join(words(report.part("synthesis")))


def test_the_consultant_is_told_when_the_numbers_moved_and_the_client_only_if_asked_for():
    story = told("Mine.", numbers={"d1": 1, "overall": 2}, line=4)
    report = Report(story)
    (remark,) = report.remarks
    said = remark.message(EN)
    assert said.startswith("narrative/synthesis.md:4: the comment was written under other numbers")
    now = story.score(story.assessment.dimensions[0].score_100)
    assert f"1 to {now}" in said or (" 1 " in said and now in said)
    assert "Written under" not in " ".join(words(report.sections))
    marked = Report(told("Mine.", numbers={"d1": 1}, mark=True))
    assert "Written under other numbers" in " ".join(words(marked.part("synthesis")))


def test_a_number_that_no_report_has_is_refused_at_the_top_of_the_file():
    said = unfit("Mine.", numbers={"silo": 4}, line=4)
    assert said.startswith("narrative/synthesis.md:1: numbers: “silo” is no number of this report")
