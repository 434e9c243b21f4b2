"""Cut KaTeX's fonts to the signs that the formulas of the built book draw.

`python -m tests.tools.fonts` writes `book/theme/static/katex/cut.css` and the fonts that it names.
What they lack comes from KaTeX's own fonts, which are larger: a new sign is drawn at once, and a
test asks for this to be run again.
"""

from collections import defaultdict
from itertools import count, groupby

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from playwright.sync_api import Page, sync_playwright

from book._tools.sources import THEME
from tests.site.pages import paths
from tests.tools import browser

KATEX = THEME / "static" / "katex"
FONTS = KATEX / "fonts"
CUT = FONTS / "cut"
COMMENT = "/* By tests/tools/fonts.py: the signs of this book. katex.min.css has the others. */\n"
# The text of formulas, each with its font as the style sheet has it: family, weight and style.
DRAWN = """() => {
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    return [...document.querySelectorAll(".katex-html *")].map((element) => {
        const text = [...element.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE);
        const { fontFamily, fontWeight, fontStyle } = getComputedStyle(element);
        const name = `${fontWeight > 500 ? "Bold" : ""}${fontStyle === "italic" ? "Italic" : ""}`;
        const font = `${fontFamily.split(",")[0].replaceAll('"', "")}-${name || "Regular"}`;
        return [font, text.map(({ data }) => data).join("")];
    });
}"""


def drawn(page: Page) -> dict[str, set[int]]:
    """Return the signs that each font has to draw on the pages of the book."""
    signs: dict[str, set[int]] = defaultdict(set)
    for path in paths():
        page.goto(path.as_uri())
        for font, text in page.evaluate(DRAWN):
            signs[font] |= set(map(ord, text))
    return signs


def cut(name: str, signs: set[int]) -> str:
    """Write a font that has only these signs, and return the rule that asks for it."""
    font = TTFont(FONTS / f"{name}.woff2", recalcTimestamp=False)
    add_nothing(font)
    # The space is what a browser measures lines by: without it, it would ask for the whole font.
    signs = (signs | {0x20}) & font.getBestCmap().keys()
    options = subset.Options(hinting=False, name_IDs=[0, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(CUT / f"{name}.woff2")
    family, _, kind = name.partition("-")
    weight = 700 if "Bold" in kind else 400
    style = "italic" if "Italic" in kind else "normal"
    return (
        f"@font-face{{font-family:{family};font-style:{style};font-weight:{weight};"
        f'src:url(fonts/cut/{name}.woff2) format("woff2");unicode-range:{ranges(signs)}}}\n'
    )


def add_nothing(font: TTFont) -> None:
    """Give a font the space without width, which KaTeX writes below indices.

    Its fonts lack that, and a browser would ask all of them for it.
    """
    name = "nothing"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name], font["hmtx"][name] = Glyph(), (0, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x200B] = name


def ranges(signs: set[int]) -> str:
    """Return code points as style sheets have them, as U+30-39,U+3B1."""
    places = count()
    runs = [list(run) for _, run in groupby(sorted(signs), lambda sign: sign - next(places))]
    return ",".join(f"U+{run[0]:X}" + f"-{run[-1]:X}" * (len(run) > 1) for run in runs)


def main() -> None:
    """Cut all fonts."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        signs = drawn(chromium.new_page())
        chromium.close()
    CUT.mkdir(exist_ok=True)
    for old in CUT.iterdir():
        old.unlink()
    rules = [cut(name, signs[name]) for name in sorted(signs) if name.startswith("KaTeX_")]
    (KATEX / "cut.css").write_text(COMMENT + "".join(rules), "utf-8")


if __name__ == "__main__":
    main()
