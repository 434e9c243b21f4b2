"""The search finds what a reader sees, however it is typed, and opens on it."""

import base64
import bz2
import gzip
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.site.conftest import watched
from tests.site.pages import LANGUAGES, SITE, switch

# What the text that is looked through weighs on the wire, as a part of what gzip would make of it.
# It grows with the book, so no number of bytes is right for long.
HEAVIEST = 0.82
# Milliseconds from a key to the results.
LONGEST = 50
RESULTS = "#search-results li"
# What is typed in place of what.
ALIKE = [
    ("ko", '"learning rate"', '"learning-rate"'),
    ("ko", "“learning rate”", '"learning rate"'),
    ("ko", "학습률?", "학습률"),
    ("ko", "‘학습률’,", "학습률"),
    ("en", "learning-rate", "learning rate"),
    ("en", "rate.", "rate"),
    ("ko", "−5", "-5"),
    ("en", "−1.0150", "-1.0150"),
    ("ko", "−1342.252", "-1342.252"),
    ("ko", "α=0.0083", "α = 0.0083"),
    ("en", "X@What", "X @ What"),
    ("en", "what.grad=none", "What.grad = None"),
    ("ko", "ε", "ϵ"),
    ("en", "w^2", "w²"),
    ("en", "w**2", "w²"),
    ("ko", "λ1", "λ₁"),
    ("en", "w_0", "w0"),
    ("ko", "알파", "alpha"),
    ("ko", "알파", "α"),
    ("en", "ALPHA", "α"),
    ("ko", "엡실론", "epsilon"),
    ("en", "epsilon", "ε"),
    ("ko", "세타", "theta"),
    ("en", "theta", "θ"),
    ("ko", "람다", "λ"),
    ("ko", "나블라", "∇"),
    ("ko", "rho", "ρ"),
    ("ko", r"$\mathbf{X}^\top \mathbf{X}$", "XᵀX"),
    ("en", r"$\mathbf{X}^\top \mathbf{X}$", "XᵀX"),
    ("en", "!=", "≠"),
    ("ko", "loss " * 500, "loss"),
]
SLIPS = {
    "ko": {
        "학숩률": "학습률",
        "경사하가법": "경사하강법",
        "기울기백터": "기울기벡터",
        "손실힘수": "손실함수",
    },
    "en": {
        "gradeint": "gradient",
        "trainnig": "training",
        "epohc": "epoch",
        "tensur": "tensor",
        "learnig": "learning",
        "matrx": "matrix",
        "residul": "residual",
    },
}
# How a formula may come into the field: read off the page, copied from it, or from its source.
FORMULAS = """(page) => [...page.querySelectorAll("main .math")]
    .filter((each) => !each.closest(".medium:not(.on-page)"))
    .map((each) => {
        const mathml = each.querySelector("math semantics").cloneNode(true);
        const tex = mathml.querySelector("annotation");
        tex.remove();
        // The sign of a root is drawn.
        for (const root of mathml.querySelectorAll("msqrt")) root.prepend("√");
        const next = each.nextElementSibling;
        const tied = next?.matches(".together") ? next.querySelector(".katex").textContent : "";
        const drawn = each.querySelector(".katex-html").textContent + tied;
        const simple = each.localName === "span" && !mathml.querySelector("msqrt");
        return [mathml.textContent, `$${tex.textContent.trim()}$`, ...(simple ? [drawn] : [])];
    })"""

SOME_HIT_IS_SEEN = """() => [...document.querySelectorAll("main .hit")].some((hit) => {
    const { top, bottom, height } = hit.getBoundingClientRect();
    return height && top > document.querySelector("header").offsetHeight && bottom < innerHeight;
})"""


def look_for(page, query):
    """Type a query into the field of the search, and return the addresses of what is found."""
    page.locator(".search-page input").fill(query)
    return page.locator(f"{RESULTS} a").evaluate_all(
        "(links) => links.map((link) => link.pathname.split('/').pop() + link.hash)"
    )


@pytest.fixture(scope="module")
def searches(site, browser):
    """The search of each language, open for whoever does no more than look for something."""
    with watched(browser) as open_page:
        pages = {language: open_page() for language in LANGUAGES}
        for language, page in pages.items():
            page.goto(f"{site}{language}/search.html")
        yield pages


