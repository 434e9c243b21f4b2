"""Any animation of matplotlib is shown whole, frame by frame as matplotlib draws it."""

import base64
import io
import json
import re
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import ArtistAnimation, FuncAnimation
from numpy.testing import assert_array_equal
from PIL import Image

from linefit import animate, descend, play, simulate
from tests.unit.test_animation import Elements
from tests.unit.test_animation import play as put_together


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def growing(frames=4, **options):
    """Return an animation that leaves something behind in each frame, as the lecture's does."""
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.set(xlim=(-1, 4), ylim=(-1, 4))
    return FuncAnimation(fig, lambda k: ax.plot(k, k, "o", color="grey"), frames=frames, **options)


def gif(ani, path):
    """Return the frames as matplotlib itself saves them."""
    ani.save(path, writer="pillow", dpi=100)
    image = Image.open(path)
    return [np.array(image.convert("RGB")) for k in range(image.n_frames) if not image.seek(k)]


def test_the_player_holds_every_frame_in_order():
    film = play(growing())
    frames = film.draw_frames()
    assert frames.shape == (4, 200, 300, 4)
    assert frames[..., 3].min() == 255
    grey = [(frame[..., :3] == 128).all(axis=-1).sum() for frame in frames]
    assert grey == sorted(grey)
    assert grey[3] > 1.5 * grey[0] > 0
    assert_array_equal(put_together(film.to_html()), frames)


def test_frames_are_those_that_matplotlib_saves(tmp_path):
    fig, ax = plt.subplots(figsize=(3, 2))
    (line,) = ax.plot([0, 1], [0, 1], color="black")
    ani = FuncAnimation(fig, lambda k: line.set_ydata([k, 1]), frames=3)
    frames = play(ani).draw_frames()
    for frame, saved in zip(frames, gif(ani, tmp_path / "line.gif"), strict=True):
        # A GIF has but 256 colours.
        assert np.abs(frame[..., :3].astype(int) - saved).max() < 16


def test_frames_are_drawn_once_however_often_it_is_shown():
    drawn = []
    fig, _ = plt.subplots(figsize=(3, 2))
    film = play(FuncAnimation(fig, drawn.append, frames=4))
    assert drawn == []
    film._repr_mimebundle_()
    # Matplotlib draws the first of them once more, before all others.
    assert drawn == [0, 0, 1, 2, 3]
    assert film.to_html() == film.to_html()
    assert len(drawn) == 5


def test_a_figure_that_was_closed_is_shown_as_one_that_was_not():
    opened, closed = growing(), growing()
    plt.close(closed._fig)
    assert_array_equal(play(opened).draw_frames(), play(closed).draw_frames())


def test_speed_and_end_are_those_of_the_animation():
    for options, interval, mode in [
        ({}, "200", "loop"),
        ({"interval": 40, "repeat": False}, "40", "once"),
    ]:
        (element,) = Elements(play(growing(**options)).to_html()).found["linefit-player"]
        assert (element["data-interval"], element["data-mode"]) == (interval, mode)


def test_an_animation_without_speed_and_end_has_those_of_matplotlib():
    ani = growing()
    # As one that no timer drives, which is none of `TimedAnimation`.
    del ani._interval, ani._repeat
    (element,) = Elements(play(ani).to_html()).found["linefit-player"]
    assert (element["data-interval"], element["data-mode"]) == ("200", "loop")


def test_it_says_the_numbers_of_its_frames():
    found = Elements(play(growing()).to_html()).found
    (element,), (image,) = found["linefit-player"], found["img"]
    assert json.loads(element["data-titles"]) == [["0"], ["1"], ["2"], ["3"]]
    assert image["alt"] == "An animation. It opens with frame 3 / 3."
    assert (image["width"], image["height"]) == ("300", "200")


def test_the_html_is_complete_in_itself():
    html = play(growing()).to_html()
    found = Elements(html).found
    assert set(found) == {"style", "linefit-player", "img", "script"}
    assert set(re.findall(r"https?://[^\s\"']+", html)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\s(style=|on\w+=)", html)


def test_notebooks_get_html_a_picture_and_text():
    film = play(growing())
    bundle = film._repr_mimebundle_()
    assert bundle["text/plain"] == "Film(frames=4)"
    assert bundle["text/html"] == film.to_html()
    still = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).convert("RGBA")
    assert_array_equal(np.array(still), film.draw_frames()[-1])


