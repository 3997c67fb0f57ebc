"""Reports made: one organisation by its notebook, or many in a row; one failure stops nobody."""

from maturity.batch.many import Status, run_batch
from maturity.batch.provenance import FORMATS
from maturity.batch.report import Made, Options, make_report, reports_folder

__all__ = [
    "FORMATS",
    "Made",
    "Options",
    "Status",
    "make_report",
    "reports_folder",
    "run_batch",
]
