"""The ruler in a real browser: what a reader draws is measured as linefit measures it, and kept."""

import math
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from linefit import fit_by_eye, simulate, sse, use_words
from tests.site import alone
from tests.site.alone import HALF_A_FRAME, NEXT_FRAME, drag_time, opener, publish, wait
from tests.unit.lines import ODD

LINE = simulate()
X, y = LINE.X.double(), LINE.y.double()
START = (-5.0, 10.0)
TRAINED = torch.tensor([2.429, 4.0144])
OUTPUTS = {
    "eye": fit_by_eye(LINE),
    "loss": fit_by_eye(LINE, start=START, loss=True),
    "trained": fit_by_eye(LINE, trained=TRAINED),
}
# As long as it takes from anywhere to an end.
PRESS_LONG = """(handle, key) => {
    const press = { key, shiftKey: true, bubbles: true, cancelable: true };
    for (let k = 0; k < 20; k++) handle.dispatchEvent(new KeyboardEvent("keydown", press));
}"""
NO_STORAGE = (
    """Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """A site with each ruler alone on a page."""
    folder = tmp_path_factory.mktemp("ruler")
    for name, output in OUTPUTS.items():
        publish(folder, name, output.to_html())
    publish(folder, "two", OUTPUTS["loss"].to_html(), OUTPUTS["loss"].to_html())
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a ruler with a setting."""
    return opener(new_page, address)


def weights(page: Page) -> tuple[float, float]:
    """Return the line that is shown, once it is drawn."""
    state = alone.state(page, "ruler")
    return state["w0"], state["w1"]


def losses(page: Page, lines: list[tuple[float, float]]) -> list[float]:
    """Return the loss that the ruler finds for each line."""
    return page.evaluate(
        """(lines) => {
            const ruler = document.querySelector("linefit-ruler");
            return lines.map(([w0, w1]) => {
                ruler.set({ w0, w1 });
                return ruler.loss;
            });
        }""",
        lines,
    )


def path(page: Page, name: str) -> list[list[float]]:
    """Return the numbers of each part of a path, which all begin with M."""
    d = page.locator(f"path.lf-{name}").get_attribute("d") or ""
    number = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
    return [[float(value) for value in re.findall(number, part)] for part in d.split("M")[1:]]


def ring(page: Page, name: str) -> tuple[float, float]:
    """Return where the middle of a handle is."""
    box = page.get_by_role("slider", name=name).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, name: str, dx: float, dy: float) -> None:
    x, y = ring(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=5)
    page.mouse.up()


@pytest.mark.parametrize("name", ["book", "few points", "from 100 to 101", "far from zero", "huge"])
def test_the_sum_is_the_loss(page, name):
    line = {"book": LINE, **ODD}[name]
    ruler = fit_by_eye(line, loss=True)
    page.set_content(f'<html lang="en">{ruler.to_html()}</html>')
    low, high = ruler.bowl.window
    draw = random.Random(1)
    lines = [(draw.uniform(low, high), draw.uniform(low, high)) for _ in range(200)]
    X, y = line.X.double(), line.y.double()
    expected = [sse(X, y, X.new_tensor(w)).item() for w in lines]
    assert losses(page, lines) == pytest.approx(expected, rel=1e-9)


def test_every_residual_is_drawn_and_its_square_is_one_on_the_screen(visit):
    page = visit("w0=1&w1=5", name="loss")
    assert weights(page) == (1, 5)
    assert path(page, "squares") == []
    page.get_by_role("button", name="Squares").click()
    weights(page)
    plot = "document.querySelector('linefit-ruler').fit.plot"
    unit = page.evaluate(f"{plot}.y(0) - {plot}.y(1)")
    residuals = (y - X @ X.new_tensor([1, 5])).tolist()
    for (_, top, drop), residual in zip(path(page, "faint"), residuals, strict=True):
        assert drop == pytest.approx(residual * unit, abs=0.01)
        assert top + drop == pytest.approx(page.evaluate(f"{plot}.y(0)"), abs=1e3)
    for (_, _, down, across, up), residual in zip(path(page, "squares"), residuals, strict=True):
        # Away from the line, which rises: to the left above it, to the right below it.
        assert (down, across, up) == pytest.approx(
            [residual * unit, -residual * unit, -residual * unit], abs=0.01
        )
    scale = page.locator(".lf-picture").first.evaluate(
        "(svg) => { const m = svg.getScreenCTM(); return [m.a, m.d]; }"
    )
    assert scale[0] == pytest.approx(scale[1])
    page.evaluate("document.querySelector('linefit-ruler').set({ w0: 1, w1: -5 })")
    weights(page)
    assert all(down == across for _, _, down, across, _ in path(page, "squares"))


