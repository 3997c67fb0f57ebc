"""Maturity assessment: a client's filled questionnaires in, a report a committee acts on out.

The rooms, in the order of the journey; each imports only those above it:

instrument   what we ask
readers      files in
responses    answers checked and coded
scores       levels from codes, masked on the way out
story        what we say and show
writers      files out

Read :mod:`maturity.assess` first.
"""

__version__ = "0.1.0"
