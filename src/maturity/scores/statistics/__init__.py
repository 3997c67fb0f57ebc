"""Formulas on arrays: no questionnaire, no names, no masking; each says what it is checked against.

Imported by module (``from maturity.scores.statistics import agreement``), so that nothing loads
scipy before it is needed.
"""
