"""Every sentence in both languages, none missing, none left over, none written in the code."""

import ast
import json
import re
import string
import sys
import tomllib

import pytest
from tests.commands import ROOT, climate, example

from maturity import language
from maturity.errors import problem_codes
from maturity.instrument.tables import REFERENCES, tables
from maturity.language import LANGUAGES, Language, sentence

PACKAGE = ROOT / "src" / "maturity"
CATALOGUES = {file.stem: file for file in sorted((PACKAGE / "language").glob("*.toml"))}
MODULES = [*PACKAGE.rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
# Sentences that an error or a problem names by its code alone.
BY_CODE = ("errors", "problems")


def leaves(node, path=()):
    """Every sentence of a catalogue: its path and its languages."""
    for key, value in node.items():
        if isinstance(value, dict) and set(value) & set(LANGUAGES):
            yield (*path, key), value
        elif isinstance(value, dict):
            yield from leaves(value, (*path, key))


def catalogue():
    for subject, file in CATALOGUES.items():
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        if set(content) <= set(LANGUAGES):
            continue
        for path, texts in leaves(content):
            yield ".".join((subject, *path)), texts


SENTENCES = dict(catalogue())


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# The catalogue


def test_every_sentence_exists_in_both_languages_with_the_same_fields():
    wrong = [
        key
        for key, texts in SENTENCES.items()
        if set(texts) != set(LANGUAGES)
        or not all(text.strip() for text in texts.values())
        or len({frozenset(fields(text)) for text in texts.values()}) > 1
    ]
    assert wrong == []


def test_a_field_is_always_a_name():
    unnamed = [k for k, texts in SENTENCES.items() for t in texts.values() if "" in fields(t)]
    assert unnamed == []


def test_french_is_not_english():
    same = {key for key, texts in SENTENCES.items() if texts["en"] == texts["fr"]}
    long = [key for key in same if len(re.findall(r"[A-Za-z]{3,}", SENTENCES[key]["en"])) > 3]
    assert long == ["cli.doctor.kernel"]  # a command line


# The code


def code_of(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    cells = json.loads(text)["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")


def spoken(path):
    """Literal texts of a module, and its f-strings as patterns."""
    for node in ast.walk(ast.parse(code_of(path))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, None
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
                for part in node.values
            ]
            yield "", "".join(parts)


LITERALS = {text for path in MODULES for text, _ in spoken(path) if text}
LITERALS |= {
    key
    for path in PACKAGE.rglob("*.j2")
    for key in re.findall(r'say\("([\w.]+)"', path.read_text(encoding="utf-8"))
}
PATTERNS = {pattern for path in MODULES for _, pattern in spoken(path) if pattern}
# The workbook of an instrument names its sheets and columns as the schema does.
for table in tables().values():
    LITERALS |= {table.code, *(title.code.replace(".", "_") for title in table.titles)}
    LITERALS.add(f"of_{table.code}")
# Parts of keys put together elsewhere: they must say something themselves.
PIECES = {pattern for pattern in PATTERNS if re.match(r"[a-z_]+(\\\.[a-z_]+)*_\(\.\+\)$", pattern)}
SURVEYS = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "surveys").rglob("*.yaml"))


def is_named(words):
    """Tell whether a piece of a key stands in the code, or is a word of the questionnaires."""
    return all(
        part in LITERALS
        or part in problem_codes()
        or any(re.fullmatch(pattern, words) for pattern in PIECES)
        or any(part in literal.split(".") for literal in LITERALS)
        or re.search(rf"\b{re.escape(part)}\b", SURVEYS)
        for part in words.split(".")
    )


def is_used(key):
    key = re.sub(r"\.(one|other)$", "", key)
    subject, _, rest = key.partition(".")
    if key in LITERALS:
        return True
    if subject in BY_CODE and (rest in LITERALS or rest.split(".")[0] in LITERALS):
        return True
    for pattern in PATTERNS:
        found = re.fullmatch(pattern, key)
        if found and all(is_named(piece) for piece in found.groups()):
            return True
    return False


def test_no_sentence_is_left_over():
    assert [key for key in SENTENCES if not is_used(key)] == []


