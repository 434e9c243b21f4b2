"""Every page of the site in a real browser, as readers have it."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.site.pages import LANGUAGES, NAMES, PAGES, ROOT, SITE, switch

SCREENSHOTS = ROOT / "_build" / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 375}
LOOKS = [(device, scheme) for device in WIDTHS for scheme in ("light", "dark")]
NARROWEST = 320
# Pages of which a person may want to look at pictures.
KEPT = {"index", "04-loss", "09-learning-rate", "search"}
# A chapter of text, code, mathematics and figures.
CHAPTER = "04-loss"
# Bytes on the wire.
HEAVIEST, HEAVIEST_SCRIPTS = 120_000, 25_000
FOUND = {
    "ko": ["손실", "회귀", "학습", "경사", "학습률", "하강법", "backward"],
    "en": ["loss", "rates", "regression", "training", "backward"],
}


def visit(page, address):
    """Open a page with all that it folds or loads late."""
    page.goto(address)
    page.evaluate(
        """async () => {
            document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
            for (const image of document.images) image.loading = "eager";
            await Promise.all([...document.images].map((image) => image.decode()));
            await document.fonts.ready;
        }"""
    )


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_to_keep_is_one_sheet(language, paper, site, new_page):
    page = new_page()
    visit(page, f"{site}{language}/cheat-sheet.html")
    sheets = re.findall(rb"/Type ?/Page\b", page.pdf(format=paper))
    assert len(sheets) == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page(language, name, site, new_page):
    page = new_page(reduced_motion="reduce")
    lost, loaded = [], []
    page.on("response", lambda r: r.ok or r.status == 304 or lost.append(r.url))
    page.on("response", lambda r: loaded.append(r.url))
    page.on("requestfailed", lambda request: lost.append(request.url))
    visit(page, f"{site}{language}/{name}.html")
    assert not lost
    # All formulas are drawn by the small fonts; for a new sign: python -m tests.tools.fonts
    assert not [url for url in loaded if re.search(r"/fonts/KaTeX_", url)]
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator(".katex-error")).to_have_count(0)
    expect(page.locator(".math:not(:has(.katex-html))")).to_have_count(0)
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) =>
            element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility()
            && !element.closest("pre, .katex-display, .table-box")
            && !element.closest(".katex-mathml")).map((element) => element.outerHTML)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, wide[:3]
    if name in KEPT:
        for look in LOOKS:
            show(page, *look)
            picture = SCREENSHOTS / f"{language}-{name}-{'-'.join(look)}.png"
            page.screenshot(path=picture, full_page=True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language, name, site, new_page):
    page = new_page(reduced_motion="reduce")
    visit(page, f"{site}{language}/{name}.html")
    # Formulas are thousands of elements, all hidden from screen readers but for their MathML.
    remove(page, ".katex-html")
    # Of the thousands of words in code, those of a kind look alike.
    page.evaluate(
        """() => {
            const seen = new Set();
            for (const word of document.querySelectorAll("pre span")) {
                if (seen.has(word.className)) word.replaceWith(...word.childNodes);
                seen.add(word.className);
            }
        }"""
    )
    run_axe(page, rules={"color-contrast": {"enabled": False}})
    # Nobody sees it.
    remove(page, ".katex-mathml")
    # Colours are the same in any width.
    show(page, "desktop", "light")
    run_axe(page, runOnly=["color-contrast"])
    show(page, "phone", "dark")
    run_axe(page)


def run_axe(page, **options):
    # To list all that is well takes axe as long as to look for what is not.
    results = Axe().run(page, options={"resultTypes": ["violations"], **options})
    assert results.violations_count == 0, results.generate_report()


def remove(page, selector):
    page.locator(selector).evaluate_all("all => all.forEach((one) => one.remove())")


def show(page, device, scheme):
    """Show a page on a device, in light or dark."""
    page.set_viewport_size({"width": WIDTHS[device], "height": 900})
    page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize(("language", "word"), [(k, word) for k in FOUND for word in FOUND[k]])
def test_search_finds(language, word, site, page):
    page.goto(f"{site}{language}/search.html?q={word}")
    first = page.locator("#search-results li").first
    expect(first).to_be_visible()
    # The word itself, or what it is a form of, is shown where it was found.
    marks = page.locator("#search-results mark").all_inner_texts()
    assert marks
    assert all(mark.lower()[:4] == word[:4] for mark in marks)
    first.locator("a").click()
    expect(page.locator("h1")).to_be_visible()


def test_search_says_when_there_is_nothing(site, page):
    page.goto(f"{site}ko/search.html?q=코끼리")
    expect(page.locator("#search-count")).to_have_text("찾은 곳 없음")


def test_search_from_any_page_by_key(site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    page.keyboard.press("/")
    page.keyboard.type("learning rate")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q=learning"))
    expect(page.locator("#search-results li").first).to_be_visible()


def test_the_language_switch_keeps_the_place(site, page):
    page.goto(f"{site}ko/{CHAPTER}.html#sec-loss-forms")
    page.evaluate("document.fonts.ready")
    expect(page.locator("#sec-loss-forms h2")).to_be_in_viewport()
    switch(page, "en")
    page.wait_for_url(f"{site}en/{CHAPTER}.html#sec-loss-forms")
    assert len(page.context.pages) == 1
    # The choice is remembered at the front door.
    page.goto(site)
    page.wait_for_url(f"{site}en/index.html")


@pytest.mark.parametrize(("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en")])
def test_the_front_door_speaks_the_browsers_language(locale, language, site, new_page):
    page = new_page(locale=locale)
    page.goto(site)
    page.wait_for_url(f"{site}{language}/index.html")


def test_without_javascript(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_text("한국어로 읽기").click()
    page.goto(f"{site}ko/{CHAPTER}.html")
    expect(page.locator(".katex-html").first).to_be_visible()
    solution = page.locator("details.solution").first
    solution.locator("summary").click()
    expect(solution.locator("p").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_disk(language, page):
    for name in ("index", CHAPTER, "09-learning-rate"):
        visit(page, (SITE / language / f"{name}.html").as_uri())
    page.goto((SITE / language / "search.html").as_uri() + "?q=loss")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_light_and_dark_are_remembered(site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    page.locator("button.theme").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_is_no_bolder_than_its_sentence(language, site, page):
    page.goto(f"{site}{language}/01-tensors.html")
    latin = page.locator("main a em", has_text="et al.").first
    assert latin.evaluate("(latin) => getComputedStyle(latin).fontWeight") == "400"


def test_code_is_copied_as_it_stands(site, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}ko/{CHAPTER}.html")
    cell = page.locator(".cell_input").first
    cell.hover()
    cell.locator("button.copy").click()
    expect(cell.locator("button.copy")).to_have_text("복사함")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import matplotlib.pyplot as plt\n")
    assert "복사" not in copied


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_light_and_still(language, name, site, new_page):
    page = new_page(viewport={"width": 1280, "height": 800})
    loaded = []
    page.on("response", lambda response: loaded.append(Path(urlsplit(response.url).path[1:])))
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(f"{site}{language}/{name}.html", wait_until="networkidle")
    # As GitHub sends them.
    files = {path: (SITE / path).read_bytes() for path in loaded}
    weights = {path: min(len(gzip.compress(b)), len(b)) for path, b in files.items()}
    assert sum(weights.values()) <= HEAVIEST, weights
    scripts = [weights[path] for path in weights if path.suffix == ".js"]
    assert sum(scripts) <= HEAVIEST_SCRIPTS
    assert page.evaluate("shift") < 0.01
