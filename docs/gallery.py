"""Draw the example reports as pictures for the README and the docs (needs chromium and poppler).

Run by ``make gallery``: makes the reports, prints them to PDF, and puts chosen pages side by side
into ``docs/images``. Every page goes to ``build/gallery`` for a closer look.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from maturity.batch import Options, make_report
from maturity.workspace import places_below

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "surveys" / "examples"
PAGES = DOCS.parent / "build" / "gallery"
# picture: organisation, language; section, and which of its pages is shown
PICTURES = {
    "report-en.png": ("lumera", "en", {"synthesis": 1, "mirror": 2}),
    "report-fr.png": ("trefonde", "fr", {"synthesis": 1, "functions": 1}),
}
RESOLUTION = 62


def main() -> None:
    """Make every picture."""
    places = {place.organization: place for place in places_below(EXAMPLES)}
    shutil.rmtree(PAGES, ignore_errors=True)
    for organization, place in places.items():
        for language in ("en", "fr"):
            folder = PAGES / organization / language
            made = make_report(place.path, folder, Options(language=language), place)
            report = made.folder / made.files[0]
            pages = _pages(report)
            print(f"{report}: {len(pages)} pages")
            for name, (wanted, spoken, sections) in PICTURES.items():
                if (wanted, spoken) == (organization, language):
                    pdf = report.with_suffix(".pdf")
                    chosen = [pages[_page_of(pdf, each) + n - 2] for each, n in sections.items()]
                    _side_by_side(chosen, DOCS / "images" / name)


def _pages(report: Path) -> list[Path]:
    """Print a report to PDF and draw its pages."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("chromium is needed: apt-get install chromium")
    pdf = report.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        where = [f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", report.resolve().as_uri()]
        subprocess.run([chromium, *flags, *where], check=True, capture_output=True)
    stem = report.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", pdf, stem], check=True)
    return sorted(report.parent.glob(f"{stem.name}-*.png"))


def _page_of(pdf: Path, section: str) -> int:
    """Return the page on which a section begins, by its heading in the catalogue."""
    from maturity.language import sentence

    language = next(code for code in ("en", "fr") if f"/{code}/" in pdf.as_posix())
    heading = sentence(f"report.{section}.title", language)
    pages = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    )
    found = [
        n for n, text in enumerate(pages.stdout.split("\f"), 1) if text.strip().startswith(heading)
    ]
    if not found:
        raise SystemExit(f"no page of {pdf} begins with “{heading}”")
    return found[0]


def _side_by_side(files: list[Path], target: Path) -> None:
    pages = [Image.open(file).convert("RGB") for file in files]
    width, height = pages[0].size
    sheet = Image.new("RGB", (width * len(pages) + 12 * (len(pages) + 1), height + 24), "#D9DFE5")
    for n, page in enumerate(pages):
        sheet.paste(page, (12 + n * (width + 12), 12))
    target.parent.mkdir(exist_ok=True)
    sheet.quantize(160).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
