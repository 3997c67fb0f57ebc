"""The report as a Word document that people edit: real styles, fields, captions, an annex.

Figures are pictures: Word has no chart that shows intervals on level bands, and a picture can be
taken into a mail. The numbers of each stand as a table in the annex.
"""

from maturity.writers.document.template import check_template
from maturity.writers.document.write import Manuscript, write, write_manuscript

__all__ = ["Manuscript", "check_template", "write", "write_manuscript"]
