"""The player in a real browser: every control, every way to use it, every pixel."""

import base64
import io
import json
import re
import time
import zlib
from collections.abc import Callable
from functools import cache
from itertools import count, pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation
from numpy.testing import assert_array_equal
from PIL import Image
from playwright.sync_api import ElementHandle, Locator, Page, expect

from linefit import animate, descend, play, simulate, use_words
from tests.site.alone import publish, saved, swipe
from tests.site.conftest import PATIENCE

EPOCHS = 6
KOREAN = {
    "Play": "재생",
    "Epoch": "에폭",
    "Reflect": "왕복",
    "At the end": "끝에 이르면",
    "Full screen": "전체 화면",
    "epoch {epoch} / {last}, loss = {loss}, ŵ = {weights}": (
        "에폭 {epoch} / {last}, 손실 = {loss}, ŵ = {weights}"
    ),
    "Gradient descent: left, the observations and the line; right, the loss surface and the path "
    "on it. It opens with {title}.": "경사하강법, 처음: {title}.",
}
OFFERED = f'<script type="application/json" class="linefit-words">{json.dumps(KOREAN)}</script>'


@cache
def animation(alpha: float = 0.01) -> tuple[str, np.ndarray]:
    """Return the HTML of a short animation, fast enough for tests, and its frames."""
    line = simulate()
    ani = animate(line, descend(line.X, line.y, alpha=alpha, epochs=EPOCHS))
    return ani.to_jshtml(fps=20), ani.draw_frames()


@cache
def own_animation(frames: int = 5) -> tuple[str, np.ndarray]:
    """Return an animation by matplotlib as the player has it, and its frames."""
    figure, ax = plt.subplots(figsize=(4, 3))
    (line,) = ax.plot([0, 1], [0, 1])
    film = play(FuncAnimation(figure, lambda k: line.set_ydata([k / 9, 1]), frames=frames))
    plt.close(figure)
    return film.to_html(), film.draw_frames()


def document(*outputs: str, lang: str = "en") -> str:
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    body = "".join(outputs)
    return f'<!doctype html><html lang="{lang}"><title>Player</title>{head}{body}</html>'


@pytest.fixture
def player(page: Page) -> Locator:
    page.set_content(document(animation()[0]))
    return page.locator("linefit-player")


def button(player: Locator, name: str) -> Locator:
    return player.get_by_role("button", name=name, exact=True)


def slider(player: Locator) -> Locator:
    return player.get_by_role("slider")


def picture(player: Locator) -> Locator:
    """Return the picture that is seen: an image, or the canvas in its place."""
    return player.locator(".linefit-still").locator("visible=true")


def pixels(player: Locator) -> np.ndarray:
    """Return what the picture on the page holds, from edge to edge."""
    uri = picture(player).evaluate(
        """(picture) => {
            const canvas = document.createElement("canvas");
            for (const side of ["width", "height"]) canvas[side] = picture.getAttribute(side);
            canvas.getContext("2d").drawImage(picture, 0, 0);
            return canvas.toDataURL();
        }"""
    )
    return np.array(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))))


def inner(frame: np.ndarray) -> np.ndarray:
    """Return a frame without its edge, whose corners the style sheet rounds."""
    return frame[8:-8, 8:-8]


def on_screen(player: Locator) -> np.ndarray:
    """Return what of the picture can be seen, without its edge."""
    shot = Image.open(io.BytesIO(picture(player).screenshot()))
    return inner(np.array(shot.convert("RGBA")))


def expect_frame(player: Locator, epoch: int, frames: np.ndarray | None = None) -> None:
    """Wait until slider and picture show `epoch`, and compare every pixel."""
    expect(slider(player)).to_have_value(str(epoch))
    frame = (animation()[1] if frames is None else frames)[epoch]
    deadline = time.monotonic() + PATIENCE / 1000
    while not np.array_equal(pixels(player), frame) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert_array_equal(pixels(player), frame)


def test_it_opens_on_the_last_frame_and_plays_nothing_by_itself(player: Locator) -> None:
    expect_frame(player, EPOCHS)
    player.page.wait_for_timeout(500)
    expect_frame(player, EPOCHS)


