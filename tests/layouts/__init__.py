"""Workbooks as survey tools and people make them, each with the truth about every cell of it."""