@pytest.fixture
def search(site, page):
    """Opens the search of a language in a page of its own, and looks for something."""

    def look(language, query):
        if f"/{language}/search.html" not in page.url:
            page.goto(f"{site}{language}/search.html")
        return look_for(page, query)

    return look


@pytest.mark.parametrize(("language", "query", "same"), ALIKE)
def test_what_means_the_same_is_found_alike(language, query, same, searches):
    found = look_for(searches[language], query)
    assert found
    assert found == look_for(searches[language], same)


@pytest.mark.parametrize(
    ("language", "sign"),
    [("ko", "ρ"), ("ko", "φ"), ("ko", "π"), ("en", "μ"), ("en", "≠"), ("en", "π")],
)
def test_a_sign_is_not_found_in_other_words(language, sign, searches):
    assert len(look_for(searches[language], sign)) < 25
    marked = searches[language].locator(f"{RESULTS} mark").all_inner_texts()
    names = {
        "ρ": ["rho", "로"],
        "φ": ["phi", "ϕ", "피"],
        "π": ["pi", "p_i", "파이"],
        "μ": ["mu"],
        "≠": ["!="],
    }
    assert {text.lower() for text in marked} <= {sign, *names[sign]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_is_found_as_a_phrase(language, searches):
    page = searches[language]
    apart = look_for(page, "learning rate")
    together = look_for(page, '"learning rate"')
    assert together
    assert set(together) <= set(apart)
    for marked in page.locator(f"{RESULTS} mark").all_inner_texts():
        assert re.sub(r"\W", " ", marked.lower()) == "learning rate"
    assert look_for(page, '"rate the learning"') == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", ["02-model", "04-loss", "06-gradient-checks", "10-stability"])
def test_every_formula_is_found_as_it_is_seen(language, chapter, site, page):
    page.goto(f"{site}{language}/{chapter}.html")
    formulas = page.locator("html").evaluate(FORMULAS)
    assert len(formulas) > 50
    page.goto(f"{site}{language}/search.html")
    # As it is looked for in the field, without showing thousands of results.
    lost = page.evaluate(
        """([readings, chapter]) => readings.filter((reading) =>
            !search(reading).found.some(({ section }) => section.address.startsWith(chapter)))""",
        [list(dict.fromkeys(reading for readings in formulas for reading in readings)), chapter],
    )
    assert not lost


@pytest.mark.parametrize(("language", "slip"), [(k, slip) for k in SLIPS for slip in SLIPS[k]])
def test_a_slip_of_one_letter_finds_what_was_meant(language, slip, searches):
    page, meant = searches[language], SLIPS[language][slip]
    found, count = look_for(page, slip), page.locator("#search-count")
    expect(count).to_contain_text(meant)
    assert found == look_for(page, meant) != []
    expect(count).not_to_contain_text(meant)


def test_a_stem_that_is_no_word_is_not_taken_for_one(searches):
    # The stem of this slip stands in "tolerance".
    page = searches["en"]
    assert look_for(page, "leraning") == look_for(page, "learning") != []


def test_a_syllable_that_is_still_being_typed_is_found(searches):
    page = searches["ko"]
    assert set(look_for(page, "학습률")) <= set(look_for(page, "학스"))


@pytest.mark.parametrize(
    "query", ["코끼리", "zebra", "8687.5", "?", '"', "\\", "$$", "(((", "**", "-"]
)
def test_nothing_is_found_where_there_is_nothing(query, searches):
    page = searches["ko"]
    look_for(page, query)
    if query.isalnum():
        expect(page.locator("#search-count")).to_have_text("찾은 곳 없음")
        expect(page.locator(RESULTS)).to_have_count(0)


def test_titles_of_boxes_and_what_cells_print_are_found(searches):
    assert look_for(searches["en"], "tensor(8587.6875")
    found = look_for(searches["ko"], "이 합이 0이 될 수 있을까")
    assert found == ["04-loss.html#sec-loss-try"]


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("ko", "멀어졌다"),
        ("en", "symmetric"),
        ("ko", "α=0.0083"),
        ("en", "learning rates"),
        ("ko", "λ1"),
    ],
)
def test_a_result_opens_on_the_hit_and_marks_it(language, query, search, page):
    assert search(language, query)
    for place in range(min(2, page.locator(RESULTS).count())):
        search(language, query)
        page.locator(f"{RESULTS} a").nth(place).click()
        page.wait_for_function(SOME_HIT_IS_SEEN)
        page.go_back()
        # Back is where it was.
        expect(page.locator(".search-page input")).to_have_value(query)
        expect(page.locator(RESULTS).nth(place)).to_be_visible()