def test_it_opens_on_the_frame_that_it_is_told(page: Page) -> None:
    line = simulate()
    ani = animate(line, descend(line.X, line.y, alpha=0.01, epochs=EPOCHS), opens=2)
    page.set_content(document(OFFERED, ani.to_jshtml(fps=20)))
    player = page.locator("linefit-player")
    expect_frame(player, 2)
    alt = re.compile(rf"^경사하강법, 처음: 에폭 2 / {EPOCHS}, ")
    expect(player.locator("img")).to_have_attribute("alt", alt)
    # It plays on from there. A page that was saved at another frame opens on this one again.
    assert record(player, 2, button(player, "재생").element_handle()) == [3, 4]
    button(player, "First frame").click()
    expect_frame(player, 0)
    page.set_content(page.content())
    expect_frame(player, 2)


def test_the_last_frame_on_the_screen_is_what_matplotlib_drew(player: Locator) -> None:
    assert_array_equal(on_screen(player), inner(animation()[1][EPOCHS]))


def test_first_last_and_steps(player: Locator) -> None:
    for name, epoch in [
        ("First frame", 0), ("One frame back", 0), ("One frame forward", 1),
        ("One frame forward", 2), ("One frame back", 1), ("Last frame", EPOCHS),
        ("One frame forward", EPOCHS), ("One frame back", EPOCHS - 1),
    ]:  # fmt: skip
        button(player, name).click()
        expect_frame(player, epoch)


def test_every_frame_by_the_slider(player: Locator) -> None:
    for epoch in (3, 0, 5, 1, 6, 2, 4):
        slider(player).fill(str(epoch))
        expect_frame(player, epoch)


def test_play_begins_anew_and_once_stops_at_the_end(player: Locator) -> None:
    player.get_by_role("radio", name="Once").check()
    play = button(player, "Play").element_handle()
    assert record(player, EPOCHS + 1, play) == [*range(EPOCHS + 1)]
    expect(button(player, "Play")).to_be_visible()
    expect_frame(player, EPOCHS)


def test_pause_stops_where_it_is_and_play_goes_on(player: Locator) -> None:
    button(player, "Slower").click()
    button(player, "Play").click()
    record(player, 2)
    button(player, "Pause").click()
    stopped = int(slider(player).input_value())
    player.page.wait_for_timeout(400)
    expect_frame(player, stopped)
    play = button(player, "Play").element_handle()
    assert record(player, 1, play) == [(stopped + 1) % (EPOCHS + 1)]


def record(player: Locator, steps: int, play: ElementHandle | None = None) -> list[int]:
    """Return the next frames that are shown, after a press of the button if there is one."""
    return player.evaluate(
        """(player, [steps, play]) => new Promise((done) => {
            const slider = player.querySelector("input[type=range]");
            const seen = [];
            new MutationObserver(() => {
                seen.push(slider.valueAsNumber);
                if (seen.length === steps) done(seen);
            }).observe(slider, { attributeFilter: ["aria-valuetext"] });
            play?.click();
        })""",
        [steps, play],
    )


def test_loop_goes_back_to_the_start(player: Locator) -> None:
    expect(player.get_by_role("radio", name="Loop")).to_be_checked()
    button(player, "Play").click()
    seen = record(player, 12)
    assert all(b == (a + 1) % (EPOCHS + 1) for a, b in pairwise(seen))


def test_reflect_turns_round(player: Locator) -> None:
    player.get_by_role("radio", name="Reflect").check()
    slider(player).fill("3")
    button(player, "Play").click()
    seen = record(player, 14)
    assert {a - b for a, b in pairwise(seen)} == {1, -1}
    assert (max(seen), min(seen)) == (EPOCHS, 0)


def test_any_step_by_hand_stops_the_playing(player: Locator) -> None:
    for act in (
        lambda: button(player, "One frame forward").click(),
        lambda: button(player, "First frame").click(),
        lambda: slider(player).fill("2"),
    ):
        button(player, "Play").click()
        act()
        expect(button(player, "Play")).to_be_visible()


def test_faster_and_slower(player: Locator) -> None:
    speed = player.locator("output")
    expect(speed).to_have_text("×1")
    for name, text in [("Faster", "×2"), ("Faster", "×4"), ("Faster", "×8"), ("Faster", "×8")]:
        button(player, name).click()
        expect(speed).to_have_text(text)
    button(player, "Play").click()
    fast = duration(player)
    for text in ("×4", "×2", "×1", "×0.5", "×0.25", "×0.25"):
        button(player, "Slower").click()
        expect(speed).to_have_text(text)
    assert duration(player) > max(fast, 0.55)


