"""How wide formulas are, about: those wider than the screen of a phone are set smaller there.

Readers of EPUB neither break a formula nor let it be scrolled; what is too wide is cut off.
"""

from copy import deepcopy

from lxml import etree
from ziamath.zmath import Math

from book._ebooks.pages import find, has_class

# In em: what fits on any screen; by how much readers set columns farther apart than `ziamath`.
NARROW, COLUMN = 16, 0.6
SIZE = 24  # pixels of an em


def tell_widths(body: etree._Element) -> None:
    """Tell the style sheet how wide each formula is that may be too wide."""
    for box in find(body, f".//h:div[{has_class('math')}]"):
        widest = max(width(math) for math in find(box, "./m:math"))
        if widest > NARROW:
            box.set("class", "math wide")
            # With some room, for readers have fonts of their own.
            box.set("style", f"--width: {1.08 * widest + 1:.1f}")


def width(math: etree._Element) -> float:
    """Return about how wide a formula is, in em."""
    plain = deepcopy(math)
    plain.tail = None
    for part in plain.iter():
        part.tag = etree.QName(part).localname
    etree.cleanup_namespaces(plain)
    drawn = Math(etree.tostring(plain, encoding="unicode"), size=SIZE).getsize()[0] / SIZE
    columns = sum(max(map(len, table)) for table in find(math, ".//m:mtable"))
    return float(drawn + COLUMN * columns)
