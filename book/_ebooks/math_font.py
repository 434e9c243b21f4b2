"""A font for formulas: STIX Two Math, with the glyphs that a book needs.

Without the table MATH of such a font brackets do not grow and roots do not close. It is under the
SIL Open Font License, which it says itself.
"""

from importlib.metadata import distribution
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from book._ebooks.mathml import LETTERS
from book._ebooks.pages import Page, find

FILE = str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf"))


def characters(pages: list[Page]) -> set[str]:
    """Return the characters of all formulas, those that readers slant also slanted."""
    drawn = set()
    for math in (math for page in pages for math in find(page.body, ".//m:math")):
        text = "".join(math.itertext())
        drawn |= {*text, *text.translate(LETTERS["italic"])}
        drawn |= {"√" for _ in find(math, ".//m:msqrt | .//m:mroot")}
    return {character for character in drawn if not character.isspace()}


def subset(wanted: set[str]) -> bytes:
    """Return the font with the glyphs of some characters, and what these grow into."""
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["DSIG"]
    options.recalc_timestamp = False
    font = TTFont(FILE, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(wanted))
    subsetter.subset(font)
    file = BytesIO()
    font.save(file)
    return file.getvalue()