def duration(player: Locator) -> float:
    """Return the seconds until the fourth frame; one takes 0.05 at the given speed."""
    begin = time.monotonic()
    record(player, 4)
    return time.monotonic() - begin


def test_everything_by_keyboard_alone(player: Locator) -> None:
    keyboard = player.page.keyboard
    focused = player.page.locator(":focus")
    names = []
    for _ in range(10):
        keyboard.press("Tab")
        names.append(focused.get_attribute("aria-label") or focused.get_attribute("value"))
        outline = focused.evaluate("(e) => getComputedStyle(e).outlineStyle")
        assert outline != "none", names
    assert names == [
        "Epoch", "Full screen", "First frame", "One frame back", "Play", "One frame forward",
        "Last frame", "Slower", "Faster", "loop",
    ]  # fmt: skip
    keyboard.press("ArrowRight")
    expect(player.get_by_role("radio", name="Reflect")).to_be_checked()
    slider(player).focus()
    for key, epoch in [("Home", 0), ("ArrowRight", 1), ("ArrowUp", 2), ("End", 6)]:
        keyboard.press(key)
        expect_frame(player, epoch)
    button(player, "First frame").focus()
    keyboard.press("Enter")
    expect_frame(player, 0)
    button(player, "Play").focus()
    keyboard.press("Space")
    expect(button(player, "Pause")).to_be_focused()
    keyboard.press("Space")
    expect(button(player, "Play")).to_be_focused()


def test_who_hears_the_page_knows_each_frame(player: Locator) -> None:
    expect(player.locator("img")).to_have_attribute("alt", re.compile("loss surface"))
    button(player, "First frame").click()
    title = "epoch 0 / 6, loss = 8587.69, ŵ = (−5.00, 10.00)"
    expect(slider(player)).to_have_attribute("aria-valuetext", title)
    status = player.locator(".linefit-status")
    expect(status).to_have_text(title)
    expect(status).to_have_attribute("aria-live", "polite")
    button(player, "Play").click()
    expect(status).to_have_attribute("aria-live", "off")


def test_it_speaks_english_where_nothing_else_is_offered(page: Page) -> None:
    page.set_content(document(animation()[0], lang="ko"))
    snapshot = page.locator("body").aria_snapshot()
    names = ["Animation", "Epoch", "First frame", "Play", "Slower", "At the end", "Reflect"]
    assert all(name in snapshot for name in names), snapshot


def expect_korean(player: Locator) -> None:
    """Find all words of `KOREAN`, and English where it has none."""
    for name in ("재생", "전체 화면", "Slower"):
        expect(button(player, name)).to_be_visible()
    expect(player.get_by_role("slider", name="에폭")).to_be_visible()
    expect(player.get_by_role("radio", name="왕복")).to_be_visible()
    expect(player.get_by_role("group", name="끝에 이르면")).to_be_visible()
    found = player.locator(".linefit-status").inner_text()
    assert re.fullmatch(r"에폭 6 / 6, 손실 = \S+, ŵ = \(.*\).*", found)
    expect(player.locator("img")).to_have_attribute("alt", f"경사하강법, 처음: {found}.")
    button(player, "First frame").click()
    first = "에폭 0 / 6, 손실 = 8587.69, ŵ = (−5.00, 10.00)"
    expect(player.get_by_role("slider")).to_have_attribute("aria-valuetext", first)


def test_it_says_what_the_page_offers(page: Page) -> None:
    page.set_content(document(OFFERED, animation()[0]))
    expect_korean(page.locator("linefit-player"))


def test_an_output_with_words_of_its_own_says_these(page: Page) -> None:
    line = simulate()
    ani = animate(line, descend(line.X, line.y, alpha=0.01, epochs=EPOCHS))
    use_words(KOREAN)
    try:
        html = ani.to_jshtml()
    finally:
        use_words({})
    other = '<script type="application/json" class="linefit-words">{"Play": "Abspielen"}</script>'
    page.set_content(document(other, f'<div class="output">{html}</div>', animation()[0]))
    korean, german = page.locator("linefit-player").all()
    expect_korean(korean)
    expect(button(german, "Abspielen")).to_be_visible()
    expect(button(german, "Slower")).to_be_visible()


