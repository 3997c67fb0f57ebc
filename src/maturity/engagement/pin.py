"""What was asked, kept in ``engagement.yaml``: so that another version of it does not go unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maturity.engagement.model import Pin
from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.instrument.yamledit import with_value
from maturity.language import Language
from maturity.readers import ENGAGEMENT
from maturity.responses import told_apart
from maturity.writers.files import write_text


def pin_of(instrument: Instrument) -> Pin:
    """Return what an engagement keeps of the questionnaire it asks."""
    return Pin(instrument.version, instrument.asked_sha256)


def write_pin(file: Path, pin: Pin, wave: str = "") -> None:
    """Write the pin into an engagement, or one wave of it; everything else stays as it is."""
    where = ("waves", wave, "instrument_pin") if wave else ("instrument_pin",)
    text = file.read_bytes().decode("utf-8-sig")
    changed = with_value(text, where, {"version": pin.version, "asked_sha256": pin.asked_sha256})
    write_text(file, changed)


def pin_problems(pin: Pin | None, instrument: Instrument) -> Iterator[Problem]:
    """Yield a problem when answers are read with another questionnaire than was kept."""
    if pin and pin.asked_sha256 != instrument.asked_sha256:
        yield Problem(
            ENGAGEMENT, "INSTRUMENT_ASKED", pin.version, told_apart(pin.asked_sha256, instrument)
        )


def pin_remarks(pin: Pin | None, instrument: Instrument, say: Language) -> Iterator[str]:
    """Yield what to know before another questionnaire than was kept is sent."""
    if pin and pin.asked_sha256 != instrument.asked_sha256:
        yield say("cli.pin.differs", found=pin.version, **told_apart(pin.asked_sha256, instrument))
