"""What we ask: the questionnaire's dimensions, practices, items, scales and levels."""

from maturity.instrument.build import fingerprint
from maturity.instrument.knowledge import (
    FULL,
    OWN,
    Action,
    Anchor,
    Figure,
    Profile,
    Register,
    ShortForm,
)
from maturity.instrument.load import load_instrument
from maturity.instrument.model import (
    Attribute,
    Choice,
    Critical,
    Dimension,
    Instrument,
    Item,
    Level,
    Mirror,
    Practice,
    Scale,
    Side,
)
from maturity.instrument.text import Text
from maturity.instrument.words import normalised

__all__ = [
    "FULL",
    "OWN",
    "Action",
    "Anchor",
    "Attribute",
    "Choice",
    "Critical",
    "Dimension",
    "Figure",
    "Instrument",
    "Item",
    "Level",
    "Mirror",
    "Practice",
    "Profile",
    "Register",
    "Scale",
    "ShortForm",
    "Side",
    "Text",
    "fingerprint",
    "load_instrument",
    "normalised",
]
