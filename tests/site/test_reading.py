"""Whatever a reader opens a page with: folds, keys, large letters, old browsers, a projector."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.site.pages import LANGUAGES, NAMES, SITE, open_contents, switch

CHAPTER = "04-loss"
SOLUTION = "sol-loss-hand"
# A fold, what is within one, a figure, what a reference to a source leads back to.
IN_FOLDS = [
    (CHAPTER, SOLUTION),
    (CHAPTER, "box-7"),
    (CHAPTER, "fig-loss-outlier"),
    ("12-exercises", "fig-practice-large"),
    ("07-training", "id2"),
]
# The browser's own letters, in pixels, and the screens.
LETTERS = {16: [320], 24: [320, 360], 32: [320, 768]}
# What is seen of the bar: each tool with its left and right edge.
TOOLS = """(all) => all.filter((each) => each.checkVisibility()).map((each) => {
    const { left, right } = each.getBoundingClientRect();
    return [each.className, left, right];
})"""


# Folds


@pytest.mark.parametrize("way", ["link", "address", "again"])
def test_a_link_to_a_fold_or_into_it_opens_it(way, site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    fold = page.locator("main details.solution:has([id])").first
    within = fold.locator("[id]").first.get_attribute("id")
    for target in (fold.get_attribute("id"), within):
        page.goto(f"{site}en/{CHAPTER}.html?{target}" + (f"#{target}" if way != "link" else ""))
        if way != "address":
            page.locator("main p").first.evaluate(
                "(p, id) => { p.innerHTML = `<a href='#${id}' id='to'>there</a>`; }", target
            )
            fold.evaluate("(fold) => { fold.open = false; scrollTo(0, 0); }")
            page.locator("#to").click()
        expect(page.locator(f"#{target}")).to_be_in_viewport()
        expect(fold).to_have_attribute("open", "")


def test_an_open_fold_is_open_for_a_reader_who_comes_back(site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    page.locator("main details > summary").nth(1).click()
    expect(page.locator("main details").nth(1)).to_have_attribute("open", "")
    page.wait_for_function("() => history.state?.open.length")
    page.goto(f"{site}en/05-descent.html")
    page.go_back()
    expect(page.locator("main details[open]")).to_have_count(1)
    expect(page.locator("main details").nth(1)).to_have_attribute("open", "")


@pytest.mark.parametrize(("chapter", "target"), IN_FOLDS)
def test_whatever_is_in_a_fold_is_reached(chapter, target, site, page):
    fold = page.locator(f"details:has(#{target}), details#{target}").first
    # From another page, by hand, and back.
    page.goto(f"{site}en/references.html")
    page.goto(f"{site}en/{chapter}.html#{target}")
    for _ in range(2):
        expect(fold).to_have_attribute("open", "")
        expect(page.locator(f"#{target}")).to_be_in_viewport()
        fold.evaluate("(fold) => { fold.open = false; scrollTo(0, 0); }")
        page.evaluate("history.replaceState(history.state, '', location.pathname)")
        page.evaluate(f"location.hash = '{target}'")
    page.goto(f"{site}en/references.html")
    page.go_back()
    expect(fold).to_have_attribute("open", "")


def test_what_a_reader_has_closed_stays_closed_after_back(site, page):
    page.goto(f"{site}en/{CHAPTER}.html#{SOLUTION}")
    fold = page.locator(f"#{SOLUTION}")
    expect(fold).to_have_attribute("open", "")
    fold.locator("summary").click()
    page.wait_for_function("() => history.state?.open.length === 0")
    page.goto(f"{site}en/references.html")
    page.go_back()
    expect(page.locator("main h1")).to_be_attached()
    expect(fold).not_to_have_attribute("open", "")


def test_a_link_for_another_tab_leaves_the_page_where_it_is(site, page):
    page.goto(f"{site}en/{CHAPTER}.html#{SOLUTION}")
    page.locator("main p").first.evaluate(
        f"""(p) => {{
            p.innerHTML = "<a href='05-descent.html#{SOLUTION}' id='to'>there</a>";
            document.querySelector("#{SOLUTION}").open = false;
            document.querySelector("#to").addEventListener("click", (e) => e.preventDefault());
            scrollTo(0, 0);
        }}"""
    )
    page.locator("#to").click()
    expect(page.locator(f"#{SOLUTION}")).not_to_have_attribute("open", "")


def test_who_comes_back_to_what_was_found_is_where_they_were(site, page):
    page.goto(f"{site}en/{CHAPTER}.html?q=squares")
    expect(page.locator(".hit").first).to_be_attached()
    page.evaluate("document.fonts.ready")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    place = page.evaluate("scrollY")
    page.goto(f"{site}en/references.html")
    page.go_back()
    expect(page.locator(".hit").first).to_be_attached()
    page.wait_for_function(f"() => Math.abs(scrollY - {place}) < 300")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_answers_open_and_close(language, site, page):
    page.goto(f"{site}{language}/{CHAPTER}.html")
    folds = page.locator("main details")
    button = page.locator("button.unfold")
    button.click()
    expect(page.locator("main details[open]")).to_have_count(folds.count())
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(page.locator("main details[open]")).to_have_count(0)


# Nothing lies over text


@pytest.mark.parametrize("letters", LETTERS)
def test_large_letters_leave_everything_on_the_screen(letters, site, page):
    client = page.context.new_cdp_session(page)
    client.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    for language in LANGUAGES:
        for name in ("index", "01-tensors", "glossary", "symbols", "search"):
            page.goto(f"{site}{language}/{name}.html")
            size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
            assert size == f"{letters}px"
            for width in LETTERS[letters]:
                page.set_viewport_size({"width": width, "height": 700})
                tools = page.locator(".bar").locator("a, button").evaluate_all(TOOLS)
                assert len(tools) >= 4
                for tool, left, right in tools:
                    assert left >= 0
                    assert right <= width, (name, tool)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_focus_is_never_under_the_bar(site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    page.locator("footer").scroll_into_view_if_needed()
    page.locator(".steps a").last.focus()
    bar = page.locator(".bar").bounding_box()["height"]
    seen = 0
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        box = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (!element.closest("main")) return null;
                const { top, height } = element.getBoundingClientRect();
                return [top, height];
            }"""
        )
        if box:
            seen += 1
            assert box[0] >= bar - 1 or box[1] > 800
    assert seen > 40


