"""The instrument on paper: the whole of it as a catalogue, and the consultant's interview guide."""

from maturity.writers.catalogue.page import catalogue, guide, write_catalogue, write_guide

__all__ = ["catalogue", "guide", "write_catalogue", "write_guide"]