@pytest.mark.parametrize(
    "settings",
    [
        {"figure.facecolor": "none", "axes.facecolor": "none"},
        {"figure.frameon": False},
        {"savefig.transparent": True},
        {"savefig.bbox": "tight", "savefig.dpi": 30, "figure.dpi": 50},
        {"figure.constrained_layout.use": True},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_frames_are_opaque_and_of_one_size_whatever_was_set(settings):
    with mpl.rc_context(settings), warnings.catch_warnings(action="error"):
        before = dict(mpl.rcParams.copy())
        frames = play(growing()).draw_frames()
        assert dict(mpl.rcParams.copy()) == before
    assert frames.shape == (4, 200, 300, 4)
    assert frames[..., 3].min() == 255
    # Its corner is the paper, white.
    assert frames[0, 0, 0].tolist() == [255] * 4


@pytest.mark.parametrize("patch", [{"visible": False}, {"alpha": 0.3}])
def test_a_figure_that_lets_through_stands_on_white(patch):
    fig, ax = plt.subplots(figsize=(3, 2))
    fig.patch.set(**patch)
    frames = play(ArtistAnimation(fig, [ax.plot([0, 1])])).draw_frames()
    assert frames[..., 3].min() == 255
    assert frames[0, 0, 0].tolist() == [255] * 4


def test_other_animations_play_too():
    fig, ax = plt.subplots(figsize=(3, 2))
    pictures = [ax.plot([0, k], color="black") for k in range(3)]
    assert len(play(ArtistAnimation(fig, pictures)).draw_frames()) == 3
    line = simulate(n=5)
    ani = animate(line, descend(line.X, line.y, epochs=2))
    assert_array_equal(play(ani).draw_frames(), ani.draw_frames())


def test_a_frame_is_never_dropped():
    film = play(growing())
    with (
        mpl.rc_context({"animation.embed_limit": 0.01}),
        pytest.raises(ValueError, match=r"animation.embed_limit: expected .* for 4 frames"),
    ):
        film.to_html()
    assert len(put_together(film.to_html())) == 4


@pytest.mark.parametrize("ani", [None, "ani", []])
def test_what_is_no_animation_is_named(ani):
    with pytest.raises(ValueError, match=f"^ani: expected an Animation, got {type(ani).__name__}"):
        play(ani)


@pytest.mark.filterwarnings("ignore:Animation was deleted")
@pytest.mark.parametrize("interval", [0, -5])
def test_a_speed_that_is_none_is_named(interval):
    ani = growing()
    ani._interval = interval
    with pytest.raises(
        ValueError, match=f"^ani: its interval: expected .* above 0, got {interval}$"
    ):
        play(ani)


def test_a_figure_that_changes_its_size_is_named():
    fig = plt.figure(figsize=(3, 2))
    ani = FuncAnimation(fig, lambda k: fig.set_size_inches(3 + k, 2), frames=3)
    with pytest.raises(ValueError, match=r"^ani: expected a figure that keeps its size"):
        play(ani).to_html()


def test_a_figure_larger_than_any_picture_is_named():
    fig = plt.figure(figsize=(200, 1))
    with pytest.raises(ValueError, match=r"^ani: .* at most 163 inches, got one of 200 by 1$"):
        play(FuncAnimation(fig, lambda k: [], frames=2)).to_html()


@pytest.mark.filterwarnings("ignore:Animation was deleted")
def test_a_part_of_a_figure_is_named():
    part = plt.figure().subfigures(1, 2)[0]
    with pytest.raises(ValueError, match=r"^ani: its figure: expected a Figure, got SubFigure$"):
        play(FuncAnimation(part, lambda k: [], frames=2)).to_html()


def test_an_animation_without_frames_is_named():
    film = play(growing(frames=0))
    # Matplotlib warns of it as well.
    with (
        warnings.catch_warnings(action="ignore"),
        pytest.raises(
            ValueError, match=r"^ani: expected an animation of one frame or more, got none$"
        ),
    ):
        film.to_html()