# Keys


@pytest.mark.parametrize(
    "key",
    [
        {"key": "/", "code": "Slash"},
        {"key": "Process", "code": "Slash"},
        {"key": "k", "code": "KeyK", "ctrlKey": True},
        {"key": "ㅏ", "code": "KeyK", "ctrlKey": True},
        {"key": "K", "code": "KeyK", "metaKey": True},
    ],
)
def test_keys_search_in_every_script(key, site, page):
    page.goto(f"{site}ko/{CHAPTER}.html")
    taken = page.evaluate(
        """(key) => !document.body.dispatchEvent(
            new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }))""",
        key,
    )
    assert taken
    expect(page.locator("header input[name=q]")).to_be_focused()


@pytest.mark.parametrize(
    "key",
    [
        {"key": "K", "code": "KeyK", "ctrlKey": True, "shiftKey": True},
        {"key": "k", "code": "KeyK", "ctrlKey": True, "altKey": True},
        {"key": "/", "code": "Slash", "ctrlKey": True},
        {"key": "/", "code": "Slash", "altKey": True},
        {"key": "p", "code": "KeyP", "ctrlKey": True},
        {"key": "-", "code": "Slash"},
        {},
    ],
)
def test_the_browsers_own_keys_are_left_to_it(key, site, page):
    page.goto(f"{site}ko/{CHAPTER}.html")
    # Autofill fires an event without a key.
    taken = page.evaluate(
        """(key) => {
            const event = key.key
                ? new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true })
                : new Event("keydown", { bubbles: true, cancelable: true });
            return !document.body.dispatchEvent(event);
        }""",
        key,
    )
    assert not taken
    expect(page.locator("html")).not_to_contain_class("projector")
    expect(page.locator("header input[name=q]")).not_to_be_focused()