def test_the_sum_is_shown_beside_that_of_the_start(visit):
    page = visit(name="loss")
    expect(page.locator("dd")).to_have_text(["8587.7", "8587.6875"])
    page.evaluate("document.querySelector('linefit-ruler').set({ w0: 2.2, w1: 4.2 })")
    expect(page.locator("dd")).to_have_text(["35.604", "8587.6875"])


def test_no_loss_is_shown_before_there_is_one(visit):
    page = visit(name="eye")
    assert page.locator("dd, mask, .lf-band").count() == 0
    assert path(page, "faint") == path(page, "squares") == []


@pytest.mark.parametrize(("end", "other"), [("Left", "Right"), ("Right", "Left")])
def test_an_end_follows_the_pointer_and_the_other_stays(visit, end, other):
    page = visit(name="eye")
    moved, fixed = ring(page, end), ring(page, other)
    drag(page, end, 30, 60)
    weights(page)
    assert ring(page, end) == pytest.approx((moved[0], moved[1] + 60), abs=0.5)
    assert ring(page, other) == pytest.approx(fixed, abs=0.5)
    w0, w1 = weights(page)
    assert w1 * (1 if end == "Left" else -1) > 0.5
    # Round numbers.
    assert (round(w0, 2), round(w1, 2)) == (w0, w1)
    expect(page).to_have_url(re.compile(rf"#w0={w0}&w1={w1}$"))


def test_a_line_that_leaves_is_held_at_the_edge(visit):
    page = visit(name="loss")
    picture = page.locator(".lf-axis").first.bounding_box()
    left = ring(page, "Left")
    assert left[1] == pytest.approx(picture["y"] + picture["height"], abs=4)
    # From there it comes in at once, and cannot be dragged out again.
    drag(page, "Left", 0, -20)
    assert ring(page, "Left")[1] == pytest.approx(left[1] - 20, abs=1)
    drag(page, "Left", 0, 200)
    assert ring(page, "Left")[1] == pytest.approx(left[1], abs=1)
    height, low = page.evaluate(
        "((ruler) => [ruler.height(0), ruler.fit.low])(document.querySelector('linefit-ruler'))"
    )
    assert height == pytest.approx(low, abs=0.05)


def test_the_ends_have_keys(visit):
    page = visit("w0=2&w1=0", name="eye")
    handle = page.get_by_role("slider", name="Right")
    handle.press("ArrowUp")
    low, high = page.evaluate(
        "(({ low, high }) => [low, high])(document.querySelector('linefit-ruler').fit)"
    )
    step = (high - low) / 200
    expect(handle).to_have_attribute("aria-valuetext", re.compile("^2.1"))
    assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(2 + step, abs=0.02)
    handle.press("Shift+ArrowDown")
    weights(page)
    assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(2 - 9 * step, abs=0.05)
    left = page.get_by_role("slider", name="Left")
    assert float(left.get_attribute("aria-valuenow")) == pytest.approx(2, abs=0.02)


def test_sliders_and_fields_set_the_weights(visit):
    page = visit("w0=2&w1=3", name="eye")
    slider = page.get_by_role("slider", name="ŵ₀")
    for weight in (2.05, 2.1, 2.15):
        slider.press("ArrowRight")
        assert weights(page) == (weight, 3)
    slider.press("End")
    assert weights(page) == (11, 3)
    field = page.get_by_role("textbox", name="ŵ₁")
    field.fill("−1,25")
    field.press("Enter")
    assert weights(page) == (11, -1.25)
    field.fill("−１．２５")
    field.press("Enter")
    assert weights(page) == (11, -1.25)
    for nonsense in ("steep", "1e200", "1/200"):
        field.fill(nonsense)
        field.press("Enter")
        assert weights(page) == (11, -1.25)
        expect(field).to_have_value("−1.25")


def test_the_line_is_a_point_of_the_map(visit):
    page = visit(name="loss")
    drag(page, "The line as a point", 60, 60)
    w0, w1 = weights(page)
    # In the map, both axes have one scale.
    assert w0 + 5 == pytest.approx(10 - w1)
    assert w0 > -4
    expect(page.get_by_role("slider", name="The line as a point")).to_have_attribute(
        "aria-valuetext", re.compile(f"^ŵ₀ {w0:g}, ŵ₁ {w1:g}$".replace("-", "−"))
    )
    shown = ring(page, "The line as a point")
    page.evaluate("document.querySelector('linefit-ruler').set({ w0: 1e6, w1: 4 })")
    weights(page)
    area = page.locator(".lf-axis").nth(1).bounding_box()
    assert ring(page, "The line as a point")[0] == pytest.approx(area["x"] + area["width"], abs=4)
    assert ring(page, "The line as a point") != shown


