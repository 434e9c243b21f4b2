"""Animations are exact, the same every time, complete, and say what happens."""

import base64
import gc
import io
import json
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.animation import FuncAnimation
from mpl_toolkits.mplot3d import proj3d
from numpy.testing import assert_array_equal
from PIL import Image

from linefit import History, Line, animate, descend, least_squares, plot_surface, simulate, sse
from linefit.animation import DescentAnimation
from linefit.plots import on_surface, path_on_surface, window
from linefit.scene import _number as scene_number
from tests.unit import memory

RATES = (0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015)
LINE = simulate()


@pytest.fixture(scope="module", autouse=True)
def deletion() -> Iterator[None]:
    """Delete the animations here, not in whichever test comes next: each is a cycle of objects."""
    yield
    gc.collect()


# What someone may have set before; each is drawn in its own way.
SETTINGS: dict[str, dict[str, Any]] = {
    "transparent": {"figure.facecolor": "none"},
    "half transparent": {"figure.facecolor": "#ff000080"},
    "no frame": {"figure.frameon": False},
    "transparent axes": {"axes.facecolor": "none"},
    "transparent files": {"savefig.transparent": True, "savefig.facecolor": "none"},
    "tight files": {"savefig.bbox": "tight", "savefig.dpi": 30},
    "round limits": {"axes.autolimit_mode": "round_numbers", "axes.ymargin": 0},
    "grid above": {"axes.grid": True, "axes.axisbelow": False, "axes.grid.which": "both"},
    "grid between": {"axes.grid": True, "axes.axisbelow": "line"},
    "no smoothing": {"lines.antialiased": False, "patch.antialiased": False},
    "every point": {"path.simplify": False, "path.snap": False},
    "chunks": {"agg.path.chunksize": 100},
    "large": {"font.size": 24, "lines.linewidth": 9, "figure.dpi": 30},
    "tight": {"figure.autolayout": True},
    "hinting": {"text.hinting": "none", "text.antialiased": False},
    "by hand": {"path.sketch": (1, 100, 2)},
    "LaTeX": {"text.usetex": True},
    "markers": {"lines.marker": "s", "lines.linestyle": ":"},
}


def animation(alpha: float = 0.001, epochs: int = 30) -> DescentAnimation:
    return animate(LINE, descend(LINE.X, LINE.y, alpha=alpha, epochs=epochs))


def redraw(ani: DescentAnimation, epoch: int) -> np.ndarray:
    """Draw the whole figure, as matplotlib does for any animation."""
    ani._scene.show(epoch)
    ani._canvas.draw()
    return np.array(ani._canvas.buffer_rgba())