# The same after Back, in a second tab, in the other language


def test_the_theme_is_the_same_in_another_tab_and_after_back(site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    other = page.context.new_page()
    other.goto(f"{site}en/05-descent.html")
    other.goto(f"{site}ko/index.html")
    page.locator("button.theme").click()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    other.go_back()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    switch(page, "ko")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


# How storage fails: it is forbidden, there is none, or it is full.
FAILING = {
    "forbidden": "get() { throw new DOMException('no', 'SecurityError'); }",
    "none": "get: () => null",
    "full": """get: () => ({
        getItem: () => null, setItem() { throw new DOMException('no', 'QuotaExceededError'); },
    })""",
}


@pytest.mark.parametrize("storage", FAILING)
def test_a_choice_goes_from_page_to_page_without_storage(storage, site, new_page):
    page = new_page(color_scheme="light", locale="en-GB")
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {FAILING[storage]} }})")
    page.goto(f"{site}en/{CHAPTER}.html")
    root = page.locator("html")
    page.locator("button.theme").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.locator(".steps a[rel=next]").click()
    page.wait_for_url(re.compile("descent"))
    expect(root).to_have_attribute("data-theme", "dark")
    page.go_back()
    expect(root).to_have_attribute("data-theme", "dark")
    switch(page, "ko")
    expect(root).to_have_attribute("lang", "ko")
    expect(root).to_have_attribute("data-theme", "dark")
    page.goto(f"{site}404.html")
    expect(root).to_have_attribute("data-theme", "dark")
    # The language that was chosen, not the browser's.
    page.goto(site)
    page.wait_for_url(f"{site}ko/index.html")
    page.locator("button.theme").click()
    page.reload()
    expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("name", ["index.html#choose", "404.html"])
