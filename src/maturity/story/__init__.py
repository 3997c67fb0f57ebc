"""What we say and show of one assessment: findings, sentences and figures, in both languages."""

from maturity.story.findings import Finding, findings
from maturity.story.story import Story

__all__ = ["Finding", "Story", "findings"]