class Elements(HTMLParser):
    """Collects the elements of a piece of HTML by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.setdefault(tag, []).append(dict(attrs))


def picture(uri: str) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))).convert("RGBA"))


def play(html: str) -> list[np.ndarray]:
    """Return the frames that the player in `html` puts together."""
    found = Elements(html).found
    (element,), (image,) = found["linefit-player"], found["img"]
    still = picture(image["src"])
    frames = [still.copy() for _ in json.loads(element["data-titles"])]
    for region in json.loads(element["data-regions"]):
        x, y, width, height = (region[key] for key in ("x", "y", "width", "height"))
        strips = picture(region["sheet"]).reshape(region["count"], height, width, 4)
        for frame, strip in zip(frames[region["first"] :], strips, strict=False):
            place = frame[y : y + height, x : x + width]
            place[strip[..., 3] > 0] = strip[strip[..., 3] > 0]
    return frames


# To redraw all of a run takes seconds: of each rate every third frame, each epoch at some rates.
@pytest.mark.parametrize(("first", "alpha"), [(k % 3, alpha) for k, alpha in enumerate(RATES)])
def test_every_frame_is_a_full_redraw_to_the_pixel(first: int, alpha: float) -> None:
    ani = animation(alpha)
    frames = ani.draw_frames()
    assert len(frames) == 31
    for epoch in range(first, 31, 3):
        assert_array_equal(frames[epoch], redraw(ani, epoch))


@pytest.mark.parametrize("style", ["house", "default"])
def test_frames_are_exact_in_any_style(style: str, pytestconfig: pytest.Config) -> None:
    house = pytestconfig.rootpath / "book" / "matplotlibrc"
    with mpl.rc_context(fname=house if style == "house" else None):
        ani = animation(0.0085, epochs=10)
        for epoch, frame in enumerate(ani.draw_frames()):
            assert_array_equal(frame, redraw(ani, epoch))


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_frames_are_exact_whatever_was_set(settings: dict[str, Any]) -> None:
    # A layout engine that finds nothing to lay out warns.
    with mpl.rc_context(settings), warnings.catch_warnings(action="error"):
        before = dict(mpl.rcParams.copy())
        ani = animation(0.0085, epochs=2)
        frames, played = ani.draw_frames(), play(ani.to_jshtml())
        ani._repr_mimebundle_()
        assert dict(mpl.rcParams.copy()) == before
    assert frames.shape == (3, 250, 750, 4)
    assert frames[..., 3].min() == 255
    assert_array_equal(played, frames)
    for epoch, frame in enumerate(frames):
        assert_array_equal(frame, redraw(ani, epoch))


def test_it_is_shown_in_the_settings_that_it_was_made_in() -> None:
    with plt.style.context(["dark_background", {"text.hinting": "none"}]):
        inside = animation(epochs=2)
        frames = inside.draw_frames()
        outside = animation(epochs=2)
    assert_array_equal(outside.draw_frames(), frames)
    assert_array_equal(redraw(outside, 1), frames[1])


def test_an_animation_that_is_not_shown_is_no_reason_to_warn() -> None:
    with warnings.catch_warnings(action="error"):
        animation(epochs=1).__del__()


@pytest.mark.memory
@pytest.mark.parametrize(
    ("n", "epochs", "alpha"), [(100, 1000, 0.0082), (1_000_000, 30, 1e-7), (100, 10_000, 0.001)]
)
def test_memory_grows_with_neither_epochs_nor_observations(
    n: int, epochs: int, alpha: float
) -> None:
    code = (
        "from linefit import animate, descend, simulate\n"
        f"line = simulate({n})\n"
        f"ani = animate(line, descend(line.X, line.y, alpha={alpha}, epochs={epochs}))\n"
        # The longest run is drawn in parts, as its HTML is, but not put into sheets here, which
        # takes minutes.
        f"html = ani.to_jshtml() if {epochs} <= 1000 else ani.draw_frames(range(9990, 10001))\n"
    )
    _, kilobytes = memory.run(code)
    assert kilobytes < 1_000_000


@pytest.mark.parametrize("alpha", [0.001, 0.01])
def test_the_player_holds_every_frame_without_loss(alpha: float) -> None:
    ani = animation(alpha)
    assert_array_equal(play(ani.to_jshtml()), ani.draw_frames())


@pytest.mark.parametrize("opens", [0, np.int64(7), 30])
def test_it_opens_with_the_epoch_that_it_is_told(opens: int) -> None:
    ani = animate(LINE, descend(LINE.X, LINE.y), opens)
    frames, bundle = ani.draw_frames(), ani._repr_mimebundle_()
    found = Elements(bundle["text/html"]).found
    assert found["linefit-player"][0]["data-opens"] == f"{opens}"
    assert f"It opens with epoch {opens} / 30, loss = " in found["img"][0]["alt"]
    assert_array_equal(picture(found["img"][0]["src"]), frames[opens])
    assert_array_equal(picture(f",{bundle['image/png']}"), frames[opens])
    assert_array_equal(play(bundle["text/html"]), frames)


def test_long_runs_need_several_sheets_and_lose_nothing() -> None:
    ani = animation(0.0001, epochs=120)
    html = ani.to_jshtml()
    regions = json.loads(Elements(html).found["linefit-player"][0]["data-regions"])
    assert max(region["first"] for region in regions) > 0
    assert_array_equal(play(html), ani.draw_frames())


def test_a_run_of_one_frame_can_be_shown() -> None:
    history = descend(LINE.X, LINE.y, alpha=1e38, epochs=3)
    assert len(history.weights) == 1
    assert len(play(animate(LINE, history).to_jshtml())) == 1


def test_a_frame_is_a_function_of_its_epoch() -> None:
    ani = animation(0.0085)
    frames = ani.draw_frames()
    for epoch in (30, 0, 17, 3, 29, 3):
        assert_array_equal(redraw(ani, epoch), frames[epoch])


def test_the_same_run_gives_the_same_bytes() -> None:
    ani = animation(0.0083)
    assert ani.to_jshtml() == ani.to_jshtml() == animation(0.0083).to_jshtml()


@pytest.mark.parametrize("alpha", RATES)
def test_titles_begin_at_the_start_and_tell_weights_and_loss_of_one_epoch(alpha: float) -> None:
    ani = animation(alpha)
    assert ani._scene.title(0) == "epoch 0 / 30, loss = 8587.69, ŵ = (−5.00, 10.00)"
    history = ani._scene.history
    for epoch in range(31):
        loss = sse(LINE.X, LINE.y, history.weights[epoch])
        torch.testing.assert_close(loss, history.loss[epoch])
        assert ani._scene.title(epoch).startswith(f"epoch {epoch} / 30, loss = ")
    assert ("×10" in ani._scene.title(30)) == (alpha >= 0.01)


@pytest.mark.parametrize(
    ("value", "written"),
    [(99999.0, "99999.00"), (1e5, "1.00×10⁵"), (-2e5, "−2.00×10⁵"), (-3.5, "−3.50")],
)
def test_numbers_keep_their_minus_and_change_their_form_at_a_hundred_thousand(
    value: float, written: str
) -> None:
    assert scene_number(value) == written


def test_weights_from_a_hundred_on_have_no_decimals() -> None:
    ani = animate(LINE, descend(LINE.X, LINE.y, (100.0, 2.0), epochs=1))
    assert "ŵ = (100, 2)" in ani._scene.title(0)


def test_the_edge_belongs_to_the_window() -> None:
    ani = animate(LINE, descend(LINE.X, LINE.y, window(LINE), epochs=1))
    assert not ani._scene.outside[0]


def test_large_numbers_are_written_with_powers_of_ten() -> None:
    title = animation(0.015)._scene.title(30)
    assert re.fullmatch(
        r"epoch 30 / 30, loss = 5\.\d\d×10²⁷, ŵ = \(3\.\d×10¹², 5\.\d×10¹²\) ∉ \[−6, 11\]²",
        title,
    )


@pytest.mark.parametrize("alpha", RATES)
def test_the_path_lies_on_the_surface_and_stops_at_the_edge(alpha: float) -> None:
    weights = descend(LINE.X, LINE.y, alpha=alpha).weights
    curves, dots = path_on_surface(LINE, weights)
    points = curves.reshape(-1, 3)
    low, high = window(LINE)
    inside = ((weights >= low) & (weights <= high)).all(dim=1)
    np.testing.assert_allclose(points[dots], on_surface(LINE, weights[inside]))
    seen = points[~np.isnan(points).any(axis=1)]
    assert seen[:, :2].min() >= low - 1e-6
    assert seen[:, :2].max() <= high + 1e-6
    np.testing.assert_allclose(seen, on_surface(LINE, torch.from_numpy(seen[:, :2])))


@pytest.mark.parametrize("alpha", RATES)
def test_no_frame_leaves_the_reader_without_an_answer(alpha: float) -> None:
    scene = animation(alpha)._scene
    low, high = scene.view
    for epoch, weights in enumerate(scene.history.weights):
        scene.show(epoch)
        inside = bool(((weights >= scene.low) & (weights <= scene.high)).all())
        assert scene.now.get_visible() == inside
        assert scene.arrow.get_visible() == (not inside)
        assert scene.title(epoch).endswith(")" if inside else ") ∉ [−6, 11]²")
        fitted = scene.history.fitted[epoch]
        above, below = bool((fitted > high).any()), bool((fitted < low).any())
        assert scene.above.get_visible() == above
        assert scene.below.get_visible() == below
        assert scene.extent.get_visible() == (above or below)
        assert len(scene.fit.get_xdata()) > 0
        assert low <= min(scene.fit.get_ydata()) <= max(scene.fit.get_ydata()) <= high


def test_the_arrow_points_where_the_weights_went() -> None:
    scene = animation(0.015)._scene
    project = partial(proj3d.proj_transform, M=scene.now.axes.get_proj())
    middle, half = (scene.low + scene.high) / 2, (scene.high - scene.low) / 2
    for epoch in range(1, 31):
        scene.show(epoch)
        nose, _, back, _, _ = scene.arrow.get_xy()
        away = scene.history.weights[epoch].double() - middle
        edge = middle + half * away / away.abs().max()
        x, y, _ = project(*on_surface(LINE, edge[None])[0])
        assert np.hypot(*(nose - (x, y))) < 0.01
        a, b, _ = project(*on_surface(LINE, middle + 0.9 * (edge[None] - middle))[0])
        assert (nose - back) @ (x - a, y - b) > 0


def test_a_line_out_of_sight_is_pointed_at() -> None:
    weights = torch.tensor([[2.5, 4.0], [1000.0, 0.0], [-1000.0, 0.0]])
    history = History(weights, torch.stack([sse(LINE.X, LINE.y, w) for w in weights]), LINE.X, 0.1)
    scene = animate(LINE, history)._scene
    scene.show(1)
    assert scene.above.get_visible()
    assert not scene.below.get_visible()
    assert scene.extent.get_text() == "max |ŷ| = 1000"
    assert not len(scene.fit.get_xdata())
    middle = LINE.x[[0, -1]].mean().item()
    low, high = scene.view
    assert_array_equal(scene.above.get_xydata()[0], [middle, high])
    scene.show(2)
    assert not len(scene.fit.get_xdata())
    assert_array_equal(scene.below.get_xydata()[0], [middle, low])
    assert scene.below.get_visible()
    assert not scene.above.get_visible()


def test_a_flat_line_is_drawn_from_end_to_end() -> None:
    scene = animate(LINE, descend(LINE.X, LINE.y, (2.0, 0.0), epochs=1))._scene
    scene.show(0)
    assert_array_equal(scene.fit.get_data(), [LINE.x[[0, -1]], [2, 2]])


def test_size_and_layout_are_its_own_whatever_the_settings() -> None:
    settings = {"figure.dpi": 50, "font.size": 20, "figure.constrained_layout.use": True}
    # A layout engine that finds nothing to lay out warns.
    with mpl.rc_context(settings), warnings.catch_warnings(action="error"):
        ani = animation(epochs=1)
        assert ani.draw_frames().shape == (2, 250, 750, 4)
        for ax in ani._canvas.figure.axes:
            assert (ax.xaxis.label.get_size(), ax.get_xticklabels()[0].get_size()) == (10, 8)


def test_all_rates_share_one_view() -> None:
    scenes = [animation(alpha)._scene for alpha in RATES]
    assert len({scene.view for scene in scenes}) == 1
    assert len({(scene.low, scene.high) for scene in scenes}) == 1


def test_minimum_and_truth_are_two_marks_above_the_path() -> None:
    scene = animation()._scene
    marks = {
        artist.get_marker(): artist
        for artist in scene.moving
        if artist.axes is scene.now.axes and artist.get_zorder() > scene.now.get_zorder()
    }
    for marker, weights in [("*", LINE.weights), ("X", least_squares(LINE.X, LINE.y))]:
        place = [axis[0] for axis in marks[marker].get_data_3d()]
        np.testing.assert_allclose(place, on_surface(LINE, weights[None])[0], rtol=1e-5)


def test_the_html_is_complete_in_itself() -> None:
    html = animation().to_jshtml()
    found = Elements(html).found
    assert set(found) == {"style", "linefit-player", "img", "script"}
    assets = [{"data-asset": "linefit-kit"}, {"data-asset": "linefit-player"}]
    assert found["style"] == found["script"] == assets
    (image,) = found["img"]
    assert image["class"] == "linefit-still"
    assert "loss = 26.40" in image["alt"]
    assert set(re.findall(r"https?://[^\"'`\s)]+", html)) == {"http://www.w3.org/2000/svg"}
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_notebooks_get_html_a_picture_and_text() -> None:
    ani = animation()
    bundle = ani._repr_mimebundle_()
    assert bundle["text/plain"] == "DescentAnimation(alpha=0.001, epochs=30)"
    assert bundle["text/html"] == ani.to_jshtml()
    still = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).convert("RGBA")
    assert_array_equal(np.array(still), ani.draw_frames()[-1])


def test_it_is_an_animation_of_matplotlib_outside_of_pyplot(tmp_path) -> None:
    before = plt.get_fignums()
    ani = animation(epochs=3)
    assert isinstance(ani, FuncAnimation)
    ani.save(tmp_path / "descent.gif", writer="pillow")
    assert Image.open(tmp_path / "descent.gif").n_frames == 4
    assert plt.get_fignums() == before


def test_speed_and_mode_can_be_given() -> None:
    ani = animation(epochs=3)
    (element,) = Elements(ani.to_jshtml(fps=10, default_mode="once")).found["linefit-player"]
    assert (element["data-interval"], element["data-mode"]) == ("100", "once")
    (element,) = Elements(ani.to_jshtml()).found["linefit-player"]
    assert (element["data-interval"], element["data-mode"]) == ("200", "loop")


def test_a_frame_is_never_dropped() -> None:
    ani = animation()
    with mpl.rc_context({"animation.embed_limit": 0.01}), pytest.raises(ValueError, match="limit"):
        ani.to_jshtml()


def test_the_limit_itself_is_allowed_and_named() -> None:
    ani = animation()
    megabytes = len(ani.to_jshtml()) / 2**20
    with mpl.rc_context({"animation.embed_limit": megabytes}):
        ani.to_jshtml()
    message = rf"at least {megabytes:.1f} \(MB\) for 31 frames"
    with (
        mpl.rc_context({"animation.embed_limit": megabytes - 2**-20}),
        pytest.raises(ValueError, match=message),
    ):
        ani.to_jshtml()


def test_a_file_of_it_plays_five_frames_a_second() -> None:
    assert animation(epochs=1)._interval == 200


HISTORY = descend(LINE.X, LINE.y, epochs=2)
IN_DOUBLE = descend(LINE.X.double(), LINE.y.double(), epochs=2)


NOWHERE = torch.full((3, 2), torch.nan)


@pytest.mark.parametrize("draw", [animate, plot_surface])
@pytest.mark.parametrize(
    ("line", "history", "message"),
    [
        ((LINE.x, LINE.y), HISTORY, "line: expected a Line, got tuple"),
        (Line(LINE.x, LINE.y[:9], LINE.X, LINE.weights), HISTORY, "y: expected"),
        (Line(LINE.x, LINE.y, LINE.X.flip(1)), HISTORY, "X: expected a column of ones, then x"),
        (LINE, HISTORY.weights, "history: expected a History, got Tensor"),
        (simulate(n=50), HISTORY, "history: expected a run on line, whose loss is 5134.87"),
        (simulate(seed=1), HISTORY, "history: expected a run on line.*got one with 8587.69"),
        (LINE, IN_DOUBLE, "history.weights: expected the dtype of X, torch.float32"),
        (
            LINE,
            replace(HISTORY, loss=HISTORY.loss.double()),
            "history.loss: expected the dtype of X, torch.float32",
        ),
        (
            LINE,
            replace(HISTORY, loss=HISTORY.loss[:2]),
            r"history.loss: expected .* of shape \(3,\), got shape \(2,\)",
        ),
        (
            LINE,
            replace(HISTORY, weights=HISTORY.weights[:, :1]),
            r"history.weights: expected shape \(3, 2\), got \(3, 1\)",
        ),
        (LINE, replace(HISTORY, weights=NOWHERE), "history.weights: expected finite values only"),
        (LINE, replace(HISTORY, weights=None), "history.weights: expected .*, got NoneType"),
        (LINE, replace(HISTORY, loss=[1.0] * 3), "history.loss: expected .*, got list"),
        (
            LINE,
            replace(HISTORY, weights=HISTORY.weights[:0], loss=HISTORY.loss[:0]),
            "history.weights: expected at least one value",
        ),
        (LINE, replace(HISTORY, alpha="0.1"), "history.alpha: expected a finite number"),
    ],
)
def test_bad_input_is_named(draw: Callable, line: Line, history: History, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        draw(line, history)
    assert not plt.get_fignums()


@pytest.mark.parametrize("opens", [3, -1, 1.0, True])
def test_what_is_no_epoch_is_named(opens: object) -> None:
    message = f"^opens: expected an epoch from 0 to 2, got {opens}$"
    with pytest.raises(ValueError, match=message):
        animate(LINE, HISTORY, opens)


def test_a_run_that_changes_later_changes_no_frame() -> None:
    history = descend(LINE.X, LINE.y, epochs=2)
    ani = animate(LINE, history)
    history.weights.zero_()
    assert_array_equal(ani.draw_frames(), animate(LINE, HISTORY).draw_frames())


def test_the_line_is_drawn_from_end_to_end_in_whatever_order_points_come() -> None:
    order = torch.arange(len(LINE.x)).roll(3).flip(0)
    mixed = Line(LINE.x[order], LINE.y[order], LINE.X[order], LINE.weights)
    scene = animate(mixed, descend(mixed.X, mixed.y, epochs=1))._scene
    assert scene.ends.tolist() == [LINE.x[0], LINE.x[-1]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fps": 0}, "fps: expected a number above 0, got 0"),
        ({"fps": 5e-324}, "fps: expected a number of frames per second, got 5e-324"),
        ({"embed_frames": False}, "embed_frames: expected True, got False$"),
        ({"embed_frames": np.array([1, 2])}, r"embed_frames: expected True or False, got array"),
        (
            {"default_mode": "bounce"},
            'default_mode: expected "once", "loop" or "reflect", got \'bounce\'',
        ),
        (
            {"default_mode": np.array(["once", "loop"])},
            'default_mode: expected "once", "loop" or "reflect", got array',
        ),
    ],
)
def test_bad_options_are_named(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        animation(epochs=2).to_jshtml(**options)
