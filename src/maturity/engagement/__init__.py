"""Who is assessed, in which language, against which roster and targets; what was decided by hand.

Three state files of an organisation: ``engagement.yaml`` (who), ``mapping.yaml`` (what its columns
and labels mean) and ``decisions.yaml`` (what was decided). ``schema`` says what they may hold,
``model`` what they mean together, ``load`` finds and reads them, ``pin`` keeps what was asked.
"""

from maturity.engagement.load import find_engagement, find_state, load_engagement
from maturity.engagement.model import Engagement, Pin
from maturity.engagement.pin import pin_of, pin_problems, pin_remarks, write_pin
from maturity.engagement.schema import DECISIONS, MAPPING
from maturity.readers import ENGAGEMENT, ENGAGEMENT_FORM

__all__ = [
    "DECISIONS",
    "ENGAGEMENT",
    "ENGAGEMENT_FORM",
    "MAPPING",
    "Engagement",
    "Pin",
    "find_engagement",
    "find_state",
    "load_engagement",
    "pin_of",
    "pin_problems",
    "pin_remarks",
    "write_pin",
]
