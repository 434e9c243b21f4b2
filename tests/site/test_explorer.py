"""The explorer in a real browser: it computes what linefit computes, and everyone can use it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from linefit import (
    critical_rate,
    descend,
    explore,
    optimal_rate,
    simulate,
    use_words,
    verdict,
)
from linefit.kit.rates import RATES
from tests.site import alone
from tests.site.alone import HALF_A_FRAME, NEXT_FRAME, drag_time, opener, publish, wait
from tests.site.pages import SITE
from tests.unit.lines import ODD

LINE = simulate()
X, y = LINE.X.double(), LINE.y.double()
HTML = explore(LINE).to_html()
# As much Korean as the tests look for.
VERDICTS = {
    "slow": "느림",
    "good": "좋음",
    "best": "최적",
    "oscillating": "진동",
    "diverging": "발산",
}
KOREAN = {**VERDICTS, "Play": "재생", "{factor} (flatter)": "{factor} (완만)", "loss": "손실"}
STARTS = [(-5.0, 10.0), (10.0, -5.0), (2.5, 4.0), (-6.0, 0.05)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """A site with the explorer alone on a page, in two languages, and twice."""
    folder = tmp_path_factory.mktemp("explorer")
    publish(folder, "en", HTML)
    publish(folder, "ko", HTML, lang="ko", words=KOREAN)
    publish(folder, "two", HTML, HTML)
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the explorer with a setting."""
    return opener(new_page, address)


def state(page: Page) -> dict:
    """Return what the explorer is set to, once it is drawn."""
    return alone.state(page, "explorer")


def path(page: Page, **setting):
    """Return the path and the verdict of a setting."""
    return page.evaluate(
        """(setting) => {
            const explorer = document.querySelector("linefit-explorer");
            explorer.change(setting);
            explorer.render();
            return [explorer.run.map(({ w0, w1, loss }) => [w0, w1, loss]), explorer.verdict];
        }""",
        setting,
    )


@pytest.mark.parametrize("start", STARTS)
def test_every_epoch_equals_descend(visit, start):
    page = visit()
    for alpha in [*RATES, optimal_rate(X), critical_rate(X)]:
        points, _ = path(page, w0=start[0], w1=start[1], alpha=alpha, epochs=100)
        history = descend(X, y, start, alpha, epochs=100)
        expected = torch.cat([history.weights, history.loss[:, None]], dim=1)
        torch.testing.assert_close(torch.tensor(points, dtype=X.dtype), expected, rtol=1e-9, atol=0)


def test_the_verdict_is_the_theorys(visit):
    page = visit()
    low, high = explore(LINE).constants()["range"]
    grid = torch.logspace(0, 1, 80, base=high / low, dtype=X.dtype) * low
    for alpha in [*RATES, optimal_rate(X), critical_rate(X), *grid.clamp(low, high).tolist()]:
        assert path(page, alpha=alpha)[1] == verdict(X, alpha), alpha


@pytest.mark.parametrize("alpha", [0.001, 0.0083, 0.015])
def test_a_drag_leaves_the_browser_time_to_draw(visit, alpha):
    page = visit(f"alpha={alpha}&epochs=100")
    assert drag_time(page, page.locator(".lf-handle"), 2, 1) < HALF_A_FRAME


@pytest.mark.parametrize("alpha", [0.001, 0.0083, 0.015])
def test_the_browser_draws_sixty_times_a_second(visit, alpha):
    page = visit(f"alpha={alpha}&epochs=100")
    # The middle interval between frames, the best of three: other work may hold up some frames.
    intervals = page.evaluate(
        """async () => {
            const explorer = document.querySelector("linefit-explorer");
            const frame = () => new Promise(requestAnimationFrame);
            const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
            const drags = [];
            for (let drag = 0; drag < 3; drag++) {
                const times = [];
                for (let k = 0; k < 40; k++) {
                    explorer.set({ w0: k / 10 - 5, w1: 10 - k / 10 });
                    times.push(await frame());
                }
                drags.push(median(times.slice(1).map((time, i) => time - times[i])));
            }
            return drags;
        }"""
    )
    assert min(intervals) < 20


