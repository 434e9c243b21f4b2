"""The book in Firefox and in WebKit, which is Safari's engine: every page, and all that moves.

Chromium is tried more closely in the other files.
"""

import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from linefit.kit import assets
from tests.site import formulas
from tests.site.engines import PLACE, WAIT_FOR_FRAMES, Engine, Firefox, WebKit, watched
from tests.site.pages import LANGUAGES, PAGES, SITE, paths
from tests.tools import browser

CHAPTER = "ko/04-loss.html"
ANIMATED = "ko/08-animation.html"
# When a search has found something, and when that is open.
FOUND = "document.querySelector('#search-results a')"
OPENED = "!location.pathname.endsWith('search.html') && document.querySelector('h1')"
SLIDER = "document.querySelector('linefit-player [type=range]')"
# How light paper and ink are, from 0 to 1.
COLOURS = """return ["backgroundColor", "color"].map((name) => {
    const parts = getComputedStyle(document.body)[name].match(/[\\d.]+/g).slice(0, 3);
    return parts.reduce((sum, part) => sum + part / 765, 0);
});"""
READY = """return (async () => {
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    await document.fonts.ready;
})()"""


@pytest.fixture(scope="class")
def started(request: pytest.FixtureRequest) -> Iterator[Callable[[bool], Engine]]:
    """Starts an engine for each scheme, once."""
    if browser.lacking():
        pytest.fail(browser.HELP)
    with ExitStack() as resources:
        yield cache(lambda dark: request.cls.kind(resources, dark))


@pytest.fixture
def start(started: Callable[[bool], Engine]) -> Iterator[Callable[..., Engine]]:
    """Gives an engine whose console has to stay empty."""
    used = []

    def get(dark: bool = False) -> Engine:
        used.append(started(dark))
        return used[-1]

    yield get
    for engine in used:
        assert engine.faults() == []


@pytest.fixture
def engine(start: Callable[..., Engine]) -> Engine:
    """Gives a light one, as wide as a screen."""
    engine = start()
    # The page before, with all its folds open, need not be laid out once more.
    engine.goto("about:blank")
    engine.resize(1280)
    return engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = watched(SITE, tmp_path_factory.mktemp("pages") / "book")
    formulas.publish(copy)
    return copy


@pytest.fixture(scope="module")
def site(folder: Path, serve: Callable[[Path], str]) -> str:
    """Returns the address of the site: as at GitHub it is a folder, not a host."""
    return f"{serve(folder.parent)}{folder.name}/"


def is_dark(engine: Engine) -> bool:
    """Tell whether paper is dark and ink is light; one of both is no scheme."""
    paper, ink = engine.run(COLOURS)
    assert (paper < 0.2 and ink > 0.7) or (paper > 0.9 and ink < 0.3)
    return paper < ink


def shown(engine: Engine) -> np.ndarray:
    """Return what is seen of the player's picture, in the middle of the window."""
    left, top, width, height = engine.run(
        """const picture = [...document.querySelectorAll("linefit-player :is(img, canvas)")]
            .find((each) => each.checkVisibility());
        picture.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = picture.getBoundingClientRect();
        return [left, top, width, height].map(Math.round);"""
    )
    window = Image.open(io.BytesIO(engine.screenshot())).convert("L")
    return np.array(window.crop((left, top, left + width, top + height)), int)


def use_player(engine: Engine) -> None:
    """Step and play, and see every picture."""
    step(engine, "last", "max")
    last = shown(engine)
    step(engine, "first", "min")
    first = shown(engine)
    assert np.abs(first - last).max() > 100
    step(engine, "forward", "min", 1)
    assert np.abs(shown(engine) - first).max() > 50
    for _ in range(3):
        engine.click("linefit-player [data-act=faster]")
    engine.click("linefit-player [data-act=play]")
    for _ in range(3):
        picture = shown(engine)
        # Neither blank nor noise: it is mostly paper, with lines and dots on it.
        assert np.median(picture) > 250
        assert 0.005 < np.mean(picture < 200) < 0.3
    engine.click("linefit-player [data-act=play]")
    # The controls are in two lines.
    assert engine.run("return document.querySelector('.linefit-controls').clientHeight") < 70


def step(engine: Engine, act: str, end: str, more: int = 0) -> None:
    """Press a button, and wait for the frame at an end of the slider, or so many after it."""
    engine.click(f"linefit-player [data-act={act}]")
    engine.wait(f"+{SLIDER}.value === +{SLIDER}.{end} + {more}")


@cache
def first_page_with(name: str) -> str:
    """Return the page of the book that shows an instrument first."""
    page = next(path for path in paths() if f"<linefit-{name}" in path.read_text("utf-8"))
    return page.relative_to(SITE).as_posix()


