"""Every word that a report's blocks say, for tests that look at words."""

from maturity.story.blocks import Bullets, Chart, Paragraph, Section, Table, Tiles, plain


def words(blocks, *, tables=True):
    """Every text of blocks, those inside sections and behind figures included."""
    for block in blocks:
        match block:
            case Section():
                yield block.title
                yield from words(block.blocks, tables=tables)
            case Paragraph():
                yield plain(block.text)
            case Bullets():
                yield from map(plain, block.lines)
            case Tiles():
                for tile in block.tiles:
                    yield from filter(None, (tile.label, tile.value, tile.detail))
            case Table() if tables:
                yield from filter(None, (block.caption, *block.header, block.note))
                yield from (cell for row in block.rows for cell in row if cell)
            case Chart():
                yield from (block.title, block.caption)
                yield from figure_words(block.figure)
                if tables:
                    yield block.alt
                    yield from words((block.table,))


def figure_words(figure):
    """Every text that is drawn."""
    from matplotlib.text import Text

    return [each.get_text() for each in figure.findobj(Text) if each.get_text().strip()]
