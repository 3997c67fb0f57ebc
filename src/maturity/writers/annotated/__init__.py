"""Problems shown where they are: annotated copies of client workbooks, and a list of all."""

from maturity.writers.annotated.child import Annotator
from maturity.writers.annotated.marks import MOST_ROWS, Copy, Mark, in_order
from maturity.writers.annotated.overview import Page, Row, write_pages
from maturity.writers.annotated.stored import stored_results, typed
from maturity.writers.annotated.text import LONGEST
from maturity.writers.annotated.values import fits, write_values

__all__ = [
    "LONGEST",
    "MOST_ROWS",
    "Annotator",
    "Copy",
    "Mark",
    "Page",
    "Row",
    "fits",
    "in_order",
    "stored_results",
    "typed",
    "write_pages",
    "write_values",
]
