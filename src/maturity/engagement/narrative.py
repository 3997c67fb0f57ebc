"""What the consultant writes into the report: ``narrative/`` beside ``engagement.yaml``.

A file is called after its section, ``synthesis.md``; ``synthesis.fr.md`` is for French alone. In a
folder called after a wave, ``narrative/2026-spring/``, it is for that wave alone. The nearest wins:
the wave's before everybody's, the language's before that for any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from maturity.engagement.letters import unprintable
from maturity.engagement.schema import NarrativeYaml, TextYaml
from maturity.errors import Complaint, EngagementError
from maturity.instrument.yamlfile import Document, parse_yaml, refuse, validated
from maturity.language import LANGUAGES

FOLDER = "narrative"
PAGE = "dimension-"  # what the section of a dimension is called, before its id
_MOST = 100_000  # bytes: forty pages of comment on one section
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HIDDEN = (".", "~", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it was found; ``language`` and ``wave`` are empty where it is for all.

    ``place`` is its file and ``line`` the one its text begins on.
    """

    section: str
    text: str
    language: str = ""
    wave: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    mark: bool = False
    place: str = ""
    line: int = 1

    @property
    def where(self) -> str:
        """``file:line`` of the comment as a whole."""
        return f"{self.place}:{self.line}"

    @property
    def nearness(self) -> tuple[bool, bool]:
        """How nearly this comment is for one report: what is larger wins."""
        return bool(self.wave), bool(self.language)


def written_in_yaml(stated: Mapping[str, TextYaml], document: Document) -> Iterator[Written]:
    """Yield the comments that ``engagement.yaml`` itself holds."""
    for section, texts in stated.items():
        for language, text in texts.items():
            at = ("narrative", section, language) if language else ("narrative", section)
            place, _, line = document.place(at).rpartition(":")
            begins = int(line) + text.endswith("\n")  # a block's words are below its mark
            yield Written(section, text, language, place=place, line=begins)


def written_in_files(folder: Path) -> tuple[Written, ...]:
    """Read every comment of the folder ``narrative/``, none when there is no such folder.

    Raises
    ------
    EngagementError
        A file is not Markdown, too long, not UTF-8, or its front matter is wrong; with the line.
    """
    top = folder / FOLDER
    if not top.is_dir():
        return ()
    found: list[Written] = []
    complaints: list[Complaint] = []
    for path in _files(top):
        place = path.relative_to(folder).as_posix()
        read = _read(path, place, folder)
        if isinstance(read, Complaint):
            complaints.append(read)
        else:
            wave = path.parent.name if path.parent != top else ""
            found.append(_written(path.name, wave, read, place))
    refuse(complaints, EngagementError)
    return tuple(found)


def _files(top: Path) -> Iterator[Path]:
    """Yield the files of the folder and of the waves' folders in it, hidden ones left out."""
    for path in sorted(top.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() and path.parent.name == FOLDER:
            yield from _files(path)
        else:
            yield path


def _read(path: Path, place: str, folder: Path) -> str | Complaint:
    """Return what a file says, or what keeps it from being read."""
    if path.suffix != ".md" or not path.is_file():
        return Complaint(place, "narrative.not_markdown")
    if not path.resolve().is_relative_to(folder.resolve()):
        return Complaint(place, "stated.file_outside", {"value": path.name})
    try:
        content = path.read_bytes()
    except OSError as cause:
        why = {"path": place, "why": cause.strerror or "?"}
        return Complaint(place, "file_unreadable", why)
    if len(content) > _MOST:
        sizes = {"size": str(len(content) // 1000), "most": str(_MOST // 1000)}
        return Complaint(place, "narrative.long", sizes)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = content[: cause.start].count(b"\n") + 1
        return Complaint(f"{place}:{line}", "narrative.not_utf8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _complaint_of_letters(text, place) or text


def _complaint_of_letters(text: str, place: str) -> Complaint | None:
    for number, line in enumerate(text.split("\n"), 1):
        code = unprintable(line)
        if code:
            fields = {"key": FOLDER, "code": code}
            return Complaint(f"{place}:{number}", "stated.unprintable", fields)
    return None


def _written(name: str, wave: str, text: str, place: str) -> Written:
    """Take a file apart: its name, its front matter, its text.

    Raises
    ------
    EngagementError
        The front matter is not YAML, or says something it cannot.
    """
    section = name.removesuffix(".md")
    language = next((each for each in LANGUAGES if section.endswith(f".{each}")), "")
    front = _FRONT.match(text)
    stated = NarrativeYaml()
    if front:
        document = parse_yaml(front[0][: front.end(1)], place, EngagementError)
        stated = validated(document, NarrativeYaml, EngagementError)
    return Written(
        section.removesuffix(f".{language}"),
        text[front.end() :] if front else text,
        language,
        wave,
        stated.numbers,
        stated.mark,
        place,
        front[0].count("\n") + 1 if front else 1,
    )


def narrative_faults(written: tuple[Written, ...], known: tuple[str, ...]) -> Iterator[Complaint]:
    """Yield comments on sections that are not there, empty ones, and two where one can be shown."""
    seen: dict[tuple[str, str, str], Written] = {}
    for each in written:
        if each.section not in known and not each.section.startswith(PAGE):
            fields = {"value": each.section, "known": ", ".join(known)}
            yield Complaint(each.where, "narrative.section", fields)
        if not each.text.strip():
            yield Complaint(each.where, "narrative.empty")
        first = seen.setdefault((each.section, each.language, each.wave), each)
        if first is not each:
            yield Complaint(each.where, "narrative.twice", {"other": first.where})


def chosen(written: tuple[Written, ...], wave: str, language: str) -> dict[str, Written]:
    """Return the comment of each section for one wave and language, the nearest there is."""
    found: dict[str, Written] = {}
    fitting = (
        each for each in written if each.wave in {"", wave} and each.language in {"", language}
    )
    for each in sorted(fitting, key=lambda one: one.nearness):
        found[each.section] = each
    return found


def passed_over(
    written: tuple[Written, ...], wave: str, language: str, waves: frozenset[str]
) -> Iterator[Complaint]:
    """Yield comments that a reader of this report may miss, and folders of waves nobody knows."""
    shown = chosen(written, wave, language)
    for each in written:
        if each.wave and each.wave not in waves:
            yield Complaint(each.where, "narrative.wave", {"value": each.wave})
        elif each.wave in {"", wave} and each.section not in shown:
            fields = {"language": each.language, "wanted": language}
            yield Complaint(each.where, "narrative.other_language", fields)
