"""What we ask: the questionnaire's dimensions, practices, items, scales and levels."""

from maturity.instrument.load import fingerprint, load_instrument
from maturity.instrument.model import (
    Attribute,
    Choice,
    Dimension,
    Instrument,
    Item,
    Level,
    Mirror,
    Practice,
    Scale,
    Side,
    Text,
)
from maturity.instrument.words import normalised

__all__ = [
    "Attribute",
    "Choice",
    "Dimension",
    "Instrument",
    "Item",
    "Level",
    "Mirror",
    "Practice",
    "Scale",
    "Side",
    "Text",
    "fingerprint",
    "load_instrument",
    "normalised",
]
