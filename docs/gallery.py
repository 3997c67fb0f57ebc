"""Draw the reports as pictures (needs chromium, LibreOffice and poppler); run by ``make gallery``.

Makes the reports of the examples and of some extremes (extremes.py) in both languages, draws every
page, slide and sheet into ``build/gallery``, a contact sheet per file, and puts chosen pages side
by side into ``docs/images``. ``python docs/gallery.py lumera`` draws only what is so called.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extremes import write_extremes
from PIL import Image

from maturity.batch import Options, make_report
from maturity.language import LANGUAGES
from maturity.workspace import Place, one_place, places_below, slug

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "surveys" / "examples"
PAGES = DOCS.parent / "build" / "gallery"
DOTS = 62  # per inch
ACROSS, MARGIN, GREY = 5, 12, "#D9DFE5"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the docs: pages of one file, counted from 1, side by side."""

    organization: str
    language: str
    file: str
    pages: tuple[int, ...]
    dots: int = DOTS


PICTURES = {
    "report-en.png": Shown("lumera", "en", "report.pdf", (3, 23)),
    "report-fr.png": Shown("trefonde", "fr", "report.pdf", (3, 22)),
    "slides-en.png": Shown("lumera", "en", "report.pptx", (2, 10), 44),
}


def main(wanted: list[str]) -> None:
    """Make every picture, or those of the organisations named."""
    with tempfile.TemporaryDirectory() as folder:
        extremes = [one_place(wave) for wave in write_extremes(Path(folder))]
        for place in (*places_below(EXAMPLES), *extremes):
            name = _name(place)
            if not wanted or name in wanted:
                for language in LANGUAGES:
                    _draw_all(place, name, language)


def _name(place: Place) -> str:
    from maturity.engagement import load_engagement

    stated = load_engagement(place.path.parent / "engagement.yaml").name
    return place.organization if place.path.is_relative_to(EXAMPLES) else slug(stated)


def _draw_all(place: Place, name: str, language: str) -> None:
    """Make one report and draw all its files."""
    folder = PAGES / name / language
    shutil.rmtree(folder, ignore_errors=True)
    made = make_report(place.path, folder, Options(language=language), place)
    for file in made.files:
        whole = made.folder / file
        plain = file.replace(f".{language}.", ".")
        pages = list(_pages(whole, folder / plain.replace(".", "-")))
        _together(pages, folder / f"{plain}.png", ACROSS)
        print(f"{whole}: {len(pages)} pages")
        for picture, shown in PICTURES.items():
            if (shown.organization, shown.language, shown.file) == (name, language, plain):
                (DOCS / "images").mkdir(exist_ok=True)
                again = list(_pages(whole, folder / "chosen", shown.dots))
                chosen = [again[page - 1] for page in shown.pages if page <= len(again)]
                _together(chosen, DOCS / "images" / picture, len(chosen))


def _pages(file: Path, stem: Path, dots: int = DOTS) -> Iterator[Path]:
    """Draw a file page by page."""
    printed = {".pdf": lambda whole, _: whole, ".html": _by_browser}.get(file.suffix, _by_office)
    with tempfile.TemporaryDirectory() as folder:
        pdf = printed(file, Path(folder))
        for old in stem.parent.glob(f"{stem.name}-*.png"):
            old.unlink()
        subprocess.run([_program("pdftoppm"), "-r", str(dots), "-png", pdf, stem], check=True)
    yield from sorted(stem.parent.glob(f"{stem.name}-*.png"))


def _by_browser(file: Path, folder: Path) -> Path:
    pdf = folder / "printed.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    where = [f"--user-data-dir={folder}", f"--print-to-pdf={pdf}", file.resolve().as_uri()]
    browser = _program("chromium", "google-chrome")
    subprocess.run([browser, *flags, *where], check=True, capture_output=True)
    return pdf


def _by_office(file: Path, folder: Path) -> Path:
    office = [_program("soffice"), "--headless", f"-env:UserInstallation={folder.as_uri()}/office"]
    order = ["--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run([*office, *order], check=True, capture_output=True)
    return folder / f"{file.stem}.pdf"


def _program(*names: str) -> str:
    found: Callable[[str], str | None] = shutil.which
    for name in names:
        if program := found(name):
            return program
    raise SystemExit(f"{names[0]} is needed: apt-get install chromium libreoffice poppler-utils")


def _together(files: list[Path], target: Path, across: int) -> None:
    """Put pages side by side, row by row."""
    if not files:
        return
    pages = [Image.open(file).convert("RGB") for file in files]
    width = max(page.width for page in pages) + MARGIN
    height = max(page.height for page in pages) + MARGIN
    rows = -(-len(pages) // across)
    sheet = Image.new(
        "RGB", (width * min(across, len(pages)) + MARGIN, height * rows + MARGIN), GREY
    )
    for number, page in enumerate(pages):
        row, column = divmod(number, across)
        sheet.paste(page, (MARGIN + column * width, MARGIN + row * height))
    sheet.quantize(160).save(target, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
