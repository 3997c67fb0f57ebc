"""What a workbook remembers of the instrument it was made from: what was asked, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from maturity.instrument.build import Builder
from maturity.instrument.model import Instrument

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml

_ITEM = {"id", "text", "scale", "reverse", "functions", "variants", "not_for", "version"}
_ITEMS = {"items": {"__all__": _ITEM}}
_PRACTICES = {"practices": {"__all__": {"id": True, "label": True, **_ITEMS}}}
_KEPT: dict[str, Any] = {
    "id": True,
    "version": True,
    "language": True,
    "scales": {"__all__": {"min", "max", "labels"}},
    "dimensions": {"__all__": {"id": True, "label": True, **_PRACTICES, **_ITEMS}},
    "levels": {"__all__": {"label"}},
}


def remembered(parsed: InstrumentYaml) -> str:
    """Return what was asked as text, for the hidden sheet of a workbook."""
    kept = parsed.model_dump(mode="json", include=_KEPT, exclude_defaults=True)
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def recalled(text: str) -> Instrument | None:
    """Return what was asked as an instrument, None when the text was damaged.

    Only what was remembered is in it: no weights, no rubrics.
    """
    from pydantic import ValidationError

    from maturity.instrument.schema import InstrumentYaml

    try:
        return Builder(InstrumentYaml.model_validate_json(text)).instrument()
    except (ValidationError, KeyError):
        return None