def test_the_start_is_dragged(visit):
    page = visit()
    box = page.locator(".lf-handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=5)
    page.mouse.up()
    after = state(page)
    assert after["w0"] == pytest.approx(10 - after["w1"] - 5)
    assert after["w0"] > -4
    expect(page).to_have_url(re.compile(rf"#alpha=0.001&w0={after['w0']}&w1={after['w1']}$"))


def test_the_start_follows_a_finger_and_a_tap(visit):
    page = visit(has_touch=True, viewport={"width": 375, "height": 700})
    box = page.locator(".lf-picture").first.bounding_box()
    page.touchscreen.tap(box["x"] + 0.55 * box["width"], box["y"] + 0.5 * box["height"])
    after = state(page)
    assert abs(after["w0"] - 2.5) < 1.5
    assert abs(after["w1"] - 2.5) < 1.5


def test_the_start_has_keys(visit):
    page = visit()
    handle = page.get_by_role("slider", name="Start")
    handle.press("ArrowRight")
    handle.press("Shift+ArrowDown")
    assert (state(page)["w0"], state(page)["w1"]) == (-4.9, 9)
    expect(handle).to_have_attribute("aria-valuetext", "ŵ₀ −4.9, ŵ₁ 9")
    # Keys that come faster than the screen is drawn count, too.
    handle.evaluate(
        """(handle) => {
            for (let k = 0; k < 5; k++)
                handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
        }"""
    )
    assert state(page)["w1"] == pytest.approx(9.5)


def test_the_rate_has_keys_and_a_field(visit):
    page = visit()
    slider = page.get_by_role("slider", name="Learning rate α")
    rates = []
    for _ in range(5):
        slider.press("ArrowRight")
        rates.append(state(page)["alpha"])
    assert rates == sorted(set(rates))
    slider.press("End")
    assert state(page)["alpha"] == 0.016
    expect(slider).to_have_attribute("aria-valuetext", "0.016, diverging")
    field = page.get_by_role("textbox", name="Learning rate α")
    field.fill("0,0038")
    field.press("Enter")
    assert state(page)["alpha"] == 0.0038
    field.fill("much")
    field.press("Enter")
    assert state(page)["alpha"] == 0.0038
    expect(field).to_have_value("0.0038")


@pytest.mark.parametrize(("lang", "words"), [("en", VERDICTS.keys()), ("ko", VERDICTS.values())])
def test_verdicts_in_words(visit, lang, words):
    page = visit(name=lang)
    for alpha, word in zip([0.0001, 0.001, optimal_rate(X), 0.007, 0.0083], words, strict=True):
        path(page, alpha=alpha)
        expect(page.locator(".lf-verdict")).to_have_text(word)


def test_the_page_offers_its_words(visit):
    page = visit("alpha=0.0083", name="ko")
    expect(page.get_by_role("button", name="재생")).to_be_visible()
    expect(page.get_by_role("slider", name="Learning rate α")).to_have_attribute(
        "aria-valuetext", "0.0083, 발산"
    )
    expect(page.locator("dt").nth(1)).to_have_text("손실")
    expect(page.locator("dd").nth(2)).to_have_text(re.compile(r"^−0\.54\d\d \(완만\)$"))
    expect(page.locator("dd").nth(3)).to_have_text(re.compile(r"^−1\.01\d\d \(steeper\)$"))


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line_opens_and_every_button_gives_its_rate(page, line):
    html = explore(line).to_html()
    page.set_content(f'<!doctype html><html lang="en"><title>x</title>{html}</html>')
    data = explore(line).constants()
    low, high = data["range"]
    opened = state(page)
    assert low <= opened["alpha"] == data["alpha"] <= high
    assert (opened["w0"], opened["w1"]) == (-5, 10)
    ticks = page.locator(".lf-marks line").evaluate_all(
        "(lines) => lines.flatMap((line) => [line.getAttribute('x1'), line.getAttribute('x2')])"
    )
    assert ticks
    assert all(tick.endswith("%") and 0 <= float(tick[:-1]) <= 100 for tick in ticks)
    offered = sorted([*data["rates"], data["best"], data["critical"]])
    buttons = page.get_by_role("group", name="Rates to choose from").get_by_role("button").all()
    assert len(buttons) == len(offered)
    for rate, button in zip(offered, buttons, strict=True):
        button.click()
        assert state(page)["alpha"] == rate
        written = float(button.inner_text().split()[-1].replace("−", "-"))
        assert written == pytest.approx(rate, rel=1e-4)
        expect(button).to_have_attribute("aria-pressed", "true")
        points, word = path(page, epochs=300)
        assert word == verdict(line.X.double(), rate)
        assert all(value is not None for point in points for value in point)  # no NaN in JSON
        drawn = page.locator(".lf").evaluate("(element) => element.outerHTML")
        assert not re.search("NaN|Infinity|undefined", drawn)


@pytest.mark.parametrize("name", ["few points", "many points", "from 100 to 101", "far from zero"])
def test_every_epoch_of_any_line_equals_descend(page, name):
    line = ODD[name]
    page.set_content(f'<html lang="en">{explore(line).to_html()}</html>')
    X, y = line.X.double(), line.y.double()
    data = explore(line).constants()
    for alpha in [*data["rates"], data["best"], data["critical"]]:
        points, _ = path(page, alpha=alpha, epochs=100)
        history = descend(X, y, (-5.0, 10.0), alpha, epochs=100)
        expected = torch.cat([history.weights, history.loss[:, None]], dim=1)
        found = torch.tensor(points, dtype=X.dtype)
        # A residual is off by the last digit of what it is the difference of.
        scale = expected.abs().amax(dim=0)
        torch.testing.assert_close(found / scale, expected / scale, rtol=1e-8, atol=1e-12)


def test_buttons_offer_all_rates(visit):
    page = visit()
    offered = page.get_by_role("group", name="Rates to choose from").get_by_role("button")
    assert offered.count() == len(RATES) + 2
    for rate in RATES:
        offered.get_by_text(f"{rate:g}", exact=True).click()
        assert state(page)["alpha"] == rate
    offered.get_by_text("limit").click()
    assert state(page)["alpha"] == critical_rate(X)
    expect(offered.get_by_text("limit")).to_have_attribute("aria-pressed", "true")


def test_play_pause_step_scrub_reset(visit):
    page = visit("alpha=0.0083")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('linefit-explorer').state.step > 2")
    page.get_by_role("button", name="Pause").click()
    paused = state(page)["step"]
    assert 2 < paused < 30
    page.get_by_role("button", name="One epoch on").click()
    assert state(page)["step"] == paused + 1
    page.get_by_role("button", name="One epoch back").click()
    assert state(page)["step"] == paused
    page.get_by_role("slider", name="epoch").press("Home")
    assert state(page)["step"] == 0
    curve = page.locator(".lf-curve").bounding_box()
    page.mouse.click(curve["x"] + 0.55 * curve["width"], curve["y"] + curve["height"] / 2)
    assert 10 < state(page)["step"] < 20
    page.get_by_role("button", name="Reset").click()
    assert state(page) == {"alpha": 0.001, "w0": -5, "w1": 10, "epochs": 30, "step": 30}


def test_play_runs_to_the_end(visit):
    page = visit("alpha=0.001&epochs=3&step=0")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Play").wait_for()
    assert state(page)["step"] == 3


def test_play_takes_few_steps_with_reduced_motion(visit):
    page = visit("alpha=0.001&epochs=300&step=0", reduced_motion="reduce")
    page.evaluate(
        """() => {
            const explorer = document.querySelector("linefit-explorer");
            const set = explorer.set.bind(explorer);
            window.steps = 0;
            explorer.set = (change) => {
                window.begun ??= performance.now();
                window.steps += 1;
                set(change);
            };
        }"""
    )
    page.get_by_role("button", name="Play").click()
    wait(page, "window.steps >= 8")
    steps, seconds = page.evaluate("[steps, (performance.now() - begun) / 1000]")
    # To the start and on at once, then every quarter of a second; otherwise sixty times a second.
    # One more, as the clock of the test starts with the first step, and that of the player before.
    assert steps <= 3 + 4 * seconds


def test_a_link_opens_a_setting(visit):
    page = visit("alpha=0.0083&w0=1.5&w1=-2&epochs=300&step=40")
    assert state(page) == {"alpha": 0.0083, "w0": 1.5, "w1": -2, "epochs": 300, "step": 40}
    page.evaluate("location.hash = 'alpha=limit'")
    assert state(page) == {"alpha": critical_rate(X), "w0": -5, "w1": 10, "epochs": 30, "step": 30}
    page.evaluate("location.hash = 'alpha=best&epochs=5'")
    assert state(page) == {"alpha": optimal_rate(X), "w0": -5, "w1": 10, "epochs": 5, "step": 5}


@pytest.mark.parametrize(
    "setting", ["alpha=nonsense&w0=x&epochs=-3&step=1e9", "sec-stability", "a=%"]
)
def test_a_broken_link_does_no_harm(visit, setting):
    after = state(visit(setting))
    assert 1 <= after["epochs"] <= 300
    assert 0 <= after["step"] <= after["epochs"]
    assert (after["alpha"], after["w0"]) == (0.001, -5)


def test_the_address_follows_the_reader(visit):
    page = visit()
    assert "#" not in page.url
    page.get_by_role("button", name="0.0083").click()
    expect(page).to_have_url(re.compile(r"#alpha=0.0083$"))
    field = page.get_by_role("textbox", name="epochs")
    field.fill("300")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"#alpha=0.0083&epochs=300$"))


