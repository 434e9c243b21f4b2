"""A chapter on paper: ink in every theme, no dead controls, solutions by choice."""

import re

import pytest
from playwright.sync_api import expect

from tests.site.pages import LANGUAGES

CHAPTER = "04-loss"
# Which theme the system has, and which the reader has chosen.
THEMES = [("light", ""), ("dark", ""), ("light", "dark"), ("dark", "light"), ("dark", "dark")]
# The luminance of all colours of text that paper shows.
INKS = """() => {
    const luminance = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    // The parts of a formula have its colour.
    return [...document.querySelectorAll("main *:not(.katex *)")]
        .filter((each) => each.getClientRects().length && each.closest("svg") === null)
        .map((each) => [luminance(getComputedStyle(each).color), each.localName]);
}"""


def on_paper(page, address):
    page.goto(address)
    page.emulate_media(media="print")


@pytest.mark.parametrize(("system", "chosen"), THEMES)
def test_ink_is_dark_on_light_paper_whatever_the_theme(system, chosen, site, new_page):
    page = new_page(color_scheme=system)
    page.goto(f"{site}en/index.html")
    page.evaluate(f"localStorage.setItem('theme', '{chosen}')")
    for name in (CHAPTER, "10-stability"):
        on_paper(page, f"{site}en/{name}.html")
        faint = [each for each in page.evaluate(INKS) if each[0] > 130]
        assert not faint
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert min(map(int, re.findall(r"\d+", paper)[:3])) > 240
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        for picture in page.locator(".cell_output img").all():
            assert picture.evaluate("(img) => getComputedStyle(img).filter") == "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_folds_that_are_closed_stay_away_and_those_that_are_open_come_along(language, site, page):
    on_paper(page, f"{site}{language}/{CHAPTER}.html")
    folds = page.locator("main details")
    assert folds.count() > 3
    expect(folds.locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")
    page.locator("button.unfold").click()
    page.emulate_media(media="print")
    expect(folds.locator("visible=true")).to_have_count(folds.count())
    for fold in folds.all():
        expect(fold.locator("> :not(summary)").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("media", "where"), [("screen", "page"), ("print", "paper")])
def test_words_that_hold_elsewhere_stay_away(media, where, language, site, page):
    page.goto(f"{site}{language}/{CHAPTER}.html")
    page.emulate_media(media=media)
    words = page.locator(".medium > p")
    here = page.locator(f".medium.on-{where} > p")
    assert 0 < here.count() < words.count()
    expect(words.locator("visible=true")).to_have_count(here.count())
    expect(here.locator("visible=true")).to_have_count(here.count())


@pytest.mark.parametrize("name", ["index", "01-tensors", "references"])
def test_the_addresses_of_links_are_printed_once(name, site, page):
    on_paper(page, f"{site}en/{name}.html")
    links = page.locator("main a[href^=http]").locator("visible=true")
    assert links.count()
    for link in links.all():
        told = link.evaluate("(link) => getComputedStyle(link, '::after').content")
        address, text = link.get_attribute("href"), link.inner_text()
        shown = address.endswith(text.removeprefix("doi:"))
        assert shown == (told == "none")
        assert shown or told.count(address) == 1


def test_the_print_button_waits_for_pictures(site, page):
    page.add_init_script(
        """window.print = () => {
            window.printed = [...document.images].map((image) => image.complete);
        };"""
    )
    page.goto(f"{site}ko/{CHAPTER}.html")
    page.locator("button.print").click()
    expect(page.locator("button.print")).to_be_visible()
    page.wait_for_function("() => window.printed")
    assert all(page.evaluate("printed"))


def pictures(pdf):
    """Return the sizes of the pictures in a file that Chromium has printed."""
    found = re.findall(rb"/Subtype /Image\n/Width (\d+)\n/Height (\d+)", pdf)
    return [(int(width), int(height)) for width, height in found]


@pytest.mark.parametrize("way", ["key", "button", "played"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_animation_is_printed_as_four_frames(language, way, site, new_page):
    page = new_page(color_scheme="dark")
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{site}{language}/08-animation.html")
    # What is folded stays away.
    players = page.locator("linefit-player:not(details:not([open]) *)")
    if way == "played":
        players.first.locator("[data-act=forward]").click()
        expect(players.first.locator("canvas")).to_be_visible()
    if way == "button":
        page.locator("button.print").click()
        page.wait_for_function("() => window.printed")
        laid = page.locator("linefit-player[laid]:not(details:not([open]) *)")
        expect(laid).to_have_count(players.count())
    sheets = [size for size in pictures(page.pdf()) if size[0] * 4 == size[1] * 3]
    assert len(sheets) == players.count() > 1
    page.emulate_media(media="print")
    expect(page.locator(".linefit-frames").locator("visible=true")).to_have_count(players.count())
    expect(page.locator("linefit-player > .linefit-still").locator("visible=true")).to_have_count(0)
