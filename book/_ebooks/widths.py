"""How wide formulas are, about: those wider than the screen of a phone are set smaller there.

Readers of EPUB neither break a formula nor let it be scrolled; what is too wide is cut off.
"""

from functools import cache
from itertools import zip_longest

from fontTools.ttLib import TTFont
from lxml import etree

from book._ebooks.font import FILE
from book._ebooks.mathml import LETTERS
from book._ebooks.pages import find, has_class

# In em: what fits on any screen; the space around a sign or a relation; between columns.
NARROW, SPACE, COLUMN = 16, 0.56, 0.8
# How large indices are.
SMALL = 0.72
FENCES = set("()[]{}∣,⊤′\u2061")


def tell_widths(body: etree._Element) -> None:
    """Tell the style sheet how wide each formula is that may be too wide."""
    for box in find(body, f".//h:div[{has_class('math')}]"):
        widest = max(width(math) for math in find(box, "./m:math"))
        if widest > NARROW:
            box.set("class", "math wide")
            # With some room, for readers have fonts of their own.
            box.set("style", f"--width: {1.08 * widest + 1:.1f}")


@cache
def advances() -> dict[int, float]:
    """Return the widths of the characters of the font, in em."""
    font = TTFont(FILE)
    widths, em = font["hmtx"], font["head"].unitsPerEm
    return {code: float(widths[glyph][0] / em) for code, glyph in font.getBestCmap().items()}


def width(part: etree._Element) -> float:
    """Return about how wide a part of a formula is, in em."""
    name = etree.QName(part).localname
    inner = [width(child) for child in part]
    match name:
        case "mi" | "mn" | "mtext" | "mo":
            letters = part.text or ""
            if name == "mi" and len(letters) == 1:
                letters = letters.translate(LETTERS["italic"])
            drawn = sum(advances().get(ord(letter), 0.5) for letter in letters)
            apart = name == "mo" and letters not in FENCES and part.get("form") != "prefix"
            return drawn + (SPACE if apart else 0)
        case "mspace":
            return float(str(part.get("width", "0em")).removesuffix("em"))
        case "msub" | "msup" | "msubsup":
            return inner[0] + SMALL * max(inner[1:])
        case "mfrac":
            return max(inner)
        case "munder" | "mover" | "munderover":
            return max(inner[0], SMALL * max(inner[1:]))
        case "msqrt":
            return advances()[ord("√")] + sum(inner)
        case "mtable":
            cells = [[width(cell) for cell in row] for row in part]
            columns: list[float] = [max(column) for column in zip_longest(*cells, fillvalue=0.0)]
            return sum(columns) + COLUMN * len(columns)
        case _:
            return sum(inner)