def test_values_are_told_when_things_rest(visit):
    page = visit()
    heard = page.get_by_role("status")
    page.wait_for_timeout(700)
    expect(heard).to_be_empty()
    page.get_by_role("button", name="0.0083").click()
    expect(heard).to_contain_text("α 0.0083: diverging. epoch 30: ŵ₀")
    page.evaluate(
        """() => {
            window.told = 0;
            new MutationObserver(() => { window.told += 1; })
                .observe(document.querySelector("[role=status]"), { childList: true });
        }"""
    )
    # At once, so that nothing rests in between, however busy the machine is.
    page.get_by_role("slider", name="Learning rate α").evaluate(
        """(slider) => {
            for (let k = 0; k < 20; k++) {
                slider.stepDown();
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    wait(page, "window.told")
    page.wait_for_timeout(800)
    assert page.evaluate("told") == 1


def test_two_explorers_leave_each_other_alone(visit):
    page = visit("alpha=0.0083", name="two")
    states = page.evaluate(
        f"""async () => {{
            const [first, second] = document.querySelectorAll("linefit-explorer");
            second.choose({{ alpha: 0.015 }});
            {NEXT_FRAME}
            return [first.state.alpha, second.state.alpha];
        }}"""
    )
    assert states == [0.0083, 0.015]
    page.wait_for_timeout(700)
    expect(page).to_have_url(re.compile(r"#alpha=0.0083$"))


def test_a_path_that_leaves_is_pointed_at(visit):
    page = visit("alpha=0.015&step=20")
    window = page.locator(".lf-picture").first.bounding_box()
    arrow = page.locator("path.lf-now").bounding_box()
    assert page.locator("path.lf-now").get_attribute("visibility") == "inherit"
    assert page.locator("circle.lf-now").first.get_attribute("visibility") == "hidden"
    assert window["x"] < arrow["x"] < window["x"] + window["width"]
    assert window["y"] < arrow["y"] < window["y"] + window["height"]
    expect(page.locator("dd").nth(1)).to_have_text(re.compile(r"^\d\.\d\d × 10¹⁹ "))


@pytest.mark.parametrize("width", [320, 375, 768])
def test_it_fits(visit, width):
    page = visit("alpha=0.015", name="ko", viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_still_remains(visit):
    page = visit(java_script_enabled=False)
    expect(page.locator(".linefit-still")).to_be_visible()


def test_with_scripts_the_still_goes(visit):
    expect(visit().locator(".linefit-still")).to_be_hidden()


def test_a_notebook_keeps_its_own_address_and_its_words(page):
    explorer = explore(LINE)
    use_words(KOREAN)
    try:
        html = explorer.to_html()
    finally:
        use_words({})
    page.set_content(f'<html lang="en"><div class="jp-OutputArea">{html}</div></html>')
    page.get_by_role("button", name="0.0083").click()
    page.wait_for_timeout(700)
    assert page.url == "about:blank"
    expect(page.locator(".lf-verdict")).to_have_text("발산")
    expect(page.get_by_role("button", name="재생")).to_be_visible()


def test_two_on_a_page_that_is_still_read(page):
    page.set_content(f'<html lang="en">{HTML}<p>between</p>{HTML}</html>')
    expect(page.get_by_role("button", name="Play")).to_have_count(2)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_a_wide_screen_is_filled_with_all_of_it(visit, width, height):
    page = visit(viewport={"width": width, "height": height})
    full = page.get_by_role("button", name="Full screen")
    expect(full).to_have_attribute("aria-pressed", "false")
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    for part in page.locator(".lf-picture, .lf button:visible, .lf input, .lf dd").all():
        box = part.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert 0 <= box["y"] <= box["y"] + box["height"] <= height
    assert page.locator(".lf-picture").first.bounding_box()["height"] > 0.5 * height
    # Of words that are turned, the height is the length.
    for words in page.locator(".lf text:not([transform]), .lf dd, .lf label").all():
        assert words.bounding_box()["height"] >= height / 60
    # What is dragged is still where the pointer is.
    box = page.locator(".lf-handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=5)
    page.mouse.up()
    moved = page.locator(".lf-handle").bounding_box()
    assert moved["x"] - box["x"] == pytest.approx(60, abs=4)
    full.click()
    expect(full).to_have_attribute("aria-pressed", "false")


def test_a_small_full_screen_can_be_scrolled(visit):
    page = visit(viewport={"width": 375, "height": 700})
    page.get_by_role("button", name="Full screen").click()
    field = page.get_by_role("textbox", name="epochs")
    field.scroll_into_view_if_needed()
    expect(field).to_be_in_viewport()
    explorer = page.locator("linefit-explorer")
    assert explorer.evaluate("(element) => element.scrollWidth") <= 375


@pytest.mark.parametrize("how", ["disk", "server"])
def test_the_language_switch_takes_the_setting_along(page, serve, how):
    site = SITE.as_uri() + "/" if how == "disk" else serve(SITE)
    page.goto(f"{site}en/10-stability.html")
    page.get_by_role("button", name="0.0083").click()
    page.wait_for_url("**#alpha=0.0083")
    page.locator("a.language").click()
    page.wait_for_url("**/ko/10-stability.html#alpha=0.0083")
    assert state(page)["alpha"] == 0.0083
    expect(page.locator(".lf-verdict")).to_have_text("발산")
    expect(page.get_by_role("button", name="전체 화면")).to_be_visible()
    page.locator("a.language").hover()
    page.mouse.down(button="middle")
    href = page.locator("a.language").get_attribute("href")
    assert href.endswith("/en/10-stability.html#alpha=0.0083")


def test_the_language_switch_takes_a_place_along(page, serve):
    site = serve(SITE)
    page.goto(f"{site}en/04-loss.html")
    last = page.locator("main section[id]").last.get_attribute("id")
    for place in ("sec-loss-forms", last):
        page.goto(f"{site}en/04-loss.html#{place}")
        page.locator("a.language").click()
        page.wait_for_url(f"**/ko/04-loss.html#{place}")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_chapters_table_opens_each_rate_and_agrees(page, lang):
    page.goto((SITE / lang / "10-stability.html").as_uri())
    rows = page.locator("table:has(a.alpha) tbody tr").all()
    assert len(rows) == len(RATES) + 1
    for row in rows:
        cells = row.locator("td").all()
        cells[0].locator("a").click()
        alpha = state(page)["alpha"]
        assert cells[0].inner_text().split()[-1] in (f"{alpha:g}", f"{alpha:.5f}")
        expect(page.locator(".lf-verdict")).to_have_text(cells[-1].inner_text())
        for cell, shown in zip(cells[1:3], page.locator("dd").all()[2:], strict=True):
            expect(shown).to_contain_text(cell.inner_text())
        observed = page.locator("dd").nth(1).inner_text().split(" (")[0]
        assert number(observed) == pytest.approx(number(cells[4].inner_text()), rel=2e-3)
        expect(page.locator("linefit-explorer")).to_be_in_viewport()


def number(text: str) -> float:
    """Return the number that a reader sees."""
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹−", "0123456789-", ",")
    mantissa, _, power = text.partition(" × 10")
    return float(mantissa.translate(digits)) * 10 ** int(power.translate(digits) or 0)


@pytest.mark.parametrize("page_name", ["09-learning-rate", "12-exercises"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_rates_of_other_chapters_open_in_the_explorer(page, lang, page_name):
    page.goto((SITE / lang / f"{page_name}.html").as_uri())
    page.locator("details").evaluate_all("all => all.forEach((folded) => { folded.open = true; })")
    link = page.locator("a.alpha").first
    rate = link.get_attribute("href").partition("#alpha=")[2]
    link.click()
    page.wait_for_url("**/10-stability.html#alpha=*")
    assert state(page)["alpha"] == float(rate)
    expect(page.locator("linefit-explorer")).to_be_in_viewport()
