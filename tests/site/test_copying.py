"""What is copied is what is seen: code alone, formulas once."""

import pytest
from playwright.sync_api import expect

from tests.site.formulas import publish
from tests.site.pages import LANGUAGES

CHAPTER = "04-loss"


@pytest.fixture
def reading(new_page, site):
    """A page that may copy and read what was copied."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])

    def open_chapter(language, chapter=CHAPTER):
        page.goto(f"{site}{language}/{chapter}.html")
        return page

    return open_chapter


def copy(page, first, last):
    """Select from one element to another, press Ctrl+C, and return what was copied."""
    page.evaluate(
        """([first, last]) => {
            const [from, to] = [first, last].map(
                ([name, place]) => document.querySelectorAll(name)[place]);
            const range = document.createRange();
            range.setStartBefore(from);
            range.setEndAfter(to);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [first, last],
    )
    page.keyboard.press("Control+c")
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_cells_give_code_alone(language, reading):
    page = reading(language)
    cells = page.locator(".cell_input pre").all_text_contents()
    copied = copy(page, (".cell_input", 1), (".cell_input", 2))
    for word in ("복사", "Copy"):
        assert word not in copied
    for cell in cells[1:3]:
        assert cell.strip() in copied


def test_a_cell_with_its_output_gives_its_code(reading):
    page = reading("en")
    (code, *_) = page.locator(".cell:has(.cell_output) .cell_input pre").all_text_contents()
    cell = (".cell:has(.cell_output)", 0)
    assert copy(page, cell, cell) == code.strip()


def test_part_of_a_line_of_code_is_that_part(reading):
    page = reading("en")
    page.locator(".cell_input pre .n").first.dblclick()
    selected = page.evaluate("getSelection().toString()")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == selected


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_copied_once_as_tex(language, reading):
    page = reading(language)
    paragraphs = page.locator("main p:has(.math)")
    found = paragraphs.evaluate_all(
        """(all) => all.map((each) => [
            [...document.querySelectorAll("main p:has(.math)")].indexOf(each),
            [...each.querySelectorAll(".math annotation")].map((tex) => tex.textContent.trim()),
        ])"""
    )
    assert len(found) > 20
    for place, formulas in found[:40]:
        copied = copy(page, ("main p:has(.math)", place), ("main p:has(.math)", place))
        for tex in formulas:
            assert copied.count(f"${tex}$") == formulas.count(tex), copied
        assert copied.count("$") == 2 * len(formulas)
        assert "\u200b" not in copied


def test_a_formula_that_stands_alone_is_copied_whole(reading):
    page = reading("en")
    copied = copy(page, ("div.math", 0), ("div.math", 0))
    tex = page.locator("div.math annotation").first.text_content().strip()
    assert f"$${tex}$$" in copied


def test_a_piece_of_a_formula_gives_the_formula(reading):
    page = reading("en", "10-stability")
    # From the piece that is tied to the full stop.
    page.evaluate(
        """() => {
            const tied = document.querySelector(".math + .together");
            const range = document.createRange();
            range.setStart(tied.querySelector(".mord"), 0);
            range.setEnd(tied.lastChild, 1);
            getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    tex = page.locator(".math:has(+ .together) annotation").first.text_content()
    assert copied.startswith(f"${tex}$")
    assert len(copied) == len(tex) + 3


def test_a_formula_tied_at_both_ends_is_copied_once(tmp_path, serve, new_page):
    publish(tmp_path)
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{serve(tmp_path)}formulas.html")
    for place in range(page.locator("main p").count()):
        whole = copy(page, ("main p", place), ("main p", place))
        (tex,) = page.locator("main p").nth(place).locator("annotation").all_text_contents()
        assert whole.count(f"${tex}$") == 1
        assert whole.count("$") == 2
        # Whatever piece of it is selected, the whole is copied.
        for piece in page.locator("main p").nth(place).locator(".base").all():
            piece.evaluate(
                """(piece) => {
                    const range = document.createRange();
                    range.setStart(piece.querySelector(".mord, .mbin"), 0);
                    range.setEndAfter(piece.querySelector(".mord, .mbin"));
                    getSelection().removeAllRanges();
                    getSelection().addRange(range);
                }"""
            )
            page.keyboard.press("Control+c")
            assert page.evaluate("navigator.clipboard.readText()").strip() == f"${tex}$"


def test_what_is_pressed_is_not_copied(reading):
    page = reading("en", "09-learning-rate")
    copied = copy(page, ("#sec-rate-search", 0), ("#sec-rate-search", 0))
    assert page.locator("linefit-seeker .lf-said").first.inner_text() not in copied
    assert copied.startswith("9.1. Search for the limit")


def test_headings_are_copied_without_their_sign(reading):
    page = reading("ko")
    assert "#" not in copy(page, ("main h2", 0), ("main h2", 0))


@pytest.mark.parametrize(
    "failing", ["undefined", "{ writeText: () => Promise.reject(new Error()) }"]
)
def test_the_button_copies_without_a_clipboard_to_call(failing, reading):
    page = reading("ko")
    page.evaluate(
        f"""() => {{
            window.reads = navigator.clipboard;
            Object.defineProperty(navigator, "clipboard", {{ value: {failing} }});
        }}"""
    )
    cell = page.locator(".cell_input").first
    cell.hover()
    cell.locator("button.copy").click()
    expect(cell.locator("button.copy")).to_have_text("복사함")
    copied = page.evaluate("reads.readText()")
    assert copied == cell.locator("pre").text_content().strip()


def test_the_button_says_when_it_cannot_copy_and_leaves_the_code_selected(reading):
    page = reading("en")
    page.evaluate(
        """() => {
            Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.execCommand = () => false;
        }"""
    )
    cell = page.locator(".cell_input").first
    cell.hover()
    cell.locator("button.copy").click()
    expect(cell.locator("button.copy")).to_have_text("Not copied. It is selected")
    code = cell.locator("pre").text_content().strip()
    assert page.evaluate("getSelection().toString()").strip() == code