def paste(engine: Engine) -> str:
    """Return what the clipboard holds, as a reader gets it."""
    engine.run(
        """const field = document.createElement("textarea");
        document.querySelector("main").prepend(field);
        field.focus();"""
    )
    engine.press("Control", "v")
    return engine.run("return document.querySelector('textarea').value")


class Everywhere:
    """What holds in every engine. A process has one of them, so that they run side by side."""

    kind: type[Engine]

    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_page(self, language: str, name: str, site: str, engine: Engine) -> None:
        engine.goto(f"{site}{language}/{name}.html")
        engine.run(READY)
        assert is_dark(engine) is False
        engine.click("button.theme")
        assert is_dark(engine) is True
        engine.run("localStorage.clear()")
        for width in (1280, 375):
            engine.resize(width)
            assert engine.run("return document.documentElement.scrollWidth") <= width
            assert engine.run(f"return ({formulas.PARTED})()") == []
        instruments = engine.run(
            """return [...document.querySelectorAll(".linefit-instrument, linefit-player")]
                .map((each) => Boolean(each.state ?? each.controls));"""
        )
        assert all(instruments)

    def test_the_player_steps_and_plays(self, site: str, engine: Engine) -> None:
        engine.goto(site + ANIMATED)
        use_player(engine)

    @pytest.mark.parametrize("width", [1280, 375])
    @pytest.mark.parametrize("name", [name for name in assets.names() if name != "player"])
    def test_an_instrument_answers_a_press_and_a_key(
        self, name: str, width: int, site: str, engine: Engine
    ) -> None:
        def state() -> str:
            return json.dumps(engine.run(f"return document.querySelector('linefit-{name}').state"))

        engine.resize(width)
        engine.goto(site + first_page_with(name))
        engine.wait(f"document.querySelector('linefit-{name}').state")
        states = [state()]
        engine.click(f"linefit-{name} input[type=range]", across=0.25)
        states.append(state())
        engine.press("ArrowRight")
        states.append(state())
        assert len({*states}) == 3, states

    def test_search_finds_and_opens(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        engine.press("/")
        engine.type("backward")
        engine.press("Enter")
        engine.wait(FOUND)
        engine.click("#search-results a")
        engine.wait(OPENED)

    def test_light_and_dark_are_switched_and_remembered(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        engine.click("button.theme")
        engine.goto(site + ANIMATED)
        assert is_dark(engine)
        engine.run("localStorage.clear()")

    @pytest.mark.parametrize("name", [CHAPTER, ANIMATED, "index.html#choose"])
    def test_the_system_may_be_dark(
        self, name: str, site: str, start: Callable[..., Engine]
    ) -> None:
        engine = start(dark=True)
        engine.goto(site + name)
        assert is_dark(engine)

    def test_the_language_is_switched_at_the_same_place(self, site: str, engine: Engine) -> None:
        engine.goto(f"{site}{CHAPTER}#sec-loss-forms")
        engine.click("a.language[hreflang=en]")
        engine.wait("document.documentElement.lang === 'en'")
        assert engine.run("return location.hash") == "#sec-loss-forms"

    def test_a_solution_opens(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        engine.click("details.solution summary")
        engine.wait("document.querySelector('details.solution p').getBoundingClientRect().height")

    def test_the_contents_open_on_a_phone(self, site: str, engine: Engine) -> None:
        engine.resize(375)
        engine.goto(site + CHAPTER)
        engine.click("button.menu")
        engine.wait("document.querySelector('#contents a.current').checkVisibility()")
        engine.press("Escape")
        engine.wait("!document.querySelector('#contents a.current').checkVisibility()")

    def test_code_is_copied_as_it_stands(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        engine.click(".cell_input button.copy")
        engine.wait("document.querySelector('.cell_input button.copy').textContent === '복사함'")
        assert paste(engine).startswith("import matplotlib.pyplot as plt\n")

    def test_a_bracket_stays_with_its_formula_at_every_width(
        self, site: str, engine: Engine
    ) -> None:
        engine.goto(f"{site}formulas.html")
        engine.run(READY)
        parted = engine.run(
            f"""const parted = {formulas.PARTED};
            const found = [];
            for (let width = 180; width < 480; width += 4) {{
                document.body.style.width = `${{width}}px`;
                found.push(...parted());
            }}
            return found;"""
        )
        assert parted == []

    def test_a_selection_is_copied_as_text(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        # A paragraph with formulas, and the cell below it.
        tex, code = engine.run(
            """const cell = [...document.querySelectorAll(".cell:has(.cell_output)")]
                .find((each) => each.previousElementSibling.querySelector(":scope > .math"));
            const paragraph = cell.previousElementSibling;
            const range = document.createRange();
            range.setStartBefore(paragraph);
            range.setEndAfter(cell.querySelector(".cell_input"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            const annotations = [...paragraph.querySelectorAll("annotation")];
            return [annotations.map((each) => each.textContent.trim()),
                cell.querySelector("pre").textContent.trim()];"""
        )
        engine.press("Control", "c")
        copied = paste(engine)
        assert "복사" not in copied
        assert copied.strip().endswith(code)
        assert [each for each in tex if copied.count(f"${each}$") != tex.count(each)] == []
        assert copied.count("$") == 2 * len(tex)

    def test_from_disk(self, folder: Path, engine: Engine) -> None:
        engine.goto((folder / ANIMATED).as_uri())
        use_player(engine)
        engine.goto((folder / "en/search.html").as_uri() + "?q=loss")
        engine.wait(FOUND)
        engine.click("#search-results a")
        engine.wait(OPENED)


class TestFirefox(Everywhere):
    kind = Firefox

    @pytest.mark.parametrize("name", assets.names())
    def test_a_finger_drags_handles_and_sliders_and_scrolls_the_page(
        self, name: str, site: str, engine: Firefox
    ) -> None:
        slider, handle = (f"linefit-{name} {each}" for each in ("input[type=range]", ".lf-handle"))
        told = f"""const element = document.querySelector("linefit-{name}");
            const told = JSON.stringify(element.state ?? element.slider.value);"""

        def swipe(selector: str, across: float, dx: int, dy: int) -> bool:
            """Tell whether a finger has changed the instrument, which is in the middle before."""
            engine.run(PLACE, selector, across)
            engine.run(f"{told} window.before = {{ told, scrollY }};")
            engine.swipe(selector, across, dx, dy)
            if dy < -100:
                engine.wait("scrollY > before.scrollY + 50")
            engine.run(WAIT_FOR_FRAMES)
            if dy > -100:
                assert engine.run("return Math.abs(scrollY - before.scrollY)") < 5
            return engine.run(f"{told} return told !== before.told")

        engine.resize(375)
        engine.goto(site + first_page_with(name))
        engine.wait(f"document.querySelector('{slider}')")
        # Where no handle is.
        picture = f"linefit-{name} " + ("img" if name == "player" else ".lf-picture")
        assert not swipe(picture, 0.93, 0, -150)
        assert not swipe(slider, 0.3, 0, -150)
        assert swipe(slider, 0.3, 60, 0)
        if engine.run("return document.querySelector(arguments[0]) !== null", handle):
            assert swipe(handle, 0.5, 30, 40)

    def test_find_in_page_opens_what_is_folded(self, site: str, engine: Engine) -> None:
        engine.goto(site + CHAPTER)
        folded = "document.querySelector('details.solution:has(pre)')"
        words = engine.run(f"return {folded}.querySelector('pre').textContent.split('\\n')[0]")
        assert not engine.run(f"return {folded}.open")
        finder = "gBrowser.selectedBrowser.finder"
        engine.inside(f"{finder}.fastFind({json.dumps(words)}, false, false)")
        engine.wait(f"{folded}.open")

    def test_a_chapter_is_printed_with_four_frames_of_an_animation(
        self, site: str, engine: Engine
    ) -> None:
        def sheets(pdf: bytes) -> int:
            streams = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
            objects = b"".join(zlib.decompress(stream) for stream in streams)
            return len(re.findall(rb"/Type ?/Page\b", objects))

        def wide(pdf: bytes) -> int:
            """Count the pictures that are three times as wide as high."""
            picture = rb"/Width (\d+)\s+/Height (\d+)\s+/ColorSpace /DeviceRGB"
            sizes = re.findall(picture, pdf)
            return sum(round(int(width) / int(height), 1) == 3 for width, height in sizes)

        engine.goto(site + ANIMATED)
        step(engine, "first", "min")
        printed = "linefit-player:not(details:not([open]) *)"
        players = engine.run("return document.querySelectorAll(arguments[0]).length", printed)
        pdf = engine.pdf()
        assert sheets(pdf) > 3
        assert wide(pdf) == 4 * players > 4
        # Without a network, what is not there yet cannot come.
        engine.goto(site + ANIMATED.replace("ko", "en"))
        engine.inside("Services.io.offline = true")
        try:
            assert wide(engine.pdf()) <= players
        finally:
            engine.inside("Services.io.offline = false")


class TestWebKit(Everywhere):
    __test__ = browser.HAS_WEBKIT
    kind = WebKit
