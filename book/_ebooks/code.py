"""Code on a small screen: a line that is too long for it goes on indented."""

from itertools import zip_longest

from lxml import etree

from book._ebooks.pages import XHTML


def break_lines(block: etree._Element) -> None:
    """Put each line of a block into a box of its own, whose rest a style sheet can indent.

    The line feeds stay: without a style sheet the block is what it was.
    """
    pieces = list(block)
    texts = [block.text, *(piece.tail for piece in pieces)]
    block.clear(keep_tail=True)
    line = begin_line(block)
    for words, piece in zip_longest(texts, pieces):
        for number, part in enumerate((words or "").split("\n")):
            if number:
                put(line, "\n")
                line = begin_line(block)
            put(line, part)
        if piece is not None:
            piece.tail = None
            line.append(piece)
    if not len(line) and not line.text:
        block.remove(line)


def begin_line(block: etree._Element) -> etree._Element:
    """Begin a line at the end of a block."""
    return etree.SubElement(block, f"{{{XHTML}}}span", {"class": "line"})


def put(line: etree._Element, words: str) -> None:
    """Add text at the end of a line."""
    if len(line):
        line[-1].tail = (line[-1].tail or "") + words
    else:
        line.text = (line.text or "") + words
