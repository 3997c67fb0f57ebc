"""What may go to the client is packed; what may not, is not, and is named."""

import hashlib
import io
import json
import zipfile

import docx
import pptx
import pytest
import typst
from openpyxl import Workbook
from tests.commands import ROOT

from maturity.errors import ReportError, UsageError
from maturity.language import Language
from maturity.leaks import leaks, secrets_of
from maturity.pack import make_pack

EN = Language("en")
INPUTS = {"Réponses marketing.xlsx": "a" * 64, "terrain/front-line.csv": "b" * 64}
ADDRESS = "front-line.csv!csv!C4"


def word(*paragraphs):
    document, file = docx.Document(), io.BytesIO()
    for each in paragraphs:
        paragraph = document.add_paragraph()
        for run in each if isinstance(each, tuple) else (each,):
            paragraph.add_run(run).bold = len(run) % 2 == 0
    document.save(file)
    return file.getvalue()


def excel(text):
    book, file = Workbook(), io.BytesIO()
    book.active["A1"] = text
    book.save(file)
    return file.getvalue()


def slides(notes):
    deck, file = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.notes_slide.notes_text_frame.text = notes
    deck.save(file)
    return file.getvalue()


def pdf(text):
    return typst.compile(text.encode())


FILES = {
    "report.html": b"<!DOCTYPE html><title>Lumera</title><p>58 of 100, see results.xlsx!",
    "report.pdf": pdf("58 of 100"),
    "report.pptx": slides("58 of 100"),
    "report.docx": word("58 of 100"),
    "results.xlsx": excel("58"),
}


@pytest.fixture
def folder(tmp_path):
    """A report as it is made: the client's files, their manifest, the consultant's folder."""
    folder = tmp_path / "reports" / "lumera" / "2026-spring"
    consultant = folder / "consultant"
    consultant.mkdir(parents=True)
    outputs = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    manifest = {"schema": 1, "organization": "Lumera", "wave": "2026-spring", "outputs": outputs}
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    inputs = {**manifest, "inputs": INPUTS}
    (consultant / "manifest.json").write_text(json.dumps(inputs), encoding="utf-8")
    (consultant / "assessment.json").write_text("{}", encoding="utf-8")
    return folder


def inside(packed):
    with zipfile.ZipFile(packed.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_in(packed):
    return json.loads(inside(packed)["lumera-2026-spring/manifest.json"])


# What is in


def test_the_pack_holds_the_clients_files_their_manifest_and_nothing_else(folder):
    packed = make_pack(folder, None, EN)
    names = sorted(["manifest.json", *FILES])
    assert packed.path == folder.parent / "lumera-2026-spring.zip"
    assert list(inside(packed)) == [f"lumera-2026-spring/{name}" for name in names]
    assert inside(packed)["lumera-2026-spring/report.docx"] == FILES["report.docx"]
    assert (packed.remarks, packed.left_out, packed.exit_code) == ((), (), 0)


def test_the_packed_manifest_states_the_hash_of_what_is_packed(folder):
    (folder / "report.docx").write_bytes(word("58 of 100, and a word of ours"))
    packed = make_pack(folder, None, EN)
    stated = manifest_in(packed)
    real = {
        name.partition("/")[2]: hashlib.sha256(content).hexdigest()
        for name, content in inside(packed).items()
        if not name.endswith("manifest.json")
    }
    assert (stated["outputs"], stated["edited"]) == (real, ["report.docx"])


def test_equal_files_give_equal_packs(folder, tmp_path):
    first, second = (make_pack(folder, tmp_path / name, EN) for name in ("a.zip", "b.zip"))
    assert first.path.read_bytes() == second.path.read_bytes()


def test_an_edited_document_is_packed_and_said(folder):
    (folder / "report.pptx").write_bytes(slides("58 of 100, as agreed on Tuesday"))
    packed = make_pack(folder, None, EN)
    assert len(packed.remarks) == 1
    assert packed.remarks[0].startswith("report.pptx was edited")
    assert packed.exit_code == 0


def test_files_of_another_language_and_audience_go_with_them(folder):
    name, content = "report.executive.fr.pdf", pdf("58 sur 100")
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["outputs"][name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert f"lumera-2026-spring/{name}" in inside(make_pack(folder, None, EN))


# What is not


def test_strays_stay_and_are_named_but_hidden_files_are_nobodys_business(folder):
    (folder / "notes.docx").write_bytes(word("for me alone"))
    (folder / "annex").mkdir()
    for hidden in (".DS_Store", "~$report.docx"):
        (folder / hidden).write_bytes(b"")
    packed = make_pack(folder, None, EN)
    assert [line.partition(" ")[0] for line in packed.left_out] == ["annex", "notes.docx"]
    assert packed.exit_code == 1
    assert len(inside(packed)) == len(FILES) + 1


def test_a_file_that_is_gone_is_named_and_leaves_the_manifest(folder):
    (folder / "report.pdf").unlink()
    packed = make_pack(folder, None, EN)
    assert packed.left_out[0].startswith("report.pdf is left out")
    assert packed.exit_code == 1
    assert "report.pdf" not in manifest_in(packed)["outputs"]


def test_a_link_to_the_consultants_folder_is_no_client_file(folder):
    (folder / "report.docx").unlink()
    (folder / "report.docx").symlink_to(folder / "consultant" / "assessment.json")
    packed = make_pack(folder, None, EN)
    assert packed.left_out[0].startswith("report.docx is left out")


def test_a_pack_written_into_the_folder_is_no_stray_of_itself(folder):
    packed = make_pack(folder, folder / "for-the-client.zip", EN)
    assert packed.left_out == ()


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_a_changed_page_or_pdf_is_refused_unless_it_was_meant(folder, name):
    changed = pdf("59 of 100") if name.endswith("pdf") else b"<p>59 of 100"
    (folder / name).write_bytes(changed)
    with pytest.raises(ReportError, match=rf"{name}.*--edited") as refused:
        make_pack(folder, None, EN)
    assert refused.value.exit_code == 3
    assert not list(folder.parent.glob("*.zip"))
    packed = make_pack(folder, None, EN, edited=True)
    assert manifest_in(packed)["edited"] == [name]


# Nothing to pack


def test_a_path_that_is_not_there_is_wrong_usage(folder):
    with pytest.raises(UsageError, match="does not exist") as refused:
        make_pack(folder / "nowhere", None, EN)
    assert refused.value.exit_code == 2


def test_a_report_all_of_whose_files_are_gone_is_nothing_to_pack(folder):
    for name in FILES:
        (folder / name).unlink()
    with pytest.raises(ReportError, match="no report to pack") as refused:
        make_pack(folder, None, EN)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"outputs": {}}', '{"organization": "x", "wave": "y", "outputs": []}',
     '{"organization": "x", "wave": "y", "outputs": {"consultant/assessment.json": "0"}}',
     '{"organization": "x", "wave": "y", "outputs": {"../engagement.yaml": "0"}}'],
)  # fmt: skip
def test_a_manifest_that_is_none_or_reaches_elsewhere_packs_nothing(folder, text):
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="not the list of files"):
        make_pack(folder, None, EN)