def test_what_is_found_in_a_folded_solution_is_shown(search, page):
    search("ko", "멀어졌다")
    page.locator(f"{RESULTS} a").first.click()
    expect(page.locator("details[open] mark.hit").first).to_be_in_viewport()
    expect(page.locator("details[open] mark.hit").first).to_have_text("멀어졌다")


def test_results_follow_the_field_whatever_becomes_of_the_address(site, page):
    page.goto(f"{site}ko/search.html?q=손실")
    page.evaluate("() => { history.replaceState = () => { throw new Error('too many'); }; }")
    field = page.locator(".search-page input")
    field.fill("경사하강법" * 28)
    expect(page.locator("#search-count")).to_have_text("찾은 곳 없음")
    for _ in range(135):
        field.press("Backspace")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(f"{RESULTS} mark").first).to_have_text("경사하강법")


def test_the_address_keeps_the_query_a_little_later_if_not_at_once(site, page):
    page.goto(f"{site}ko/search.html")
    page.evaluate(
        """() => {
            const replace = history.replaceState.bind(history);
            history.replaceState = () => { history.replaceState = replace; throw new Error("no"); };
        }"""
    )
    page.locator(".search-page input").fill("alpha")
    expect(page).to_have_url(re.compile(r"\?q=alpha$"))


def test_the_query_stays_in_the_other_language(search, page):
    search("ko", "α=0.0083")
    switch(page, "en")
    expect(page.locator(".search-page input")).to_have_value("α=0.0083")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_what_is_asked_is_kept_while_the_search_is_on_its_way(site, page):
    held = []
    page.route("**/search-index.js*", lambda route: held.append(route))
    page.goto(f"{site}ko/search.html?q=손실", wait_until="commit")
    field = page.locator(".search-page input")
    expect(field).to_have_value("손실")
    # Where the language leads to is known before one goes there.
    page.locator("a.language").focus()
    assert page.locator("a.language").evaluate("(link) => link.search") == f"?q={quote('손실')}"
    field.fill("alpha")
    held[0].continue_()
    expect(page.locator(f"{RESULTS} mark").first).to_have_text(re.compile("alpha|α"))
    expect(page).to_have_url(re.compile(r"\?q=alpha$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_weighs_little(language):
    index = (SITE / language / "_static" / "search-index.js").read_text("utf-8")
    packed, stemmer = re.fullmatch(r'const packed = "(.+?)";\n(.*)', index, re.S).groups()
    plain = bz2.decompress(base64.b64decode(packed)) + stemmer.encode()
    assert len(gzip.compress(index.encode(), 9)) <= HEAVIEST * len(gzip.compress(plain, 9))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_at_once(language, site, page):
    page.goto(f"{site}{language}/search.html")
    times = page.locator(".search-page input").evaluate(
        """(field) => ["loss", "손실 함수", "learning rate", "α=0.0083", "gradeint", "학숩률", "x"]
            .flatMap((query) => [...query].map((_, last) => {
                field.value = query.slice(0, last + 1);
                const start = performance.now();
                field.dispatchEvent(new Event("input"));
                return performance.now() - start;
            })).sort((a, b) => a - b)"""
    )
    # A busy machine is late now and then.
    assert times[len(times) // 2] <= LONGEST, times


def test_a_formula_is_marked_with_what_is_drawn_apart_from_it(site, page):
    page.goto(f"{site}en/04-loss.html?q=w_0")
    expect(page.locator(".math.hit").first).to_be_attached()
    bare = page.evaluate(
        """() => [...document.querySelectorAll(".math.hit + .together > .tail:first-child")]
            .map((tail) => getComputedStyle(tail).backgroundColor)"""
    )
    assert bare
    assert "rgba(0, 0, 0, 0)" not in bare