def test_the_pages_beside_the_book_are_as_light_as_it_is(name, site, new_page):
    page = new_page(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    page.goto(site + name)
    dark = page.evaluate(paper)
    page.goto(f"{site}en/{CHAPTER}.html")
    page.locator("button.theme").click()
    page.goto(site + name)
    assert page.evaluate(paper) != dark


def test_query_place_and_theme_come_back_with_the_language(site, page):
    page.goto(f"{site}en/search.html?q=loss")
    page.locator("button.theme").click()
    for language in ("ko", "en"):
        switch(page, language)
        page.wait_for_url(f"{site}{language}/search.html?q=loss")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{site}en/{CHAPTER}.html#sec-loss-forms")
    for language in ("ko", "en"):
        switch(page, language)
        page.wait_for_url(f"{site}{language}/{CHAPTER}.html#sec-loss-forms")


# Older browsers


def take_popovers_away(page):
    page.add_init_script(
        """for (const name of ["popover", "showPopover", "hidePopover", "togglePopover"]) {
            delete HTMLElement.prototype[name];
        }
        delete Element.prototype.checkVisibility;
        // The attribute means nothing then.
        addEventListener("click", (event) => {
            if (event.target.closest("[popovertarget]")) event.preventDefault();
        }, true);"""
    )


@pytest.mark.parametrize("has_popovers", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_open_and_close_on_a_phone(language, has_popovers, site, new_page):
    page = new_page(viewport={"width": 375, "height": 700})
    if not has_popovers:
        take_popovers_away(page)
    page.goto(f"{site}{language}/{CHAPTER}.html")
    button = page.locator("button.menu")
    contents = open_contents(page)
    page.keyboard.press("Tab")
    expect(contents.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    expect(button).to_be_focused()
    open_contents(page)
    page.mouse.click(360, 600)
    expect(contents).to_be_hidden()
    open_contents(page)
    button.evaluate("(button) => button.click()")
    expect(contents).to_be_hidden()
    # A link within the page closes them, and is followed.
    open_contents(page).locator("a[href='#sec-loss-forms']").click()
    expect(contents).to_be_hidden()
    expect(page.locator("#sec-loss-forms h2")).to_be_in_viewport()
    # So does one to another page, also for a reader who comes back.
    open_contents(page).locator("a[href*=descent]").first.click()
    page.wait_for_url(re.compile("descent"))
    page.go_back()
    expect(contents).to_be_hidden()
    open_contents(page)
    page.keyboard.press("/")
    page.wait_for_url(re.compile("search"))
    page.go_back()
    open_contents(page)


def test_the_style_needs_no_colours_of_2024():
    for path in [*(SITE / "ko" / "_static").glob("*.css"), SITE / "landing.css"]:
        if path.name.startswith(("book", "landing")):
            assert "light-dark(" not in re.sub(
                r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S
            )


# A projector


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_is_shown_section_by_section(language, site, page):
    page.goto(f"{site}{language}/{CHAPTER}.html")
    letters = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    size = page.evaluate(letters)
    parts = page.locator("main > section > section")
    sections = parts.count()
    page.keyboard.press("p")
    expect(page.locator("html")).to_contain_class("projector")
    expect(page.locator(".projecting output")).to_have_text(f"1 / {sections + 1}")
    assert page.evaluate(letters) > 1.2 * size
    expect(parts.locator("visible=true")).to_have_count(0)
    expect(page.locator(".bar")).to_be_hidden()
    for place in range(1, sections + 1):
        page.keyboard.press("ArrowRight")
        expect(parts.nth(place - 1)).to_be_visible()
        expect(parts.locator("visible=true")).to_have_count(1)
        expect(page.locator("main > section > h1")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".projecting output")).to_have_text(f"{sections + 1} / {sections + 1}")
    page.locator(".projecting .back").click()
    page.locator(".projecting .end").click()
    expect(page.locator("html")).not_to_contain_class("projector")
    # Where it ended the reader goes on.
    expect(parts.nth(sections - 2).locator("h2")).to_be_in_viewport()


def test_the_projector_begins_where_the_reader_is_and_follows_links(site, page):
    page.goto(f"{site}en/{CHAPTER}.html#sec-loss-forms")
    page.locator("button.project").evaluate("(button) => button.click()")
    expect(page.locator("#sec-loss-forms")).to_be_visible()
    page.evaluate("location.hash = 'sec-loss-try'")
    expect(page.locator("#sec-loss-try")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("html")).not_to_contain_class("projector")


@pytest.mark.parametrize("keys", [("p", "p"), ("p", "Escape")])
def test_who_ends_the_projector_at_once_is_out_of_it(keys, site, page):
    page.goto(f"{site}en/{CHAPTER}.html")
    # The screen is given later than the keys are pressed.
    page.evaluate(
        """() => {
            const ask = Element.prototype.requestFullscreen;
            Element.prototype.requestFullscreen = async function () {
                await new Promise((done) => setTimeout(done, 300));
                await ask.call(this);
                window.given = true;
            };
        }"""
    )
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("() => window.given && !document.fullscreenElement")
    expect(page.locator("html")).not_to_contain_class("projector")


def test_the_end_of_the_projector_ends_an_instruments_full_screen_too(site, page):
    page.goto(f"{site}en/09-learning-rate.html#sec-rate-search")
    page.keyboard.press("p")
    page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    page.locator("linefit-seeker").first.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement?.localName === 'linefit-seeker'")
    page.keyboard.press("p")
    page.wait_for_function("() => !document.fullscreenElement")
    expect(page.locator("html")).not_to_contain_class("projector")


def test_the_projector_ends_by_keys_with_a_slider_in_focus(site, page):
    page.add_init_script("Element.prototype.requestFullscreen = () => Promise.reject(new Error());")
    page.goto(f"{site}en/09-learning-rate.html#sec-rate-search")
    for key in ("p", "Escape"):
        page.locator("html").press("p")
        expect(page.locator("html")).to_contain_class("projector")
        page.locator("linefit-seeker input[type=range]").first.press(key)
        expect(page.locator("html")).not_to_contain_class("projector")


def test_back_leads_to_the_slide_that_was_shown(site, page):
    page.goto(f"{site}en/{CHAPTER}.html#sec-loss-forms")
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    shown = page.locator("section.slide").get_attribute("id")
    page.evaluate("location.hash = 'sec-loss-try'")
    expect(page.locator("section.slide")).to_have_id("sec-loss-try")
    page.go_back()
    expect(page.locator("section.slide")).to_have_id(shown)


# Paper and colours of the reader's own


def test_paper_does_not_wait_for_pictures_that_never_come(site, page):
    page.route("**/_images/*", lambda route: None)
    page.goto(f"{site}en/{CHAPTER}.html", wait_until="domcontentloaded")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("button.print").click()
    page.wait_for_function("() => window.printed")


def test_there_is_no_button_where_nothing_can_print(site, page):
    page.add_init_script("window.print = undefined;")
    page.goto(f"{site}en/{CHAPTER}.html")
    expect(page.locator("button.print")).to_be_hidden()


def test_a_letter_is_seen_below_its_hat_in_colours_of_the_readers_own(site, new_page):
    def ink(**options):
        page = new_page(color_scheme="light", **options)
        page.goto(f"{site}en/{CHAPTER}.html")
        page.evaluate("document.fonts.ready")
        hatted = page.locator("p .math:has(.accent)").first.screenshot()
        return (np.asarray(Image.open(io.BytesIO(hatted)).convert("L")) < 128).sum()

    assert ink(forced_colors="active") == pytest.approx(ink(), rel=0.2)


def test_the_bar_grows_with_its_title(site, new_page):
    page = new_page(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.goto(f"{site}ko/{CHAPTER}.html")
    # As readers who need it set it, by WCAG 1.4.12, from outside of the page.
    page.add_style_tag(
        content="* { letter-spacing: 0.12em; word-spacing: 0.16em; line-height: 1.5; }"
    )
    bar, title = (page.locator(each).bounding_box() for each in (".bar", ".brand span"))
    assert bar["y"] <= title["y"]
    assert title["y"] + title["height"] <= bar["y"] + bar["height"]


def test_the_other_language_opens_where_the_reader_is_whatever_was_set_before(site, page):
    page.goto(f"{site}en/10-stability.html#alpha=0.005")
    page.wait_for_function(
        "() => document.querySelector('linefit-explorer').state?.alpha === 0.005"
    )
    page.locator("#sec-stability-recurrence").evaluate("(section) => section.scrollIntoView()")
    switch(page, "ko")
    page.wait_for_url(f"{site}ko/10-stability.html#sec-stability-recurrence")


# A domain of one's own


@pytest.mark.parametrize("folder", ["", "REPO/"])
def test_the_page_not_found_works_at_the_root_and_below_it(folder, tmp_path, serve, new_page):
    from book._tools import sources
    from book._tools.site import complete

    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    complete(place, "https://example.org/REPO/", sources.languages(), NAMES)
    page = new_page()
    page.goto(f"{serve(tmp_path)}{folder}404.html")
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).display") == "grid"
    for link in page.locator("a").all():
        href = link.evaluate("(link) => new URL(link.href).pathname")
        assert re.fullmatch(rf"/{folder}(ko|en)/\w+\.html", href)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_asks_a_browser_to_fetch_nothing_ahead(language):
    # Firefox fetches what `next` names, and the policy forbids it.
    for name in NAMES:
        html = (SITE / language / f"{name}.html").read_text("utf-8")
        assert not re.search(r'<link rel="(next|prefetch|prerender)"', html)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_that_runs_from_right_to_left_fits_and_its_code_does_not_turn(new_page, site, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site}en/05-descent.html")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.wheel(-500, 0)
    assert page.evaluate("scrollX") == 0
    for selector in ("main pre", "main .katex", "main code", "linefit-walker"):
        element = page.locator(selector).first
        assert element.evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert page.locator("main p").first.evaluate("p => getComputedStyle(p).direction") == "rtl"
