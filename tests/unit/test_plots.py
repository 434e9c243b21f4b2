"""Pictures show what they say: the data, the line, the loss, the surface and the path on it."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from mpl_toolkits.mplot3d import Axes3D
from numpy.testing import assert_allclose, assert_array_equal

from linefit import (
    Line,
    descend,
    least_squares,
    plot_fit,
    plot_loss,
    plot_surface,
    simulate,
    sse,
)
from linefit.plots import on_surface, path_on_surface, window

LINE = simulate()
HISTORY = descend(LINE.X, LINE.y)


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    plt.switch_backend("agg")
    yield
    plt.close("all")


def test_the_fit_is_points_and_a_dashed_line() -> None:
    weights = torch.tensor([-5.0, 10.0], requires_grad=True)
    ax = plot_fit(LINE, weights)
    points, line = ax.lines
    assert_array_equal(points.get_xydata(), torch.stack([LINE.x, LINE.y], dim=1))
    assert (points.get_marker(), points.get_linestyle()) == ("o", "None")
    assert_array_equal(line.get_ydata(), (LINE.X @ weights).detach())
    assert line.get_linestyle() == "--"


def test_without_weights_there_is_no_line() -> None:
    _, ax = plt.subplots()
    assert plot_fit(LINE, ax=ax) is ax
    assert len(ax.lines) == 1


def test_weights_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"^weights: expected"):
        plot_fit(LINE, torch.zeros(3))


def test_axes_that_are_none_are_named() -> None:
    several = plt.subplots(1, 2)[1]
    with pytest.raises(ValueError, match=r"^ax: expected an Axes, got ndarray$"):
        plot_fit(LINE, ax=several)
    with pytest.raises(ValueError, match=r"^ax: expected an Axes, got int$"):
        plot_loss(HISTORY, ax=3)
    flat = several[0]
    before = flat.get_children()
    with pytest.raises(ValueError, match=r"^ax: expected an Axes3D, got Axes$"):
        plot_surface(LINE, ax=flat)
    assert flat.get_children() == before


def test_the_loss_is_drawn_on_a_logarithmic_axis_for_several_rates() -> None:
    ax = plot_loss(HISTORY)
    plot_loss(descend(LINE.X, LINE.y, alpha=0.0083), ax=ax)
    assert ax.get_yscale() == "log"
    assert_array_equal(ax.lines[0].get_ydata(), HISTORY.loss)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == [r"$\alpha = 0.001$", r"$\alpha = 0.0083$"]


def test_the_surface_bears_two_marks_at_their_losses() -> None:
    ax = plot_surface(LINE)
    truth, minimum = ax.lines
    for mark, weights in [(truth, LINE.weights), (minimum, least_squares(LINE.X, LINE.y))]:
        expected = [*weights, sse(LINE.X, LINE.y, weights)]
        assert_allclose(np.ravel(mark.get_data_3d()), expected, rtol=1e-5)
    assert truth.get_marker() != minimum.get_marker()


def test_the_surface_is_as_high_as_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    # Matplotlib does not tell the corners of a surface once it is drawn.
    monkeypatch.setattr(Axes3D, "plot_surface", lambda ax, *grids, **style: drawn.extend(grids))
    plot_surface(LINE)
    corners = np.stack(drawn, axis=-1).reshape(-1, 3)
    assert_allclose(corners, on_surface(LINE, torch.from_numpy(corners[:, :2])))


def test_the_order_of_drawing_is_fixed() -> None:
    _, ax = plt.subplots(subplot_kw={"projection": "3d"})
    assert plot_surface(LINE, HISTORY, ax=ax) is ax
    assert not ax.computed_zorder
    (surface,), (path, truth, minimum) = ax.collections, ax.lines
    assert surface.get_zorder() < path.get_zorder() < truth.get_zorder() <= minimum.get_zorder()


def test_the_path_has_one_dot_an_epoch_on_the_surface() -> None:
    path = plot_surface(LINE, HISTORY).lines[0]
    points = np.stack(path.get_data_3d(), axis=1)[path.get_markevery()]
    assert_allclose(points[:, :2], HISTORY.weights)
    assert_allclose(points[:, 2], HISTORY.loss, rtol=1e-4)


def test_the_path_follows_the_surface_between_its_dots() -> None:
    curves, _ = path_on_surface(LINE, HISTORY.weights, steps=8)
    assert curves.shape == (31, 10, 3)
    assert np.isnan(curves[:, -1]).all()
    inner = curves[:-1, :-1].reshape(-1, 3)
    assert_allclose(inner, on_surface(LINE, torch.from_numpy(inner[:, :2])))
    assert_allclose(curves[:-1, -2], curves[1:, 0])


def test_a_path_that_leaves_ends_at_the_edge_and_returns_there() -> None:
    weights = torch.tensor([[2.0, 2.0], [20.0, 2.0], [30.0, 2.0], [2.0, 4.0]])
    curves, dots = path_on_surface(LINE, weights)
    low, high = window(LINE)
    assert_allclose(curves[0, [0, -2], :2], [[2, 2], [high, 2]])
    assert np.isnan(curves[1]).all()
    assert curves[2, 0, 0] == pytest.approx(high)
    assert_allclose(curves[2, -2, :2], [2, 4])
    assert low < curves[3, 0, 0] < high
    assert len(dots) == 2


def test_dots_on_the_edge_are_shown() -> None:
    low, high = window(LINE)
    _, dots = path_on_surface(LINE, torch.tensor([[low, 2.0], [2.0, high]]))
    assert_array_equal(dots, [0, 18])


def test_a_step_of_one_is_cut_at_the_edge_too() -> None:
    curves, _ = path_on_surface(LINE, torch.tensor([[10.5, 2.0], [11.5, 2.0]]))
    assert_allclose(curves[0, -2, :2], [11, 2])


def test_a_path_is_cut_at_the_edge_in_double_precision() -> None:
    line = simulate(weights=(40.0, -30.0))
    minimum = least_squares(line.X, line.y)
    low, high = window(line)
    assert (low, high) == (minimum.min().item() - 6, minimum.max().item() + 6)
    curves, _ = path_on_surface(line, torch.stack([minimum, minimum + torch.tensor([20.0, 0])]))
    assert curves[0, -2, 0] == pytest.approx(high, rel=1e-12)


def test_the_edge_itself_is_no_single_number() -> None:
    single = simulate(weights=(40.0, -30.0))
    line = Line(single.x.double(), single.y.double(), single.X.double(), single.weights)
    minimum = least_squares(line.X, line.y)
    curves, _ = path_on_surface(line, torch.stack([minimum, minimum + 20]))
    assert curves[0, -2, 0] == pytest.approx(window(line)[1], rel=1e-12)


@pytest.mark.parametrize("weights", [(2.5, 4.0), (40.0, -30.0)])
def test_the_window_holds_the_start_and_the_minimum(weights: tuple[float, float]) -> None:
    line = simulate(weights=weights)
    low, high = window(line)
    shown = torch.cat([least_squares(line.X, line.y), torch.tensor([-5.0, 10.0])])
    assert low < shown.min()
    assert shown.max() < high


def test_the_books_window_is_the_lectures() -> None:
    assert window(LINE) == (-6.0, 11.0)


def test_losses_beyond_the_axis_are_left_out() -> None:
    X, y = LINE.X.double(), LINE.y.double()
    history = descend(X, y, alpha=0.1, epochs=1000)
    assert history.loss[-1] > 1e300
    ax = plot_loss(history)
    ax.figure.canvas.draw()
    drawn = ax.lines[0].get_ydata()
    shown = history.loss.numpy() <= 1e200
    assert_array_equal(drawn[shown], history.loss[shown])
    assert np.isnan(drawn[~shown]).all()


def test_the_window_of_a_huge_slope_holds_it() -> None:
    x = torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64)
    line = Line(x, 1e20 * x, torch.stack([torch.ones_like(x), x], dim=1), LINE.weights)
    assert window(line) == (-1e19, 1.1e20)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", [1e-60, 1e-18, 1e18, 1e60])
@pytest.mark.parametrize("centre", [0, 1e6])
def test_odd_lines_are_drawn_without_a_warning(scale: float, centre: float) -> None:
    x = (torch.arange(5, dtype=torch.float64) + centre) * scale
    X = torch.stack([torch.ones_like(x), x], dim=1)
    line = Line(x, 4 * x + torch.tensor([1.0, 0, 1, 0, 1]), X, LINE.weights)
    history = descend(X, line.y, alpha=1e-5, epochs=300)
    for ax in (plot_fit(line, history.weights[0]), plot_loss(history)):
        ax.figure.canvas.draw()
        plt.close()
    plot_surface(line, history).figure.canvas.draw()
