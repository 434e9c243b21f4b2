"""The parts of the player that a whole animation does not show one by one."""

import base64
import io
import json
import re
from importlib.resources import files

import numpy as np
import pytest
from PIL import Image

from linefit import animate, descend, simulate
from linefit.kit import assets
from linefit.player import player

FILES = [
    path
    for folder in ("kit", "player")
    for path in files("linefit").joinpath(folder).iterdir()
    if path.name.endswith((".css", ".js"))
]


@pytest.mark.parametrize(
    ("used", "runs"),
    [
        ("", []),
        ("....", []),
        ("#", [(0, 1)]),
        (".##.", [(1, 3)]),
        # A gap of seven is closed, one of eight is not.
        ("#.......#", [(0, 9)]),
        ("#........#", [(0, 1), (9, 10)]),
        ("##........###........#.", [(0, 2), (10, 13), (21, 22)]),
    ],
)
def test_runs_are_joined_over_short_gaps(used, runs):
    found = player._runs(np.array([mark == "#" for mark in used], dtype=bool))
    assert [(run.start, run.stop) for run in found] == runs


def test_regions_hold_what_differs_and_nothing_else():
    frames = np.full((3, 20, 20, 4), 255, dtype=np.uint8)
    frames[0, 4, 6] = [1, 2, 3, 255]
    frames[1, 5, 7] = [4, 5, 6, 255]
    ((place, sheet),) = player._regions(frames, frames[-1])
    assert place == {"x": 6, "y": 4, "width": 2, "height": 2}
    expected = np.zeros((3, 2, 2, 4), dtype=np.uint8)
    expected[0, 0, 0] = [1, 2, 3, 255]
    expected[1, 1, 1] = [4, 5, 6, 255]
    assert np.array_equal(sheet, expected.reshape(6, 2, 4))


def test_attributes_are_short_and_readable():
    assert player._attribute({"α": [1, "<&'"]}) == '{"α":[1,"&lt;&amp;&#39;"]}'
    text = player._attribute({"a": [1.5, None]})
    assert json.loads(text) == {"a": [1.5, None]}


def test_a_picture_is_as_small_as_it_gets():
    frame = np.zeros((40, 40, 4), dtype=np.uint8)
    frame[..., 3] = 255
    frame[::3, ::7, 0] = 200
    assert len(player.png(frame)) < 120


def test_the_page_gets_a_whole_element_and_no_remarks():
    frames = np.full((2, 4, 4, 4), 255, dtype=np.uint8)
    titles = [("0", "2.00", "(1, 1)"), ("1", "1.00", "(1, 2)")]
    html = player.to_html(lambda part: frames[part], titles, 1, "A picture.", 100, "once")
    assert "\n</linefit-player>\n<script" in html
    lines = html.splitlines()
    assert not [line for line in lines if line.lstrip().startswith(("//", "/*"))]
    assert "" not in lines
    source = {line.lstrip() for path in FILES for line in path.read_text("utf-8").splitlines()}
    own = set(f"{assets.SHARED}{assets.OWN}".format("", "").splitlines())
    elements = re.findall(r"<(style|script) data-asset=[^>]*>\n(.*?)</\1>", html, re.DOTALL)
    assert len(elements) == 4
    for _, content in elements:
        assert {line.lstrip() for line in content.splitlines()} <= source | own


def printed(html):
    """Return the numbers of the frames for paper, and their pictures below one another."""
    told = json.loads(re.search("data-printed='(.*?)'", html)[1])
    data = base64.b64decode(told["sheet"].partition(",")[2])
    return told["frames"], Image.open(io.BytesIO(data))


def test_frames_for_paper_stand_below_one_another():
    frames = np.full((2, 4, 4, 4), 255, dtype=np.uint8)
    frames[0, 0, 0, :3] = 0
    html = player.to_html(lambda part: frames[part], [("0",), ("1",)], 1, "", 100, "once")
    places, sheet = printed(html)
    assert places == [0, 1]
    assert np.array_equal(np.asarray(sheet.convert("RGBA")), frames.reshape(8, 4, 4))


def test_no_more_frames_are_drawn_at_once_than_a_sheet_holds():
    asked = []

    def draw(part):
        asked.append(len(part))
        return np.full((len(part), 200, 4, 4), 255, dtype=np.uint8)

    html = player.to_html(draw, [("0", "1", "1")] * 500, 499, "A picture.", 100, "once")
    places, sheet = printed(html)
    assert sheet.size == (4, 200 * len(places))
    assert max(asked) * 200 <= player.HIGHEST
    assert sum(asked) == 501  # the one that it opens on before all


@pytest.mark.parametrize("mode", ["once", "loop", "reflect"])
def test_an_animation_is_described_and_ends_as_it_is_told(mode):
    line = simulate(n=5)
    html = animate(line, descend(line.X, line.y, epochs=1)).to_jshtml(default_mode=mode)
    assert f'data-mode="{mode}"' in html
    assert 'alt="Gradient descent: left, the observations and the line; right, the loss' in html
