"""Every page has the policy, obeys it, and is protected by it."""

import re

import pytest
from playwright.sync_api import expect

from book._tools.serve import POLICY, Pages
from tests.site.pages import LANGUAGES, PAGES, SITE, document, switch

META = POLICY.read_text("utf-8")
FILES = sorted(SITE.rglob("*.html"))
INLINE_SCRIPT = """() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
}"""
INLINE_HANDLER = """() => {
    document.body.insertAdjacentHTML("beforeend", "<button id=x onclick='injected = true'>");
    document.querySelector("#x").click();
}"""
STRANGE_SCRIPT = """() => new Promise((done) => {
    const script = document.createElement("script");
    script.onerror = script.onload = done;
    script.src = "data:text/javascript,window.injected=true";
    document.body.append(script);
})"""


def test_every_page_has_it_before_anything_it_binds():
    assert len(FILES) == len(LANGUAGES) * len(PAGES) + 2
    for path in FILES:
        names = [
            (element.attributes.get("http-equiv") or element.attributes.get("charset"))
            for element in document(path).elements[2:4]
        ]
        assert names == ["utf-8", "Content-Security-Policy"], path
        # The page not found has a script within, and names its digest.
        html = re.sub(r" 'sha256-[\w+/=]+'", "", path.read_text("utf-8"))
        assert html.count(META) == 1, path


def test_it_allows_no_more_than_the_pages_need():
    (text,) = re.findall(r'Policy" content="([^"]+)"', META)
    policy = dict(directive.split(" ", 1) for directive in text.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self'"
    for sources in policy.values():
        assert not re.search(r"https?:|\*|'unsafe-(?!inline)", sources)
    assert [name for name in policy if "unsafe" in policy[name]] == ["style-src-attr"]


def test_who_writes_gets_pages_that_can_reload():
    assert META.encode() not in Pages.get_content(str(FILES[0]))


def use(page):
    """Do all that can be done on the page that is open."""
    page.locator("details").evaluate_all("all => all.forEach((fold) => { fold.open = true; })")
    for player in page.locator("linefit-player").all():
        player.locator("button[data-act=first]").click()
        expect(player.get_by_role("slider")).to_have_value("0")
        player.locator("button[data-act=play]").click()
        expect(player.get_by_role("slider")).not_to_have_value("0")
        player.locator("button[data-act=play]").click()
    for explorer in page.locator("linefit-explorer").all():
        explorer.get_by_role("button", name="0.0083").click()
        expect(explorer.locator(".lf-verdict")).to_have_text(re.compile("diverging|발산"))
    root = page.locator("html")
    other = "light" if root.get_attribute("data-theme") == "dark" else "dark"
    page.locator("button.theme").click()
    expect(root).to_have_attribute("data-theme", other)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_meets_it_whatever_a_reader_does(name, site, page):
    # From a language to the other, by turns.
    language = LANGUAGES[PAGES.index(name) % len(LANGUAGES)]
    page.goto(f"{site}{language}/{name}.html")
    use(page)
    switch(page)
    expect(page.locator("html")).not_to_have_attribute("lang", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_does_a_search(language, site, page):
    page.goto(f"{site}{language}/index.html")
    field = page.locator("header input[name=q]")
    field.fill("loss")
    field.press("Enter")
    expect(page.locator("#search-results li").first).to_be_visible()


@pytest.mark.parametrize("name", ["08-animation", "10-stability", "search"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_one_that_is_opened_from_disk(language, name, page):
    page.goto((SITE / language / f"{name}.html").as_uri())
    use(page)


@pytest.mark.parametrize("name", ["index.html#choose", "404.html"])
def test_nor_the_pages_beside_the_book(name, site, page):
    page.goto(site + name)
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).display") == "grid"
    page.locator("a[hreflang=ko]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


@pytest.mark.parametrize("attack", [INLINE_SCRIPT, INLINE_HANDLER, STRANGE_SCRIPT])
@pytest.mark.parametrize("file", ["index.html#choose", "ko/04-loss.html"])
def test_a_script_that_is_slipped_in_does_not_run(file, attack, site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        """window.met = [];
        addEventListener("securitypolicyviolation", (e) => met.push(e.effectiveDirective));"""
    )
    page.goto(site + file)
    page.evaluate(attack)
    page.wait_for_function("() => met.length")
    (met,) = page.evaluate("met")
    injected = page.evaluate("window.injected")
    context.close()
    assert met.startswith("script-src")
    assert injected is None
