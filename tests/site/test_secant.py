"""The choice of h in a real browser: it shows the numbers of torch, and everyone can use it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from linefit import choose_h, gradient_difference, simulate, sse
from linefit.secant.secant import DIGITS, SCHEMES, STEPS
from tests.site import alone
from tests.site.alone import HALF_A_FRAME, opener, publish
from tests.unit.exact import Exact
from tests.unit.lines import ODD

LINE = simulate()
HTML = choose_h(LINE).to_html()
KOREAN = {"what is left": "뺀 뒤 남은 값", "central difference": "중앙차분"}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
LAST = len(STEPS) - 1
SECANT = "document.querySelector('linefit-secant')"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """A site with the choice of h alone on a page, in two languages."""
    folder = tmp_path_factory.mktemp("secant")
    publish(folder, "en", HTML)
    publish(folder, "ko", HTML, lang="ko", words=KOREAN)
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    return opener(new_page, address)


def state(page: Page) -> dict:
    return alone.state(page, "secant")


def choose(page: Page, **wanted: object) -> None:
    """Set it, and draw it."""
    wanted["stop"] = STEPS.index(wanted.pop("h"))
    page.evaluate(f"(wanted) => {{ {SECANT}.change(wanted); {SECANT}.render(); }}", wanted)


def read(text: str) -> float:
    """Return a number as the page writes it."""
    mantissa, *power = text.replace("−", "-").split(" × 10")
    return float(f"{mantissa}e{power[0].translate(RAISED)}" if power else mantissa)


def written(page: Page, weight: int, central: bool) -> list[list[list[float]]]:
    """Return what stands in both columns of numbers, step by step."""
    texts = page.evaluate(
        f"""([weight, central]) => {{
            const secant = {SECANT};
            return Array.from({{ length: {len(STEPS)} }}, (_, stop) => {{
                secant.change({{ stop, weight, central }});
                secant.render();
                const columns = [...secant.querySelectorAll("dl")];
                const numbers = (column) => [...column.querySelectorAll("dd")];
                return columns.map((column) => numbers(column).map((dd) => dd.textContent));
            }});
        }}""",
        [weight, central],
    )
    return [[[read(text) for text in column] for column in columns] for columns in texts]


@pytest.mark.parametrize("weight", [0, 1])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_that_is_written_is_what_torch_computes(visit, weight, scheme):
    shown = written(visit(), weight, scheme == "central")
    w = torch.tensor([-5.0, 10.0], dtype=torch.float64)
    exact = float(Exact(LINE.X.double(), LINE.y.double(), w).gradient[weight])
    for column, dtype in enumerate(DIGITS):
        X, y, w = LINE.X.to(dtype), LINE.y.to(dtype), torch.tensor([-5.0, 10.0], dtype=dtype)
        axis = torch.eye(2, dtype=dtype)[weight]
        for h, columns in zip(STEPS, shown, strict=True):
            numbers = torch.tensor(columns[column], dtype=torch.float64)
            ahead, back, left, quotient, derivative, error = numbers.to(dtype)
            behind = w - h * axis if scheme == "central" else w
            assert ahead == sse(X, y, w + h * axis)
            assert back == sse(X, y, behind)
            # As many decimals as the losses have.
            decimals = {torch.float32: 5, torch.float64: 13}[dtype]
            assert f"{(ahead - back).item():.{decimals}f}" in (f"{left.item():.{decimals}f}", "0.0")
            width = 2 * h if scheme == "central" else h
            assert quotient == (ahead - back) / width
            if torch.all(w + h != w) and torch.all(w - h != w):
                assert quotient == gradient_difference(X, y, w, h, scheme)[weight]
            assert derivative == pytest.approx(exact, rel=1e-8)
            assert error == pytest.approx(quotient.item() - exact, rel=5e-3)


def test_the_digits_that_both_losses_share_are_dimmed(visit):
    page = visit()
    choose(page, h=1e-6)
    dimmed = page.locator("dd .lf-same")
    assert dimmed.all_inner_texts() == ["8587.68"] * 4
    expect(page.locator("dd").nth(0)).to_have_text("8587.68652")
    expect(page.locator("dd").nth(1)).to_have_text("8587.68750")
    choose(page, h=1.0)
    assert dimmed.all_inner_texts() == [""] * 4


def test_it_says_what_is_left(visit):
    page = visit()
    single, double = page.locator(".lf-said").all()
    expect(single).to_contain_text("Of 24 binary digits 21 are left.")
    choose(page, h=0.001)
    expect(single).to_contain_text("is 1,374 times the gap between two float32 numbers, and each")
    expect(single).to_contain_text("gap counts 0.977 in the quotient.")
    expect(double).to_contain_text("comes from the bend of the loss")
    choose(page, h=3.16e-7)
    expect(single).to_have_text("Nothing is left: both losses are the same number.")
    choose(page, h=1e-7)
    expect(single).to_have_text("Nothing is left: the step is too small to change w₀.")
    choose(page, h=1.0, central=True)
    expect(double).to_have_text("The quotient is the derivative, to the last digit.")


def test_lines_for_the_numbers_between_appear_when_they_are_few(visit):
    page = visit()
    levels = page.locator(".lf-gaps")
    counts = {}
    for h in (7.5e-5, 1e-6, 1e-14):
        choose(page, h=h)
        counts[h] = [(path.get_attribute("d") or "").count("M") for path in levels.all()]
    assert counts[7.5e-5] == [0, 0]
    assert 3 <= counts[1e-6][0] <= 8
    assert counts[1e-6][1] == 0
    assert counts[1e-14][0] <= 1
    assert 5 <= counts[1e-14][1] <= 60


def places(page: Page, path: str) -> list[list[float]]:
    d = page.locator(path).get_attribute("d")
    return [[float(part) for part in pair.split()] for pair in re.findall(r"[ML]([-\d. ]+)", d)]


def test_the_secant_leaves_the_tangent_in_float32_and_not_in_float64(visit):
    page = visit()
    for h, apart in ((1.0, True), (1e-3, False), (1e-6, True), (1e-9, True)):
        choose(page, h=h)
        tangent = places(page, ".lf-plots svg svg > .lf-dashed")
        single, double = (
            places(page, f".lf-plots svg svg > .lf-secant.lf-type{i}") for i in (0, 1)
        )
        gap = max(abs(a[1] - b[1]) for a, b in zip(tangent, single, strict=True))
        assert (gap > 5) == apart, h
        if h < 1:
            assert max(abs(a[1] - b[1]) for a, b in zip(tangent, double, strict=True)) < 1


def test_errors_are_drawn_where_a_reader_has_been(visit):
    page = visit()
    tried = page.locator(".lf-tried").first
    slider = page.get_by_role("slider", name="Step h")
    # All within one frame, as on a slow machine: only the last of them is drawn.
    slider.evaluate(
        """(slider) => {
            for (let i = 0; i < 8; i++) {
                slider.stepDown();
                slider.dispatchEvent(new Event("input"));
            }
        }"""
    )
    expect(slider).to_have_attribute("aria-valuetext", "0.1")
    assert state(page)["stop"] == LAST - 8
    assert tried.get_attribute("d").count("M") == 9
    page.get_by_role("button", name="w₁").click()
    assert state(page)["weight"] == 1
    assert tried.get_attribute("d").count("M") == 1
    page.get_by_role("button", name="w₀").click()
    state(page)
    assert tried.get_attribute("d").count("M") == 9


def test_h_is_dragged_on_the_picture_of_the_errors(visit):
    page = visit()
    box = page.locator(".lf-curve").bounding_box()
    x, y = box["x"] + 0.9 * box["width"], box["y"] + 0.4 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 0.3 * box["width"], y, steps=8)
    page.mouse.up()
    assert 60 < state(page)["stop"] < 80
    page.mouse.click(box["x"] + 2, y)
    assert state(page)["stop"] == 0


def test_a_drag_leaves_the_browser_time_to_draw(visit):
    # Of every step the best of three: the machine's other work can hold up any of them.
    spent = visit().evaluate(
        f"""() => Array.from({{ length: {len(STEPS)} }}, (_, stop) => {{
            const secant = {SECANT};
            secant.change({{ stop }});
            const times = [1, 2, 3].map(() => {{
                const begun = performance.now();
                secant.render();
                return performance.now() - begun;
            }});
            return Math.min(...times);
        }})"""
    )
    assert max(spent) < HALF_A_FRAME


def test_what_it_found_is_told_when_things_rest(visit):
    page = visit()
    slider = page.get_by_role("slider", name="Step h")
    for _ in range(24):
        slider.press("ArrowLeft")
    expect(page.get_by_role("status")).to_have_text(
        "h = 0.001: the quotient is off by 0.455 in float32, by 0.100 in float64."
    )


def test_it_speaks_the_language_of_the_page(visit):
    page = visit(name="ko")
    expect(page.get_by_role("button", name="중앙차분")).to_be_visible()
    expect(page.locator("dt").nth(2)).to_have_text("뺀 뒤 남은 값")


@pytest.mark.parametrize("name", [name for name in ODD if name != "huge"])
def test_any_line_is_drawn_at_every_step(page, name):
    html = choose_h(ODD[name]).to_html()
    page.set_content(f'<!doctype html><html lang="en"><title>x</title>{html}</html>')
    for weight in (0, 1):
        for central in (False, True):
            written(page, weight, central)
            drawn = page.locator(".lf").evaluate("(element) => element.outerHTML")
            assert not re.search("NaN|Infinity|undefined|null", drawn)


@pytest.mark.parametrize("width", [320, 375, 768])
def test_it_fits(visit, width):
    page = visit(viewport={"width": width, "height": 700})
    for h in (1e-14, 5.62e-9):
        choose(page, h=h, weight=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