def test_the_map_takes_colour_where_the_line_has_been(visit):
    page = visit(name="loss")
    weights(page)
    masked = page.locator("g[mask]")
    assert re.fullmatch(r"url\(#lf-mask-\d+\)", masked.get_attribute("mask"))
    numbers = page.locator("g[mask] text")
    expect(numbers.first).to_be_hidden()
    before = len(path(page, "trail"))
    assert before == 1
    page.evaluate("document.querySelector('linefit-ruler').set({ w0: 2, w1: 4 })")
    weights(page)
    assert len(path(page, "trail")) == 2
    x, y = path(page, "trail")[-1][:2]
    at = page.evaluate(
        "(({ plot }) => [plot.x(2), plot.y(4)])(document.querySelector('linefit-ruler').map)"
    )
    assert math.dist((x, y), at) < 10
    # However long a reader is about, the dots stay few.
    draw = random.Random(1)
    lines = [(draw.uniform(-8, 13), draw.uniform(-8, 13)) for _ in range(2000)]
    page.evaluate(
        """(lines) => {
            const ruler = document.querySelector("linefit-ruler");
            for (const [w0, w1] of lines) {
                ruler.change({ w0, w1 });
                ruler.map.draw(ruler.state);
            }
        }""",
        lines,
    )
    assert 400 < len(path(page, "trail")) <= 23**2
    page.get_by_role("button", name="Whole map").click()
    expect(numbers.first).to_be_visible()
    expect(masked).to_have_attribute("mask", "none")


def test_the_bands_go_from_light_to_dark(visit):
    page = visit(name="loss")
    fills = page.locator(".lf-band").evaluate_all(
        "(bands) => bands.map((band) => getComputedStyle(band).fill.match(/[\\d.]+/g).map(Number))"
    )
    assert len(fills) == len(OUTPUTS["loss"].bowl.levels) + 1
    light = [sum(fill) for fill in fills]
    assert light == sorted(light, reverse=True)
    assert light[0] - light[-1] > 300


@pytest.mark.parametrize("squares", [False, True])
def test_a_drag_leaves_the_browser_time_to_draw(visit, squares):
    page = visit(name="loss")
    page.evaluate("(squares) => document.querySelector('linefit-ruler').set({ squares })", squares)
    grip = page.get_by_role("slider", name="The line as a point")
    assert drag_time(page, grip, 2, 1) < HALF_A_FRAME


def test_what_is_kept_is_there_in_later_chapters(visit):
    page = visit("w0=2.2&w1=4.2", name="eye")
    mine = page.get_by_role("button", name="My line")
    expect(mine).to_be_hidden()
    page.get_by_role("button", name="Keep this line").click()
    expect(page.locator(".lf-said")).to_have_text("Kept for later chapters.")
    expect(page.get_by_role("status")).to_contain_text("Kept for later chapters.")
    expect(mine).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    assert weights(page) == (pytest.approx(LINE.y.mean().item()), 0)
    expect(page.locator(".lf-said")).to_have_text("Drag a ring, or set the two numbers.")
    mine.click()
    assert weights(page) == (2.2, 4.2)

    page.goto(page.url.replace("eye.html", "loss.html").partition("#")[0])
    assert weights(page) == START
    page.get_by_role("button", name="My line").click()
    assert weights(page) == (2.2, 4.2)
    page.goto(page.url.replace("loss.html", "trained.html").partition("#")[0])
    assert weights(page) == (2.2, 4.2)