def test_an_alternative_text_of_the_page_is_kept(page: Page) -> None:
    html = re.sub(r'(class="linefit-still" alt=)"[^"]*"', r'\1"Mine."', animation()[0])
    page.set_content(document(OFFERED, html))
    expect(button(page.locator("linefit-player"), "재생")).to_be_visible()
    expect(page.locator("img")).to_have_attribute("alt", "Mine.")


def test_words_are_no_html(page: Page) -> None:
    words = json.dumps({"Once": "<b>Once</b>", "Epoch": '"><b>'}).replace("<", "\\u003c")
    offered = f'<script type="application/json" class="linefit-words">{words}</script>'
    page.set_content(document(offered, animation()[0]))
    expect(page.get_by_role("radio", name="<b>Once</b>")).to_be_visible()
    expect(page.locator("b")).to_have_count(0)


def test_the_full_screen_is_filled_and_left(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1920, "height": 1080})
    page.set_content(document(animation()[0]))
    player = page.locator("linefit-player")
    full = button(player, "Full screen")
    expect(full).to_have_attribute("aria-pressed", "false")
    small = picture(player).bounding_box()
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert player.evaluate("(player) => player.matches(':fullscreen')")
    large = picture(player).bounding_box()
    assert large["width"] >= 1900
    assert large["width"] / small["width"] == pytest.approx(large["height"] / small["height"], 0.01)
    assert font_size(player.locator("legend")) >= 24
    play = button(player, "Play").bounding_box()
    assert play["width"] >= 44
    last = player.locator(".linefit-bar").bounding_box()
    assert last["y"] + last["height"] <= 1080
    button(player, "First frame").click()
    expect(slider(player)).to_have_value("0")
    assert pixels(player).shape[1] >= 1900
    full.click()
    expect(full).to_have_attribute("aria-pressed", "false")
    assert picture(player).bounding_box() == small
    expect_frame(player, 0)
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    # As Escape does, which a browser without a head does not pass on.
    page.evaluate("document.exitFullscreen()")
    expect(full).to_have_attribute("aria-pressed", "false")


def font_size(element: Locator) -> float:
    return float(element.evaluate("(e) => getComputedStyle(e).fontSize").removesuffix("px"))


@pytest.mark.parametrize("shown", [animation, own_animation])
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (375, 700), (700, 375), (3840, 2160)])
def test_any_full_screen_holds_picture_and_controls(
    new_page: Callable[..., Page],
    width: int,
    height: int,
    shown: Callable[[], tuple[str, np.ndarray]],
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    page.set_content(document(shown()[0]))
    player = page.locator("linefit-player")
    button(player, "Full screen").click()
    expect(button(player, "Full screen")).to_have_attribute("aria-pressed", "true")
    boxes = [e.bounding_box() for e in player.locator("img, button, label, [type=range]").all()]
    assert min(box["x"] for box in boxes) >= 0
    assert min(box["y"] for box in boxes) >= 0
    assert max(box["x"] + box["width"] for box in boxes) <= width + 0.5
    assert max(box["y"] + box["height"] for box in boxes) <= height + 0.5


def test_a_screen_that_cannot_be_had_changes_nothing(page: Page) -> None:
    page.set_content(document(animation()[0]))
    player = page.locator("linefit-player")
    player.evaluate("(p) => { p.requestFullscreen = () => Promise.reject(new TypeError('no')); }")
    button(player, "Full screen").click()
    page.wait_for_timeout(200)
    expect(button(player, "Full screen")).to_have_attribute("aria-pressed", "false")


def test_no_button_promises_a_screen_that_there_is_not(page: Page) -> None:
    page.set_content(document('<iframe title="Player" allow="fullscreen \'none\'"></iframe>'))
    page.locator("iframe").evaluate(
        "(frame, html) => { frame.srcdoc = html; }", document(animation()[0])
    )
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Play")).to_be_visible()
    expect(frame.get_by_role("button", name="Full screen")).to_have_count(0)


def test_two_on_a_page_do_not_disturb_each_other(page: Page) -> None:
    (one, frames), (two, others) = animation(0.01), animation(0.001)
    page.set_content(document(one, two))
    first, second = page.locator("linefit-player").all()
    button(first, "First frame").click()
    second.get_by_role("radio", name="Once").check()
    expect(first.get_by_role("radio", name="Loop")).to_be_checked()
    button(second, "One frame back").click()
    expect_frame(first, 0, frames)
    expect_frame(second, EPOCHS - 1, others)
    button(second, "Faster").click()
    expect(first.locator("output")).to_have_text("×1")
    button(first, "Play").click()
    expect(button(second, "Play")).to_be_visible()


def test_less_motion_is_single_pictures_once(new_page: Callable[..., Page]) -> None:
    page = new_page(reduced_motion="reduce")
    page.set_content(document(animation()[0]))
    player = page.locator("linefit-player")
    expect(player.get_by_role("radio", name="Once")).to_be_checked()
    play = button(player, "Play").element_handle()
    begin = time.monotonic()
    assert record(player, 3, play) == [0, 1, 2]
    # A second each. On a busy machine it may be more, but never less.
    assert time.monotonic() - begin >= 2


def test_without_a_script_the_picture_stands(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 1200, "height": 900})
    page.set_content(document(animation()[0]))
    expect(page.get_by_role("img")).to_be_visible()
    assert_array_equal(on_screen(page.locator("linefit-player")), inner(animation()[1][EPOCHS]))
    expect(page.get_by_role("button")).to_have_count(0)