def test_no_sentence_is_missing():
    known = {re.sub(r"\.(one|other)$", "", key) for key in SENTENCES}
    known |= {key.rpartition(".")[0] for key in known} | {"engagement.template"}
    shape = re.compile(rf"(?:{'|'.join(CATALOGUES)})(?:\.\w+)+")
    named = {text for text in LITERALS if shape.fullmatch(text)}
    beginnings = {text for text in named if any(key.startswith(text) for key in SENTENCES)}
    suffixes = (".docx", ".html.j2", ".toml", ".typ", ".xlsx", ".yaml")
    others = {text for text in named if text.endswith(suffixes)} | set(REFERENCES)
    assert sorted(named - known - beginnings - others) == []


def test_every_error_that_is_raised_has_its_sentence():
    raised = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(code_of(path))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id.endswith("Error") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    raised.add((node.func.id, first.value))
    ours = {"UsageError", "InstrumentError", "EngagementError", "UnreadableError", "ReportError"}
    keys = {key for name, key in raised if name in {*ours, "MaturityError"}}
    assert keys
    assert [key for key in sorted(keys) if f"errors.{key}" not in SENTENCES] == []


# Speaking


def test_a_missing_sentence_or_field_is_an_error_never_silence():
    with pytest.raises(KeyError):
        sentence("cli.no.such", "fr")
    with pytest.raises(KeyError):
        Language("fr")("errors.path_missing")


@pytest.mark.parametrize(
    ("spoken", "number", "text"),
    [("en", 1234.5, "1,234.5"), ("fr", 1234.5, "1\u202f234,5"), ("fr", -0.04, "-0,0")],
)
def test_numbers_are_written_as_the_language_does(spoken, number, text):
    assert Language(spoken).number(number, 1) == text


def test_shares_and_lists_are_written_as_the_language_does():
    assert Language("fr").percent(0.8) == "80\u202f%"
    assert Language("en").percent(0.815, 1) == "81.5%"
    assert Language("fr").listing(["a", "b", "c"]) == "a, b et c"
    assert Language("en").listing(["a", "b"]) == "a and b"


# A pseudo-locale: whatever stands outside the brackets was not said by the catalogue


@pytest.fixture
def pseudo(monkeypatch, capsys):
    """Run a command in process with every sentence in brackets; return what stands outside."""
    from maturity import cli

    real = language.sentence

    def bracketed(key, code, n=None):
        return f"⟦{real(key, code, n)}⟧"

    monkeypatch.setattr(language, "sentence", bracketed)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["maturity", *map(str, words)])
        with pytest.raises(SystemExit):
            cli.main()
        said = "".join(capsys.readouterr())
        inner = 1
        while inner:
            said, inner = re.subn(r"⟦[^⟦⟧]*⟧", "", said)
        return [line for line in said.splitlines() if re.search(r"[^\W\d_]{2,}", line)]

    return run


SOURCE = re.compile(r"\S+!.*  \[, [A-Z_]+\]|\S+\.(xlsx|csv)  \[, [A-Z_]+\]")


@pytest.mark.parametrize("organization", ["lumera", "sorvelle", "trefonde"])
def test_check_says_only_what_the_catalogue_says(pseudo, organization):
    outside = [line for line in pseudo("check", example(organization)) if not SOURCE.match(line)]
    assert outside == []


def test_assess_says_only_what_the_catalogue_says(pseudo):
    assert pseudo("assess", example("lumera")) == []


def test_instruments_say_only_their_own_texts(pseudo, tmp_path):
    texts = ("  ", "TRUST", "VOICE")
    said = pseudo("instrument", "show", climate(tmp_path)[0])
    assert [line for line in said if not line.startswith(texts)] == []
    assert pseudo("instrument", "check", "digital-maturity") == []
    assert pseudo("instrument", "list") == []


@pytest.mark.parametrize(
    "words",
    [
        ("chek",),
        ("check",),
        ("check", "--nope"),
        ("check", "nowhere"),
        ("check", "x", "--language", "xx"),
        ("assess", example("lumera").parents[1]),
        ("batch", "x", "--timeout", "x"),
        ("report", "x", "--formats", "pdf"),
        ("purge", "x"),
        ("questionnaire",),
    ],
    ids=str,
)
def test_errors_say_only_what_the_catalogue_says(pseudo, words):
    usage = re.compile(r"maturity( \w+)? .*(COMMAND|PATH|DIR|OPTIONS)")
    assert [line for line in pseudo(*words) if not usage.match(line)] == []


def test_the_doctor_says_only_what_the_catalogue_says(pseudo):
    package = re.compile(r" *(  )?[\w.-]+ [\d.]+$|  (/|[A-Z]:).*|  (soffice|chromium)")
    assert [line for line in pseudo("doctor") if not package.match(line)] == []
