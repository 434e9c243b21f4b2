"""What holds of every page: each is opened once, and looked at narrow, large, on paper, by axe."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, expect

from tests.site.alone import NEXT_FRAME
from tests.site.formulas import PARTED
from tests.site.pages import LANGUAGES, NAMES, PAGES, visit

NARROWEST = 320
# A4 without its margins, in pixels.
PAPER = 642
# The browser's own letters, in pixels.
LETTERS = (18, 24, 32, 16)
LATE_FONTS = """performance.getEntriesByType("resource")
    .filter(({ name, initiatorType }) => name.endsWith(".woff2") && initiatorType === "css")
    .map(({ name }) => name)"""
CONTROLS = ("button", "input", "nav", "form", ".headerlink", ".skip", "output")
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility()
    && !element.closest("pre, .katex-display, .table-box")
    && !element.closest(".katex-mathml")).map((element) => element.outerHTML)"""
COVERED = """() => [...document.querySelectorAll("main .copy")].filter((button) => {
    const code = button.parentElement.querySelector("pre").getBoundingClientRect();
    const { left, right, top, bottom, width } = button.getBoundingClientRect();
    const beside = left >= code.right || right <= code.left;
    return width && !beside && top < code.bottom && bottom > code.top;
}).map((button) => button.parentElement.outerHTML)"""

# Contrast is looked at once for each kind of text, as all that bears the same names, classes and
# states, up to the root, has the same colours.
CHOOSE = """() => {
    const seen = new Set();
    const nameOf = ({ localName, className, style, ariaPressed, ariaCurrent }) =>
        [localName, className, style.cssText, ariaPressed, ariaCurrent];
    for (const element of document.querySelectorAll("body *:not(math *, svg *)")) {
        const saysIt = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
        if (![...element.childNodes].some(saysIt)) continue;
        const names = [];
        for (let each = element; each; each = each.parentElement) names.push(nameOf(each));
        const kind = names.join();
        element.toggleAttribute("data-first", !seen.has(kind));
        seen.add(kind);
    }
    for (const word of document.querySelectorAll("pre span:not([data-first])")) {
        word.replaceWith(...word.childNodes);
    }
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-first]" }] });
}"""


@pytest.fixture
def seen(new_page, site):
    """Opens a page with all that it folds or loads late; nothing may be lost on the way."""

    def see(language: str, name: str) -> Page:
        page = new_page(reduced_motion="reduce", viewport={"width": 1280, "height": 800})
        lost, loaded = [], []
        page.on("response", lambda r: r.ok or r.status == 304 or lost.append(r.url))
        page.on("response", lambda r: loaded.append(r.url))
        page.on("requestfailed", lambda request: lost.append(request.url))
        visit(page, f"{site}{language}/{name}.html")
        assert not lost
        # All formulas are drawn by the small fonts; for a new sign: python -m tests.tools.fonts
        assert not [url for url in loaded if re.search(r"/fonts/KaTeX_", url)]
        # All were asked for ahead, by FONTS in `katex.py`, so that the page is laid out once.
        assert page.evaluate(LATE_FONTS) == []
        return page

    return see


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page(language, name, seen):
    page = seen(language, name)
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator(".katex-error")).to_have_count(0)
    expect(page.locator(".math:not(:has(.katex-html))")).to_have_count(0)
    check_widths(page)
    check_letters(page)
    if name in NAMES:
        check_paper(page)
    check_by_axe(page)


def check_widths(page: Page) -> None:
    """At every width a formula keeps its tail, and a button covers no code."""
    for width in (1280, 601, 375, NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(PARTED), width
        assert not page.evaluate(COVERED), width
    assert width_of(page) <= NARROWEST, page.evaluate(TOO_WIDE)[:3]


def check_letters(page: Page) -> None:
    """Whatever letters the browser is set to, the page fits into a narrow window."""
    client = page.context.new_cdp_session(page)
    for letters in LETTERS:
        client.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
        size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        assert size == f"{letters}px"
        assert width_of(page) <= NARROWEST, (letters, page.evaluate(TOO_WIDE)[:3])


def check_paper(page: Page) -> None:
    """Nothing is printed that only a screen can do, and nothing is cut off."""
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    assert width_of(page) <= PAPER, page.evaluate(TOO_WIDE)[:3]
    for control in CONTROLS:
        expect(page.locator(control).locator("visible=true")).to_have_count(0)


def width_of(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def check_by_axe(page: Page) -> None:
    """Who cannot see a page well, or uses no mouse, can read it all the same, light and dark."""
    # Formulas are thousands of elements, all hidden from screen readers but for their MathML.
    remove(page, ".katex-html")
    page.evaluate(AXE_SCRIPT)
    page.evaluate(CHOOSE)
    show(page, 375, "dark")
    run_axe(page)
    # Nobody sees it.
    remove(page, ".katex-mathml")
    show(page, 1280, "light")
    run_axe(page)


def run_axe(page: Page) -> None:
    # To list all that is well takes axe as long as to look for what is not.
    results = AxeResults(page.evaluate("axe.run({ resultTypes: ['violations'] })"))
    assert results.violations_count == 0, results.generate_report()


def remove(page: Page, selector: str) -> None:
    page.locator(selector).evaluate_all("all => all.forEach((one) => one.remove())")


def show(page: Page, width: int, scheme: str) -> None:
    """Show a page on a screen, in light or dark."""
    page.emulate_media(media="screen", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    # What scrolls by now can be reached by keys.
    page.evaluate(f"async () => {{ {NEXT_FRAME} }}")