def test_paper_gets_the_picture_without_the_controls(player: Locator) -> None:
    slider(player).fill("2")
    expect_frame(player, 2)
    player.page.emulate_media(media="print")
    expect(player.get_by_role("button")).to_have_count(0)
    assert_array_equal(on_screen(player), inner(animation()[1][2]))


def printed(page: Page) -> list[np.ndarray]:
    """Return the pictures of a page as it is printed, each once."""
    pdf = page.pdf()
    pictures = []
    image = re.compile(rb"/Subtype /Image\n/Width (\d+)\n/Height (\d+)\n.*?stream\n", re.S)
    for found in image.finditer(pdf):
        width, height = map(int, found.groups())
        colours = zlib.decompressobj().decompress(pdf[found.end() :])
        pictures.append(np.frombuffer(colours, np.uint8).reshape(height, width, 3))
    return pictures


def test_paper_gets_four_frames(player: Locator) -> None:
    frames = animation()[1]
    strip = np.concatenate([frames[k, ..., :3] for k in (0, 1, 2, EPOCHS)])
    # Played or not, by the browser's own command.
    for epoch in (EPOCHS, 3):
        slider(player).fill(str(epoch))
        expect_frame(player, epoch)
        pictures = printed(player.page)
        assert pictures
        assert all(np.array_equal(picture, strip) for picture in pictures)
    player.page.emulate_media(media="print")
    expect(picture(player)).to_have_count(0)
    texts = player.locator(".linefit-frames p").all_inner_texts()
    assert [text.partition(",")[0] for text in texts] == [f"epoch {k} / 6" for k in (0, 1, 2, 6)]
    boxes = [window.bounding_box() for window in player.locator(".linefit-frames div div").all()]
    # In two columns, each a strip of its own.
    assert len({box["x"] for box in boxes}) == len({box["y"] for box in boxes}) == 2
    for k, box in enumerate(boxes):
        strip_box = player.locator(".linefit-frames img").nth(k).bounding_box()
        assert strip_box["y"] == pytest.approx(box["y"] - k * box["height"], abs=0.5)
        assert strip_box["height"] == pytest.approx(4 * box["height"], abs=0.5)
    player.page.emulate_media(media="screen")
    expect_frame(player, 3)


def test_paper_tells_of_any_animation_which_frames_it_shows(page: Page) -> None:
    for number, shown in [(1, []), (2, [0, 1]), (3, [0, 1, 2]), (31, [0, 3, 10, 30])]:
        html, frames = own_animation(number)
        page.set_content(document(html))
        expected = np.concatenate(frames[shown or [0], ..., :3])
        assert all(np.array_equal(picture, expected) for picture in printed(page))
        texts = page.locator(".linefit-frames p").all_text_contents()
        assert texts == [f"frame {k} / {number - 1}" for k in shown]


def test_who_does_not_print_loads_nothing_for_paper(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    frames = write_files(tmp_path)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(tmp_path))
    button(page.locator("linefit-player"), "First frame").click()
    expect_frame(page.locator("linefit-player"), 0)
    before = {*asked}
    printed(page)
    sheet = page.evaluate(
        "JSON.parse(document.querySelector('linefit-player').dataset.printed).sheet"
    )
    assert [Path(url).name for url in asked if url not in before] == [sheet]
    picture = np.array(Image.open(tmp_path / sheet).convert("RGBA"))
    assert_array_equal(picture[-250:], frames[EPOCHS])


