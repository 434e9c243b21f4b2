"""What holds for every instrument: everyone can use it, everywhere."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from linefit import choose_h, explore, find_rate, fit_by_eye, simulate, trace_loop, walk_down
from linefit.kit import assets
from tests.site.alone import NEXT_FRAME, opener, publish, saved, state, swipe, wait
from tests.site.pages import LANGUAGES, SITE, paths
from tests.tools.bench.bench_site import OBSERVE_SHIFTS

LINE = simulate()
# Two of each would share the address; each page has one.
OUTPUTS = {
    "explorer": explore(LINE),
    "seeker": find_rate(LINE),
    "walker": walk_down(lambda w: w**2 - 2 * w + 3),
    "tracer": trace_loop(LINE),
    "ruler": fit_by_eye(LINE, start=(-5.0, 10.0), loss=True),
    "secant": choose_h(LINE),
}
# Bytes of gzipped scripts.
MOST_ON_A_PAGE = 15_000
TALL = {"width": 320, "height": 700}
CONTROLS = "button, input, select, [tabindex='0']"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("instruments")
    for name, output in OUTPUTS.items():
        # Room above and below, so that the page can be scrolled.
        text = "<main><h1>One</h1>" + "<p>before</p>" * 30
        publish(folder, name, text, output.to_html(), "<p>after</p>" * 30 + "</main>")
    return serve(folder)


@pytest.fixture
def visit(address: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    return opener(new_page, address)


def test_all_instruments_are_tried_here():
    assert {*OUTPUTS, "player"} == set(assets.names())


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, name, scheme):
    page = visit(name=name, color_scheme=scheme)
    results = Axe().run(page, context="main")
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_keyboard_reaches_every_control_and_each_has_a_name(visit, name):
    page = visit(name=name)
    element = page.locator(f"linefit-{name}")
    shown = element.locator(CONTROLS).locator("visible=true")
    expected = shown.count()
    assert expected > 2
    reached = set()
    page.locator("h1").click()
    for _ in range(expected + 2):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                f"""() => {{
                    const all = [...document.querySelectorAll("linefit-{name} *")];
                    return all.indexOf(document.activeElement);
                }}"""
            )
        )
    assert len(reached - {-1}) == expected
    for control in shown.all():
        named = control.evaluate(
            """(control) =>
                control.getAttribute("aria-label") ??
                (control.labels?.[0] ?? control).textContent.trim()"""
        )
        assert named


@pytest.mark.parametrize("name", OUTPUTS)
def test_handles_have_room_for_a_finger_and_the_page_does_not_scroll_sideways(visit, name):
    page = visit(name=name, viewport=TALL, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= TALL["width"]
    for handle in page.locator(".lf-grip").all():
        box = handle.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_swipe_over_it_scrolls_the_page_and_changes_nothing(visit, name):
    page = visit(name=name, viewport={"width": 375, "height": 700}, has_touch=True)
    element = page.locator(f"linefit-{name}")
    client = page.context.new_cdp_session(page)
    for picture in element.locator(".lf-picture").all():
        picture.scroll_into_view_if_needed()
        before, box = state(page, name), picture.bounding_box()
        top = page.evaluate("scrollY")
        # Where no handle is: a corner of the picture.
        x, y = box["x"] + 0.93 * box["width"], box["y"] + 0.8 * box["height"]
        touch = "Input.dispatchTouchEvent"
        client.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for far in range(10, 130, 10):
            client.send(touch, {"type": "touchMove", "touchPoints": [{"x": x, "y": y + far}]})
        client.send(touch, {"type": "touchEnd", "touchPoints": []})
        wait(page, f"scrollY < {top - 50}")
        assert state(page, name) == before


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_swipe_that_begins_on_a_slider_scrolls_and_a_drag_moves_it(visit, name):
    page = visit(name=name, viewport={"width": 375, "height": 700}, has_touch=True)
    for bar in page.locator(f"linefit-{name} input[type=range]").all():
        before, value = state(page, name), bar.input_value()
        assert swipe(page, bar, 0.3, 0, 120) > 50
        assert state(page, name) == before
        assert bar.input_value() == value
        assert swipe(page, bar, 0.3, 60, 0) == 0
        assert state(page, name) != before


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_finger_drags_a_handle_and_not_the_page(visit, name):
    page = visit(name=name, viewport={"width": 375, "height": 700}, has_touch=True)
    for handle in page.locator(f"linefit-{name} .lf-handle").all():
        before = state(page, name)
        assert swipe(page, handle, 0.5, 30, 60) == 0
        assert state(page, name) != before


def test_an_address_that_the_browser_refuses_is_written_later(visit):
    page = visit(name="explorer")
    page.evaluate(
        """() => {
            const replace = history.replaceState.bind(history);
            history.replaceState = () => {
                history.replaceState = replace;
                throw new DOMException("too many", "SecurityError");
            };
        }"""
    )
    page.locator("linefit-explorer input[type=range]").first.press("ArrowRight")
    wait(page, "location.hash.includes('alpha=')")


@pytest.mark.parametrize("name", OUTPUTS)
def test_readers_with_colours_of_their_own_see_the_controls(visit, name):
    page = visit(name=name, forced_colors="active")
    for slider in page.locator(f"linefit-{name} input[type=range]").all():
        assert slider.evaluate("(slider) => getComputedStyle(slider).appearance") == "auto"
    for button in page.locator(f"linefit-{name} button[aria-pressed]").all():
        looks = "(button) => getComputedStyle(button).backgroundColor"
        button.evaluate("(button) => button.setAttribute('aria-pressed', true)")
        pressed = button.evaluate(looks)
        button.evaluate("(button) => button.setAttribute('aria-pressed', false)")
        assert pressed != button.evaluate(looks)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_page_that_has_an_accent_lends_it(visit, name):
    # A browser without light-dark() knows only by this that the page is dark.
    page = visit(name=name)
    page.evaluate("document.documentElement.style.setProperty('--accent', 'rgb(1, 2, 3)')")
    accent = "(element) => getComputedStyle(element).getPropertyValue('--lf-accent').trim()"
    assert page.locator(f"linefit-{name}").evaluate(accent) == "rgb(1, 2, 3)"


@pytest.mark.parametrize("name", OUTPUTS)
def test_without_scripts_and_on_paper_there_is_a_picture(visit, name):
    page = visit(name=name, java_script_enabled=False)
    still = page.locator(f"linefit-{name} .linefit-still")
    expect(still).to_be_visible()
    assert len(still.get_attribute("alt")) > 10
    page = visit(name=name)
    page.emulate_media(media="print")
    expect(page.locator(f"linefit-{name} .linefit-still")).to_be_visible()
    expect(page.locator(f"linefit-{name} .lf")).to_be_hidden()


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_page_saved_by_the_browser_works_again(visit, name):
    page = visit(name=name)
    before = page.locator(f"linefit-{name} *").count()
    page.evaluate(
        f"""() => {{
            const element = document.querySelector("linefit-{name}");
            const copy = element.outerHTML;
            element.remove();
            document.querySelector("main").insertAdjacentHTML("beforeend", copy);
        }}"""
    )
    wait(page, f"document.querySelector('linefit-{name}').state")
    assert page.locator(f"linefit-{name} *").count() == before
    assert page.locator(f"linefit-{name} .lf").count() == 1


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_page_saved_without_its_scripts_shows_what_it_showed(visit, name, tmp_path):
    page = visit(name=name)
    element = page.locator(f"linefit-{name}")
    element.locator("input[type=range]").first.press("ArrowLeft")
    before = page.evaluate(f"""async () => {{
        {NEXT_FRAME}
        return document.querySelector("linefit-{name} .lf-picture").outerHTML;
    }}""")
    page.goto(saved(page, tmp_path).as_uri())
    picture = element.locator(".lf-picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("(picture) => picture.outerHTML") == before


@pytest.mark.parametrize("name", OUTPUTS)
def test_without_storage_it_opens_too(visit, name):
    page = visit(name=name)
    page.add_init_script(
        """Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });"""
    )
    page.reload()
    expect(page.locator(f"linefit-{name} .lf")).to_be_visible()


def shows_instrument(path: Path) -> bool:
    return bool(re.search(r"<linefit-(?!player)", path.read_text("utf-8")))


# By turns, as both have the same instruments.
@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, [375, 1280], strict=False)])
def test_pages_of_the_book_do_not_jump_when_instruments_start(new_page, site, language, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.add_init_script(OBSERVE_SHIFTS)
    shown = [path for path in paths() if shows_instrument(path) and path.parent.name == language]
    assert len(shown) >= 2
    for path in shown:
        page.goto(site + path.relative_to(SITE).as_posix())
        expect(page.locator(".linefit-instrument .lf").first).to_be_attached()
        page.evaluate(f"async () => {{ {NEXT_FRAME} }}")
        assert page.evaluate("shift") < 0.01, path.name
        # Below the first screen, an instrument may only grow before a reader comes there.
        instrument = page.locator(".linefit-instrument").first
        instrument.scroll_into_view_if_needed()
        assert page.evaluate("shift") < 0.01, path.name


@pytest.mark.parametrize("width", [375, 1350])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_moves_when_the_scripts_of_a_page_start(site, new_page, language, width):
    page = new_page(viewport={"width": width, "height": 940})
    page.add_init_script(OBSERVE_SHIFTS)
    held = []
    # The others wait for it.
    page.route("**/book.js*", lambda route: held.append(route))
    for name in ("04-loss", "05-descent"):
        page.goto(f"{site}{language}/{name}.html", wait_until="commit")
        expect(page.locator("footer")).to_be_attached()
        page.evaluate(f"async () => {{ {NEXT_FRAME} }}")
        held.pop().continue_()
        expect(page.locator(".copy").first).to_be_attached()
        page.evaluate(f"async () => {{ {NEXT_FRAME} }}")
        assert page.evaluate("shift") == 0, name


@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, [1280, 375], strict=False)])
def test_pages_do_not_jump_under_a_reader_who_is_there_before_the_scripts(
    site, new_page, language, width
):
    page = new_page(viewport={"width": width, "height": 800})
    page.add_init_script(OBSERVE_SHIFTS)
    held = []
    page.route("**/linefit-kit-*.js", lambda route: held.append(route))
    for path in (SITE / language).glob("*.html"):
        for place in range(path.read_text("utf-8").count('class="linefit-instrument"')):
            page.goto(site + path.relative_to(SITE).as_posix(), wait_until="commit")
            instrument = page.locator(".linefit-instrument").nth(place)
            instrument.evaluate("(each) => each.scrollIntoView({ behavior: 'instant' })")
            page.evaluate(f"async () => {{ {NEXT_FRAME} window.shift = 0; }}")
            held.pop().continue_()
            expect(instrument.locator(".lf")).to_be_visible()
            page.evaluate(f"async () => {{ {NEXT_FRAME} }}")
            assert page.evaluate("shift") < 0.01, (path, place)


def test_scripts_of_a_page_weigh_little():
    for path in paths():
        names = set(re.findall(r'src="[^"]*?_static/(linefit-[\w-]+\.js)', path.read_text("utf-8")))
        scripts = [SITE / path.parent.name / "_static" / name for name in names]
        weight = sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts)
        assert weight <= MOST_ON_A_PAGE, f"{path.name}: {sorted(names)}"