def test_a_wave_stands_for_its_report(folder, tmp_path, monkeypatch):
    for name in ("surveys", "notebooks"):
        (tmp_path / name).mkdir()
    wave = tmp_path / "surveys" / "received" / "lumera" / "2026-spring"
    wave.mkdir(parents=True)
    (wave / "answers.csv").write_text("respondent,A1\n1,2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert make_pack(wave, None, EN).path == folder.parent / "lumera-2026-spring.zip"


def test_a_wave_without_a_report_is_told_how_to_make_one():
    with pytest.raises(ReportError, match="maturity report"):
        make_pack(ROOT / "surveys" / "examples" / "lumera" / "2026-spring", None, EN)


# The last look


SAID = {
    "a file that was received": "as Réponses marketing.xlsx says",
    "a path to it": "terrain/front-line.csv",
    "a cell": f"see {ADDRESS}",
    "a cell of an unknown file": "see other.xlsx!'Sheet 1'!B2",
    "the folder of answers": "in surveys/received/lumera",
    "the hash of a file": "a" * 64,
}
MADE = {
    "report.html": lambda text: f"<p>{text}</p>".encode(),
    "report.pptx": slides,
    "report.docx": word,
    "results.xlsx": excel,
}


def found(name, content):
    return list(leaks(name, content, secrets_of(INPUTS, FILES)))


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("name", MADE)
def test_whatever_must_not_leave_is_found(name, said):
    assert found(name, MADE[name](SAID[said]))
    assert not found(name, MADE[name]("58 of 100"))


def test_a_file_that_tells_what_it_must_not_is_not_packed(folder):
    (folder / "report.docx").write_bytes(word(SAID["a cell"]))
    with pytest.raises(ReportError, match=r"report.docx holds.*front-line\.csv") as refused:
        make_pack(folder, None, EN)
    assert refused.value.exit_code == 3
    assert not list(folder.parent.glob("*.zip"))


def test_a_pdf_is_looked_into_as_well(folder):
    (folder / "report.pdf").write_bytes(pdf("As terrain/front-line.csv says."))
    with pytest.raises(ReportError, match=r"report.pdf holds.*front-line\.csv"):
        make_pack(folder, None, EN, edited=True)


def test_a_name_is_seen_though_the_program_cut_it_into_pieces():
    pieces = word(("see front", "-line", ".csv"))
    assert found("report.docx", pieces) == ["front-line.csv"]


def test_a_name_is_seen_in_a_workbook_inside_the_slides():
    file = io.BytesIO(slides("fine"))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("ppt/embeddings/chart.xlsx", excel("front-line.csv"))
    assert found("report.pptx", file.getvalue()) == ["front-line.csv"]


def test_a_name_is_seen_in_the_words_for_a_picture():
    assert found("report.html", b'<img alt="from front-line.csv">') == ["front-line.csv"]


def test_accents_and_capitals_hide_nothing():
    decomposed = "RE\u0301PONSES marketing.XLSX"
    assert found("report.html", decomposed.encode()) == ["réponses marketing.xlsx"]


def test_registers_may_be_cited_and_own_files_named():
    cited = "registers/tools.xlsx!Tools!B7, and see results.xlsx"
    secrets = secrets_of({"results.xlsx": "c" * 64}, FILES)
    assert list(leaks("report.html", cited.encode(), secrets)) == []


def test_a_name_that_ends_another_is_not_that_name():
    assert list(leaks("report.html", b"see data.xlsx", secrets_of({"a.xlsx": "c" * 64}, ()))) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0 a protected document"])
def test_a_document_that_cannot_be_looked_into_is_not_packed(folder, content):
    (folder / "report.docx").write_bytes(content)
    with pytest.raises(ReportError, match=r"report.docx cannot be looked into"):
        make_pack(folder, None, EN)
