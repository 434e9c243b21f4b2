"""The search for the limit: what it computes, and what becomes of the guess."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from linefit import critical_rate, descend, find_rate, simulate
from tests.site import alone
from tests.site.alone import NEXT_FRAME, opener, publish

LINE = simulate()
X, y = LINE.X.double(), LINE.y.double()
LIMIT = critical_rate(X)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("seeker")
    publish(folder, "en", find_rate(LINE).to_html())
    publish(folder, "both", find_rate(LINE).to_html(), find_rate(LINE, reveal=True).to_html())
    publish(folder, "other", find_rate(simulate(seed=1), reveal=True).to_html())
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    return opener(new_page, address)


def keep(page: Page, alpha: float) -> None:
    page.evaluate(
        f"""async (alpha) => {{
            document.querySelector("linefit-seeker").choose({{ alpha }});
            {NEXT_FRAME}
        }}""",
        alpha,
    )
    page.get_by_role("button", name="as my guess").first.click()


def test_every_epoch_of_random_states_equals_descend(visit):
    page = visit()
    draw = random.Random(1)
    low, high = find_rate(LINE).constants()["range"]
    for _ in range(100):
        start = draw.uniform(-6, 11), draw.uniform(-6, 11)
        alpha, epochs = low * (high / low) ** draw.random(), draw.choice([30, 100, 300])
        run = page.evaluate(
            """(wanted) => {
                const seeker = document.querySelector("linefit-seeker");
                seeker.change(wanted);
                seeker.render();
                return seeker.run.map(({ w0, w1, loss }) => [w0, w1, loss]);
            }""",
            {"w0": start[0], "w1": start[1], "alpha": alpha, "epochs": epochs},
        )
        history = descend(X, y, start, alpha, epochs)
        expected = torch.cat([history.weights, history.loss[:, None]], dim=1)
        # A weight may pass through 0 on its way: each column is held to its size.
        scale = expected.abs().amax(dim=0)
        found = torch.tensor(run, dtype=X.dtype)
        torch.testing.assert_close(found / scale, expected / scale, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (0.008, "lies 2.89 % below the limit: it works."),
        (0.0083, "lies 0.75 % above the limit: sooner or later its loss grows."),
        (0.0015, "lies 82 % below the limit"),
    ],
)
def test_the_guess_is_judged_where_the_limit_is_revealed(visit, alpha, words):
    page = visit(name="both")
    opening, answer = page.locator("linefit-seeker").all()
    expect(answer).to_contain_text("You have not kept a guess yet.")
    keep(page, alpha)
    expect(opening).to_contain_text(f"Your guess: {alpha}.")
    expect(opening).not_to_contain_text("limit")
    expect(answer).to_contain_text(words)
    page.reload()
    expect(answer).to_contain_text(words)


def test_the_guess_of_other_data_is_another(visit):
    page = visit()
    keep(page, 0.008)
    page.goto(page.url.replace("en.html", "other.html"))
    expect(page.locator("linefit-seeker")).to_contain_text("You have not kept a guess yet.")


@pytest.mark.parametrize("stored", ["{", "7", '"x"', '{"alpha": "much"}', "null"])
def test_what_another_program_stored_does_no_harm(visit, stored):
    page = visit(name="both")
    page.evaluate(
        "(value) => localStorage.setItem(document.querySelector('linefit-seeker').memory, value)",
        stored,
    )
    page.reload()
    expect(page.locator("linefit-seeker").last).to_contain_text("not kept a guess yet")


def test_without_storage_it_says_so_and_judges_all_the_same(visit):
    page = visit(name="both")
    page.add_init_script(
        """Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });"""
    )
    page.reload()
    keep(page, 0.008)
    expect(page.locator("linefit-seeker").first).to_contain_text("This browser keeps nothing")
    expect(page.locator("linefit-seeker").last).to_contain_text("2.89 % below")


def test_longer_runs_are_a_button_away(visit):
    page = visit("alpha=0.0083")
    state = alone.state(page, "seeker")
    assert (state["alpha"], state["epochs"]) == (0.0083, 30)
    page.get_by_role("button", name="300 epochs").click()
    expect(page.get_by_role("button", name="300 epochs")).to_have_attribute("aria-pressed", "true")
    state = alone.state(page, "seeker")
    assert state["epochs"] == state["step"] == 300
    expect(page.locator(".lf-said")).to_have_text("Loss after epoch 300: 2.06 × 10⁶")
    page.wait_for_url("**#alpha=0.0083&epochs=300")


def test_the_limit_is_marked(visit):
    page = visit(name="other")
    limit = critical_rate(simulate(seed=1).X.double())
    expect(page.locator(".lf-marks")).to_have_text(f"limit {limit:.5g}")
    slider = page.locator(".lf-to-limit")
    share = slider.evaluate("(slider) => Number(slider.style.getPropertyValue('--lf-limit'))")
    low, high = find_rate(simulate(seed=1)).constants()["range"]
    assert low * (high / low) ** share == pytest.approx(limit)
