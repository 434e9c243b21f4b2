"""Every symbol of the book is in its table of symbols."""

import re

import pytest

from tests.book.source_pages import FENCE, LANGUAGES, MATH, NAMES, Page

GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|phi|varphi|nabla"
# With a hat it is another symbol; with a bar it is a mean, whatever it is.
MARKED = r"\\hat\{(?:\\mathbf\{\w\}|\w)\}"
BOLD = rf"\\(?:mathbf|boldsymbol)\{{(?:\\(?:{GREEK})|\w)\}}"
SYMBOL = re.compile(rf"{MARKED}|{BOLD}|\\(?:{GREEK})(?![a-z])|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
# What is between braces is words, or says how to set what follows.
WORDS = re.compile(r"\\(?:mathrm|text|operatorname\*?|begin|end)\{[^}]*\}|:label:.*|\bloss\b")


def symbols(page):
    """Return the symbols in the formulas of a page."""
    fences = list(FENCE.finditer(page.prose))
    inline = MATH.findall(FENCE.sub(lambda m: " " if m[2] == "math" else m[0], page.prose))
    formulas = [*inline, *(m[4] for m in fences if m[2] == "math")]
    return {m[0] for formula in formulas for m in SYMBOL.finditer(WORDS.sub(" ", formula))}


# What the lecture writes, quoted in order to be put right.
QUOTED = {"03-first-line": {r"\hat{W}"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_symbol_is_in_the_table(language):
    table = symbols(Page(language, "symbols"))
    pages = {name: symbols(Page(language, name)) - table for name in NAMES}
    missing = {name: sorted(left - QUOTED.get(name, set())) for name, left in pages.items()}
    assert not any(missing.values()), (
        f"book/{language}/symbols.md: list these symbols, or use others that are listed: "
        f"{ {name: left for name, left in missing.items() if left} }"
    )


def test_symbols_are_told_apart(monkeypatch):
    formula = r"$\hat{\mathbf{W}}_k = \alpha x_i + \mathbf{X}^\top c\,\mathrm{new}$ and `x`"
    monkeypatch.setattr(Page, "prose", formula)
    assert symbols(Page("en", "symbols")) == {
        *(r"\hat{\mathbf{W}}", r"\mathbf{X}", r"\alpha", "k", "x", "i", "c")
    }
