"""The picture of one epoch: the line on the left, its way down the loss surface on the right."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.text import Text
from mpl_toolkits.mplot3d import proj3d
from numpy.typing import NDArray
from torch import Tensor

from linefit.data import Line
from linefit.descent import History
from linefit.plots import PATH_STYLE, on_surface, path_on_surface, plot_fit, plot_surface, window

# Corners that point to the right, as complex numbers, so that a factor turns them.
_ARROW = 0.0042 * np.array([1, -0.7 + 0.6j, -0.3, -0.7 - 0.6j])
TITLE = "epoch {epoch} / {last}, loss = {loss}, ŵ = {weights}"
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Scene:
    """A run of gradient descent on a figure of 7.5 by 2.5 inches.

    Attributes
    ----------
    moving : list of Artist
        What differs between epochs, and all that lies above it, in the order of drawing.
    """

    def __init__(self, figure: Figure, line: Line, history: History) -> None:
        """Draw what stands still, and prepare what moves."""
        self.line, self.history = line, history
        self.last = len(history.weights) - 1
        self.low, self.high = window(line)
        self.bounds = f"[{self.low:g}, {self.high:g}]²".replace("-", "−")
        w = history.weights
        self.outside: list[bool] = ((w < self.low) | (w > self.high)).any(dim=1).tolist()
        fit, surface = self._draw_fit(figure), self._draw_surface(figure)
        self.moving = [*fit, *surface, *self._draw_title(figure)]

    def title(self, epoch: int) -> str:
        """Return what the title says at `epoch`."""
        number, loss, weights = self.numbers(epoch)
        return TITLE.format(epoch=number, last=self.last, loss=loss, weights=weights)

    def show(self, epoch: int) -> list[Artist]:
        """Show `epoch`."""
        for text, number in zip(self.texts, self.numbers(epoch)):
            text.set_text(number)
        self._show_fit(*self.history.weights[epoch].tolist())
        self._show_path(epoch)
        return self.moving

    def numbers(self, epoch: int) -> tuple[str, str, str]:
        """Return the epoch, its loss and its weights, as the title writes them."""
        weights = self.history.weights[epoch].tolist()
        digits = 2 if max(map(abs, weights)) < 100 else 0
        w0, w1 = (_number(weight, digits) for weight in weights)
        beyond = f" ∉ {self.bounds}" if self.outside[epoch] else ""
        return str(epoch), _number(self.history.loss[epoch].item()), f"({w0}, {w1}){beyond}"

    def _draw_title(self, figure: Figure) -> list[Artist]:
        def write(x: float, words: str, **style: Any) -> Text:
            return figure.text(x, 0.92, words, size=9, **style)

        # The words stand still: the numbers grow away from them.
        write(0.075, f"α = {self.history.alpha:g}", color="C2", weight="bold")
        write(0.295, f" / {self.last}")
        for x, words in [(0.26, "epoch "), (0.42, "loss = "), (0.59, "ŵ = ")]:
            write(x, words, ha="right")
        self.texts = [write(0.295, "", ha="right"), write(0.42, ""), write(0.59, "")]
        return [*self.texts]

    def _draw_fit(self, figure: Figure) -> list[Artist]:
        ax = figure.add_axes((0.075, 0.18, 0.285, 0.63))
        plot_fit(self.line, ax=ax)
        ax.lines[0].set_markersize(4)
        _write_small(ax.xaxis, ax.yaxis)
        # The observations and the first line fill the view, so it is the same for every rate.
        (first,) = ax.plot(self.line.x, self.line.X @ self.history.weights[0])
        self.view = ax.get_ylim()
        first.remove()
        ax.set(xlim=ax.get_xlim(), ylim=self.view)
        self.ends = np.array([self.line.x.min().item(), self.line.x.max().item()])
        # Above the frame of the axes, which is drawn once.
        (self.fit,) = ax.plot([], [], color="C1", dashes=(5, 5), zorder=3)
        (self.above,) = ax.plot([], [], "^", color="C1", ms=8, clip_on=False, zorder=4)
        (self.below,) = ax.plot([], [], "v", color="C1", ms=8, clip_on=False, zorder=4)
        self.extent = figure.text(0.075, 0.84, "", size=8)
        return [self.fit, self.above, self.below, self.extent]

    def _show_fit(self, w0: float, w1: float) -> None:
        """Draw the line as far as it is in view; say where it leaves and how far it goes."""
        low, high = self.view
        x = self.ends.copy()
        y = w0 + w1 * x
        above, below = y > high, y < low
        if above.all() or below.all():
            x = np.full(2, x.mean())
            self.fit.set_data([], [])
        else:
            out = above | below
            x[out] = (np.clip(y, low, high)[out] - w0) / w1
            self.fit.set_data(x, np.clip(y, low, high))
        for mark, out, edge in [(self.above, above, high), (self.below, below, low)]:
            mark.set_data(x[out], np.full(out.sum(), edge))
            mark.set_visible(bool(out.any()))
        self.extent.set_text(f"max |ŷ| = {_number(np.abs(y).max(), 0)}")
        self.extent.set_visible(bool((above | below).any()))

    def _draw_surface(self, figure: Figure) -> list[Artist]:
        # A square larger than the figure, so that the box in its middle is not clipped.
        square = (0.455, -0.345, 0.54, 1.62)
        ax = plot_surface(self.line, ax=figure.add_axes(square, projection="3d"))
        marks = list(ax.lines)
        ax.set_box_aspect((1, 1, 0.6), zoom=1)
        ax.grid(False)
        ax.locator_params(nbins=5)
        _write_small(ax.xaxis, ax.yaxis, ax.zaxis)
        ax.tick_params(pad=-3)
        ax.tick_params(axis="z", pad=1)
        ax.xaxis.labelpad = ax.yaxis.labelpad = -8
        ax.zaxis.labelpad = 4
        (self.path,) = ax.plot([], [], [], **PATH_STYLE)
        (self.now,) = ax.plot([], [], [], "o", color="C1", ms=7, zorder=2)
        self.curves, self.dots = path_on_surface(self.line, self.history.weights)
        self.arrow = Polygon([(0, 0)], color="C1", transform=ax.transData)
        figure.add_artist(self.arrow)
        self.arrows = self._arrows(ax.get_proj())
        return [self.path, self.now, *marks, self.arrow]

    def _arrows(self, projection: NDArray[np.float64]) -> NDArray[np.complex128]:
        """Return arrows on the edge of the surface that point to the weights, one an epoch."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        away = self.history.weights.double() - middle
        away *= half / away.abs().amax(dim=1, keepdim=True)

        def project(weights: Tensor) -> NDArray[np.complex128]:
            x, y, _ = proj3d.proj_transform(*on_surface(self.line, weights).T, projection)
            return np.asarray(x + 1j * y)

        tip, before = project(middle + away), project(middle + 0.9 * away)
        direction = (tip - before) / np.abs(tip - before)
        return tip[:, None] + direction[:, None] * _ARROW

    def _show_path(self, epoch: int) -> None:
        """Draw the path up to `epoch`; if it has left the window, point its way."""
        curves = self.curves[:epoch].reshape(-1, 3)
        self.path.set_data_3d(*curves.T)
        self.path.set_markevery(self.dots[self.dots < len(curves)].tolist())
        self.now.set_data_3d(*self.curves[epoch, :1].T)
        self.now.set_visible(not self.outside[epoch])
        self.arrow.set_visible(self.outside[epoch])
        arrow = self.arrows[epoch]
        self.arrow.set_xy(np.stack([arrow.real, arrow.imag], axis=1))


def _write_small(*axes: Axis) -> None:
    for axis in axes:
        axis.set_tick_params(labelsize=8)
        axis.label.set_fontsize(10)


def _number(value: float, digits: int = 2) -> str:
    if abs(value) < 1e5:
        return f"{value:.{digits}f}".replace("-", "−")
    mantissa, exponent = f"{value:.{max(digits, 1)}e}".replace("-", "−").split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
