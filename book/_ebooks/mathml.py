"""MathML as readers of EPUB draw it: KaTeX's, with what browsers and readers overlook said
otherwise.
"""

import re
from unicodedata import decomposition, name

from lxml import etree
from lxml.builder import ElementMaker

from book._ebooks.pages import NAMES, E, find, has_class, remove, replace

M = ElementMaker(namespace=NAMES["m"])
# Letters of Unicode in a style, which hold where `mathvariant` is overlooked.
STYLES = {"bold": "BOLD", "bold-italic": "BOLD ITALIC", "italic": "ITALIC"}
# After these a sign joins two terms; after any other operator it belongs to what follows.
CLOSING = set(")]}!′∣⊤⋯…")
SIGNS = set("−+∓±")


def letters(style: str) -> dict[int, str]:
    """Return the letters and digits of a style of Unicode, by the plain ones."""
    pattern = re.compile(rf"MATHEMATICAL {style} (CAPITAL|SMALL|DIGIT|NABLA|PARTIAL|\w+ SYMBOL)")
    found = [chr(code) for code in range(0x1D400, 0x1D800) if pattern.match(name(chr(code), ""))]
    return {int(decomposition(letter).split()[1], 16): letter for letter in found}


LETTERS = {variant: letters(style) for variant, style in STYLES.items()}
# The one that Unicode had before the others.
LETTERS["italic"][ord("h")] = "ℎ"


def draw_formulas(body: etree._Element) -> None:
    """Leave of each formula its MathML alone, and put its number below it."""
    for math in find(body, ".//m:math"):
        shown = find(
            math, f"ancestor::h:span[{has_class('katex')} or {has_class('katex-display')}]"
        )
        replace(shown[0], math)
        tidy(math)
    # Of a formula that may break before its last piece, that piece, drawn.
    for piece in find(body, f".//h:span[{has_class('katex')}]"):
        remove(piece)
    for tie in find(body, f".//h:span[{has_class('together')}][not(*)]"):
        before = tie.getprevious()
        if before is not None and not before.tail and before.get("class") == "math":
            before.tail, tie.text = tie.text, None
            tie.append(before)
    for number in find(body, f".//h:span[{has_class('eqno')}]"):
        box = number.getparent()
        remove(number)
        box.append(E.div(number.text, {"class": "eqno"}))


def tidy(math: etree._Element) -> None:
    """Say in MathML Core what is said otherwise, and the TeX in `alttext`."""
    (annotation,) = find(math, ".//m:annotation")
    math.set("alttext", annotation.text.strip())
    (semantics,) = find(math, "./m:semantics")
    replace(semantics, *semantics[:-1])
    for token in find(math, ".//*[@mathvariant]"):
        variant = token.get("mathvariant")
        if variant in LETTERS:
            token.text = token.text.translate(LETTERS[variant])
        if variant != "normal" or len(token.text) > 1 or not is_a(token, "mi"):
            del token.attrib["mathvariant"]
    for letter in find(math, ".//m:mi[text()='α']"):
        letter.set("class", "alpha")
    for sign in find(math, ".//m:mo"):
        if sign.text in SIGNS:
            sign.set("form", "prefix" if is_prefix(sign) else "infix")
    for function in find(math, ".//m:mi[following-sibling::*[1][self::m:mo and .='\u2061']]"):
        set_apart(function)
    for power in find(math, ".//m:msup[*[1][self::m:mo and @minsize]]"):
        embrace(power)
    for strut in find(math, ".//m:mspace[@mathbackground]"):
        del strut.attrib["mathbackground"]
    for table in find(math, ".//m:mtable"):
        sides = table.get("columnalign", "center").split()
        for row in find(table, "./m:mtr"):
            # Beside the columns KaTeX has some for numbers and what pushes them out.
            cells = [cell for cell in row if not cell.get("class", "").startswith(("mtr-", "mml-"))]
            for cell, side in zip(cells, sides, strict=False):
                cell.set("class", side)


def set_apart(function: etree._Element) -> None:
    """Set the name of a function apart from what stands beside it, as TeX does: a thin space."""
    # Beside it stands the sign of application, which nobody sees.
    before = find(function, "preceding-sibling::*[1][not(self::m:mo)]")
    after = find(function, "following-sibling::*[2][not(self::m:mo)]")
    for place in [function] * len(before) + after:
        place.addprevious(M.mspace(width="0.167em"))


def embrace(power: etree._Element) -> None:
    """Raise all that a large bracket closes; a bracket raised alone is drawn too low."""
    found = find(power, "preceding-sibling::m:mo[@minsize][1]")
    if not found:
        return
    (opening,) = found
    between = find(opening, "following-sibling::*")
    row = M.mrow(opening, *between[: between.index(power)], power[0])
    power.insert(0, row)


def is_a(element: etree._Element, name: str) -> bool:
    """Tell whether an element has a name."""
    return etree.QName(element).localname == name


def is_prefix(sign: etree._Element) -> bool:
    """Tell whether a plus or minus belongs to what follows it alone."""
    before = sign.getprevious()
    while before is not None and is_a(before, "mspace"):
        before = before.getprevious()
    return before is None or (is_a(before, "mo") and before.text not in CLOSING)
