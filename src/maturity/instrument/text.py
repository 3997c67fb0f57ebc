"""One sentence in each of its languages."""

from __future__ import annotations


class Text(dict[str, str]):
    """One sentence in each of its languages: ``{"en": "Yes", "fr": "Oui"}``."""

    def in_language(self, language: str) -> str:
        """Return the sentence in ``language``, else in the first language it has.

        >>> Text(en="Yes", fr="Oui").in_language("fr")
        'Oui'
        >>> Text(en="Yes").in_language("fr")
        'Yes'
        """
        return self.get(language) or next(iter(self.values()), "")