def test_paper_without_its_frames_gets_the_picture_and_the_next_one_gets_them(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    frames = write_files(tmp_path)
    page.goto(serve(tmp_path))
    player = page.locator("linefit-player")
    expect_frame(player, EPOCHS)
    page.route("**/*.webp", lambda route: route.fulfill(body=b"", content_type="image/webp"))
    (still,) = printed(page)
    assert_array_equal(still, frames[EPOCHS, ..., :3])
    page.unroute("**/*.webp")
    assert {len(picture) for picture in printed(page)} == {4 * 250}


def test_a_page_saved_without_its_scripts_shows_the_picture(
    player: Locator, tmp_path: Path
) -> None:
    slider(player).fill("1")
    expect_frame(player, 1)
    player.page.goto(saved(player.page, tmp_path).as_uri())
    assert_array_equal(on_screen(player), inner(animation()[1][EPOCHS]))
    expect(player.locator("canvas")).to_be_hidden()
    expect(player.get_by_role("button")).to_have_count(0)


def test_a_page_saved_by_the_browser_still_works(player: Locator) -> None:
    slider(player).fill("1")
    expect_frame(player, 1)
    player.page.set_content(player.page.content())
    expect_frame(player, EPOCHS)
    expect(player.get_by_role("slider")).to_have_count(1)
    button(player, "One frame back").click()
    expect_frame(player, EPOCHS - 1)


def write_files(folder: Path) -> np.ndarray:
    """Write a page with its pictures as files beside it, and return the frames."""
    html, frames = animation()
    number = count()

    def write(match: re.Match[str]) -> str:
        name = f"{next(number)}.webp"
        (folder / name).write_bytes(base64.b64decode(match[1]))
        return name

    html = re.sub(r"data:image/webp;base64,([\w+/=]+)", write, html)
    (folder / "index.html").write_text(document(html), "utf-8")
    return frames


def test_a_page_from_disk_shows_every_frame(page: Page, tmp_path: Path) -> None:
    frames = write_files(tmp_path)
    page.goto((tmp_path / "index.html").as_uri())
    player = page.locator("linefit-player")
    # A browser lets such a page draw its pictures, but not read them.
    for epoch in (0, EPOCHS, 3):
        slider(player).fill(str(epoch))
        expect(player.locator(".linefit-status")).to_contain_text(f"epoch {epoch} /")
        assert_array_equal(on_screen(player), inner(frames[epoch]))


def test_the_canvas_is_put_in_place_once(player: Locator) -> None:
    # In Safari one that is moved with every frame is mostly blank.
    player.evaluate(
        """(player) => {
            window.moves = 0;
            const seen = new MutationObserver((all) => (moves += all.length));
            seen.observe(player, { childList: true });
        }"""
    )
    for epoch in (0, 3, 1):
        slider(player).fill(str(epoch))
        expect_frame(player, epoch)
    assert player.evaluate("() => moves") == 1


def test_where_no_canvas_can_be_read_each_frame_is_seen(player: Locator) -> None:
    # As against fingerprints: noise instead of the pixels.
    player.page.evaluate(
        "() => { HTMLCanvasElement.prototype.toDataURL = () => 'data:image/png;base64,'; }"
    )
    slider(player).fill("2")
    expect(player.locator(".linefit-status")).to_contain_text("epoch 2 /")
    assert_array_equal(on_screen(player), inner(animation()[1][2]))


def test_a_lost_picture_is_told_and_asked_for_again(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    write_files(tmp_path)
    page.goto(serve(tmp_path))
    page.route("**/*.webp", lambda route: route.fulfill(body=b"", content_type="image/webp"))
    player = page.locator("linefit-player")
    status = player.locator(".linefit-status")
    for act in ("Play", "First frame", "Play"):
        button(player, act).click()
        expect(status).to_be_in_viewport()
        expect(status).to_have_text("This picture could not be loaded. Try again.")
        expect(button(player, "Play")).to_be_visible()
        expect_frame(player, EPOCHS)
    page.unroute("**/*.webp")
    button(player, "First frame").click()
    expect_frame(player, 0)
    expect(status).to_have_text(re.compile("epoch 0 /"))


def test_a_swipe_over_it_scrolls_and_a_drag_of_the_slider_moves_it(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(viewport={"width": 375, "height": 700}, has_touch=True)
    text = "<p>before</p>" * 30
    page.set_content(document(text, animation()[0], text))
    player = page.locator("linefit-player")
    for place in (player.locator("img"), slider(player), player.locator(".linefit-bar")):
        assert swipe(page, place, 0.3, 0, 120) > 50
        expect_frame(player, EPOCHS)
    assert swipe(page, slider(player), 0.9, -200, 0) == 0
    expect(slider(player)).not_to_have_value(str(EPOCHS))


def test_with_colours_of_the_readers_own_the_pressed_button_is_seen(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(forced_colors="active")
    page.set_content(document(animation()[0]))
    full = button(page.locator("linefit-player"), "Full screen")
    ground = "(button) => getComputedStyle(button).backgroundColor"
    before = full.evaluate(ground)
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert full.evaluate(ground) != before


@pytest.mark.parametrize("width", [320, 375])
def test_it_fits_a_small_screen(new_page: Callable[..., Page], width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800}, has_touch=True)
    page.set_content(document(animation(0.015)[0], lang="ko"))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    player = page.locator("linefit-player")
    expect(player.locator(".linefit-status")).to_be_visible()
    for control in player.locator("button, input[type=range], label").all():
        box = control.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_controls_wear_the_colours_of_the_page(page: Page) -> None:
    page.set_content(
        document(f'<body style="background: #111; color: #ddd">{animation()[0]}</body>')
    )
    player = page.locator("linefit-player")
    for element in player.locator("button, label, output, legend").all():
        assert element.evaluate("(e) => getComputedStyle(e).color") == "rgb(221, 221, 221)"
    background = player.locator("img").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_an_animation_of_the_readers_own_plays(page: Page) -> None:
    html, frames = own_animation()
    page.set_content(document(html))
    player = page.locator("linefit-player")
    expect_frame(player, 4, frames)
    for name, frame in [("First frame", 0), ("One frame forward", 1), ("Last frame", 4)]:
        button(player, name).click()
        expect_frame(player, frame, frames)
    player.get_by_role("radio", name="Once").check()
    play_button = button(player, "Play").element_handle()
    assert record(player, 5, play_button) == [0, 1, 2, 3, 4]
    expect_frame(player, 4, frames)


def test_of_any_animation_it_tells_the_frame(page: Page) -> None:
    words = {
        "Frame": "프레임",
        "frame {frame} / {last}": "프레임 {frame} / {last}",
        "An animation. It opens with {title}.": "처음: {title}.",
    }
    offered = f'<script type="application/json" class="linefit-words">{json.dumps(words)}</script>'
    html, frames = own_animation()
    for before, name, first, alt in [
        ("", "Frame", "frame 0 / 4", "An animation. It opens with frame 4 / 4."),
        (offered, "프레임", "프레임 0 / 4", "처음: 프레임 4 / 4."),
    ]:
        page.set_content(document(before, html))
        player = page.locator("linefit-player")
        expect(player.locator("img")).to_have_attribute("alt", alt)
        button(player, "First frame").click()
        expect_frame(player, 0, frames)
        expect(player.get_by_role("slider", name=name)).to_have_attribute("aria-valuetext", first)
        expect(player.locator(".linefit-status")).to_have_text(first)


def test_a_single_frame_is_a_picture(page: Page) -> None:
    html, frames = own_animation(1)
    page.set_content(document(html))
    expect_frame(page.locator("linefit-player"), 0, frames)


@pytest.mark.parametrize(("width", "height"), [(1200, 900), (320, 800)])
def test_a_picture_of_any_shape_keeps_it_and_is_not_enlarged(
    new_page: Callable[..., Page], width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    page.set_content(document(own_animation()[0]))
    picture = page.locator("img").bounding_box()
    assert picture["width"] == 400 if width > 412 else picture["width"] <= width
    assert picture["width"] / picture["height"] == pytest.approx(4 / 3, 0.01)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_it_works_from_files_under_a_strict_policy(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    publish(tmp_path, "index", animation()[0])
    page.goto(serve(tmp_path))
    player = page.locator("linefit-player")
    button(player, "First frame").click()
    expect_frame(player, 0)
