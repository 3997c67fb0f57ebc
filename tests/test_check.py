"""What a review found lost or mistold between files and people."""

import pytest
from tests.commands import CLIMATE

from maturity.assess import assess
from maturity.batch.report import reports_folder
from maturity.check import check_paths
from maturity.errors import UnreadableError
from maturity.workspace import one_place

QUESTIONS = "tests/other_instrument"


def instrument(request):
    return str(request.config.rootpath / QUESTIONS)


def test_a_run_that_read_nothing_says_so_in_plain_words(tmp_path, request):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableError) as caught:
        assess(str(tmp_path), instrument=instrument(request))
    text = str(caught.value)
    assert "x.pdf: " in text
    assert "Problem(" not in text
    assert "=" not in text


def test_a_workbook_of_an_old_kind_beside_the_waves_is_named(tmp_path, request):
    (tmp_path / "engagement.yaml").write_text("name: Hospital\n", encoding="utf-8")
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "a.csv").write_text("V.1,V.2\n1,2\n", encoding="utf-8")
    (tmp_path / "late.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    checked = check_paths([str(tmp_path)], instrument=instrument(request))
    assert "FILE_DAMAGED" in {each.code for each in checked.problems if "late.xls" in each.source}


def test_a_clients_own_column_called_progress_is_not_taken_for_ours(tmp_path, request):
    file = tmp_path / "a.csv"
    file.write_text("V.1,V.2,Progress\n1,2,100\n2,3,80\n", encoding="utf-8")
    checked = check_paths([str(file)], instrument=instrument(request))
    assert checked.cells.ignored == 2
    assert ("a.csv!csv!C2:C3", "COLUMN_UNKNOWN") in {(p.source, p.code) for p in checked.problems}


def test_a_roster_that_is_too_small_is_told_by_check_and_by_assess_alike(tmp_path, request):
    (tmp_path / "engagement.yaml").write_text(
        "name: Hospital\nroster: {nursing: 2, medicine: 1}\n", encoding="utf-8"
    )
    wave = tmp_path / "2026"
    wave.mkdir()
    rows = "\n".join(f"Nurse,{n % 6 + 1},2,3" for n in range(8))
    (wave / "a.csv").write_text(f"job,V.1,V.2,L.1\n{rows}\n", encoding="utf-8")
    checked = check_paths([str(wave)], instrument=instrument(request))
    assessed = assess(str(wave), instrument=instrument(request))
    told = [(p.code, p.found) for p in checked.problems if p.code == "ROSTER_TOO_SMALL"]
    assert told == [("ROSTER_TOO_SMALL", "nursing")]
    assert [p.code for p in assessed.problems] == [p.code for p in checked.problems]


RANKED = f"""{CLIMATE}attributes:
  - id: function
    label: Function
    choices: [{{id: it, label: IT}}, {{id: hr, label: People}}, {{id: sales, label: Sales}}]
  - id: rank
    label: Rank
    choices: [{{id: executive, label: Boss}}, {{id: manager, label: Manager}}]
"""


@pytest.mark.parametrize(
    ("stated", "people", "told"),
    [
        ("roster: {it: 10}", "it- hr-", [("ROSTER_LACKS", "hr", "6")]),
        ("roster: {it: 10}", "it- --", [("ROSTER_LACKS", "other", "6")]),
        ("roster: {it: 10}", "--", []),
        ("roster: {it: 10, hr: 9}", "--", []),
        ("roster: {it: 10, hr: 9}", "it-", [("ROSTER_SILENT", "hr", "9")]),
        ("", "it- hr-", []),
        ("roster: {it: 9}\nroster_by: {rank: {executive: 4, manager: 5}}", "it-", []),
        (
            "roster: {it: 19}\nroster_by: {rank: {executive: 19}}",
            "it:executive it:manager",
            [("ROSTER_LACKS", "manager", "6")],
        ),
    ],
)
def test_a_roster_that_is_to_weigh_says_whom_it_lacks_and_who_is_silent(
    tmp_path, stated, people, told
):
    """People come by six, as function and rank; a dash is nothing said."""
    (tmp_path / "i.yaml").write_text(RANKED, encoding="utf-8")
    wave = tmp_path / "acme" / "2026"
    wave.mkdir(parents=True)
    said = [each.replace("-", ":", 1).split(":")[:2] for each in people.split()]
    rows = [
        f"{who.strip('-')},{rank.strip('-')},{n},2,3" for who, rank in said for n in range(1, 7)
    ]
    (wave / "a.csv").write_text("\n".join(["function,rank,A1,A2,B1", *rows]), encoding="utf-8")
    for weighting, expected in (("headcount", told), ("equal", [])):
        engagement = wave.parent / "engagement.yaml"
        engagement.write_text(f"name: x\nweighting: {weighting}\n{stated}\n", encoding="utf-8")
        checked = check_paths([str(wave)], instrument=str(tmp_path / "i.yaml"))
        assessed = assess(str(wave), instrument=str(tmp_path / "i.yaml"))
        for found in (checked.problems, assessed.problems):
            assert [(p.code, p.found, p.params["count"]) for p in found] == expected


def test_a_folder_that_holds_one_wave_gives_both_names(tmp_path):
    wave = tmp_path / "acme" / "w1"
    wave.mkdir(parents=True)
    (wave / "a.csv").write_text("V.1\n1\n", encoding="utf-8")
    for given in (tmp_path, tmp_path / "acme", wave):
        place = one_place(given)
        assert (place.organization, place.wave) == ("acme", "w1")


def test_reports_nobody_placed_go_to_the_folder_one_works_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert reports_folder(tmp_path) == tmp_path / "reports"


def test_a_mapping_holds_without_an_engagement(tmp_path, request):
    (tmp_path / "mapping.yaml").write_text("columns: {How it went: V.1}\n", encoding="utf-8")
    file = tmp_path / "a.csv"
    file.write_text("How it went,V.2\n1,2\n2,3\n", encoding="utf-8")
    checked = check_paths([str(file)], instrument=instrument(request))
    assert (checked.cells.answered, checked.cells.ignored) == (4, 0)
