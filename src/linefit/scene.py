"""The picture of one epoch: the line on the left, its way down the loss surface on the right."""

from math import atan2
from typing import Any

import numpy as np
import torch
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from mpl_toolkits.mplot3d import proj3d

from linefit.data import Line
from linefit.descent import History
from linefit.plots import PATH_STYLE, on_surface, path_on_surface, plot_fit, plot_surface, window

_ARROW = Path([(1, 0), (-0.7, 0.6), (-0.3, 0), (-0.7, -0.6), (1, 0)], closed=True)
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
        fit, surface = self._draw_fit(figure), self._draw_surface(figure)
        self.moving = [*fit, *surface, *self._draw_title(figure)]

    def title(self, epoch: int) -> str:
        """Return what the title says at `epoch`."""
        number, loss, weights = self._numbers(epoch)
        return f"epoch {number} / {self.last}, loss = {loss}, ŵ = {weights}"

    def show(self, epoch: int) -> list[Artist]:
        """Move to `epoch`, whatever was shown before."""
        for text, number in zip(self.numbers, self._numbers(epoch), strict=True):
            text.set_text(number)
        self._show_fit(*self.history.weights[epoch].tolist())
        self._show_path(epoch)
        return self.moving

    def _numbers(self, epoch: int) -> tuple[str, str, str]:
        w0, w1 = self.history.weights[epoch].tolist()
        loss = self.history.loss[epoch].item()
        return str(epoch), _number(loss), f"({_number(w0)}, {_number(w1)})"

    def _draw_title(self, figure: Figure) -> list[Artist]:
        def write(x: float, words: str, **style: Any) -> Text:
            return figure.text(x, 0.92, words, size=9, **style)

        # The words stand still, at that side of the numbers to which these do not grow.
        write(0.075, f"α = {self.history.alpha:g}", color="C2", weight="bold")
        write(0.3, f" / {self.last}")
        for x, words in [(0.265, "epoch "), (0.46, "loss = "), (0.68, "ŵ = ")]:
            write(x, words, ha="right")
        self.numbers = [write(0.3, "", ha="right"), write(0.46, ""), write(0.68, "")]
        return [*self.numbers]

    def _draw_fit(self, figure: Figure) -> list[Artist]:
        ax = figure.add_axes((0.075, 0.18, 0.285, 0.63))
        plot_fit(self.line, ax=ax)
        ax.lines[0].set_markersize(4)
        _write_small(ax.xaxis, ax.yaxis)
        # The observations and the first line fill the view, so it is the same for every rate.
        (first,) = ax.plot(self.line.x, self.history.fitted[0])
        first.remove()
        self.view = ax.get_ylim()
        ax.autoscale(False)
        # All above the frame of the axes, which thus stands still.
        (self.fit,) = ax.plot([], [], color="C1", dashes=(5, 5), zorder=3)
        (self.above,) = ax.plot([], [], "^", color="C1", ms=8, clip_on=False, zorder=4)
        (self.below,) = ax.plot([], [], "v", color="C1", ms=8, clip_on=False, zorder=4)
        self.range = figure.text(0.075, 0.84, "", size=8)
        return [self.fit, self.above, self.below, self.range]

    def _show_fit(self, w0: float, w1: float) -> None:
        """Draw the line as far as it is in view; say where it leaves and how far it goes."""
        low, high = self.view
        x = self.line.x[[0, -1]].double().numpy()
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
        self.range.set_text(f"{_number(y.min(), 1)} ≤ ŷ ≤ {_number(y.max(), 1)}")
        self.range.set_visible(bool((above | below).any()))

    def _draw_surface(self, figure: Figure) -> list[Artist]:
        # A square, larger than the figure: of the box in its middle nothing is cut off.
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
        (self.exit,) = ax.plot([], [], [], color="C1", ms=15, zorder=4)
        bounds = f"[{self.low:g}, {self.high:g}]".replace("-", "−")
        self.outside = figure.text(0.98, 0.84, f"ŵ ∉ {bounds}²", size=8, ha="right")
        self.curves, self.dots = path_on_surface(self.line, self.history.weights)
        return [self.path, self.now, *marks, self.exit, self.outside]

    def _show_path(self, epoch: int) -> None:
        """Draw the path up to `epoch`; outside the window, point its way."""
        curves = self.curves[:epoch].reshape(-1, 3)
        self.path.set_data_3d(*curves.T)
        self.path.set_markevery(self.dots[self.dots < len(curves)].tolist())
        self.now.set_data_3d(*self.curves[epoch, :1].T)

        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        away = self.history.weights[epoch].double() - middle
        out = bool(away.abs().max() > half)
        self.now.set_visible(not out)
        self.exit.set_visible(out)
        self.outside.set_visible(out)
        if out:
            tip = away / away.abs().max() * half
            points = on_surface(self.line, middle + torch.stack([0.9 * tip, tip]))
            x, y, _ = proj3d.proj_transform(*points.T, self.exit.axes.get_proj())
            self.exit.set_data_3d(*points[1:].T)
            turn = Affine2D().rotate(atan2(y[1] - y[0], x[1] - x[0]))
            self.exit.set_marker(MarkerStyle(_ARROW, transform=turn))


def _write_small(*axes: Axis) -> None:
    for axis in axes:
        axis.set_tick_params(labelsize=8)
        axis.label.set_fontsize(10)


def _number(value: float, digits: int = 2) -> str:
    if abs(value) < 1e5:
        return f"{value:.{digits}f}".replace("-", "−")
    mantissa, exponent = f"{value:.{digits}e}".replace("-", "−").split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