def test_a_line_that_is_kept_in_another_tab_is_there_at_once(visit):
    page = visit(name="loss")
    expect(page.get_by_role("button", name="My line")).to_be_hidden()
    other = page.context.new_page()
    other.goto(page.url.replace("loss.html", "eye.html"))
    other.get_by_role("button", name="Keep this line").click()
    expect(page.get_by_role("button", name="My line")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(visit):
    page = visit(name="eye")
    page.add_init_script(NO_STORAGE)
    page.reload()
    drag(page, "Left", 0, 60)
    page.get_by_role("button", name="Keep this line").click()
    expect(page.locator(".lf-said")).to_contain_text("This browser keeps nothing.")
    w0, w1 = weights(page)
    expect(page).to_have_url(re.compile(rf"#w0={w0}&w1={w1}$"))


@pytest.mark.parametrize(
    "kept",
    ["{", "3", "null", '{"w0": "2", "w1": 4}', '{"w0": null, "w1": 4}', '{"w0": 1e300, "w1": 0}'],
)
def test_what_others_put_there_does_no_harm(visit, kept):
    page = visit(name="trained")
    key = page.evaluate("document.querySelector('linefit-ruler').memory")
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
    page.reload()
    assert weights(page) == (pytest.approx(LINE.y.mean().item()), 0)


def test_whose_loss_is_smaller(visit):
    page = visit("w0=2.2&w1=4.2", name="trained")
    theirs = sse(X, y, TRAINED.double()).item()
    expect(page.locator("dd")).to_have_text(["35.604", f"{theirs:.5g}"])
    said = page.locator(".lf-said")
    mine = sse(X, y, X.new_tensor([2.2, 4.2])).item()
    expect(said).to_have_text(f"The trained line has the smaller loss, by {mine - theirs:.5g}.")
    page.evaluate("document.querySelector('linefit-ruler').choose({ w0: 2.45, w1: 4 })")
    mine = sse(X, y, X.new_tensor([2.45, 4])).item()
    assert mine < theirs
    expect(said).to_have_text(f"Your line has the smaller loss, by {theirs - mine:.5g}.")
    expect(page.get_by_role("status")).to_have_text(
        f"ŵ₀ 2.45, ŵ₁ 4. Loss of your line {mine:.5g}. {said.inner_text()}"
    )
    w0, w1 = TRAINED.tolist()
    page.evaluate("([w0, w1]) => document.querySelector('linefit-ruler').set({ w0, w1 })", [w0, w1])
    expect(said).to_have_text("Both lines have the same loss.")
    # It is drawn where the reader's line is now.
    lines = page.locator(".lf-line, .lf-path").evaluate_all(
        "(all) => all.map((path) => path.getAttribute('d'))"
    )
    assert len(lines) == 2
    assert lines[0] == lines[1]


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line_opens_and_can_be_drawn(page, line):
    ruler = fit_by_eye(line, loss=True, trained=line.weights)
    page.set_content(f'<html lang="en">{ruler.to_html()}</html>')
    page.get_by_role("button", name="Squares").click()
    low, high = page.evaluate(
        "(({ low, high }) => [low, high])(document.querySelector('linefit-ruler').fit)"
    )
    for end, height in (("Left", low), ("Right", high)):
        handle = page.get_by_role("slider", name=end)
        handle.evaluate(PRESS_LONG, "ArrowDown" if end == "Left" else "ArrowUp")
        weights(page)
        assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(
            height, abs=0.01 * (high - low)
        )
    drag(page, "The line as a point", -20, 20)
    w = weights(page)
    expected = sse(line.X.double(), line.y.double(), line.X.double().new_tensor(w)).item()
    assert losses(page, [w]) == [pytest.approx(expected, rel=1e-9)]
    assert not re.search(
        "NaN|Infinity|undefined", page.locator(".lf").evaluate("(lf) => lf.outerHTML")
    )


@pytest.mark.parametrize(
    "setting", ["w0=nonsense&w1=3", "w0=3", "w0=1e300&w1=0", "sec-loss", "a=%"]
)
def test_a_broken_link_does_no_harm(visit, setting):
    assert weights(visit(setting, name="loss")) == START


def test_two_rulers_leave_each_other_alone(visit):
    page = visit("w0=1&w1=2", name="two")
    found = page.evaluate(
        f"""async () => {{
            const [first, second] = document.querySelectorAll("linefit-ruler");
            second.choose({{ w0: 3 }});
            {NEXT_FRAME}
            return [first.state.w0, second.state.w0, first.map.mask !== second.map.mask];
        }}"""
    )
    assert found == [1, 3, True]
    wait(page, "document.querySelectorAll('linefit-ruler')[1].heard.textContent")
    assert page.url.endswith("#w0=1&w1=2")


def test_a_notebook_has_its_words_and_keeps_its_own_address(page):
    use_words({"Keep this line": "이 직선 간직하기"})
    try:
        html = OUTPUTS["eye"].to_html()
    finally:
        use_words({})
    page.set_content(f'<html lang="en"><div class="jp-OutputArea">{html}</div></html>')
    page.get_by_role("button", name="이 직선 간직하기").click()
    # A page without an address has no storage either.
    expect(page.get_by_role("status")).to_contain_text("This browser keeps nothing.")
    assert page.url == "about:blank"


@pytest.mark.parametrize("width", [320, 375, 768])
@pytest.mark.parametrize("name", OUTPUTS)
def test_it_fits(visit, name, width):
    page = visit("w0=-5.123&w1=10.456", name=name, viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
