"""The walker in a real browser: it steps as autograd does, and asks before it tells."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from linefit import walk_down
from tests.site import alone
from tests.site.alone import HALF_A_FRAME, drag_time, opener, publish


def toy(w):
    return w**2 - 2 * w + 3


FUNCTIONS = {
    "toy": toy,
    "quartic": lambda w: w**4 / 10 - w**2 + w,
    "cos": torch.cos,
    "exp": torch.exp,
    "wavy": lambda w: torch.sin(3 * w) + w**2 / 5,
    "softplus": lambda w: torch.log(1 + torch.exp(-w)) + w / 4,
}
STATES = 60
# As much Korean as the tests look for.
KOREAN = {"It hops to and fro for ever.": "끝없이 오간다.", "Land here": "여기"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("walker")
    for name, function in FUNCTIONS.items():
        publish(folder, name, walk_down(function).to_html())
    publish(folder, "ko", walk_down(toy).to_html(), lang="ko", words=KOREAN)
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    return opener(new_page, address)


def state(page: Page) -> dict:
    return alone.state(page, "walker")


def choose(page: Page, **wanted: float) -> list[float]:
    """Return the walk of a setting, once it is drawn."""
    return page.evaluate(
        """(wanted) => {
            const walker = document.querySelector("linefit-walker");
            walker.change(wanted);
            walker.render();
            return walker.path;
        }""",
        wanted,
    )


def walk(function, start: float, alpha: float, between=(-4.0, 6.0)) -> list[float]:
    """Return the walk as PyTorch takes it."""
    path = [start]
    while len(path) <= 50 and between[0] <= path[-1] <= between[1]:
        w = torch.tensor(path[-1], dtype=torch.float64, requires_grad=True)
        function(w).backward()
        path.append((w - alpha * w.grad).item())
    return path


def said(page: Page) -> str:
    return page.locator(".lf-told").inner_text()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_step_equals_autograd(visit, name):
    page, function = visit(name=name), FUNCTIONS[name]
    generator = random.Random(name)
    low, high = walk_down(function).constants()["range"]
    for _ in range(STATES):
        start, alpha = generator.uniform(-4, 6), low * (high / low) ** generator.random()
        found, expected = choose(page, start=start, alpha=alpha), walk(function, start, alpha)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), (start, alpha)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_curve_is_the_function(visit, name):
    page = visit(name=name)
    w = torch.linspace(-4, 6, 101, dtype=torch.float64)
    found = page.evaluate(
        "(w) => w.map(document.querySelector('linefit-walker').curve)", w.tolist()
    )
    expected = FUNCTIONS[name](w)
    scale = expected.abs().max().item()
    torch.testing.assert_close(
        torch.tensor(found, dtype=w.dtype), expected, rtol=0, atol=1e-10 * scale
    )


def test_a_click_guesses_and_the_dot_moves(visit):
    page = visit(name="toy")
    expect(page.locator(".lf-told")).to_contain_text("At 4 the slope is 6: down is to the left.")
    expect(page.locator(".lf-told")).to_contain_text("Where will the next dot land?")
    box = page.locator(".lf-picture").bounding_box()
    scale = box["width"] / 360
    # From −4 to 6 the axis has 308 of the 360 units, from 42 on.
    page.mouse.click(box["x"] + (42 + 308 * 0.7) * scale, box["y"] + 100 * scale)
    after = state(page)
    assert (after["step"], after["guessed"]) == (1, pytest.approx(3))
    told = said(page)
    assert "You guessed 3. It landed at 3.4, 0.4 off." in told
    assert "The last step: 0.1 × 6 = 0.6." in told
    assert "Where will" not in told


def test_the_keyboard_guesses(visit):
    page = visit(name="toy")
    mark = page.get_by_role("slider", name="Your guess")
    mark.press("ArrowLeft")
    mark.press("Shift+ArrowLeft")
    expect(mark).to_have_attribute("aria-valuetext", "2.9")
    assert state(page)["step"] == 0
    page.get_by_role("button", name="Land here").press("Enter")
    assert state(page)["step"] == 1
    assert "You guessed 2.9. It landed at 3.4, 0.5 off." in said(page)
    heard = page.get_by_role("status")
    expect(heard).to_contain_text("You guessed 2.9. It landed at 3.4, 0.5 off.")
    expect(mark).to_have_attribute("aria-valuetext", "3.4")


def test_the_start_is_dragged_and_has_keys(visit):
    page = visit(name="toy")
    handle = page.get_by_role("slider", name="Start")
    handle.press("ArrowLeft")
    handle.press("Shift+ArrowRight")
    assert state(page)["start"] == pytest.approx(4.9)
    box = handle.locator(".lf-ring").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=5)
    page.mouse.up()
    assert state(page)["start"] < 3
    assert state(page)["step"] == 0


@pytest.mark.parametrize(
    ("alpha", "step", "words"),
    [
        (0.1, 5, "It comes closer from one side."),
        (0.9, 5, "It jumps to and fro, and comes closer."),
        (1.0, 5, "It hops to and fro for ever."),
        (0.5, 5, "It no longer moves."),
        (0.5, 5, "At 1 the slope is 0: no way is down."),
        (1.1, 3, "It has left the picture, and landed at −4.184."),
        (-0.1, 3, "It has left the picture, and landed at 6.184."),
    ],
)
def test_what_happened_is_said(visit, alpha, step, words):
    page = visit(name="toy")
    choose(page, alpha=alpha, step=step)
    assert words in said(page)
    # Too little is seen of it yet.
    choose(page, step=2)
    assert "It " not in said(page)


def test_a_walk_that_leaves_shows_the_way(visit):
    page = visit(name="toy")
    path = choose(page, alpha=1.2, step=9)
    assert (state(page)["step"], len(path)) == (2, 3)
    assert not -4 <= path[-1] <= 6
    expect(page.locator(".lf-now")).to_be_hidden()
    # The arrow's tip lies at the right end of the axis.
    tip = page.locator(".lf-step").evaluate("(path) => path.getBBox().x + path.getBBox().width")
    assert tip == pytest.approx(350)
    expect(page.get_by_role("button", name="Land here")).to_be_disabled()


def test_the_rate_is_typed_also_below_zero(visit):
    page = visit(name="toy")
    rate = page.get_by_role("textbox", name="Learning rate α")
    slider = page.get_by_role("slider", name="Learning rate α")
    for typed, alpha in [("0,3", 0.3), ("−0.1", -0.1), ("9", 1.2), ("much", 1.2)]:
        rate.fill(typed)
        rate.press("Enter")
        assert state(page)["alpha"] == alpha
    slider.press("Home")
    assert state(page)["alpha"] == 0.001


def test_play_step_reset(visit):
    page = visit(name="toy")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('linefit-walker').state.step > 1")
    page.get_by_role("button", name="Pause").click()
    paused = state(page)["step"]
    page.get_by_role("button", name="One step on").click()
    page.get_by_role("button", name="One step back").click()
    page.get_by_role("button", name="One step back").click()
    assert state(page)["step"] == paused - 1
    page.get_by_role("slider", name="step").press("End")
    assert state(page)["step"] == 50
    assert page.locator(".lf-dots").get_attribute("d").count("M") == 51
    page.get_by_role("button", name="Reset").click()
    after = state(page)
    assert (after["start"], after["alpha"], after["step"]) == (4, 0.1, 0)


def test_it_speaks_the_pages_words(visit):
    page = visit(name="ko")
    choose(page, alpha=1.0, step=4)
    assert "끝없이 오간다." in said(page)
    expect(page.get_by_role("button", name="여기")).to_be_visible()


@pytest.mark.parametrize(
    "options",
    [
        {"between": (1e3, 1001.0), "start": 1000.9, "function": lambda w: (w - 1e3) ** 2},
        {"between": (-1e-6, 1e-6), "start": 0.0, "function": lambda w: (1e6 * w - 1) ** 2},
        {"between": (-1e20, 1e20), "start": 1e19, "function": lambda w: w**2},
        {"alpha": 1e300, "function": toy},
        {"alpha": 0.0, "function": toy},
    ],
    ids=["far", "tiny", "huge", "fast", "no rate"],
)
def test_any_curve_opens(page, options):
    html = walk_down(**options).to_html()
    page.set_content(f'<!doctype html><html lang="en"><title>x</title>{html}</html>')
    for step in (0, 1, 50):
        choose(page, step=step)
        drawn = page.locator(".lf").evaluate("(element) => element.outerHTML")
        assert "NaN" not in drawn
        assert "Infinity" not in drawn
        assert "undefined" not in drawn


@pytest.mark.parametrize("name", ["toy", "wavy"])
def test_a_drag_leaves_the_browser_time_to_draw(visit, name):
    page = visit(name=name)
    choose(page, step=50)
    grip = page.get_by_role("slider", name="Start")
    assert drag_time(page, grip, -2, 1) < HALF_A_FRAME
