"""The picture of one epoch: the line on the left, its way down the loss surface on the right."""

from math import atan2, degrees

import numpy as np
import torch
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text
from mpl_toolkits.mplot3d import proj3d

from linefit.data import Line
from linefit.descent import History
from linefit.plots import PATH_STYLE, on_surface, path_on_surface, plot_fit, plot_surface, window

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Scene:
    """A run of gradient descent, drawn on a figure of 7.5 by 2.5 inches.

    Attributes
    ----------
    moving : list of Artist
        What differs between epochs, and all that lies above it, in the order of drawing.
    """

    def __init__(self, figure: Figure, line: Line, history: History) -> None:
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

    def _draw_title(self, figure: Figure) -> list[Artist]:
        def write(x: float, words: str, **style: object) -> Text:
            return figure.text(x, 0.92, words, size=9, **style)

        # The words stand still, on that side of the numbers where these do not grow.
        write(0.075, f"α = {self.history.alpha:g}", color="C2", weight="bold")
        write(0.3, f" / {self.last}")
        for x, words in [(0.265, "epoch "), (0.46, "loss = "), (0.68, "ŵ = ")]:
            write(x, words, ha="right")
        self.numbers = [write(0.3, "", ha="right"), write(0.46, ""), write(0.68, "")]
        return [*self.numbers]

    def _number(value: float, digits: int = 2) -> str:
    if abs(value) < 1e5:
        return f"{value:.{digits}f}".replace("-", "−")
    mantissa, exponent = f"{value:.{digits}e}".replace("-", "−").split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
