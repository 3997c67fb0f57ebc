"""The consultant's own words in the report: Markdown in, the report's blocks out.

Only what every format can show is taken: paragraphs, headings, lists, quotations, simple tables,
bold and italic. Everything else is refused where it stands, never left out in silence. A number in
braces, ``{silos}``, is the one of this report, as :mod:`maturity.story.noted` names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maturity.errors import Complaint, EngagementError
from maturity.instrument.text import Text
from maturity.story.blocks import (
    Block,
    Bullets,
    Paragraph,
    Run,
    Section,
    Table,
    Tiles,
    Words,
    plain,
)
from maturity.story.edition import Narrative
from maturity.story.noted import moved, noted, unknown
from maturity.story.story import Story

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_NUMBER = re.compile(r"\{([^{}\n]*)\}")
_LONGEST = 120  # letters without a space: what the widest line of a page holds
_COLUMNS = (2, 6)
_BEGINNING = 40
_ID = "comment-"  # before the name of the section
# what is refused, by Markdown's name for it; the sentences are in errors.narrative
_REFUSED = {
    "code_block": "code",
    "fence": "code",
    "hr": "ruled_line",
    "html_block": "html",
    "html_inline": "html",
    "image": "picture",
}


def comments(story: Story) -> Mapping[str, tuple[Block, ...]]:
    """Return the consultant's comment on each section that has one, by the section's name.

    Raises
    ------
    EngagementError
        A comment holds what no page shows, or names what this report does not have; all that is
        wrong is told at once, with file and line.
    """
    return story.once(_comments)


def commented(story: Story, section: Section) -> Section:
    """Return a section with its comment, after what opens it and before its first figure."""
    blocks = comments(story).get(section.id)
    if not blocks:
        return section
    title = _title(story, section)
    comment = Section(f"{_ID}{section.id}", title, blocks, 3)
    opening = 0
    while opening < len(section.blocks) and isinstance(section.blocks[opening], Paragraph | Tiles):
        opening += 1
    return replace(section, blocks=(*section.blocks[:opening], comment, *section.blocks[opening:]))


def _title(story: Story, section: Section) -> str:
    """Name a comment by its section too, so that no two headings of a report are alike."""
    fields = {"section": section.title, "name": story.edition.brand.name}
    if fields["name"]:
        return story.say("edition.comment.title_by", **fields)
    return story.say("edition.comment.title", **fields)


def stale(story: Story) -> Iterator[Complaint]:
    """Yield the comments that were written under other numbers than those of this report."""
    for narrative in story.edition.narrative.values():
        sentences = moved(story, narrative.numbers)
        if sentences:
            place = f"{narrative.place}:{narrative.line}"
            yield Complaint(place, "narrative.moved", {"moved": story.joined(sentences)})


def _comments(story: Story) -> dict[str, tuple[Block, ...]]:
    found, complaints = {}, []
    for section, narrative in story.edition.narrative.items():
        reader = _Reader(story, narrative, f"{_ID}{section}")
        found[section] = reader.blocks()
        complaints += reader.complaints
    if complaints:
        raise EngagementError("yaml_wrong", details=tuple(complaints))
    return found


@dataclass(slots=True)
class _Reader:
    """Turns one comment into blocks, noting what it cannot show as it goes."""

    story: Story
    narrative: Narrative
    id: str
    complaints: list[Complaint] = field(default_factory=list)
    tables: int = 0
    _line: int = 0  # of the comment's text, from 0

    def blocks(self) -> tuple[Block, ...]:
        from markdown_it import MarkdownIt
        from markdown_it.tree import SyntaxTreeNode

        # HTML is recognised so that it can be refused; escaped letters stay apart, so that no
        # brace of theirs is taken for a number's.
        parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("text_join")
        tree = SyntaxTreeNode(parser.parse(self.narrative.text))
        self._check_numbers()
        return (*self._parts(tree), *self._mark())

    def _check_numbers(self) -> None:
        for name in unknown(self.story, self.narrative.numbers):
            self._line = 1 - self.narrative.line  # front matter begins the file
            self._refuse("number", value=name, known=self._known())

    def _mark(self) -> Iterator[Paragraph]:
        sentences = moved(self.story, self.narrative.numbers) if self.narrative.mark else ()
        if sentences:
            text = self.story.say("edition.comment.moved", moved=self.story.joined(sentences))
            yield Paragraph(text, "note")

    def _refuse(self, what: str, **fields: str) -> None:
        place = f"{self.narrative.place}:{self.narrative.line + self._line}"
        self.complaints.append(Complaint(place, f"narrative.{what}", fields))

    # Blocks

    def _parts(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        """Yield blocks; a heading opens a section of what follows it, up to the next."""
        heading, blocks, number = "", list[Block](), 0
        for node in tree.children:
            if node.type == "heading":
                yield from self._closed(heading, blocks, number)
                heading, blocks, number = self._heading(node), [], number + 1
            else:
                blocks += self._block(node)
        yield from self._closed(heading, blocks, number)

    def _closed(self, heading: str, blocks: list[Block], number: int) -> Iterator[Block]:
        if number:
            yield Section(f"{self.id}-{number}", heading, tuple(blocks), 3)
        else:
            yield from blocks

    def _heading(self, node: SyntaxTreeNode) -> str:
        words = plain(_joined(self._inline(node)))
        if not words:
            self._refuse("heading_empty")
        return words

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        self._line = node.map[0] if node.map else self._line
        match node.type:
            case "paragraph":
                yield from (Paragraph(words) for words in self._lines(node))
            case "bullet_list" | "ordered_list":
                yield self._list(node)
            case "blockquote":
                for child in node.children:
                    yield from (Paragraph(words, "quote") for words in self._plain(child))
            case "table":
                yield self._table(node)
            case _:
                self._refuse(_REFUSED.get(node.type, "html"), value=node.content.strip()[:80])

    def _list(self, node: SyntaxTreeNode) -> Bullets:
        start = str(node.attrs.get("start", 1))
        if start != "1":
            self._refuse("list_start", value=start)
        lines = [_joined(self._item(item)) for item in node.children]
        return Bullets(tuple(line for line in lines if line), node.type == "ordered_list")

    def _item(self, node: SyntaxTreeNode) -> list[Run]:
        first, *others = node.children or (None,)
        for inner in others[:1]:
            self._line = inner.map[0] if inner and inner.map else self._line
            self._refuse("nested")
        return self._unbroken(first) if first else []

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [
            [plain(_joined(self._inline(cell))) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        self._line = node.map[0] if node.map else self._line
        header, least, most = rows[0], *_COLUMNS
        if not least <= len(header) <= most or not all(header):
            self._refuse("table")
        self.tables += 1
        cells = node.children[0].children[0].children
        right = (n for n, cell in enumerate(cells) if "right" in str(cell.attrs.get("style", "")))
        return Table(
            caption=self.story.say("edition.comment.table", n=self.tables),
            header=tuple(header),
            rows=tuple(tuple(row) for row in rows[1:]),
            numeric=tuple(right),
        )

    def _plain(self, node: SyntaxTreeNode) -> Iterator[Words]:
        if node.type == "paragraph":
            yield from self._lines(node)
        else:
            self._line = node.map[0] if node.map else self._line
            self._refuse("nested")

    def _unbroken(self, node: SyntaxTreeNode) -> list[Run]:
        if node.type == "paragraph":
            return self._inline(node)
        self._line = node.map[0] if node.map else self._line
        self._refuse(_REFUSED.get(node.type, "nested"), value=node.content.strip()[:80])
        return []

    # Words

    def _lines(self, node: SyntaxTreeNode) -> Iterator[Words]:
        """Yield a paragraph's words; a break that was asked for begins another paragraph."""
        line = list[Run]()
        for run in (*self._inline(node), None):
            if run is None or run.text == "\n":
                words = _joined(line)
                if words:
                    yield words
                line = []
            else:
                line.append(run)

    def _inline(self, node: SyntaxTreeNode) -> list[Run]:
        self._line = node.map[0] if node.map else self._line
        found = list(self._inside(node, Run("")))
        self._check_length("".join(run.text for run in found))
        return found

    def _runs(self, node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
        match node.type:
            case "text":
                yield replace(look, text=self._printed(node.content))
            case "text_special" | "code_inline":
                yield replace(look, text=node.content)
            case "softbreak":
                self._line += 1
                yield replace(look, text=" ")
            case "hardbreak":
                self._line += 1
                yield Run("\n")
            case "inline":
                yield from self._inside(node, look)
            case "strong":
                yield from self._inside(node, replace(look, strong=True))
            case "em":
                yield from self._inside(node, replace(look, emphasis=True))
            case "link":
                yield from self._link(node, look)
            case _:
                self._refuse(_REFUSED.get(node.type, "html"), value=node.content.strip()[:80])

    def _inside(self, node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
        return (run for child in node.children for run in self._runs(child, look))

    def _link(self, node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
        """Yield the words of a link and then its address, for paper has nothing to click on."""
        words = list(self._inside(node, look))
        address = str(node.attrs.get("href", "")).removeprefix("mailto:")
        text = "".join(run.text for run in words)
        if text and address and text != address:
            rest = self.story.say("edition.comment.link", text="", address=address)
            yield from (*words, replace(look, text=rest))
        else:
            yield replace(look, text=address or text)

    def _number(self, found: re.Match[str]) -> str:
        number = noted(self.story).get(found[1].strip())
        if number is None:
            self._refuse("placeholder", value=found[0], known=self._known())
            return found[0]
        if number.value is None:
            return self.story.say("report.none")
        return number.written(self.story, number.value)

    def _known(self) -> str:
        """Name the numbers that are asked for most: there are hundreds."""
        dimensions = (each.id for each in self.story.assessment.dimensions)
        return ", ".join(("overall", *dimensions, "participation", "…"))

    def _printed(self, text: str) -> str:
        """Return text with its numbers filled in, its spaces as the language prints them."""
        return self.story.text(Text({"": _NUMBER.sub(self._number, text)}))

    def _check_length(self, text: str) -> None:
        for word in text.split():
            if len(word) > _LONGEST:
                sizes = {"count": str(len(word)), "most": str(_LONGEST)}
                self._refuse("word_long", value=word[:_BEGINNING], **sizes)


def _joined(found: list[Run]) -> Words:
    """Join runs that are set alike, without white space at the ends; plain words are a string."""
    joined = list[Run]()
    for run in (replace(each, text=each.text.replace("\n", " ")) for each in found):
        if joined and replace(run, text="") == replace(joined[-1], text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    if len(joined) == 1 and joined[0] == Run(joined[0].text):
        return joined[0].text
    return tuple(run for run in joined if run.text) or ""
