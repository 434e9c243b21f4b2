"""The site in a real browser, as readers have it: search, languages, themes, weights."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.site.pages import LANGUAGES, NAMES, SITE, switch, visit
from tests.tools.bench.bench_site import OBSERVE_SHIFTS

# A chapter of text, code, mathematics and figures.
CHAPTER = "04-loss"
# Bytes on the wire.
HEAVIEST, HEAVIEST_SCRIPTS = 120_000, 25_000
FOUND = {
    "ko": ["손실", "회귀", "학습", "경사", "학습률", "하강법", "backward"],
    "en": ["loss", "rates", "regression", "training", "backward"],
}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_to_keep_is_one_sheet(language, paper, site, new_page):
    page = new_page()
    visit(page, f"{site}{language}/cheat-sheet.html")
    sheets = re.findall(rb"/Type ?/Page\b", page.pdf(format=paper))
    assert len(sheets) == 1


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
    page.add_init_script(OBSERVE_SHIFTS)
    page.goto(f"{site}{language}/{name}.html", wait_until="networkidle")
    # As GitHub sends them.
    files = {path: (SITE / path).read_bytes() for path in loaded}
    weights = {path: min(len(gzip.compress(b)), len(b)) for path, b in files.items()}
    assert sum(weights.values()) <= HEAVIEST, weights
    scripts = [weights[path] for path in weights if path.suffix == ".js"]
    assert sum(scripts) <= HEAVIEST_SCRIPTS
    assert page.evaluate("shift") < 0.01
